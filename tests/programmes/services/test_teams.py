from typing import cast

import pytest

from backend.core.audit import audit_words
from backend.core.errors import Conflict, Invalid, LimitReached
from backend.core.models import AuditPersonal, OutboxMessage
from programmes.enums import (
    ChallengeState,
    Feature,
    JoinRequestState,
    MemberRole,
    OpenRoleState,
    SolutionState,
    TeamState,
)
from programmes.models import Team, TeamMember
from programmes.services.join_requests import join_request_accept, join_request_create
from programmes.services.teams import team_create, team_dissolve, team_leave, team_member_remove, team_update
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def event(topic: str) -> dict[str, object]:
    payload: dict[str, object] = OutboxMessage.objects.get(topic=f"programmes.{topic}").payload
    return payload


def test_who_founds_a_team_leads_it() -> None:
    challenge = make.ChallengeFactory.create()
    person = make.RegistrationFactory.create(sprint=challenge.sprint).user
    team = team_create(actor=person, challenge=challenge, name="Die Ersten", pitch="Los!")
    member = team.members.get()
    assert (member.user, member.role, team.size_limit) == (person, MemberRole.LEAD, challenge.sprint.team_size_max)


def test_who_founds_a_team_twice_has_one_and_nobody_else_has_its_name() -> None:
    challenge = make.ChallengeFactory.create()
    person, other = (make.RegistrationFactory.create(sprint=challenge.sprint).user for _ in range(2))
    team = team_create(actor=person, challenge=challenge, name="Die Ersten")
    assert team_create(actor=person, challenge=challenge, name="die ersten") == team
    with pytest.raises(Invalid):
        team_create(actor=other, challenge=challenge, name="Die Ersten")
    team_dissolve(actor=person, team=team)
    assert team_create(actor=person, challenge=challenge, name="Die Ersten") != team


def test_a_team_of_one_place_is_complete_at_once() -> None:
    challenge = make.ChallengeFactory.create()
    person = make.RegistrationFactory.create(sprint=challenge.sprint).user
    assert team_create(actor=person, challenge=challenge, name="Solo", size_limit=1).state == TeamState.COMPLETE


def test_only_registered_people_found_teams() -> None:
    challenge = make.ChallengeFactory.create()
    waiting = make.RegistrationFactory.create(sprint=challenge.sprint, state="waiting").user
    for person in (UserFactory.create(), waiting):
        with pytest.raises(Conflict) as error:
            team_create(actor=person, challenge=challenge, name="Die Ersten")
        assert error.value.code == "not_registered"


def test_teams_work_on_published_challenges() -> None:
    challenge = make.ChallengeFactory.create(state=ChallengeState.PROPOSED)
    person = make.RegistrationFactory.create(sprint=challenge.sprint).user
    with pytest.raises(Conflict):
        team_create(actor=person, challenge=challenge, name="Die Ersten")


def test_a_name_is_used_once_in_a_sprint() -> None:
    team = make.TeamFactory.create(name="Die Ersten")
    another = make.RegistrationFactory.create(sprint=team.sprint).user
    with pytest.raises(Invalid) as error:
        team_create(actor=another, challenge=team.challenge, name="die ersten")
    assert list(error.value.fields) == ["name"]
    assert team_update(actor=None, team=team, name="DIE ERSTEN").name == "DIE ERSTEN"
    other = make.TeamFactory.create(challenge=team.challenge, lead=team.created_by)
    with pytest.raises(Invalid):
        team_update(actor=None, team=other, name="Die Ersten")


@pytest.mark.parametrize("size_limit", [0, 9])
def test_the_size_limit_keeps_to_the_sprints(size_limit: int) -> None:
    challenge = make.ChallengeFactory.create()
    person = make.RegistrationFactory.create(sprint=challenge.sprint).user
    with pytest.raises(Invalid) as error:
        team_create(actor=person, challenge=challenge, name="Zu viele", size_limit=size_limit)
    assert list(error.value.fields) == ["size_limit"]


def test_the_limit_never_falls_below_the_members() -> None:
    team = make.TeamFactory.create()
    make.TeamMemberFactory.create(team=team)
    with pytest.raises(Invalid):
        team_update(actor=None, team=team, size_limit=1)
    assert team_update(actor=None, team=team, size_limit=2).state == TeamState.COMPLETE
    assert team_update(actor=None, team=team, size_limit=3).state == TeamState.FORMING


