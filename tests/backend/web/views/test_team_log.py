"""Pages of a team's log: for everybody, for the team, and for organisers."""

import pytest
from django.test import Client
from django.urls import reverse

from backend.accounts.models import User
from programmes.models import LogEntry, Team
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories import building
from tests.factories import programmes as make

pytestmark = pytest.mark.django_db
TEXT = {"text": "Zwei **Straßen** haben es ausprobiert.", "is_public": "yes", "language": "de", "link": ""}


@pytest.fixture
def team() -> Team:
    return make.TeamFactory.create()


@pytest.fixture
def browser(team: Team) -> Client:
    return signed_in(make.lead_of(team))


@pytest.fixture
def organiser(team: Team) -> User:
    return make.ProgrammeRoleFactory.create(programme=team.sprint.programme).user


def page(row: Team | LogEntry, name: str, *more: int) -> str:
    return reverse(f"web:{name}", args=[row.public_id, *more])


def test_a_team_writes_and_everybody_reads(team: Team, browser: Client) -> None:
    assert browser.post(page(team, "log-add"), {**TEXT, "text": ""}).status_code == 422
    assert browser.post(page(team, "log-add"), TEXT)["Location"] == page(team, "team-log")
    browser.post(page(team, "log-add"), {**TEXT, "text": "Unter uns.", "is_public": "no"})
    solution = make.SolutionFactory.create(team=team, handed_in=True)
    for address in (page(team, "team-log"), page(team, "team"), reverse("web:solution", args=[solution.public_id])):
        text = text_of(Client(), address)
        assert "Zwei <strong>Straßen</strong> haben es ausprobiert." in text
        assert "Unter uns." not in text
    assert "Unter uns." in text_of(browser, page(team, "team-room"))


def test_earlier_versions_come_back(team: Team, browser: Client) -> None:
    browser.post(page(team, "log-add"), TEXT)
    entry = LogEntry.objects.get()
    browser.post(page(entry, "log-edit"), {**TEXT, "text": "Drei.", "seen": "1"})
    assert browser.post(page(entry, "log-edit"), {**TEXT, "text": "Vier.", "seen": "1"}).status_code == 422
    assert page(entry, "log-restore", 1) in text_of(browser, page(entry, "log-versions"))
    browser.post(page(entry, "log-restore", 1))
    entry.refresh_from_db()
    assert entry.current_version
    assert (entry.current_version.number, entry.current_version.text) == (3, TEXT["text"])
    assert browser.get(page(entry, "log-restore", 9)).status_code == 404


def test_organisers_hide_an_entry_and_show_it_again(team: Team, browser: Client, organiser: User) -> None:
    entry = building.LogEntryFactory.create(team=team)
    desk = signed_in(organiser)
    desk.post(page(entry, "log-hide"), {"reason": "Es zeigt jemanden."})
    assert "ausprobiert" not in text_of(Client(), page(team, "team-log"))
    assert "Es zeigt jemanden." in text_of(browser, page(team, "team-log"))
    desk.post(page(entry, "log-show"))
    assert "ausprobiert" in text_of(Client(), page(team, "team-log"))


@pytest.mark.parametrize("entries", [1, 3])
def test_the_number_of_queries_does_not_grow(team: Team, browser: Client, entries: int) -> None:
    for _ in range(entries):
        building.LogEntryFactory.create(team=team)
    assert queries_of(browser, page(team, "team-log")) == 9
    assert queries_of(browser, page(LogEntry.objects.all()[0], "log-versions")) == 8


def test_scripts_in_a_text_are_only_text(team: Team, browser: Client) -> None:
    browser.post(page(team, "log-add"), {**TEXT, "text": "<script>alert(1)</script> [x](javascript:alert(1))"})
    text = text_of(Client(), page(team, "team-log"))
    assert "<script>alert(1)" not in text
    assert 'href="javascript' not in text
