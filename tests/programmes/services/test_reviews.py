from datetime import timedelta

import pytest

from backend.accounts.models import PastMembership
from backend.accounts.services.memberships import membership_remove
from backend.core import clock
from backend.core.errors import Conflict, Invalid, NotAllowed
from backend.core.models import AuditEntry, OutboxMessage
from programmes.closeness import FORMER, has_interest_in, is_too_close_to_judge
from programmes.enums import ReviewState, SolutionState
from programmes.models import Challenge, Review, Score, Solution, TeamMember
from programmes.selectors.reviews import juror_loads, points_of, reviews_of
from programmes.services.reviews import (
    review_assign,
    review_recuse,
    review_reopen,
    review_save_scores,
    review_submit,
)
from programmes.services.rubrics import NewCriterion, rubric_set
from tests.factories import programmes as make
from tests.factories.accounts import MembershipFactory, OrganisationFactory
from tests.programmes.judged import all_points, review_of, solution_to_judge

pytestmark = pytest.mark.django_db


@pytest.fixture
def solution() -> Solution:
    return solution_to_judge()


@pytest.fixture
def review(solution: Solution) -> Review:
    return review_of(solution)


def test_assigning_twice_is_once(review: Review) -> None:
    solution = review.solution
    again = review_assign(actor=None, sprint=solution.sprint, solutions=[solution], jurors=[review.juror])
    assert again == [review]
    assert OutboxMessage.objects.get().topic == "programmes.review_assigned"


def test_only_jurors_judge(solution: Solution) -> None:
    coach = make.ProgrammeRoleFactory.create(programme=solution.sprint.programme, role="coach")
    elsewhere = make.ProgrammeRoleFactory.create(role="juror")
    for role in (coach, elsewhere):
        with pytest.raises(Invalid) as error:
            review_assign(actor=None, sprint=solution.sprint, solutions=[solution], jurors=[role.user])
        assert list(error.value.fields) == ["jurors"]


def test_only_what_was_handed_in_here_is_judged(solution: Solution, review: Review) -> None:
    draft = make.SolutionFactory.create(team__challenge__sprint=solution.sprint)
    for wrong in (draft, make.SolutionFactory.create(handed_in=True)):
        with pytest.raises(Conflict):
            review_assign(actor=None, sprint=solution.sprint, solutions=[wrong], jurors=[review.juror])


def test_without_a_rubric_nothing_is_assigned() -> None:
    solution = make.SolutionFactory.create(handed_in=True)
    with pytest.raises(Conflict) as error:
        review_assign(actor=None, sprint=solution.sprint, solutions=[solution], jurors=[])
    assert error.value.code == "no_rubric"


@pytest.mark.parametrize("relation", ["member", "left", "organisation"])
def test_nobody_judges_the_own_team_or_organisation(solution: Solution, relation: str) -> None:
    juror = make.ProgrammeRoleFactory.create(programme=solution.sprint.programme, role="juror").user
    if relation == "organisation":
        ours = MembershipFactory.create(user=make.lead_of(solution.team))
        MembershipFactory.create(user=juror, organisation=ours.organisation)
    else:
        make.TeamMemberFactory.create(
            team=solution.team, user=juror, left_at=clock.now() if relation == "left" else None
        )
    with pytest.raises(Conflict) as error:
        review_assign(actor=None, sprint=solution.sprint, solutions=[solution], jurors=[juror])
    assert error.value.code == "conflict_of_interest"
    assert not Review.objects.exists()
    assert juror_loads(solution.sprint)[0].barred == {solution.pk}


@pytest.mark.parametrize("relation", ["juror left", "member left", "both left", "long ago", "owner left"])
def test_former_colleagues_are_close_for_three_years(solution: Solution, relation: str) -> None:
    juror = make.ProgrammeRoleFactory.create(programme=solution.sprint.programme, role="juror").user
    shared = solution.challenge.owner if relation == "owner left" else OrganisationFactory.create()
    ours = MembershipFactory.create(user=juror, organisation=shared)
    if relation != "owner left":
        theirs = MembershipFactory.create(user=make.lead_of(solution.team), organisation=shared)
        if relation in {"member left", "both left"}:
            membership_remove(actor=None, membership=theirs)
    if relation != "member left":
        membership_remove(actor=None, membership=ours)
    if relation == "long ago":
        PastMembership.objects.update(left_at=clock.now() - FORMER - timedelta(minutes=1))
    close = relation != "long ago"
    assert is_too_close_to_judge(juror, solution) == close
    assert juror_loads(solution.sprint)[0].barred == ({solution.pk} if close else set())
    # Money is asked about today's colleagues alone.
    assert not has_interest_in(juror, solution)


