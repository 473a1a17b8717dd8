import pytest
from django.db import IntegrityError, connection, transaction

from backend.core import clock
from programmes.domain.votes import VoteKind
from programmes.models import Review, Vote
from programmes.services.reviews import (
    review_assign,
    review_recuse,
    review_reopen,
    review_save_scores,
    review_submit,
)
from programmes.services.votes import vote_add
from tests.programmes.judged import all_points, review_of, solution_to_judge

pytestmark = pytest.mark.django_db


@pytest.fixture
def review() -> Review:
    return review_of(solution_to_judge())


def log() -> list[tuple[str, dict[str, int]]]:
    return [(vote.kind, vote.points) for vote in Vote.objects.all()]


def test_everything_that_changes_what_counts_is_noted(review: Review) -> None:
    juror = review.juror
    review_submit(actor=juror, review=review, points=all_points(review, 4))
    review_reopen(actor=juror, review=review)
    review_submit(actor=juror, review=review, points=all_points(review, 2))
    review_recuse(actor=juror, review=review, reason="Verwandt.")
    four, two = all_points(review, 4), all_points(review, 2)
    assert log() == [("assigned", {}), ("submitted", four), ("reopened", {}), ("submitted", two), ("recused", {})]


def test_drafts_and_repetitions_are_not(review: Review) -> None:
    juror, solution = review.juror, review.solution
    review_assign(actor=None, sprint=solution.sprint, solutions=[solution], jurors=[juror])
    review_reopen(actor=juror, review=review)
    review_save_scores(actor=juror, review=review, points=all_points(review, 1))
    assert log() == [("assigned", {})]
    for _ in range(2):
        review_submit(actor=juror, review=review)
    for _ in range(2):
        review_recuse(actor=juror, review=review, reason="Verwandt.")
    assert [kind for kind, _points in log()] == ["assigned", "submitted", "recused"]


@pytest.mark.parametrize("change", ["UPDATE programmes_vote SET at = now()", "DELETE FROM programmes_vote"])
def test_the_database_changes_no_vote(review: Review, change: str) -> None:
    with pytest.raises(IntegrityError, match="a vote is never changed"), transaction.atomic():
        connection.cursor().execute(change)
    assert len(log()) == 1


@pytest.mark.parametrize("kind", [VoteKind.ASSIGNED, VoteKind.REOPENED])
def test_the_database_takes_no_vote_out_of_order(review: Review, kind: VoteKind) -> None:
    with pytest.raises(IntegrityError, match=r"a vote cannot be \w+ after assigned"), transaction.atomic():
        vote_add(review, kind)


@pytest.mark.parametrize(("kind", "given"), [("submitted", {}), ("recused", {"a": 1}), ("praised", {})])
def test_the_database_takes_no_vote_of_another_shape(review: Review, kind: str, given: dict[str, int]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(review=review, kind=kind, points=given, at=clock.now())
