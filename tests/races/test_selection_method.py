"""A method is named before the first vote, or after it and then not at all: never both in one moment."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection, transaction

from backend.core.errors import Conflict
from programmes.models import Review, SelectionMethod
from programmes.services.selection_method import selection_method_set
from tests.faults.forked import own_database_url
from tests.programmes.judged import review_of, solution_to_judge

pytestmark = pytest.mark.django_db(transaction=True)
Other = psycopg.Connection[tuple[object, ...]]
VOTE = "INSERT INTO programmes_vote (review_id, kind, points, at) VALUES (%s, 'submitted', '{\"c\": 1}', now())"


@pytest.fixture
def other() -> Iterator[Other]:
    with psycopg.connect(own_database_url()) as made:
        yield made


def method_set(review: Review) -> None:
    """Wait for nobody: what is held by somebody else ends in an error at once."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '200ms'")
        values: dict[str, Any] = {"measure": "mean", "quorum": 1, "places": 3, "tie_rule": "all"}
        selection_method_set(actor=None, sprint=review.solution.sprint, **values)


def test_a_method_waits_for_a_vote_and_is_refused_afterwards(other: Other) -> None:
    review = review_of(solution_to_judge())
    other.execute(VOTE, [review.pk])
    with pytest.raises(OperationalError, match="lock timeout"):
        method_set(review)
    other.commit()
    with pytest.raises(Conflict):
        method_set(review)
    assert not SelectionMethod.objects.exists()


def test_without_the_lock_both_come_first(other: Other) -> None:
    """The twin: it shows that the lock is what keeps them apart."""
    review = review_of(solution_to_judge())
    switch = "ALTER TABLE programmes_vote {} TRIGGER vote_after_method"
    with connection.cursor() as cursor:
        cursor.execute(switch.format("DISABLE"))
    try:
        other.execute(VOTE, [review.pk])
        method_set(review)
        other.commit()
        assert SelectionMethod.objects.exists()
        assert review.votes.filter(kind="submitted").exists()
    finally:
        other.rollback()
        with connection.cursor() as cursor:
            cursor.execute(switch.format("ENABLE"))
