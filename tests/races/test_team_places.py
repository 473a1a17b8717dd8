"""Two and thirty-two people and one last place in a team. With the guards off more get in; so the race is real."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from functools import partial

import pytest

from backend.accounts.models import User
from backend.core import clock
from backend.core.errors import Conflict, LimitReached
from programmes.enums import Joining
from programmes.models import Challenge, PlaceHold, Team, TeamMember
from programmes.selectors import teams
from programmes.services import overflow, team_places
from programmes.services import teams as team_services
from programmes.services.overflow import team_found_next
from programmes.services.team_places import place_hold, team_join
from tests.factories import programmes as make
from tests.races.meeting import at_once, meet_after, without_locks
from tests.races.test_places import _execute

pytestmark = pytest.mark.django_db(transaction=True)
TRIGGERS = {"programmes_teammember": "team_has_place", "programmes_placehold": "hold_has_place"}
CROWDS = [2, 32]


@pytest.fixture
def _without_guards(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    without_locks(monkeypatch)
    for table, trigger in TRIGGERS.items():
        _execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    yield
    for table, trigger in TRIGGERS.items():
        _execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")


def open_team() -> Team:
    """One place is free, and whoever comes is in."""
    team: Team = make.TeamFactory.create(size_limit=2, joining=Joining.AT_ONCE)
    return team


def people_of(team: Team, number: int) -> list[User]:
    return [row.user for row in make.RegistrationFactory.create_batch(number, sprint=team.sprint)]


def join_all(team: Team, number: int) -> list[object]:
    return at_once(*(partial(team_join, actor=person, team=team) for person in people_of(team, number)))


@pytest.mark.parametrize("number", CROWDS)
def test_of_all_who_join_at_once_one_has_the_last_place(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    meet_after(monkeypatch, (team_services, "member_count"), parties=number)
    team = open_team()
    results = join_all(team, number)
    assert teams.member_count(team) == 2
    assert sum(isinstance(one, TeamMember) for one in results) == 1
    assert {one.code for one in results if isinstance(one, LimitReached)} == {"team_full"}
    assert len([one for one in results if isinstance(one, LimitReached)]) == number - 1


@pytest.mark.usefixtures("_without_guards")
@pytest.mark.parametrize("number", CROWDS)
def test_without_guards_all_have_the_last_place(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    meet_after(monkeypatch, (team_services, "member_count"), parties=number)
    team = open_team()
    join_all(team, number)
    assert teams.member_count(team) == 1 + number


def hold_and_join(team: Team) -> list[object]:
    holder, joiner = people_of(team, 2)
    return at_once(partial(place_hold, actor=holder, team=team), partial(team_join, actor=joiner, team=team))


def promised(team: Team) -> int:
    return teams.member_count(team) + PlaceHold.objects.filter(team=team).count()


def test_a_place_is_held_or_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    meet_after(monkeypatch, (team_services, "held_count"))
    team = open_team()
    refused = [one for one in hold_and_join(team) if isinstance(one, Exception)]
    assert [type(one) for one in refused] == [LimitReached]
    assert promised(team) == 2


@pytest.mark.usefixtures("_without_guards")
def test_without_guards_a_place_is_held_and_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    meet_after(monkeypatch, (team_services, "held_count"))
    team = open_team()
    assert not [one for one in hold_and_join(team) if isinstance(one, Exception)]
    assert promised(team) == 3


@pytest.mark.parametrize("number", CROWDS)
def test_the_last_place_is_held_once(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    meet_after(monkeypatch, (team_services, "held_count"), parties=number)
    team = open_team()
    at_once(*(partial(place_hold, actor=person, team=team) for person in people_of(team, number)))
    assert promised(team) == 2


@pytest.mark.usefixtures("_without_guards")
@pytest.mark.parametrize("number", CROWDS)
def test_without_guards_the_last_place_is_held_by_all(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    meet_after(monkeypatch, (team_services, "held_count"), parties=number)
    team = open_team()
    at_once(*(partial(place_hold, actor=person, team=team) for person in people_of(team, number)))
    assert promised(team) == 1 + number


def join_around_the_end(monkeypatch: pytest.MonkeyPatch, late: timedelta) -> tuple[Team, User, list[object]]:
    """Who holds the last place and somebody else join at one moment, just before the hold is over or when it is."""
    team = open_team()
    holder, joiner = people_of(team, 2)
    moment: datetime = place_hold(actor=holder, team=team).until + late
    # Holding a place counts the members, too: only those who join shall meet.
    meet_after(monkeypatch, (team_services, "member_count"))
    around: Callable[[], AbstractContextManager[object]] = partial(clock.at, moment)
    results = at_once(
        partial(team_join, actor=joiner, team=team), partial(team_join, actor=holder, team=team), around=around
    )
    return team, holder, results


def test_within_the_hold_its_person_gets_in_whoever_else_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    team, holder, results = join_around_the_end(monkeypatch, timedelta(microseconds=-1))
    assert isinstance(results[1], TeamMember)
    assert isinstance(results[0], LimitReached)
    assert [row.user for row in teams.members_of(team)] == [make.lead_of(team), holder]


def test_when_the_hold_is_over_whoever_is_first_gets_in(monkeypatch: pytest.MonkeyPatch) -> None:
    team, _holder, results = join_around_the_end(monkeypatch, timedelta())
    assert teams.member_count(team) == 2
    assert sorted(type(one).__name__ for one in results) == ["LimitReached", "TeamMember"]


@pytest.mark.usefixtures("_without_guards")
def test_without_guards_both_get_in_when_the_hold_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    team, _holder, _results = join_around_the_end(monkeypatch, timedelta())
    assert teams.member_count(team) == 3


def join_two_teams(monkeypatch: pytest.MonkeyPatch) -> User:
    """One person, two taps in two windows."""
    first = open_team()
    second = make.TeamFactory.create(challenge=first.challenge, joining=Joining.AT_ONCE)
    [person] = people_of(first, 1)
    meet_after(monkeypatch, (team_places, "in_teams"))
    at_once(*(partial(team_join, actor=person, team=team) for team in (first, second)))
    return person


def test_nobody_joins_two_teams_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert join_two_teams(monkeypatch).team_memberships.count() == 1


@pytest.mark.usefixtures("_without_guards")
def test_without_guards_somebody_is_in_two_teams(monkeypatch: pytest.MonkeyPatch) -> None:
    assert join_two_teams(monkeypatch).team_memberships.count() == 2


def found_two(monkeypatch: pytest.MonkeyPatch) -> tuple[Challenge, list[object]]:
    team = make.TeamFactory.create(size_limit=1)
    meet_after(monkeypatch, (overflow, "challenge_is_full"))
    results = at_once(
        *(partial(team_found_next, actor=person, challenge=team.challenge) for person in people_of(team, 2))
    )
    return team.challenge, results


def test_of_two_who_found_a_further_team_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    challenge, results = found_two(monkeypatch)
    assert challenge.teams.count() == 2
    assert [one.code for one in results if isinstance(one, Conflict)] == ["places_left"]


@pytest.mark.usefixtures("_without_guards")
def test_without_guards_both_try_to_found_it(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = iter(range(2, 9))
    monkeypatch.setattr(overflow, "name_of_next", lambda _challenge: f"Team {next(numbers)}")
    challenge, _results = found_two(monkeypatch)
    assert challenge.teams.count() == 3
