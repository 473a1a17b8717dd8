"""Places that are offered and expire: borders first."""

from datetime import timedelta

import pytest

from backend.core import clock
from backend.core.errors import Conflict, Invalid
from backend.core.models import OutboxMessage
from programmes.enums import RegistrationState
from programmes.models import Registration, Sprint
from programmes.selectors.people import places_taken
from programmes.selectors.sprints import sprint_overview
from programmes.services.gates import require_place
from programmes.services.places import place_accept, places_lapse_due
from programmes.services.registrations import registration_cancel, registration_create
from programmes.services.sprints import sprint_update
from datetime import datetime, timedelta

import pytest
from django.conf import settings

from backend.accounts.models import User
from backend.core import clock
from backend.core.errors import Conflict, DomainError, Invalid, LimitReached
from backend.core.models import OutboxMessage
from programmes.enums import Feature, Joining, JoinRequestState, TeamState
from programmes.models import Phase, PlaceHold, Team, TeamMember
from programmes.selectors.counting import with_places
from programmes.selectors.placings import teams_to_wish
from programmes.services.forgetting import person_forget
from programmes.services.join_requests import join_request_accept, join_request_create
from programmes.services.places import place_hold, place_hold_release, place_holds_end_due, team_join
from programmes.services.registrations import registration_cancel
from programmes.services.sprints import sprint_update
from programmes.services.teams import team_create, team_dissolve, team_update
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
MOMENT = timedelta(microseconds=1)


def offered(waiting: int = 1, hours: int = 4) -> tuple[Sprint, list[Registration]]:
    """A sprint with one place; who had it has left, so that it is offered to the first of those who waited."""
    sprint = make.SprintFactory.create(capacity=1, accept_hours=hours)
    first, *others = (registration_create(actor=UserFactory.create(), sprint=sprint) for _ in range(waiting + 1))
    registration_cancel(actor=first.user, registration=first)
    return sprint, [Registration.objects.get(pk=row.pk) for row in others]


def states(*registrations: Registration) -> list[str]:
    return [Registration.objects.get(pk=row.pk).state for row in registrations]
HOLD = timedelta(minutes=settings.PLACE_HOLD_MINUTES)


def registered(team: Team) -> User:
    return make.RegistrationFactory.create(sprint=team.sprint).user


def open_team(size_limit: int = 2) -> Team:
    team: Team = make.TeamFactory.create(size_limit=size_limit, joining=Joining.AT_ONCE)
    return team


def refused(act: object) -> str:
    with pytest.raises((Conflict, LimitReached)) as error:
        act()  # type: ignore[operator]  # a lambda
    assert isinstance(error.value, DomainError)
    return error.value.code


def places(team: Team, besides: User | None = None) -> tuple[int, int]:
    row = with_places(Team.objects.filter(pk=team.pk), besides).get()
    return row.places_held, row.places_free


def topics() -> list[str]:
    return list(OutboxMessage.objects.order_by("id").values_list("topic", flat=True))


def test_a_freed_place_is_offered_and_nobody_elses_meanwhile() -> None:
    sprint, [next_one, second] = offered(waiting=2)
    assert states(next_one, second) == ["offered", "waiting"]
    assert topics()[-1] == "programmes.place_offered"
    assert next_one.held_until is not None
    assert abs(next_one.held_until - clock.now() - timedelta(hours=4)) < timedelta(minutes=1)
    newcomer = registration_create(actor=UserFactory.create(), sprint=sprint)
    assert newcomer.state == RegistrationState.WAITING
    assert (places_taken(sprint), sprint_overview(sprint).places_left) == (1, 0)


def test_the_offer_ends_with_the_sprint() -> None:
    sprint, [row] = offered(hours=336)
    assert row.held_until == sprint.ends_at


def test_who_accepts_has_the_place_and_repeating_it_says_so() -> None:
    _sprint, [row] = offered()
    for _ in range(2):
        assert place_accept(actor=row.user, registration=row).state == RegistrationState.REGISTERED
    assert topics().count("programmes.registration_confirmed") == 2
    assert Registration.objects.get(pk=row.pk).held_until is None


def test_an_offered_place_is_none_before_it_is_accepted() -> None:
    sprint, [row] = offered()
    with pytest.raises(Conflict) as error:
        require_place(row.user, sprint)
    assert error.value.code == "not_registered"


def test_the_last_moment_counts_and_the_next_does_not() -> None:
    _sprint, [row] = offered()
    assert row.held_until is not None
    with clock.at(row.held_until), pytest.raises(Conflict) as error:
        place_accept(actor=row.user, registration=row)
    assert error.value.code == "offer_over"
    with clock.at(row.held_until - MOMENT):
        assert places_lapse_due() == 0
        assert place_accept(actor=row.user, registration=row).state == RegistrationState.REGISTERED


def test_what_nobody_accepts_goes_to_the_next() -> None:
    _sprint, [first, second] = offered(waiting=2)
    assert first.held_until is not None
    with clock.at(first.held_until):
        assert (places_lapse_due(), places_lapse_due()) == (1, 0)
    assert states(first, second) == ["cancelled", "offered"]
    assert topics()[-2:] == ["programmes.place_lapsed", "programmes.place_offered"]
    with pytest.raises(Conflict):
        place_accept(actor=first.user, registration=first)


