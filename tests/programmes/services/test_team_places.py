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
from programmes.services.registrations import registration_cancel
from programmes.services.sprints import sprint_update
from programmes.services.team_places import place_hold, place_hold_release, place_holds_end_due, team_join
from programmes.services.teams import team_create, team_dissolve, team_update
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
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
