"""A conflict that somebody else declares: with a reason, for good, whatever was submitted."""

import pytest

from backend.core.errors import Conflict, Invalid
from backend.core.models import OutboxMessage
from programmes.closeness import is_too_close_to_judge
from programmes.domain.votes import VoteKind
from programmes.enums import ReviewState
from programmes.models import DeclaredConflict, Review, Vote
from programmes.selectors.ranking import places
from programmes.selectors.reviews import juror_loads, reviews_of
from programmes.selectors.vote_log import differences
from programmes.services.conflicts import conflict_declare
from programmes.services.forgetting import person_forget
from programmes.services.reviews import review_assign, review_submit
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def review() -> Review:
    solution = make.SolutionFactory.create(handed_in=True)
    make.CriterionFactory.create(rubric__sprint=solution.sprint)
    juror = make.ProgrammeRoleFactory.create(programme=solution.sprint.programme, role="juror").user
    return review_assign(actor=None, sprint=solution.sprint, solutions=[solution], jurors=[juror])[0]


def test_a_submitted_review_does_not_count_any_more(review: Review) -> None:
    solution, juror, organiser = review.solution, review.juror, UserFactory.create()
    criterion = solution.sprint.rubric.criteria.get()
    review_submit(actor=juror, review=review, points={criterion.public_id: 5})
    assert places(solution.sprint)[0].reviews_submitted == 1
    made = conflict_declare(actor=organiser, solution=solution, juror=juror, reason="Geschwister.")
    assert conflict_declare(actor=organiser, solution=solution, juror=juror, reason="Noch einmal.") == made
    review.refresh_from_db()
    assert (review.state, review.conflict_reason) == (ReviewState.RECUSED, "Geschwister.")
    assert places(solution.sprint)[0].reviews_submitted == 0
    assert list(Vote.objects.values_list("kind", flat=True)) == [
        VoteKind.ASSIGNED,
        VoteKind.SUBMITTED,
        VoteKind.RECUSED,
    ]
    assert differences(solution.sprint) == []
    assert not reviews_of(juror).exists()
    assert OutboxMessage.objects.get(topic="programmes.conflict_declared").payload == {"conflict_id": made.pk}


def test_it_keeps_from_being_assigned(review: Review) -> None:
    other = make.ProgrammeRoleFactory.create(programme=review.solution.sprint.programme, role="juror").user
    conflict_declare(actor=UserFactory.create(), solution=review.solution, juror=other, reason="Verwandt.")
    assert is_too_close_to_judge(other, review.solution)
    assert {load.juror: load.barred for load in juror_loads(review.solution.sprint)}[other] == {review.solution_id}
    with pytest.raises(Conflict) as refusal:
        review_assign(actor=None, sprint=review.solution.sprint, solutions=[review.solution], jurors=[other])
    assert refusal.value.code == "conflict_of_interest"


def test_what_is_refused(review: Review) -> None:
    organiser = UserFactory.create()
    for juror, reason in ((review.juror, " "), (organiser, "Kein Jurymitglied.")):
        with pytest.raises(Invalid):
            conflict_declare(actor=organiser, solution=review.solution, juror=juror, reason=reason)
    type(review.solution).objects.update(state="selected")
    with pytest.raises(Conflict) as refusal:
        conflict_declare(actor=organiser, solution=review.solution, juror=review.juror, reason="Zu spät.")
    assert refusal.value.code == "wrong_state"
    assert not DeclaredConflict.objects.exists()


def test_it_goes_with_the_person(review: Review) -> None:
    conflict_declare(actor=UserFactory.create(), solution=review.solution, juror=review.juror, reason="Geschwister.")
    person_forget(user=review.juror)
    assert not DeclaredConflict.objects.exists()