def test_who_declines_makes_room_at_once() -> None:
    _sprint, [first, second] = offered(waiting=2)
    for _ in range(2):
        registration_cancel(actor=first.user, registration=first)
    assert states(first, second) == ["cancelled", "offered"]


def test_who_lapsed_may_stand_in_line_again() -> None:
    sprint, [first, second] = offered(waiting=2)
    assert first.held_until is not None
    with clock.at(first.held_until):
        places_lapse_due()
    again = registration_create(actor=first.user, sprint=sprint)
    assert states(again, second) == ["waiting", "offered"]


@pytest.mark.parametrize("state", ["waiting", "cancelled"])
def test_nothing_is_accepted_that_was_not_offered(state: str) -> None:
    row = make.RegistrationFactory.create(state=state)
    with pytest.raises(Conflict):
        place_accept(actor=row.user, registration=row)


def test_where_no_hours_are_given_a_place_is_given_at_once() -> None:
    _sprint, [row] = offered(hours=0)
    assert states(row) == ["registered"]


def test_a_smaller_sprint_keeps_what_it_has_offered() -> None:
    sprint, [_row] = offered()
    sprint_update(actor=None, sprint=sprint, capacity=2)
    registration_create(actor=UserFactory.create(), sprint=sprint)
    with pytest.raises(Invalid):
        sprint_update(actor=None, sprint=sprint, capacity=1)


@pytest.mark.parametrize("hours", [-1, 337])
def test_hours_have_bounds(hours: int) -> None:
    with pytest.raises(Invalid):
        sprint_update(actor=None, sprint=make.SprintFactory.create(), accept_hours=hours)
# Joining at once.


def test_who_joins_at_once_is_in_and_the_team_is_told_once() -> None:
    team = open_team()
    person = registered(team)
    first = team_join(actor=person, team=team)
    assert team_join(actor=person, team=team) == first
    assert team.members.filter(user=person, left_at=None).count() == 1
    assert topics() == ["programmes.team_member_joined"]
    team.refresh_from_db()
    assert team.state == TeamState.COMPLETE


def test_a_full_team_takes_nobody_at_once() -> None:
    team = open_team(size_limit=1)
    assert refused(lambda: team_join(actor=registered(team), team=team)) == "team_full"


def test_a_team_that_answers_requests_is_asked() -> None:
    team = make.TeamFactory.create()
    assert refused(lambda: team_join(actor=registered(team), team=team)) == "on_request"


def test_who_may_not_join_at_once() -> None:
    team = open_team(size_limit=5)
    assert refused(lambda: team_join(actor=UserFactory.create(), team=team)) == "not_registered"
    other = make.TeamFactory.create(challenge=team.challenge)
    assert refused(lambda: team_join(actor=make.lead_of(other), team=team)) == "in_team"
    person = registered(team)
    Phase.objects.update(features=[Feature.BUILD])
    assert refused(lambda: team_join(actor=person, team=team)) == "phase_closed"
    Phase.objects.update(features=[Feature.JOIN_TEAM])
    team_dissolve(actor=None, team=team)
    assert refused(lambda: team_join(actor=person, team=team)) == "wrong_state"


def test_an_own_request_is_over_once_one_is_in() -> None:
    team = open_team()
    person = registered(team)
    request = join_request_create(actor=person, team=team, motivation="Bitte!")
    team_join(actor=person, team=team)
    request.refresh_from_db()
    assert request.state == JoinRequestState.WITHDRAWN


def test_the_sprint_says_how_people_come_into_new_teams() -> None:
    challenge = make.ChallengeFactory.create()
    founders = [make.RegistrationFactory.create(sprint=challenge.sprint).user for _ in range(2)]
    first = team_create(actor=founders[0], challenge=challenge, name="Erstes")
    sprint_update(actor=None, sprint=challenge.sprint, team_joining=Joining.AT_ONCE)
    second = team_create(actor=founders[1], challenge=challenge, name="Zweites")
    assert (first.joining, second.joining) == (Joining.ON_REQUEST, Joining.AT_ONCE)
    assert team_update(actor=None, team=second, joining=Joining.ON_REQUEST).joining == Joining.ON_REQUEST
    with pytest.raises(Invalid):
        team_update(actor=None, team=second, joining="never")
    with pytest.raises(Invalid):
        sprint_update(actor=None, sprint=challenge.sprint, team_joining="never")


# Holding a place.


def test_a_held_place_is_taken_for_others_and_free_for_oneself() -> None:
    team = open_team()
    person, other = registered(team), registered(team)
    hold = place_hold(actor=person, team=team)
    assert hold.until - hold.held_at == HOLD
    assert (places(team), places(team, person)) == ((1, 0), (0, 1))
    assert refused(lambda: team_join(actor=other, team=team)) == "place_held"
    assert refused(lambda: place_hold(actor=other, team=team)) == "place_held"
    assert refused(lambda: join_request_create(actor=other, team=team, motivation="Ich!")) == "place_held"
    assert not teams_to_wish(team.sprint).exists()
    assert team_join(actor=person, team=team)
    assert not PlaceHold.objects.exists()


