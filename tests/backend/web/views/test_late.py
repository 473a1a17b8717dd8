"""After the deadline: what the team and the organisers read of it, and the bytes behind a check sum."""

import hashlib
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from backend.core import clock
from programmes.models import LateHandIn, Solution, SolutionVersion, Team
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories import building
from tests.factories import programmes as make

pytestmark = pytest.mark.django_db
TEXT = {"title": "Die Karte", "summary": "Kurz.", "body": "Lang.", "language": "de", "licence": "CC-BY-4.0"}


@pytest.fixture
def team() -> Team:
    return make.TeamFactory.create()


@pytest.fixture
def browser(team: Team) -> Client:
    return signed_in(team.created_by)


def page(team: Team, name: str = "hand-in") -> str:
    return reverse(f"web:{name}", args=[team.public_id])


def test_within_the_grace_period_the_page_says_so_and_takes_it(team: Team, browser: Client) -> None:
    building.closed(team.sprint, minutes_ago=1, grace_minutes=15)
    assert "Verspätet abgeben" in text_of(browser, page(team))
    assert "Sie können noch verspätet abgeben." in text_of(browser, page(team, "team-room"))
    browser.post(page(team), {**TEXT, "do": "hand_in"})
    version = SolutionVersion.objects.get()
    assert version.late_since is not None
    text = text_of(browser, page(team))
    assert "angenommen, als verspätet gekennzeichnet" in text
    assert version.sha256 in text
    public = text_of(Client(), reverse("web:solution", args=[version.solution.public_id]))
    assert "verspätet" in public
    assert version.sha256 in public
    assert "angenommen, als verspätet gekennzeichnet" not in public


def test_what_is_refused_stands_in_the_log_of_team_and_organisers(team: Team, browser: Client) -> None:
    building.closed(team.sprint, minutes_ago=1)
    assert browser.post(page(team), {**TEXT, "do": "hand_in"}).status_code == 422
    assert LateHandIn.objects.count() == 1
    assert "Nach der Frist" in text_of(browser, page(team))
    organiser = signed_in(make.ProgrammeRoleFactory.create(programme=team.sprint.programme).user)
    text = text_of(organiser, reverse("web:organiser-late", args=[team.sprint.slug]))
    assert team.name in text
    assert "abgelehnt" in text
    assert "Die Frist ist vorbei, also bleibt die Regel, wie sie ist." in text


@pytest.mark.parametrize("entries", [1, 3])
def test_the_number_of_queries_does_not_grow(team: Team, entries: int) -> None:
    organiser = signed_in(make.ProgrammeRoleFactory.create(programme=team.sprint.programme).user)
    for _ in range(entries):
        building.LateHandInFactory.create(team=make.TeamFactory.create(challenge=team.challenge))
    assert queries_of(organiser, reverse("web:organiser-late", args=[team.sprint.slug])) == 9


def test_the_bytes_behind_the_check_sum_are_public_and_a_draft_is_not(team: Team, browser: Client) -> None:
    browser.post(page(team), {**TEXT, "do": "hand_in"})
    browser.post(page(team), {**TEXT, "title": "Geheim", "do": "save"})
    solution = Solution.objects.get()
    version = solution.current_version
    assert version is not None
    answer = Client().get(reverse("web:solution-frozen", args=[solution.public_id, 1]))
    assert hashlib.sha256(answer.content).hexdigest() == version.sha256
    assert answer["Content-Type"] == "application/json"
    assert browser.get(reverse("web:solution-frozen", args=[solution.public_id, 2])).status_code == 404


def test_nobody_writes_over_what_the_team_has_written_meanwhile(team: Team, browser: Client) -> None:
    saved = browser.post(page(team, "hand-in-draft"), {**TEXT, "base": ""}).json()
    other = signed_in(make.TeamMemberFactory.create(team=team).user)
    other.post(page(team, "hand-in-draft"), {**TEXT, "title": "Anders", "base": saved["base"]})
    answer = browser.post(page(team, "hand-in-draft"), {**TEXT, "base": saved["base"]})
    assert (answer.status_code, answer.json()["code"]) == (409, "draft_changed")
    again = browser.post(page(team), {**TEXT, "title": "Meins", "base": saved["base"], "do": "save"})
    assert again.status_code == 422
    assert "Meins" in again.content.decode()
    assert SolutionVersion.objects.get().title == "Anders"


def test_the_deadline_is_told_in_universal_time_as_well(team: Team, browser: Client) -> None:
    end = clock.now() + timedelta(hours=2)
    team.sprint.phases.update(ends_at=end)
    text = text_of(browser, page(team))
    assert "Frist in Weltzeit" in text
    assert f"{end:%H:%M}" in text
    assert "data-our-clock" in text
