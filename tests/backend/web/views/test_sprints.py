from datetime import timedelta

import pytest
from django.test import Client
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries

from backend.accounts.models import User
from backend.core import clock
from programmes.enums import Feature, PhaseKind, RegistrationState, SprintState
from programmes.models import Registration, Sprint
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories.accounts import UserFactory
from tests.factories.programmes import (
    CategoryFactory,
    ChallengeFactory,
    OpenRoleFactory,
    PhaseFactory,
    RegistrationFactory,
    SolutionFactory,
    SprintFactory,
    TeamFactory,
)

pytestmark = pytest.mark.django_db
LIST_QUERIES, PAGE_QUERIES, CALENDAR_QUERIES = 2, 8, 2


def fill(sprint: Sprint, many: int) -> None:
    for kind in list(PhaseKind)[:many]:
        challenge = ChallengeFactory.create(sprint=sprint)
        team = TeamFactory.create(challenge=challenge)
        OpenRoleFactory.create(team=team)
        SolutionFactory.create(team=team, handed_in=True)
        PhaseFactory.create(sprint=sprint, kind=kind)


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_the_same_for_one_and_for_many(client: Client, many: int) -> None:
    SprintFactory.create_batch(many)
    assert queries_of(client, "/sprints/") == LIST_QUERIES


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_asks_the_same_for_one_and_for_many(client: Client, many: int) -> None:
    sprint = SprintFactory.create()
    fill(sprint, many)
    assert queries_of(client, f"/sprints/{sprint.slug}/") == PAGE_QUERIES


@pytest.mark.parametrize("many", [1, 3])
def test_the_dates_go_into_a_calendar(client: Client, many: int) -> None:
    sprint = SprintFactory.create(title="Sprint, der erste; am\nSee", timezone="America/New_York")
    fill(sprint, many)
    address = f"/sprints/{sprint.slug}/termine.ics"
    assert queries_of(client, address) == CALENDAR_QUERIES
    answer = client.get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    entries = Calendar.from_ical(answer.content).walk("VEVENT")
    phases = list(sprint.phases.all())
    assert [str(entry["UID"]) for entry in entries] == [phase.public_id for phase in phases]
    for entry, phase in zip(entries, phases, strict=True):
        assert entry["SUMMARY"] == f"{sprint.title}: {phase.shown_title}"
        assert entry.decoded("DTSTART") == phase.starts_at.replace(microsecond=0)
        assert entry.decoded("DTEND") == phase.ends_at.replace(microsecond=0)


def test_a_draft_is_not_there_for_strangers(client: Client) -> None:
    sprint = SprintFactory.create(state=SprintState.DRAFT)
    assert client.get(f"/sprints/{sprint.slug}/").status_code == 404
    assert sprint.title not in text_of(client, "/sprints/")


def test_search_and_topic_narrow_the_challenges_with_and_without_scripts(client: Client) -> None:
    sprint = SprintFactory.create()
    topic = CategoryFactory.create(programme=sprint.programme, slug="wohnen")
    ChallengeFactory.create(sprint=sprint, title="Wärme für alle", category=topic)
    ChallengeFactory.create(sprint=sprint, title="Kühle Plätze")
    address = f"/sprints/{sprint.slug}/"
    for found in ("?q=w%C3%A4rme", "?category=wohnen", "?q=w%C3%A4rm&category=wohnen"):
        page = text_of(client, address + found)
        assert "Wärme für alle" in page
        assert "Kühle Plätze" not in page
    part = client.get(f"{address}?q=kühle", headers={"HX-Request": "true"}).content.decode()
    assert "Kühle Plätze" in part
    assert "<html" not in part


def test_registration_opens_later_and_the_page_says_when(client: Client) -> None:
    sprint = SprintFactory.create(features=[])
    soon = clock.now() + timedelta(hours=3)
    PhaseFactory.create(sprint=sprint, starts_at=soon, ends_at=soon + timedelta(hours=3), features=[Feature.REGISTER])
    page = text_of(client, f"/sprints/{sprint.slug}/")
    assert "/anmelden/" not in page
    assert "Anmeldung ab" in page


