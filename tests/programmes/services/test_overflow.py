import pytest

from backend.accounts.models import User
from backend.core.errors import Conflict, DomainError
from backend.core.models import OutboxMessage
from programmes.enums import ChallengeState, Feature, Joining, MemberRole
from programmes.models import Challenge, Phase, TeamWait
from programmes.selectors.overflow import challenge_is_full, challenges_overfull, name_of_next, teams_free_of
from programmes.services.forgetting import person_forget
from programmes.services.overflow import team_found_next, team_wait_start, team_wait_stop
from programmes.services.registrations import registration_cancel
from programmes.services.team_places import place_hold, place_hold_release, team_join
from programmes.services.teams import team_lead_pass, team_leave, team_update
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def full() -> Challenge:
    challenge: Challenge = make.ChallengeFactory.create(title="Wer hilft?")
    make.TeamFactory.create(challenge=challenge, size_limit=1)
    return challenge


def registered(challenge: Challenge) -> User:
    return make.RegistrationFactory.create(sprint=challenge.sprint).user


def refused(act: object) -> str:
    with pytest.raises(Conflict) as error:
        act()  # type: ignore[operator]  # a lambda
    assert isinstance(error.value, DomainError)
    return error.value.code


def told() -> list[object]:
    rows = OutboxMessage.objects.filter(topic="programmes.place_for_waiting")
    return [row.payload for row in rows.order_by("id")]


def test_a_further_team_is_led_by_who_founds_it_and_open_to_all(full: Challenge) -> None:
    person = registered(full)
    team = team_found_next(actor=person, challenge=full)
    assert (team.name, team.joining, team.size_limit) == ("Wer hilft? – Team 2", Joining.AT_ONCE, 8)
    assert team.members.get().role == MemberRole.LEAD
    assert team_join(actor=registered(full), team=team)
    assert list(teams_free_of(full)) == [team]


def test_while_a_place_is_free_no_further_team_is_founded(full: Challenge) -> None:
    free = make.TeamFactory.create(challenge=full, size_limit=2)
    person = registered(full)
    assert not challenge_is_full(full)
    for act in (team_found_next, team_wait_start):
        assert refused(lambda act=act: act(actor=person, challenge=full)) == "places_left"
    place_hold(actor=registered(full), team=free)
    assert challenge_is_full(full)
    assert team_found_next(actor=person, challenge=full)


def test_without_any_team_a_challenge_is_not_full() -> None:
    assert not challenge_is_full(make.ChallengeFactory.create())


def test_the_proposed_name_is_free_and_short_enough(full: Challenge) -> None:
    make.TeamFactory.create(challenge__sprint=full.sprint, name="wer hilft? – team 2")
    assert name_of_next(full) == "Wer hilft? – Team 3"
    Challenge.objects.filter(pk=full.pk).update(title="x" * 160)
    full.refresh_from_db()
    name = name_of_next(full)
    assert len(name) == 80
    assert name.endswith("… – Team 2")


def test_who_may_not_found_a_further_team(full: Challenge) -> None:
    assert refused(lambda: team_found_next(actor=UserFactory.create(), challenge=full)) == "not_registered"
    member = make.lead_of(full.teams.get())
    for act in (team_found_next, team_wait_start):
        assert refused(lambda act=act: act(actor=member, challenge=full)) == "in_team"
    person = registered(full)
    Phase.objects.update(features=[Feature.BUILD])
    for act in (team_found_next, team_wait_start):
        assert refused(lambda act=act: act(actor=person, challenge=full)) == "phase_closed"
    Phase.objects.update(features=list(Feature.values))
    Challenge.objects.update(state=ChallengeState.WITHDRAWN)
    assert refused(lambda: team_found_next(actor=person, challenge=full)) == "wrong_state"


def test_who_waits_is_told_once_of_a_further_team(full: Challenge) -> None:
    people = [registered(full) for _ in range(2)]
    waits = [team_wait_start(actor=person, challenge=full) for person in people]
    assert team_wait_start(actor=people[0], challenge=full) == waits[0]
    team = team_found_next(actor=registered(full), challenge=full)
    assert told() == [{"team_id": team.pk, "user_ids": [person.pk for person in people]}]
    assert not TeamWait.objects.exists()
    team_update(actor=None, team=team, size_limit=3)
    assert len(told()) == 1


def test_who_waits_is_told_when_a_place_becomes_free(full: Challenge) -> None:
    team = make.TeamFactory.create(challenge=full, size_limit=2)
    member = make.TeamMemberFactory.create(team=team)
    team_wait_start(actor=registered(full), challenge=full)
    team_leave(actor=member.user, team=team)
    assert len(told()) == 1
    hold = place_hold(actor=member.user, team=team)
    team_wait_start(actor=registered(full), challenge=full)
    place_hold_release(actor=member.user, hold=hold)
    assert len(told()) == 2


def test_waiting_ends_by_itself(full: Challenge) -> None:
    people = [registered(full) for _ in range(4)]
    for person in people:
        team_wait_start(actor=person, challenge=full)
    for _ in range(2):
        team_wait_stop(actor=people[0], challenge=full)
    registration_cancel(actor=people[1], registration=people[1].registrations.get())
    person_forget(user=people[2])
    other = make.TeamFactory.create(challenge__sprint=full.sprint, joining=Joining.AT_ONCE)
    team_join(actor=people[3], team=other)
    assert not TeamWait.objects.exists()
    assert told() == []


def test_what_organisers_see_of_full_challenges(full: Challenge) -> None:
    make.TeamFactory.create(challenge__sprint=full.sprint)
    make.ChallengeFactory.create(sprint=full.sprint)
    busy = make.ChallengeFactory.create(sprint=full.sprint)
    make.TeamFactory.create_batch(2, challenge=busy, size_limit=1)
    team_wait_start(actor=registered(busy), challenge=busy)
    found = [(row.pk, row.team_count, row.waiting_count) for row in challenges_overfull(full.sprint)]
    assert found == [(busy.pk, 2, 1), (full.pk, 1, 0)]


def test_the_lead_is_handed_over() -> None:
    team = make.TeamFactory.create()
    lead, member = make.lead_of(team), make.TeamMemberFactory.create(team=team)
    for _ in range(2):
        team_lead_pass(actor=lead, member=member)
    assert make.lead_of(team) == member.user
    assert team.members.get(user=lead).role == MemberRole.MEMBER
    assert OutboxMessage.objects.get().topic == "programmes.team_lead_passed"
    gone = make.TeamMemberFactory.create(team=team)
    team_leave(actor=gone.user, team=team)
    assert refused(lambda: team_lead_pass(actor=member.user, member=gone)) == "wrong_state"