def test_a_request_is_not_accepted_onto_a_held_place() -> None:
    team = make.TeamFactory.create(size_limit=2)
    asking = make.JoinRequestFactory.create(team=team)
    make.RegistrationFactory.create(sprint=team.sprint, user=asking.user)
    holder = registered(team)
    place_hold(actor=holder, team=team)
    assert refused(lambda: join_request_accept(actor=None, join_request=asking)) == "place_held"
    own = join_request_create(actor=holder, team=team, motivation="Ich habe einen Platz.")
    join_request_accept(actor=None, join_request=own)
    assert not PlaceHold.objects.exists()


@pytest.mark.parametrize(("late", "is_free"), [(timedelta(microseconds=-1), False), (timedelta(), True)])
def test_a_hold_ends_at_its_moment_without_any_job(late: timedelta, is_free: bool) -> None:
    team = open_team()
    person, other = registered(team), registered(team)
    hold = place_hold(actor=person, team=team)
    with clock.at(hold.until + late):
        assert places(team) == ((0, 1) if is_free else (1, 0))
        if is_free:
            assert team_join(actor=other, team=team)
        else:
            assert refused(lambda: team_join(actor=other, team=team)) == "place_held"
            assert team_join(actor=person, team=team)


def test_one_holds_one_place_in_a_sprint() -> None:
    first = open_team()
    second = make.TeamFactory.create(challenge=first.challenge, size_limit=2)
    person = registered(first)
    place_hold(actor=person, team=first)
    place_hold(actor=person, team=second)
    assert (places(first), places(second)) == ((0, 1), (1, 0))
    assert PlaceHold.objects.get().team == second
    elsewhere = open_team()
    make.RegistrationFactory.create(sprint=elsewhere.sprint, user=person)
    place_hold(actor=person, team=elsewhere)
    assert PlaceHold.objects.count() == 2


def test_holding_again_does_not_begin_anew() -> None:
    team = open_team()
    person = registered(team)
    hold = place_hold(actor=person, team=team)
    with clock.at(hold.held_at + timedelta(minutes=5)):
        assert place_hold(actor=person, team=team).until == hold.until
    with clock.at(hold.until):
        assert place_hold(actor=person, team=team).until == hold.until + HOLD


def test_a_place_is_held_no_longer_than_teams_can_be_joined() -> None:
    team = open_team()
    closes_at: datetime = clock.now() + timedelta(minutes=4)
    Phase.objects.update(ends_at=closes_at)
    assert place_hold(actor=registered(team), team=team).until == closes_at


def test_what_was_promised_is_kept_when_the_team_changes_its_mind() -> None:
    team = open_team()
    person, other = registered(team), registered(team)
    place_hold(actor=person, team=team)
    with pytest.raises(Invalid):
        team_update(actor=None, team=team, size_limit=1)
    team_update(actor=None, team=team, joining=Joining.ON_REQUEST, size_limit=2)
    assert refused(lambda: team_join(actor=other, team=team)) == "on_request"
    assert team_join(actor=person, team=team)


def test_who_may_not_hold_a_place() -> None:
    team = open_team()
    assert refused(lambda: place_hold(actor=UserFactory.create(), team=team)) == "not_registered"
    assert refused(lambda: place_hold(actor=make.lead_of(team), team=team)) == "in_team"
    full = open_team(size_limit=1)
    assert refused(lambda: place_hold(actor=registered(full), team=full)) == "team_full"
    person = registered(team)
    Phase.objects.update(features=[Feature.BUILD])
    assert refused(lambda: place_hold(actor=person, team=team)) == "phase_closed"


def test_a_hold_is_given_up_with_everything_that_ends_its_reason() -> None:
    team = open_team(size_limit=6)
    people = [registered(team) for _ in range(4)]
    holds = [place_hold(actor=person, team=team) for person in people]
    for _ in range(2):
        place_hold_release(actor=people[0], hold=holds[0])
    registration_cancel(actor=people[1], registration=people[1].registrations.get())
    person_forget(user=people[2])
    team_create(actor=people[3], challenge=team.challenge, name="Eigenes")
    assert not PlaceHold.objects.exists()
    last = registered(team)
    place_hold(actor=last, team=team)
    team_dissolve(actor=None, team=team)
    assert not PlaceHold.objects.exists()
    told = OutboxMessage.objects.get(topic="programmes.team_dissolved").payload["user_ids"]
    assert told == [team.created_by_id, last.pk]


def test_the_job_forgets_what_is_over_and_tells_once() -> None:
    team = open_team(size_limit=3)
    over, running = place_hold(actor=registered(team), team=team), place_hold(actor=registered(team), team=team)
    PlaceHold.objects.filter(pk=running.pk).update(until=running.until + HOLD)
    with clock.at(over.until):
        assert place_holds_end_due() == 1
        assert place_holds_end_due() == 0
    assert PlaceHold.objects.get() == running
    assert topics() == ["programmes.place_hold_ended"]
    assert TeamMember.objects.count() == 1
