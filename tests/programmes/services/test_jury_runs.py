"""Giving out to the whole jury: evenly, without conflicts, safe to repeat, and once more when somebody drops out."""

from collections import Counter
from typing import Any

import pytest

from backend.accounts.models import User
from backend.core.errors import Conflict, Invalid, Unavailable
from backend.core.models import OutboxMessage
from programmes.domain.jury_assignment import Distribution, distribute
from programmes.enums import JuryRunState, ReviewState
from programmes.events import JuryRunAsked
from programmes.models import JuryRun, ProgrammeRole, Review, Sprint, Vote
from programmes.selectors.jury_runs import solutions_short
from programmes.services import jury_runs
from programmes.services.jury_runs import juror_release, jury_run_ask, jury_run_carry_out, jury_run_fail
from programmes.services.reviews import review_recuse
from tests.factories import programmes as make
from tests.factories.accounts import MembershipFactory, UserFactory
from worker.jury import jury_assign

pytestmark = pytest.mark.django_db


@pytest.fixture
def sprint() -> Sprint:
    """Four solutions and a rubric."""
    sprint = make.SprintFactory.create()
    make.CriterionFactory.create(rubric__sprint=sprint)
    for _ in range(4):
        make.SolutionFactory.create(team__challenge__sprint=sprint, handed_in=True)
    return sprint


def jurors(sprint: Sprint, count: int) -> list[User]:
    return [make.ProgrammeRoleFactory.create(programme=sprint.programme, role="juror").user for _ in range(count)]


def given_out(sprint: Sprint, per_solution: int = 2, most_each: int = 9) -> JuryRun:
    run = jury_run_ask(actor=None, sprint=sprint, per_solution=per_solution, most_each=most_each)
    jury_assign(JuryRunAsked(run_id=run.pk))
    run.refresh_from_db()
    return run


def loads() -> list[int]:
    counting = Review.objects.exclude(state=ReviewState.RECUSED).values_list("juror_id", flat=True)
    return sorted(Counter(counting).values())


def test_all_solutions_have_their_jurors_and_all_jurors_about_the_same(sprint: Sprint) -> None:
    people = jurors(sprint, 3)
    make.SolutionFactory.create(team__challenge__sprint=sprint)
    run = given_out(sprint)
    assert (run.state, run.assigned, run.missing, run.progress_percent) == (JuryRunState.READY, 8, {}, 100)
    assert loads() == [2, 3, 3]
    assert Vote.objects.filter(kind="assigned").count() == 8
    # One message for each juror, not one for each review.
    assert OutboxMessage.objects.filter(topic="programmes.review_assigned").count() == len(people)


def test_a_run_that_is_repeated_assigns_nothing_twice(sprint: Sprint) -> None:
    jurors(sprint, 3)
    run = given_out(sprint)
    jury_run_carry_out(run_id=run.pk)
    again = given_out(sprint)
    assert (again.assigned, Review.objects.count()) == (0, 8)
    more = given_out(sprint, per_solution=3)
    assert (more.assigned, loads()) == (4, [4, 4, 4])


def test_nobody_judges_colleagues_and_what_is_missing_is_named(sprint: Sprint) -> None:
    one, other = jurors(sprint, 2)
    solution = sprint.solutions.first()
    assert solution
    assert solution.team.created_by
    mine = MembershipFactory.create(user=one)
    MembershipFactory.create(user=solution.team.created_by, organisation=mine.organisation)
    run = given_out(sprint)
    assert run.missing == {solution.public_id: 1}
    assert [(row, count) for row, count in solutions_short(run)] == [(solution, 1)]
    assert [review.juror for review in solution.reviews.all()] == [other]


def test_nobody_gets_more_than_the_most(sprint: Sprint) -> None:
    jurors(sprint, 2)
    run = given_out(sprint, most_each=3)
    assert loads() == [3, 3]
    assert sum(run.missing.values()) == 2