def test_jurors_with_teams_of_their_own_do_not_judge_each_other(solution: Solution) -> None:
    first, second, third = (
        make.ProgrammeRoleFactory.create(programme=solution.sprint.programme, role="juror").user for _ in range(3)
    )
    make.TeamMemberFactory.create(team=solution.team, user=first)
    theirs = make.SolutionFactory.create(team__challenge__sprint=solution.sprint, handed_in=True)
    make.TeamMemberFactory.create(team=theirs.team, user=second)
    plain = make.SolutionFactory.create(team__challenge__sprint=solution.sprint, handed_in=True)
    barred = {load.juror.pk: load.barred for load in juror_loads(solution.sprint)}
    both = {solution.pk, theirs.pk}
    assert barred == {first.pk: both, second.pk: both, third.pk: set()}
    for juror, close in ((first, theirs), (second, solution)):
        assert is_too_close_to_judge(juror, close)
        assert not is_too_close_to_judge(juror, plain)
    assert not is_too_close_to_judge(third, solution)


@pytest.mark.parametrize("relation", ["posed", "contact", "owner"])
def test_nobody_judges_a_solution_to_an_own_challenge(solution: Solution, relation: str) -> None:
    juror = make.ProgrammeRoleFactory.create(programme=solution.sprint.programme, role="juror").user
    review = review_assign(actor=None, sprint=solution.sprint, solutions=[solution], jurors=[juror])[0]
    if relation == "owner":
        MembershipFactory.create(user=juror, organisation=solution.challenge.owner)
    else:
        Challenge.objects.filter(pk=solution.challenge_id).update(
            **{{"posed": "proposed_by", "contact": "contact"}[relation]: juror}
        )
    assert not reviews_of(juror).exists()
    # It keeps nobody from deciding about the project's money later on.
    assert (is_too_close_to_judge(juror, solution), has_interest_in(juror, solution)) == (True, False)
    assert juror_loads(solution.sprint)[0].barred == {solution.pk}
    with pytest.raises(NotAllowed):
        review_save_scores(actor=juror, review=Review.objects.get(pk=review.pk), points={})
    other = make.SolutionFactory.create(team__challenge=solution.challenge, handed_in=True)
    with pytest.raises(Conflict) as error:
        review_assign(actor=None, sprint=solution.sprint, solutions=[other], jurors=[juror])
    assert error.value.code == "conflict_of_interest"


def test_an_unrelated_organisation_bars_nobody(solution: Solution) -> None:
    juror = make.ProgrammeRoleFactory.create(programme=solution.sprint.programme, role="juror").user
    MembershipFactory.create(user=juror)
    MembershipFactory.create(user=make.lead_of(solution.team))
    assert review_assign(actor=None, sprint=solution.sprint, solutions=[solution], jurors=[juror])
    assert juror_loads(solution.sprint)[0].barred == set()


def test_of_a_list_with_a_conflict_nothing_is_assigned(solution: Solution) -> None:
    programme = solution.sprint.programme
    jurors = [make.ProgrammeRoleFactory.create(programme=programme, role="juror").user for _ in range(2)]
    make.TeamMemberFactory.create(team=solution.team, user=jurors[1])
    with pytest.raises(Conflict):
        review_assign(actor=None, sprint=solution.sprint, solutions=[solution], jurors=jurors)
    assert not Review.objects.exists()


def test_points_are_saved_bit_by_bit(review: Review) -> None:
    first, second = all_points(review, 0)
    review_save_scores(actor=review.juror, review=review, points={first: 3}, comment="Gut.")
    review_save_scores(actor=review.juror, review=review, points={first: 4, second: 2})
    assert points_of(review) == {first: 4, second: 2}
    review_save_scores(actor=review.juror, review=review, points={second: None})
    assert points_of(review) == {first: 4}
    review.refresh_from_db()
    assert (review.state, review.comment) == (ReviewState.STARTED, "Gut.")


@pytest.mark.parametrize("points", [-1, 6, True, "3"])
def test_impossible_points_are_refused_at_their_criterion(review: Review, points: int) -> None:
    first, _second = all_points(review, 0)
    with pytest.raises(Invalid) as error:
        review_save_scores(actor=review.juror, review=review, points={first: points})
    assert list(error.value.fields) == [first]
    assert not Score.objects.exists()


def test_criteria_of_other_sprints_are_unknown(review: Review) -> None:
    with pytest.raises(Invalid):
        review_save_scores(actor=review.juror, review=review, points={make.CriterionFactory.create().public_id: 1})


