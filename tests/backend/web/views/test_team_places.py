import pytest
from django.test import Client

from backend.accounts.models import User
from programmes.enums import Joining
from programmes.models import PlaceHold, Team
from tests.backend.web.visitors import signed_in, text_of
from tests.factories.connecting import PlaceHoldFactory
from tests.factories.programmes import RegistrationFactory, TeamFactory, lead_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    team: Team = TeamFactory.create(name="Die Offenen", size_limit=2, joining=Joining.AT_ONCE)
    return team


def participant(team: Team) -> User:
    return RegistrationFactory.create(sprint=team.sprint).user


def url(team: Team, act: str = "") -> str:
    return f"/teams/{team.public_id}/{act}"


def test_one_tap_on_the_page_of_the_team_and_one_is_in(team: Team) -> None:
    person = participant(team)
    browser = signed_in(person)
    page = text_of(browser, url(team))
    assert f'action="{url(team, "beitreten/")}"' in page
    answer = browser.post(url(team, "beitreten/"), follow=True)
    assert answer.redirect_chain == [(url(team, "raum/"), 302)]
    assert "Sie sind im Team „Die Offenen“" in answer.content.decode()
    assert team.members.filter(user=person, left_at=None).exists()
    assert browser.get(url(team, "beitreten/"))["Location"] == url(team, "raum/")


def test_visitors_are_led_to_sign_in_and_back(client: Client, team: Team) -> None:
    assert f'href="{url(team, "beitreten/")}"' in text_of(client, url(team))
    assert "/beitreten/" in client.get(url(team, "beitreten/"))["Location"]
    assert "In das Team" in text_of(signed_in(participant(team)), url(team, "beitreten/"))


def test_who_has_no_place_in_the_sprint_is_told_what_comes_first(team: Team) -> None:
    for act in ("beitreten/", "platz-halten/"):
        assert "Beim Sprint mitmachen" in signed_in().post(url(team, act)).content.decode()
    assert team.members.count() == 1


def test_a_held_place_waits_for_one_and_is_said_to_others(client: Client, team: Team) -> None:
    person = participant(team)
    browser = signed_in(person)
    assert browser.post(url(team, "platz-halten/")).status_code == 302
    page = text_of(browser, url(team))
    assert "Ein Platz wird für Sie gehalten." in page
    assert "In dieses Team gehen" in page
    assert "/platz-halten/" not in page
    for other in (client, signed_in(participant(team))):
        page = text_of(other, url(team))
        assert "0 Plätze sind frei, 1 gehalten" in page
        assert "Der letzte freie Platz wird für jemanden gehalten." in page
        assert "/beitreten/" not in page
    assert "1 von 2 Plätzen besetzt, 1 gehalten" in text_of(client, "/teams/")
    answer = signed_in(participant(team)).post(url(team, "beitreten/"))
    assert answer.status_code == 422
    assert "Der letzte freie Platz wird gerade für jemanden gehalten." in answer.content.decode()
    assert browser.post(url(team, "beitreten/")).status_code == 302
    assert not PlaceHold.objects.exists()


def test_the_own_held_place_is_found_again(client: Client, team: Team) -> None:
    person = participant(team)
    signed_in(person).post(url(team, "platz-halten/"))
    find = f"/sprints/{team.sprint.slug}/team-finden/?language=-"
    assert team.name in text_of(signed_in(person), find)
    assert team.name not in text_of(client, find)


def test_a_hold_is_released_by_its_person_alone() -> None:
    hold = PlaceHoldFactory.create()
    address = url(hold.team, "platz-freigeben/")
    for other in (signed_in(), signed_in(lead_of(hold.team))):
        other.post(address)
        assert PlaceHold.objects.get() == hold
    browser = signed_in(hold.user)
    asked = text_of(browser, address)
    assert "wieder freigeben" in asked
    assert "Platz behalten" in asked
    first, double_click = browser.post(address), browser.post(address)
    assert first["Location"] == double_click["Location"] == url(hold.team)
    assert not PlaceHold.objects.exists()


def test_a_team_that_answers_requests_says_so(client: Client) -> None:
    team = TeamFactory.create()
    page = text_of(client, url(team))
    assert url(team, "anfragen/") in page
    assert "/beitreten/" not in page
    assert "auf Anfrage" in text_of(client, "/teams/")
