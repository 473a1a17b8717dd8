"""A merge meets whoever uses a challenge in the same moment. With the guards off something is lost: the race is real.

Guards are the locks of the services and the triggers of the database.
"""

import time
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from backend.core.errors import Conflict
from programmes.models import Challenge, ChallengeSupport, JoinRequest, Offer, Reshaping, Team
from programmes.services import ideas, join_requests, offers, reshapings, teams
from programmes.services.ideas import support_give
from programmes.services.join_requests import join_request_accept, join_request_create
from programmes.services.offers import offer_create
from programmes.services.reshapings import challenges_merge
from programmes.services.teams import team_create
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory
from tests.races.meeting import at_once, meet_after, without_locks
from tests.races.test_places import _execute

pytestmark = pytest.mark.django_db(transaction=True)
TRIGGERS = (
    ("programmes_challenge", "challenge_merged_once"),
    ("programmes_team", "challenge_not_merged"),
    ("programmes_challengesupport", "challenge_not_merged"),
)


@pytest.fixture
def _without_guards(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    without_locks(monkeypatch)
    for table, trigger in TRIGGERS:
        _execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    yield
    for table, trigger in TRIGGERS:
        _execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")


@pytest.fixture
def into() -> Challenge:
    return make.ChallengeFactory.create(owner=None)


@pytest.fixture
def other(into: Challenge) -> Challenge:
    return make.ChallengeFactory.create(sprint=into.sprint, owner=None)


def merge(into: Challenge, *others: Challenge) -> Callable[[], Reshaping]:
    actor = UserFactory.create()
    return partial(challenges_merge, actor=actor, into=into, challenges=others, reason="Doppelt")


def found_meanwhile(into: Challenge, other: Challenge, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    founder = make.RegistrationFactory.create(sprint=into.sprint).user
    meet_after(monkeypatch, (teams, "require_unmerged"), (reshapings, "teams_for_update"))
    return at_once(merge(into, other), partial(team_create, actor=founder, challenge=other, name="Neu"))


def test_a_team_that_is_founded_meanwhile_is_refused_or_lands_there(
    into: Challenge, other: Challenge, monkeypatch: pytest.MonkeyPatch
) -> None:
    _trace, founded = found_meanwhile(into, other, monkeypatch)
    if isinstance(founded, Conflict):
        assert (founded.code, founded.facts["merged_into"]) == ("merged", into.public_id)
        assert not Team.objects.exists()
    else:
        assert Team.objects.get().challenge == into
    other.refresh_from_db()
    assert other.merged_into == into


@pytest.mark.usefixtures("_without_guards")
def test_without_guards_a_team_is_founded_on_what_is_gone(
    into: Challenge, other: Challenge, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = found_meanwhile(into, other, monkeypatch)
    assert not [one for one in results if isinstance(one, Exception)], results
    assert Team.objects.get().challenge == other
    other.refresh_from_db()
    assert other.merged_into == into


def join_meanwhile(into: Challenge, other: Challenge, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Somebody asks, and somebody is let in, while the team's challenge becomes another one."""
    team = make.TeamFactory.create(challenge=other)
    asking = make.JoinRequestFactory.create(team=team)
    make.RegistrationFactory.create(sprint=into.sprint, user=asking.user)
    new = make.RegistrationFactory.create(sprint=into.sprint).user
    meet_after(monkeypatch, (join_requests, "require_living"), (reshapings, "solutions_for_update"))
    return at_once(
        merge(into, other),
        partial(join_request_accept, actor=None, join_request=asking),
        partial(join_request_create, actor=new, team=team, motivation="Gern."),
    )


def test_who_joins_meanwhile_is_in_the_team_there(
    into: Challenge, other: Challenge, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = join_meanwhile(into, other, monkeypatch)
    assert not [one for one in results if isinstance(one, Exception)], results
    team = Team.objects.get()
    assert (team.challenge, team.members.filter(left_at=None).count()) == (into, 2)
    assert sorted(JoinRequest.objects.values_list("state", flat=True)) == ["accepted", "pending"]


def test_with_the_challenge_read_under_the_lock_a_join_would_lose_its_team(
    into: Challenge, other: Challenge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: whoever waited would look for the team beside the challenge that it had before."""

    def joined_lock(team_id: int) -> Team:
        rows = Team.objects.select_for_update(no_key=True, of=("self",))
        return rows.select_related("sprint", "challenge").get(pk=team_id)

    monkeypatch.setattr(join_requests, "team_for_update", joined_lock)
    team = make.TeamFactory.create(challenge=other)
    new = make.RegistrationFactory.create(sprint=into.sprint).user
    # The merge goes first and keeps its locks for a moment.
    meet_after(monkeypatch, (reshapings, "solutions_for_update"), seconds=1.0)
    results = at_once(
        merge(into, other),
        partial(_after_a_moment, partial(join_request_create, actor=new, team=team, motivation="Gern.")),
    )
    assert [type(one) for one in results if isinstance(one, Exception)] == [Team.DoesNotExist]


def test_after_waiting_for_a_merge_a_join_finds_its_team(
    into: Challenge, other: Challenge, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = make.TeamFactory.create(challenge=other)
    new = make.RegistrationFactory.create(sprint=into.sprint).user
    meet_after(monkeypatch, (reshapings, "solutions_for_update"), seconds=1.0)
    results = at_once(
        merge(into, other),
        partial(_after_a_moment, partial(join_request_create, actor=new, team=team, motivation="Gern.")),
    )
    assert not [one for one in results if isinstance(one, Exception)], results
    assert JoinRequest.objects.get().team.challenge == into


def _after_a_moment(action: Callable[[], object]) -> object:
    time.sleep(0.3)
    return action()


def offer_meanwhile(monkeypatch: pytest.MonkeyPatch) -> tuple[Challenge, Challenge, list[object]]:
    into = make.ChallengeFactory.create()
    other = make.ChallengeFactory.create(sprint=into.sprint, owner=into.owner)
    solution = make.SolutionFactory.create(
        team__challenge=make.ChallengeFactory.create(sprint=into.sprint), handed_in=True
    )
    meet_after(monkeypatch, (offers, "require_unmerged"), (reshapings, "offers_for_update"))
    actor = UserFactory.create()
    return (
        into,
        other,
        at_once(merge(into, other), partial(offer_create, actor=actor, solution=solution, challenge=other)),
    )


def test_what_is_offered_meanwhile_is_refused_or_lands_there(monkeypatch: pytest.MonkeyPatch) -> None:
    into, _other, [_trace, offered] = offer_meanwhile(monkeypatch)
    if isinstance(offered, Conflict):
        assert (offered.code, offered.facts["merged_into"]) == ("merged", into.public_id)
    else:
        assert Offer.objects.get().challenge == into


@pytest.mark.usefixtures("_without_guards")
def test_without_guards_an_offer_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    _into, other, results = offer_meanwhile(monkeypatch)
    assert not [one for one in results if isinstance(one, Exception)], results
    assert Offer.objects.get().challenge == other


def support_meanwhile(into: Challenge, other: Challenge, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    meet_after(monkeypatch, (ideas, "_require_open"), (reshapings, "_move_people"))
    return at_once(merge(into, other), partial(support_give, actor=UserFactory.create(), challenge=other))


def test_who_supports_it_meanwhile_is_counted_or_told(
    into: Challenge, other: Challenge, monkeypatch: pytest.MonkeyPatch
) -> None:
    _trace, given = support_meanwhile(into, other, monkeypatch)
    assert not ChallengeSupport.objects.filter(challenge=other).exists()
    assert isinstance(given, Conflict) or ChallengeSupport.objects.get().challenge == into


@pytest.mark.usefixtures("_without_guards")
def test_without_guards_support_is_left_behind(
    into: Challenge, other: Challenge, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = support_meanwhile(into, other, monkeypatch)
    assert not [one for one in results if isinstance(one, Exception)], results
    assert ChallengeSupport.objects.get().challenge == other


def test_a_double_click_merges_once(into: Challenge, other: Challenge, monkeypatch: pytest.MonkeyPatch) -> None:
    meet_after(monkeypatch, (reshapings, "_require_some"))
    results = at_once(merge(into, other), merge(into, other))
    assert results[0] == results[1]
    assert Reshaping.objects.count() == 1


@pytest.mark.usefixtures("_without_guards")
def test_without_guards_a_double_click_merges_twice(
    into: Challenge, other: Challenge, monkeypatch: pytest.MonkeyPatch
) -> None:
    meet_after(monkeypatch, (reshapings, "_require_mergeable"))
    at_once(merge(into, other), merge(into, other))
    assert Reshaping.objects.count() == 2


def circle(into: Challenge, other: Challenge, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    # Both have written and neither has committed: who reads what the other has merged would point it at itself, which
    # the database refuses with the guards off, too.
    meet_after(monkeypatch, (reshapings, "transition"))
    return at_once(merge(into, other), merge(other, into))


def test_of_two_merges_that_make_a_circle_one_is_refused(
    into: Challenge, other: Challenge, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = circle(into, other, monkeypatch)
    assert [type(one) for one in results if isinstance(one, Exception)] == [Conflict]
    assert Challenge.objects.filter(state="merged").count() == 1


@pytest.mark.usefixtures("_without_guards")
def test_without_guards_there_is_a_circle(into: Challenge, other: Challenge, monkeypatch: pytest.MonkeyPatch) -> None:
    circle(into, other, monkeypatch)
    assert Challenge.objects.filter(state="merged").count() == 2
