"""Two of a team begin a solution at once: never more than the sprint allows. Each race has a twin without the lock."""

from functools import partial

import pytest

from backend.core.errors import LimitReached
from programmes.models import Solution, SolutionVersion
from programmes.services import solutions
from programmes.services.solutions import solution_begin, solution_save_draft
from tests.factories import programmes as make
from tests.races.meeting import at_once, meet_after, without_locks

pytestmark = pytest.mark.django_db(transaction=True)


def last_place_at_once(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    team = make.TeamFactory.create(challenge__sprint__solutions_per_team=2)
    lead, other = make.lead_of(team), make.TeamMemberFactory.create(team=team).user
    solution_begin(actor=lead, team=team)
    meet_after(monkeypatch, (solutions, "solutions_count"))
    return at_once(*(partial(solution_begin, actor=who, team=team) for who in (lead, other)))


def first_at_once(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    team = make.TeamFactory.create()
    lead, other = make.lead_of(team), make.TeamMemberFactory.create(team=team).user
    meet_after(monkeypatch, (solutions, "solution_of"))
    return at_once(*(partial(solution_save_draft, actor=who, team=team, body="Anfang") for who in (lead, other)))


def test_the_last_place_for_a_solution_is_taken_once(monkeypatch: pytest.MonkeyPatch) -> None:
    [refused] = [one for one in last_place_at_once(monkeypatch) if isinstance(one, Exception)]
    assert isinstance(refused, LimitReached)
    assert Solution.objects.count() == 2


def test_without_the_lock_it_would_be_taken_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch)
    last_place_at_once(monkeypatch)
    assert Solution.objects.count() == 3


def test_two_who_write_the_first_words_write_into_one_solution(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not [one for one in first_at_once(monkeypatch) if isinstance(one, Exception)]
    assert Solution.objects.count() == SolutionVersion.objects.count() == 1


def test_without_the_lock_a_sprint_that_allows_one_would_get_two(monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch)
    first_at_once(monkeypatch)
    assert Solution.objects.count() == 2
