"""The team room: who gets in, requests and roles, leaving and dissolving with one question."""

from datetime import timedelta

import pytest
from django.urls import reverse

from backend.core import clock
from backend.core.audit import audit_reason
from backend.core.models import AuditEntry
from programmes.domain.outline import Section, stored
from programmes.enums import JoinRequestState, OpenRoleState, TeamState
from programmes.models import OpenRole, Team
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories import programmes as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make.TeamFactory.create()


def room(team: Team) -> str:
    return reverse("web:team-room", args=[team.public_id])


def test_the_room_is_for_its_people_and_organisers(team: Team) -> None:
    member = make.TeamMemberFactory.create(team=team).user
    organiser = make.ProgrammeRoleFactory.create(programme=team.sprint.programme).user
    for person in (team.created_by, member, organiser):
        assert signed_in(person).get(room(team)).status_code == 200
    assert signed_in().get(room(team)).status_code == 403


def test_only_leads_see_what_only_leads_can_do(team: Team) -> None:
    asking = make.JoinRequestFactory.create(team=team)
    member = make.TeamMemberFactory.create(team=team).user
    answer = reverse("web:join-request", args=[asking.public_id])
    assert answer in text_of(signed_in(team.created_by), room(team))
    text = text_of(signed_in(member), room(team))
    assert answer not in text
    assert asking.user.shown_name in text


def test_the_checklist_says_what_is_missing(team: Team) -> None:
    client = signed_in(team.created_by)
    assert text_of(client, room(team)).count("gw-checks__open") == 7
    make.SolutionFactory.create(team=team, handed_in=True)
    assert text_of(client, room(team)).count("gw-checks__open") == 4


def test_before_the_phase_opens_the_page_says_when() -> None:
    sprint = make.SprintFactory.create(features=[])
    make.PhaseFactory.create(
        sprint=sprint,
        features=["hand_in"],
        starts_at=clock.now() + timedelta(days=2),
        ends_at=clock.now() + timedelta(days=3),
    )
    team = make.TeamFactory.create(challenge__sprint=sprint)
    text = text_of(signed_in(team.created_by), room(team))
    assert "kern-alert--info" in text
    assert "data-countdown" not in text


def test_a_role_is_added_with_its_words_and_closed_after_one_question(team: Team) -> None:
    client = signed_in(team.created_by)
    address = reverse("web:open-role-add", args=[team.public_id])
    given = {"title": "Gestaltung", "description": "", "skills": "Figma,  Karten , Figma", "places": "2"}
    assert client.post(address, given)["Location"] == room(team)
    role = OpenRole.objects.get()
    assert (role.skills, role.places) == (["Figma", "Karten"], 2)
    close = reverse("web:open-role-close", args=[role.public_id])
    assert "„Gestaltung“" in text_of(client, close)
    assert client.post(close)["Location"] == room(team)
    role.refresh_from_db()
    assert role.state == OpenRoleState.CLOSED


def test_a_role_without_a_name_keeps_what_was_typed(team: Team) -> None:
    given = {"title": "", "description": "Sie zeichnen gern.", "skills": "", "places": "1"}
    answer = signed_in(team.created_by).post(reverse("web:open-role-add", args=[team.public_id]), given)
    assert answer.status_code == 422
    assert "Sie zeichnen gern." in answer.content.decode()
    assert not OpenRole.objects.exists()


@pytest.mark.parametrize(
    ("do", "state"), [("accept", JoinRequestState.ACCEPTED), ("decline", JoinRequestState.DECLINED)]
)
def test_a_request_is_answered_with_a_sentence(team: Team, do: str, state: str) -> None:
    asking = make.JoinRequestFactory.create(team=team)
    make.RegistrationFactory.create(sprint=team.sprint, user=asking.user)
    client = signed_in(team.created_by)
    address = reverse("web:join-request", args=[asking.public_id])
    assert asking.motivation in text_of(client, address)
    client.post(address, {"do": do, "answer": "Schön, dass Sie fragen."})
    asking.refresh_from_db()
    assert (asking.state, asking.answer) == (state, "Schön, dass Sie fragen.")
    assert "Schön, dass Sie fragen." in text_of(client, address)


def test_a_full_team_says_so_and_keeps_the_answer() -> None:
    team = make.TeamFactory.create(size_limit=1)
    asking = make.JoinRequestFactory.create(team=team)
    make.RegistrationFactory.create(sprint=team.sprint, user=asking.user)
    answer = signed_in(team.created_by).post(
        reverse("web:join-request", args=[asking.public_id]), {"do": "accept", "answer": "Kommen Sie!"}
    )
    assert answer.status_code == 422
    assert "Kommen Sie!" in answer.content.decode()


def test_leaving_removing_and_dissolving_ask_once(team: Team) -> None:
    member, other = make.TeamMemberFactory.create_batch(2, team=team)
    lead = signed_in(team.created_by)
    leave = reverse("web:team-leave", args=[team.public_id])
    assert team.name in text_of(signed_in(member.user), leave)
    assert team.members.filter(left_at=None).count() == 3
    signed_in(member.user).post(leave)
    remove = reverse("web:team-member-remove", args=[other.public_id])
    assert other.user.shown_name in text_of(lead, remove)
    assert lead.post(remove, {"reason": "x" * 1_001}).status_code == 422
    lead.post(remove, {"reason": "Wir haben uns verabredet."})
    assert audit_reason(AuditEntry.objects.get(action="programmes.team_member_removed")) == "Wir haben uns verabredet."
    assert team.members.filter(left_at=None).count() == 1
    lead.post(reverse("web:team-dissolve", args=[team.public_id]))
    team.refresh_from_db()
    assert team.state == TeamState.DISSOLVED


def test_editing_keeps_to_the_size_of_the_sprint(team: Team) -> None:
    client = signed_in(team.created_by)
    address = reverse("web:team-edit", args=[team.public_id])
    given = {"name": "Neuer Name", "pitch": "Wir bauen.", "language": "de", "size_limit": "9", "joining": "at_once"}
    answer = client.post(address, given)
    assert answer.status_code == 422
    assert "Neuer Name" in answer.content.decode()
    assert client.post(address, {**given, "size_limit": "5"})["Location"] == room(team)
    team.refresh_from_db()
    assert (team.name, team.size_limit, team.joining) == ("Neuer Name", 5, "at_once")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(team: Team, rows: int) -> None:
    make.JoinRequestFactory.create_batch(rows, team=team)
    make.OpenRoleFactory.create_batch(rows, team=team)
    make.TeamMemberFactory.create_batch(rows, team=team)
    assert queries_of(signed_in(team.created_by), room(team)) == 14


def test_the_checklist_names_the_sections_that_are_missing(team: Team) -> None:
    sections = [
        Section(key="idea", title_de="Idee", title_en="Idea"),
        Section(key="costs", title_de="Kosten", title_en="Costs"),
    ]
    team.sprint.sections = stored(sections)
    team.sprint.save()
    client = signed_in(team.created_by)
    assert "Idee, Kosten" in text_of(client, room(team))
    solution = make.SolutionFactory.create(team=team)
    solution.versions.update(body="## Idee\n\nEine Kette.")
    assert "Idee, Kosten" not in text_of(client, room(team))
    assert "· Kosten" in text_of(client, room(team))