def test_outside_the_phase_no_team_is_founded() -> None:
    sprint = make.SprintFactory.create(features=[Feature.JOIN_TEAM])
    person = make.RegistrationFactory.create(sprint=sprint).user
    with pytest.raises(Conflict):
        team_create(actor=person, challenge=make.ChallengeFactory.create(sprint=sprint), name="Zu früh")


def test_the_last_lead_hands_over_to_who_is_longest_there() -> None:
    team = make.TeamFactory.create()
    second, third = make.TeamMemberFactory.create(team=team), make.TeamMemberFactory.create(team=team)
    team_leave(actor=make.lead_of(team), team=team)
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.role, third.role) == (MemberRole.LEAD, MemberRole.MEMBER)
    assert event("team_member_left")["new_lead_id"] == second.user_id


def test_with_two_leads_nothing_is_handed_over() -> None:
    team = make.TeamFactory.create()
    founder = make.lead_of(team)
    make.TeamMemberFactory.create(team=team, role=MemberRole.LEAD)
    for _ in range(2):
        team_leave(actor=founder, team=team)
    assert event("team_member_left")["new_lead_id"] is None


def test_the_last_person_dissolves_the_team() -> None:
    team = make.TeamFactory.create()
    request = make.JoinRequestFactory.create(team=team)
    role = make.OpenRoleFactory.create(team=team)
    assert team_leave(actor=make.lead_of(team), team=team).state == TeamState.DISSOLVED
    request.refresh_from_db()
    role.refresh_from_db()
    assert (request.state, role.state) == (JoinRequestState.WITHDRAWN, OpenRoleState.CLOSED)
    assert event("team_dissolved")["user_ids"] == [team.created_by_id, request.user_id]
    assert not TeamMember.objects.filter(left_at=None).exists()
    team_dissolve(actor=None, team=team)
    assert OutboxMessage.objects.count() == 1


def test_what_was_handed_in_keeps_its_team() -> None:
    solution = make.SolutionFactory.create(state=SolutionState.HANDED_IN)
    with pytest.raises(Conflict) as error:
        team_leave(actor=make.lead_of(solution.team), team=solution.team)
    assert error.value.code == "has_solution"


def test_a_dissolved_team_is_changed_no_more() -> None:
    with pytest.raises(Conflict):
        team_update(actor=None, team=make.TeamFactory.create(state=TeamState.DISSOLVED), name="Neu")


def test_a_removed_person_is_told_once_and_may_ask_again() -> None:
    team = make.TeamFactory.create(size_limit=2)
    member = make.TeamMemberFactory.create(team=team)
    team_member_remove(actor=team.created_by, member=member, reason="Meldet sich nicht.")
    team_member_remove(actor=team.created_by, member=member)
    told = event("team_member_removed")
    assert (told["team_id"], told["user_id"]) == (team.pk, member.user_id)
    assert audit_words(cast("int", told["audit_entry_id"])) == "Meldet sich nicht."
    assert "Meldet" not in str(told)
    assert AuditPersonal.objects.get().subject_ref == member.user.public_id
    assert Team.objects.get().state == TeamState.FORMING
    assert join_request_create(actor=member.user, team=team, motivation="Ich bin zurück.")


def test_leads_are_not_removed() -> None:
    team = make.TeamFactory.create()
    with pytest.raises(Conflict):
        team_member_remove(actor=None, member=team.members.get())


def test_who_leaves_frees_the_role() -> None:
    team = make.TeamFactory.create()
    role = make.OpenRoleFactory.create(team=team)
    request = make.JoinRequestFactory.create(team=team, role=role)
    make.RegistrationFactory.create(sprint=team.sprint, user=request.user)
    join_request_accept(actor=team.created_by, join_request=request)
    role.refresh_from_db()
    assert role.state == OpenRoleState.FILLED
    team_leave(actor=request.user, team=team)
    role.refresh_from_db()
    assert role.state == OpenRoleState.OPEN


def test_a_full_team_takes_nobody() -> None:
    team = make.TeamFactory.create(size_limit=1)
    person = make.RegistrationFactory.create(sprint=team.sprint).user
    with pytest.raises(LimitReached) as error:
        join_request_create(actor=person, team=team, motivation="Bitte!")
    assert error.value.code == "team_full"


def test_the_reason_for_a_removal_is_a_text() -> None:
    member = make.TeamMemberFactory.create()
    with pytest.raises(Invalid) as error:
        team_member_remove(actor=None, member=member, reason="x" * 1_001)
    assert list(error.value.fields) == ["reason"]
    member.refresh_from_db()
    assert member.left_at is None
