import pytest

from backend.accounts.models import User
from backend.core.errors import Conflict, Invalid, LimitReached
from backend.core.models import OutboxMessage
from programmes.enums import Feature, JoinRequestState, OpenRoleState, TeamState
from programmes.models import JoinRequest, Phase, Registration, Team
from programmes.services.join_requests import (
    join_request_accept,
    join_request_create,
    join_request_decline,
    join_request_withdraw,
)
from programmes.services.open_roles import open_role_add, open_role_close
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def registered(team: Team) -> User:
    return make.RegistrationFactory.create(sprint=team.sprint).user


def asked(team: Team, **given: object) -> JoinRequest:
    request = make.JoinRequestFactory.create(team=team, **given)
    make.RegistrationFactory.create(sprint=team.sprint, user=request.user)
    return request


def topics() -> list[str]:
    return list(OutboxMessage.objects.order_by("id").values_list("topic", flat=True))


def test_asking_twice_is_one_request() -> None:
    team = make.TeamFactory.create()
    person = registered(team)
    first = join_request_create(actor=person, team=team, motivation="Ich kann Karten.")
    assert join_request_create(actor=person, team=team, motivation="Nochmal.") == first
    assert topics() == ["programmes.join_requested"]


def test_a_request_has_a_motivation() -> None:
    team = make.TeamFactory.create()
    with pytest.raises(Invalid) as error:
        join_request_create(actor=registered(team), team=team, motivation=" ")
    assert list(error.value.fields) == ["motivation"]


def test_members_and_strangers_do_not_ask() -> None:
    team = make.TeamFactory.create()
    with pytest.raises(Conflict) as error:
        join_request_create(actor=make.lead_of(team), team=team, motivation="Ich?")
    assert error.value.code == "already_member"
    with pytest.raises(Conflict) as error:
        join_request_create(actor=UserFactory.create(), team=team, motivation="Ich?")
    assert error.value.code == "not_registered"


def test_only_open_roles_of_the_team_are_asked_for() -> None:
    team = make.TeamFactory.create()
    closed = make.OpenRoleFactory.create(team=team, state=OpenRoleState.CLOSED)
    for role in (closed, make.OpenRoleFactory.create()):
        with pytest.raises(Invalid) as error:
            join_request_create(actor=registered(team), team=team, motivation="Ich!", role=role)
        assert list(error.value.fields) == ["role"]


def test_accepting_twice_gives_one_place_and_one_message() -> None:
    team = make.TeamFactory.create()
    request = asked(team)
    join_request_accept(actor=team.created_by, join_request=request, answer="Willkommen!")
    join_request_accept(actor=team.created_by, join_request=request)
    assert team.members.filter(user=request.user, left_at=None).count() == 1
    assert (request.answer, request.answered_by) == ("Willkommen!", team.created_by)
    assert topics() == ["programmes.join_accepted"]


def test_the_last_place_completes_the_team() -> None:
    team = make.TeamFactory.create(size_limit=2)
    first, second = asked(team), asked(team)
    join_request_accept(actor=team.created_by, join_request=first)
    team.refresh_from_db()
    assert team.state == TeamState.COMPLETE
    with pytest.raises(LimitReached):
        join_request_accept(actor=team.created_by, join_request=second)
    second.refresh_from_db()
    assert second.state == JoinRequestState.PENDING


def test_a_role_with_two_places_is_filled_by_two() -> None:
    team = make.TeamFactory.create()
    role = make.OpenRoleFactory.create(team=team, places=2)
    found = []
    for _ in range(2):
        join_request_accept(actor=team.created_by, join_request=asked(team, role=role))
        role.refresh_from_db()
        found.append(role.state)
    assert found == [OpenRoleState.OPEN, OpenRoleState.FILLED]


def test_who_gave_the_place_back_cannot_be_accepted() -> None:
    team = make.TeamFactory.create()
    request = asked(team)
    Registration.objects.filter(user=request.user).update(state="cancelled")
    with pytest.raises(Conflict) as error:
        join_request_accept(actor=team.created_by, join_request=request)
    assert error.value.code == "not_registered"
    request.refresh_from_db()
    assert request.state == JoinRequestState.PENDING


def test_after_the_phase_nobody_joins() -> None:
    team = make.TeamFactory.create()
    request = asked(team)
    Phase.objects.update(features=[Feature.BUILD])
    with pytest.raises(Conflict):
        join_request_accept(actor=team.created_by, join_request=request)
    with pytest.raises(Conflict):
        join_request_create(actor=registered(team), team=team, motivation="Noch?")


def test_declining_tells_once() -> None:
    request = asked(make.TeamFactory.create())
    join_request_decline(actor=None, join_request=request, answer="Leider voll.")
    join_request_decline(actor=None, join_request=request)
    assert request.answer == "Leider voll."
    assert topics() == ["programmes.join_declined"]
    with pytest.raises(Conflict):
        join_request_accept(actor=None, join_request=request)


def test_one_takes_a_request_back() -> None:
    request = asked(make.TeamFactory.create())
    join_request_withdraw(actor=request.user, join_request=request)
    assert join_request_withdraw(actor=request.user, join_request=request).state == JoinRequestState.WITHDRAWN
    with pytest.raises(Conflict):
        join_request_decline(actor=None, join_request=request)


def test_roles_are_offered_and_closed() -> None:
    team = make.TeamFactory.create()
    role = open_role_add(actor=None, team=team, title="Gestaltung", skills=["Figma", "Figma", "Text"], places=2)
    assert role.skills == ["Figma", "Text"]
    assert open_role_close(actor=None, role=role).state == OpenRoleState.CLOSED


def test_offers_have_limits() -> None:
    team = make.TeamFactory.create()
    with pytest.raises(Invalid) as error:
        open_role_add(actor=None, team=team, title="Alle", places=9)
    assert list(error.value.fields) == ["places"]
    make.OpenRoleFactory.create_batch(20, team=team)
    with pytest.raises(Conflict):
        open_role_add(actor=None, team=team, title="Noch wer")
