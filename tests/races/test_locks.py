"""A row that is being changed can still be referred to: its key stays, so nobody who inserts beside it waits.

Otherwise two services deadlock as soon as one holds a row and inserts beside what the other holds: a selection holds
the solutions and makes projects of teams, a hand-in holds its team and comes for the solution.
"""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from django.db import models, transaction

from backend.core.transitions import transition
from programmes.enums import SolutionState
from programmes.models import Solution, Team
from programmes.selectors.challenges import challenge_for_update
from programmes.selectors.projects import project_for_update
from programmes.selectors.reviews import review_for_update
from programmes.selectors.solutions import solution_for_update
from programmes.selectors.sprints import sprint_for_update
from programmes.selectors.teams import team_for_update
from tests.factories.programmes import ProjectFactory, ReviewFactory, SolutionFactory
from tests.faults.forked import own_database_url

pytestmark = pytest.mark.django_db(transaction=True)
Other = psycopg.Connection[tuple[object, ...]]


@pytest.fixture
def other() -> Iterator[Other]:
    """A second connection to the database of this test."""
    with psycopg.connect(own_database_url()) as made:
        yield made


def can_be_referred_to(other: Other, row: models.Model) -> bool:
    """Whether a row can be inserted that refers to this one: PostgreSQL takes this lock on the target of a key."""
    try:
        other.execute(f"SELECT 1 FROM {row._meta.db_table} WHERE id = %s FOR KEY SHARE NOWAIT", [row.pk])  # noqa: S608  a table's name
    except psycopg.errors.LockNotAvailable:
        return False
    finally:
        other.rollback()
    return True


def rows() -> dict[str, tuple[models.Model, Callable[[int], object]]]:
    project, review = ProjectFactory.create(), ReviewFactory.create()
    team = project.team
    return {
        "sprint": (team.sprint, sprint_for_update),
        "challenge": (team.challenge, challenge_for_update),
        "team": (team, team_for_update),
        "solution": (project.solution, solution_for_update),
        "review": (review, review_for_update),
        "project": (project, project_for_update),
    }


@pytest.mark.parametrize("name", ["sprint", "challenge", "team", "solution", "review", "project"])
def test_whoever_changes_a_row_lets_others_refer_to_it(name: str, other: Other) -> None:
    row, for_update = rows()[name]
    with transaction.atomic():
        for_update(row.pk)
        assert can_be_referred_to(other, row)


def test_a_change_of_state_lets_others_refer_to_the_row(other: Other) -> None:
    solution = SolutionFactory.create(handed_in=True)
    with transaction.atomic():
        transition(solution, to=SolutionState.WITHDRAWN, actor=None)
        assert can_be_referred_to(other, solution)
    assert Solution.objects.get().state == SolutionState.WITHDRAWN


def test_the_stronger_lock_would_keep_them_waiting(other: Other) -> None:
    team = SolutionFactory.create().team
    with transaction.atomic():
        Team.objects.select_for_update().get(pk=team.pk)
        assert not can_be_referred_to(other, team)
