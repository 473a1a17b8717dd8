import pytest
from django.test import Client

from backend.accounts.models import User
from programmes.enums import Feature, JoinRequestState, RegistrationState
from programmes.models import JoinRequest, Team
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories.programmes import (
    ChallengeFactory,
    JoinRequestFactory,
    OpenRoleFactory,
    RegistrationFactory,
    SprintFactory,
    TeamFactory,
    TeamMemberFactory,
)

pytestmark = pytest.mark.django_db
LIST_QUERIES, PAGE_QUERIES = 4, 6
WORDS = {"role": "", "motivation": "Ich kann zeichnen."}


def participant(team: Team) -> User:
    return RegistrationFactory.create(sprint=team.sprint).user


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_the_same_for_one_and_for_many(client: Client, many: int) -> None:
    for team in TeamFactory.create_batch(many):
        OpenRoleFactory.create(team=team)
    assert queries_of(client, "/teams/") == LIST_QUERIES


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_asks_the_same_for_one_and_for_many(client: Client, many: int) -> None:
    team = TeamFactory.create()
    TeamMemberFactory.create_batch(many, team=team)
    OpenRoleFactory.create_batch(many, team=team)
    assert queries_of(client, f"/teams/{team.public_id}/") == PAGE_QUERIES


def test_a_request_reaches_the_team_once_and_its_page_says_so() -> None:
    team = TeamFactory.create()
    role = OpenRoleFactory.create(team=team)
    person = participant(team)
    browser, address = signed_in(person), f"/teams/{team.public_id}/anfragen/"
    for _ in range(2):
        assert browser.post(address, {**WORDS, "role": role.public_id}).status_code == 302
    request = JoinRequest.objects.get()
    assert (request.user, request.role, request.motivation) == (person, role, WORDS["motivation"])
    assert "Ihre Anfrage liegt beim Team" in text_of(browser, f"/teams/{team.public_id}/")


@pytest.mark.parametrize("role", ["rol_00000000000000000000", "'; --"])
def test_a_role_of_another_team_is_refused(role: str) -> None:
    team = TeamFactory.create()
    OpenRoleFactory.create(team=team)
    foreign = OpenRoleFactory.create().public_id
    browser = signed_in(participant(team))
    for wrong in (role, foreign):
        assert browser.post(f"/teams/{team.public_id}/anfragen/", {**WORDS, "role": wrong}).status_code == 422
    assert not JoinRequest.objects.exists()


def test_without_words_nothing_is_asked() -> None:
    team = TeamFactory.create()
    answer = signed_in(participant(team)).post(f"/teams/{team.public_id}/anfragen/", {"role": "", "motivation": " "})
    assert answer.status_code == 422
    assert 'id="id_motivation_error"' in answer.content.decode()


@pytest.mark.parametrize("state", [None, RegistrationState.WAITING, RegistrationState.CANCELLED])
def test_who_has_no_place_in_the_sprint_is_told_what_comes_first(state: str | None) -> None:
    team = TeamFactory.create()
    browser = signed_in(RegistrationFactory.create(sprint=team.sprint, state=state).user if state else None)
    page = browser.post(f"/teams/{team.public_id}/anfragen/", WORDS).content.decode()
    assert "Warteliste" in page if state == RegistrationState.WAITING else "Beim Sprint mitmachen" in page
    assert not JoinRequest.objects.exists()


def test_a_full_team_offers_no_place() -> None:
    team = TeamFactory.create(size_limit=1)
    browser = signed_in(participant(team))
    page = text_of(browser, f"/teams/{team.public_id}/")
    assert f"/teams/{team.public_id}/anfragen/" not in page
    assert "/team-finden/" in page
    assert browser.post(f"/teams/{team.public_id}/anfragen/", WORDS).status_code == 422


def test_after_the_phase_there_is_no_button() -> None:
    team = TeamFactory.create(challenge__sprint__features=[Feature.BUILD])
    page = text_of(signed_in(participant(team)), f"/teams/{team.public_id}/")
    assert "/anfragen/" not in page
    assert "ist vorbei" in page


def test_taking_a_request_back_is_for_its_author_alone() -> None:
    request = JoinRequestFactory.create()
    address = f"/beitrittsanfragen/{request.public_id}/zurueckziehen/"
    assert signed_in().post(address).status_code == 404
    browser = signed_in(request.user)
    assert "zurücknehmen" in text_of(browser, address)
    assert browser.post(address).status_code == 302
    request.refresh_from_db()
    assert request.state == JoinRequestState.WITHDRAWN
    assert browser.get(address).status_code == 404


def test_a_team_of_a_hidden_sprint_is_not_there(client: Client) -> None:
    team = TeamFactory.create(challenge__sprint__state="draft")
    assert client.get(f"/teams/{team.public_id}/").status_code == 404
    assert client.get(f"/teams/?sprint={team.sprint.slug}").status_code == 404


def test_names_of_people_are_escaped(client: Client) -> None:
    team = TeamFactory.create(lead__display_name="<b>Eva</b>", challenge=ChallengeFactory.create())
    assert "<b>Eva" not in text_of(client, f"/teams/{team.public_id}/")


def test_the_list_can_be_narrowed_to_one_sprint(client: Client) -> None:
    here = TeamFactory.create(name="Hier", challenge__sprint=SprintFactory.create())
    TeamFactory.create(name="Woanders")
    page = text_of(client, f"/teams/?sprint={here.sprint.slug}")
    assert "Hier" in page
    assert "Woanders" not in page
