"""One juror decides the same pair twice in one moment: the second try waits, and nothing is noted twice."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from backend.accounts.models import User
from backend.core.errors import Conflict
from programmes.models import Comparison, Review, Solution, Sprint, Vote
from programmes.selectors.reviews import reviews_of
from programmes.services import comparisons as services
from programmes.services.selection_method import selection_method_remove
from tests.faults.forked import own_database_url
from tests.programmes.compared import compare, jurors_of, solutions_of, sprint_to_compare

pytestmark = pytest.mark.django_db(transaction=True)
Other = psycopg.Connection[tuple[object, ...]]
COMPARED = """
WITH made AS (
    INSERT INTO programmes_comparison (public_id, juror_id, first_id, second_id, choice, created_at, updated_at)
    VALUES ('cmp_other', %s, %s, %s, 'first', now(), now()) RETURNING id)
INSERT INTO programmes_vote (comparison_id, kind, choice, points, at)
    SELECT id, 'compared', 'first', '{}', now() FROM made
"""


@pytest.fixture
def other() -> Iterator[Other]:
    with psycopg.connect(own_database_url()) as made:
        yield made
        made.rollback()


@pytest.fixture
def sprint() -> Sprint:
    return sprint_to_compare()


def pair_of(sprint: Sprint) -> tuple[User, Solution, Solution]:
    first, second = sorted(solutions_of(sprint)[:2], key=lambda one: one.public_id)
    return jurors_of(sprint)[0], first, second


def decide(other: Other, juror: User, first: Solution, second: Solution) -> None:
    """What the service does, on another connection that has not come to its end yet."""
    locked = (
        "SELECT 1 FROM programmes_review WHERE juror_id = %s AND solution_id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"
    )
    other.execute(locked, [juror.pk, [first.pk, second.pk]])
    other.execute(COMPARED, [juror.pk, first.pk, second.pk])


def decide_at_once(juror: User, first: Solution, second: Solution) -> None:
    """Wait for nobody: what is held by somebody else ends in an error at once."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '200ms'")
        compare(juror, first, second)


def test_a_second_try_waits_and_changes_nothing(sprint: Sprint, other: Other) -> None:
    juror, first, second = pair_of(sprint)
    decide(other, juror, first, second)
    with pytest.raises(OperationalError, match="lock timeout"):
        decide_at_once(juror, first, second)
    other.commit()
    made = compare(juror, first, second)
    assert made.public_id == "cmp_other"
    assert (Comparison.objects.count(), Vote.objects.exclude(comparison=None).count()) == (1, 1)


def test_without_the_lock_it_breaks(sprint: Sprint, other: Other, monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin: whoever does not wait finds nothing yet, and then it is there: only the database keeps it from being
    there twice.
    """
    juror, first, second = pair_of(sprint)
    create = Comparison.objects.create

    def unlocked(juror: User, solutions: list[Solution]) -> list[Review]:
        return list(reviews_of(juror).filter(solution__in=solutions).order_by("pk"))

    def created(**values: Any) -> Comparison:
        other.commit()
        return create(**values)

    monkeypatch.setattr(services, "pair_for_update", unlocked)
    monkeypatch.setattr(Comparison.objects, "create", created)
    decide(other, juror, first, second)
    with pytest.raises(IntegrityError, match="comparison_once"):
        compare(juror, first, second)


def test_a_method_waits_for_a_comparison_and_is_refused_afterwards(sprint: Sprint, other: Other) -> None:
    juror, first, second = pair_of(sprint)
    decide(other, juror, first, second)
    with pytest.raises(OperationalError, match="lock timeout"):
        remove_at_once(sprint)
    other.commit()
    with pytest.raises(Conflict):
        selection_method_remove(actor=None, sprint=sprint)


def remove_at_once(sprint: Sprint) -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '200ms'")
        selection_method_remove(actor=None, sprint=sprint)