def test_who_takes_part_gives_a_name_once_and_gets_a_place() -> None:
    sprint, person = SprintFactory.create(), UserFactory.create(display_name="")
    browser, address = signed_in(person), f"/sprints/{sprint.slug}/anmelden/"
    answer = browser.post(address, {"display_name": ""})
    assert answer.status_code == 422
    assert not Registration.objects.exists()
    for _ in range(2):
        answer = browser.post(address, {"display_name": "Clara"})
        assert answer.status_code == 302
    assert Registration.objects.get().state == RegistrationState.REGISTERED
    person.refresh_from_db()
    assert person.display_name == "Clara"
    assert "Sie sind dabei" in text_of(browser, f"/sprints/{sprint.slug}/")


def test_taking_part_asks_for_nothing_twice(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    sprint, browser = SprintFactory.create(), signed_in()
    with django_assert_num_queries(18):
        browser.post(f"/sprints/{sprint.slug}/anmelden/", {"display_name": "Clara"})
    assert Registration.objects.exists()


def test_strangers_sign_in_first_and_come_back(client: Client) -> None:
    sprint = SprintFactory.create()
    answer = client.get(f"/sprints/{sprint.slug}/anmelden/")
    assert answer.status_code == 302
    assert answer["Location"] == f"/konto/login/?next=/sprints/{sprint.slug}/anmelden/"


def waiting_person(sprint: Sprint) -> User:
    person = UserFactory.create()
    signed_in(person).post(f"/sprints/{sprint.slug}/anmelden/", {"display_name": "Wartet"})
    return person


def test_a_full_sprint_has_a_waiting_list_with_a_number() -> None:
    sprint = SprintFactory.create(capacity=1)
    RegistrationFactory.create(sprint=sprint, sequence=1)
    waiting_person(sprint)
    page = text_of(signed_in(waiting_person(sprint)), f"/sprints/{sprint.slug}/")
    assert "Sie stehen auf der Warteliste" in page
    assert "an Stelle 2" in page


def test_a_closed_registration_refuses_and_changes_nothing() -> None:
    sprint = SprintFactory.create(features=[Feature.BUILD])
    answer = signed_in().post(f"/sprints/{sprint.slug}/anmelden/", {"display_name": "Zu spät"})
    assert answer.status_code == 422
    assert "Zu spät" in answer.content.decode()
    assert not Registration.objects.exists()


def test_giving_the_place_back_asks_once_and_moves_the_next_one_up() -> None:
    sprint = SprintFactory.create(capacity=1)
    first = RegistrationFactory.create(sprint=sprint, sequence=1)
    heir = waiting_person(sprint)
    browser, address = signed_in(first.user), f"/sprints/{sprint.slug}/abmelden/"
    assert "Platz zurückgeben" in text_of(browser, address)
    assert browser.post(address).status_code == 302
    assert Registration.objects.get(user=heir).state == RegistrationState.REGISTERED
    for again in (browser.post(address), browser.get(address)):
        assert again["location"] == f"/sprints/{sprint.slug}/"
    assert Registration.objects.get(user=first.user).state == RegistrationState.CANCELLED


def test_who_was_never_there_gives_nothing_back() -> None:
    sprint = SprintFactory.create()
    assert signed_in(UserFactory.create()).post(f"/sprints/{sprint.slug}/abmelden/").status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "99", "abc", "1' OR 1=1"])
def test_page_numbers_that_make_no_sense_do_no_harm(client: Client, page: str) -> None:
    SprintFactory.create()
    assert client.get("/sprints/", {"page": page, "q": "\x00'\"; --"}).status_code == 200


def test_who_is_in_a_team_sees_the_team_and_leaves_it_before_the_sprint() -> None:
    team = TeamFactory.create()
    browser = signed_in(team.created_by)
    page = text_of(browser, f"/sprints/{team.sprint.slug}/")
    assert f"/teams/{team.public_id}/raum/" in page
    assert "/abmelden/" not in page
    answer = browser.post(f"/sprints/{team.sprint.slug}/abmelden/")
    assert answer.status_code == 422
    assert Registration.objects.get(user=team.created_by).state == RegistrationState.REGISTERED
