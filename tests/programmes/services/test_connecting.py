import pytest

from backend.accounts.models import User
from backend.core.errors import Conflict, DomainError, Invalid, LimitReached
from backend.core.models import OutboxMessage
from programmes.enums import Feature, IntroductionState, Joining
from programmes.models import Connector, Introduction, Phase, Registration, Sprint, Team
from programmes.selectors.connecting import people_to_introduce, teams_for
from programmes.services.connecting import (
    connector_appoint,
    connector_dismiss,
    introducing_allow,
    introducing_forbid,
    introduction_agree,
    introduction_decline,
    introduction_send,
)
from programmes.services.forgetting import person_forget
from programmes.services.registrations import registration_cancel
from programmes.services.team_places import team_join
from programmes.services.teams import team_dissolve
from tests.factories import connecting
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
WORDS = "Sie zeichnet, und das Team sucht genau das."


def willing(sprint: Sprint) -> User:
    person: User = make.RegistrationFactory.create(sprint=sprint).user
    introducing_allow(actor=person, sprint=sprint)
    return person


def introduced(team: Team, user: User) -> Introduction:
    return introduction_send(actor=UserFactory.create(), team=team, user=user, message=WORDS)


def refused(act: object) -> str:
    with pytest.raises((Conflict, LimitReached)) as error:
        act()  # type: ignore[operator]  # a lambda
    assert isinstance(error.value, DomainError)
    return error.value.code


def topics() -> list[str]:
    return list(OutboxMessage.objects.order_by("id").values_list("topic", flat=True))


def test_a_connector_is_appointed_once_and_told_once() -> None:
    sprint, person = make.SprintFactory.create(), UserFactory.create()
    row = connector_appoint(actor=None, sprint=sprint, user=person)
    assert connector_appoint(actor=None, sprint=sprint, user=person) == row
    assert topics() == ["programmes.connector_appointed"]
    for _ in range(2):
        connector_dismiss(actor=None, connector=row)
    assert not Connector.objects.exists()


def test_only_who_has_agreed_and_has_no_team_is_shown() -> None:
    sprint = make.SprintFactory.create()
    make.RegistrationFactory.create(sprint=sprint)
    person, gone, found = (willing(sprint) for _ in range(3))
    registration_cancel(actor=gone, registration=gone.registrations.get())
    team_join(actor=found, team=make.TeamFactory.create(challenge__sprint=sprint, joining=Joining.AT_ONCE))
    introducing_allow(actor=person, sprint=sprint)
    assert [row.user for row in people_to_introduce(sprint)] == [person]
    assert Registration.objects.exclude(introducible_since=None).count() == 1
    for _ in range(2):
        introducing_forbid(actor=person, sprint=sprint)
    introducing_forbid(actor=UserFactory.create(), sprint=sprint)
    assert not people_to_introduce(sprint).exists()


def test_who_cannot_agree_to_it() -> None:
    team = make.TeamFactory.create()
    assert refused(lambda: introducing_allow(actor=UserFactory.create(), sprint=team.sprint)) == "not_registered"
    assert refused(lambda: introducing_allow(actor=make.lead_of(team), sprint=team.sprint)) == "in_team"


@pytest.mark.parametrize("person_first", [True, False])
def test_when_both_agree_the_person_is_in_the_team(*, person_first: bool) -> None:
    team = make.TeamFactory.create()
    person = willing(team.sprint)
    row = introduced(team, person)
    assert introduced(team, person) == row
    order = [person, make.lead_of(team)] if person_first else [make.lead_of(team), person]
    for _ in range(2):
        assert introduction_agree(actor=order[0], introduction=row).state == IntroductionState.SENT
    assert not team.members.filter(user=person).exists()
    for _ in range(2):
        assert introduction_agree(actor=order[1], introduction=row).state == IntroductionState.ACCEPTED
    assert team.members.filter(user=person, left_at=None).count() == 1
    assert topics() == ["programmes.introduction_sent", "programmes.introduction_accepted"]
    assert refused(lambda: introduction_decline(actor=person, introduction=row)) == "wrong_state"