def test_who_drops_out_is_replaced_evenly_and_what_was_submitted_stays(sprint: Sprint) -> None:
    leaving, *_others = jurors(sprint, 3)
    given_out(sprint)
    first = Review.objects.filter(juror=leaving).first()
    assert first
    Review.objects.filter(pk=first.pk).update(state=ReviewState.SUBMITTED, submitted_at=first.created_at)
    organiser = UserFactory.create()
    with pytest.raises(Invalid):
        juror_release(actor=organiser, sprint=sprint, juror=leaving, reason=" ")
    count = juror_release(actor=organiser, sprint=sprint, juror=leaving, reason="Krank.")
    assert count == Review.objects.filter(juror=leaving).count() - 1
    assert juror_release(actor=organiser, sprint=sprint, juror=leaving, reason="Krank.") == 0
    assert not OutboxMessage.objects.filter(topic="programmes.review_recused").exists()
    ProgrammeRole.objects.filter(user=leaving).delete()
    run = given_out(sprint)
    assert run.assigned == count
    assert run.missing == {}
    assert set(Review.objects.filter(juror=leaving).values_list("state", "conflict_reason")) == {
        ("submitted", ""),
        ("recused", "Krank."),
    }


def test_who_gave_a_review_back_is_not_asked_again(sprint: Sprint) -> None:
    people = jurors(sprint, 3)
    given_out(sprint)
    review = Review.objects.filter(juror=people[0]).first()
    assert review
    review_recuse(actor=people[0], review=review, reason="Verwandt.")
    given_out(sprint)
    held = review.solution.reviews.exclude(state=ReviewState.RECUSED)
    assert people[0] not in {row.juror for row in held}
    assert held.count() == 2


def test_what_changes_between_computing_and_assigning_is_seen(sprint: Sprint, monkeypatch: pytest.MonkeyPatch) -> None:
    people = jurors(sprint, 2)
    computed = distribute

    def then_one_leaves(*args: Any, **options: Any) -> Distribution:
        found = computed(*args, **options)
        ProgrammeRole.objects.filter(user=people[0]).delete()
        return found

    monkeypatch.setattr(jury_runs, "distribute", then_one_leaves)
    run = given_out(sprint)
    assert {row.juror for row in Review.objects.all()} == {people[1]}
    assert sum(run.missing.values()) == 4


def test_it_is_asked_for_once_at_a_time_and_with_sense(sprint: Sprint) -> None:
    run = jury_run_ask(actor=None, sprint=sprint, per_solution=2, most_each=9)
    assert jury_run_ask(actor=None, sprint=sprint, per_solution=3, most_each=9) == run
    for per_solution, most_each in ((0, 9), (21, 9), (2, 0), (2, 1_001)):
        with pytest.raises(Invalid):
            jury_run_ask(actor=None, sprint=sprint, per_solution=per_solution, most_each=most_each)
    with pytest.raises(Conflict) as error:
        jury_run_ask(actor=None, sprint=make.SprintFactory.create(), per_solution=2, most_each=9)
    assert error.value.code == "no_rubric"


def test_two_workers_do_not_compute_the_same(sprint: Sprint) -> None:
    run = jury_run_ask(actor=None, sprint=sprint, per_solution=2, most_each=9)
    JuryRun.objects.update(claimed_until=make.moment_from_now(1))
    with pytest.raises(Unavailable):
        jury_run_carry_out(run_id=run.pk)
    JuryRun.objects.update(claimed_until=make.moment_from_now(-1))
    jury_run_carry_out(run_id=run.pk)
    run.refresh_from_db()
    assert run.state == JuryRunState.READY


def test_what_goes_wrong_is_told(sprint: Sprint, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*_args: object, **_options: object) -> None:
        raise ArithmeticError

    monkeypatch.setattr(jury_runs, "distribute", wrong)
    run = given_out(sprint)
    assert run.state == JuryRunState.FAILED
    jury_run_fail(run_id=run.pk)
    assert jury_run_ask(actor=None, sprint=sprint, per_solution=2, most_each=9) != run