def test_who_is_no_juror_any_more_cannot_go_on(review: Review) -> None:
    review.juror.programme_roles.all().delete()
    for change in (review_save_scores, review_submit):
        with pytest.raises(NotAllowed):
            change(actor=review.juror, review=review, points=all_points(review, 5))
    assert list(reviews_of(review.juror)) == []
    assert not Score.objects.exists()


def test_a_review_is_whole_when_submitted(review: Review) -> None:
    first, second = all_points(review, 0)
    with pytest.raises(Invalid) as error:
        review_submit(actor=review.juror, review=review, points={first: 3})
    assert list(error.value.fields) == [second]
    for _ in range(2):
        review = review_submit(actor=review.juror, review=review, points=all_points(review, 3), comment="Gut.")
    assert review.state == ReviewState.SUBMITTED
    assert AuditEntry.objects.filter(action="programmes.review.submitted").count() == 1


def test_a_submitted_review_is_taken_back_before_it_is_changed(review: Review) -> None:
    review = review_submit(actor=review.juror, review=review, points=all_points(review, 3))
    with pytest.raises(Conflict):
        review_save_scores(actor=review.juror, review=review, points=all_points(review, 5))
    review = review_reopen(actor=review.juror, review=review)
    assert (review.state, review.submitted_at) == (ReviewState.STARTED, None)
    assert review_submit(actor=review.juror, review=review, points=all_points(review, 5)).submitted_at


def test_the_phase_ends_for_jurors_too(review: Review) -> None:
    review = review_submit(actor=review.juror, review=review, points=all_points(review, 3))
    with clock.at(review.solution.sprint.phases.get().ends_at), pytest.raises(Conflict):
        review_reopen(actor=review.juror, review=review)


def test_after_the_decision_nothing_is_scored(review: Review) -> None:
    Solution.objects.update(state=SolutionState.NOT_SELECTED)
    with pytest.raises(Conflict):
        review_save_scores(actor=review.juror, review=review, points=all_points(review, 3))
    with pytest.raises(Conflict):
        review_recuse(actor=review.juror, review=review, reason="Zu spät gemerkt.")


def test_an_interest_that_came_later_ends_the_review(review: Review) -> None:
    TeamMember.objects.create(team=review.solution.team, user=review.juror)
    assert not reviews_of(review.juror).exists()
    with pytest.raises(NotAllowed) as error:
        review_save_scores(actor=review.juror, review=review, points=all_points(review, 5))
    assert error.value.code == "conflict_of_interest"
    assert not Score.objects.exists()


def test_a_review_that_is_impartial_stays_on_the_list(review: Review) -> None:
    make.TeamMemberFactory.create(user=review.juror)
    MembershipFactory.create(user=review.juror)
    assert list(reviews_of(review.juror)) == [review]


def test_a_declared_conflict_tells_the_organisers_once(review: Review) -> None:
    review = review_submit(actor=review.juror, review=review, points=all_points(review, 5))
    with pytest.raises(Invalid) as error:
        review_recuse(actor=review.juror, review=review, reason=" ")
    assert list(error.value.fields) == ["reason"]
    for _ in range(2):
        review = review_recuse(actor=review.juror, review=review, reason="Meine Schwester ist im Team.")
    assert review.state == ReviewState.RECUSED
    assert OutboxMessage.objects.filter(topic="programmes.review_recused").count() == 1
    with pytest.raises(Conflict):
        review_save_scores(actor=review.juror, review=review, points={})
    with pytest.raises(Conflict):
        review_assign(actor=None, sprint=review.solution.sprint, solutions=[review.solution], jurors=[review.juror])


def test_the_rubric_is_set_until_points_are_given(solution: Solution, review: Review) -> None:
    rubric = rubric_set(actor=None, sprint=solution.sprint, title="Neu", criteria=[NewCriterion(title="Nutzen")])
    assert [row.title for row in rubric.criteria.all()] == ["Nutzen"]
    review_save_scores(actor=review.juror, review=review, points=all_points(review, 1))
    with pytest.raises(Conflict):
        rubric_set(actor=None, sprint=solution.sprint, title="Neuer", criteria=[NewCriterion(title="Nutzen")])


@pytest.mark.parametrize(
    ("field", "criteria"),
    [
        ("criteria", []),
        ("criteria", [NewCriterion(title="x")] * 13),
        ("title", [NewCriterion(title="")]),
        ("weight", [NewCriterion(title="x", weight=0)]),
        ("max_points", [NewCriterion(title="x", max_points=101)]),
    ],
)
def test_a_rubric_is_checked(field: str, criteria: list[NewCriterion]) -> None:
    with pytest.raises(Invalid) as error:
        rubric_set(actor=None, sprint=make.SprintFactory.create(), title="Bogen", criteria=criteria)
    assert list(error.value.fields) == [field]