def test_either_may_decline() -> None:
    team = make.TeamFactory.create()
    for who in ("person", "lead"):
        person = willing(team.sprint)
        row = introduced(team, person)
        actor = person if who == "person" else make.lead_of(team)
        for _ in range(2):
            assert introduction_decline(actor=actor, introduction=row).state == IntroductionState.DECLINED
        assert (
            refused(lambda row=row, person=person: introduction_agree(actor=person, introduction=row)) == "wrong_state"
        )
    assert topics().count("programmes.introduction_declined") == 2


def test_whom_nobody_can_introduce() -> None:
    team = make.TeamFactory.create(size_limit=2)
    person = willing(team.sprint)
    unasked = make.RegistrationFactory.create(sprint=team.sprint).user
    assert refused(lambda: introduced(team, unasked)) == "not_introducible"
    assert refused(lambda: introduced(team, UserFactory.create())) == "not_registered"
    with pytest.raises(Invalid) as error:
        introduction_send(actor=person, team=team, user=person, message=" ")
    assert list(error.value.fields) == ["message"]
    connecting.PlaceHoldFactory.create(team=team)
    assert refused(lambda: introduced(team, person)) == "place_held"
    Phase.objects.update(features=[Feature.BUILD])
    assert refused(lambda: introduced(team, person)) == "phase_closed"


def test_a_place_that_is_gone_can_be_agreed_to_later() -> None:
    team = make.TeamFactory.create(size_limit=2, joining=Joining.AT_ONCE)
    person = willing(team.sprint)
    row = introduced(team, person)
    introduction_agree(actor=make.lead_of(team), introduction=row)
    quicker = make.TeamMemberFactory.create(team=team)
    assert refused(lambda: introduction_agree(actor=person, introduction=row)) == "team_full"
    row.refresh_from_db()
    assert (row.state, row.person_agreed_at) == (IntroductionState.SENT, None)
    quicker.delete()
    assert introduction_agree(actor=person, introduction=row).state == IntroductionState.ACCEPTED


def test_what_is_open_ends_with_its_reason() -> None:
    team = make.TeamFactory.create()
    other = make.TeamFactory.create(challenge=team.challenge, joining=Joining.AT_ONCE)
    joined, forbids, cancels, stays = (willing(team.sprint) for _ in range(4))
    rows = [introduced(team, person) for person in (joined, forbids, cancels, stays)]
    team_join(actor=joined, team=other)
    introducing_forbid(actor=forbids, sprint=team.sprint)
    registration_cancel(actor=cancels, registration=cancels.registrations.get())
    team_dissolve(actor=None, team=team)
    for row in rows:
        row.refresh_from_db()
        assert row.state == IntroductionState.WITHDRAWN


def test_the_erased_are_introduced_to_nobody_and_their_words_are_gone() -> None:
    team = make.TeamFactory.create()
    person, sender = willing(team.sprint), UserFactory.create()
    introduction_send(actor=sender, team=team, user=person, message=WORDS)
    other = introduced(team, willing(team.sprint))
    connector_appoint(actor=None, sprint=team.sprint, user=sender)
    person_forget(user=person)
    assert list(Introduction.objects.all()) == [other]
    Introduction.objects.update(sent_by=sender)
    person_forget(user=sender)
    other.refresh_from_db()
    assert other.message == ""
    assert not Connector.objects.exists()


def test_the_teams_proposed_fit_best_and_are_new() -> None:
    sprint = make.SprintFactory.create()
    person = willing(sprint)
    make.ProfileFactory.create(user=person, skills=["figma"])
    plain = make.TeamFactory.create(challenge__sprint=sprint, size_limit=50)
    fitting = make.OpenRoleFactory.create(team=make.TeamFactory.create(challenge__sprint=sprint)).team
    make.TeamFactory.create(challenge__sprint=sprint, size_limit=1, state="complete")
    assert [row.pk for row in teams_for(person, sprint)] == [fitting.pk, plain.pk]
    introduced(fitting, person)
    assert [row.pk for row in teams_for(person, sprint)] == [plain.pk]
