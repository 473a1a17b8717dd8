"""The repository of a team: named in its room, read beside its solution."""

import pytest
from django.test import Client
from django.urls import reverse

from backend.core import clock
from programmes.models import Readme, Team
from tests.backend.web.test_hostile import HOSTILE, MARK, dangers
from tests.backend.web.visitors import signed_in, text_of
from tests.factories import building
from tests.factories import programmes as make

pytestmark = pytest.mark.django_db
SOURCE = "https://codeberg.org/api/v1/repos/team/karte/raw/README.md"


@pytest.fixture
def team() -> Team:
    return make.TeamFactory.create()


def page(team: Team, name: str) -> str:
    return reverse(f"web:{name}", args=[team.public_id])


def fetched(team: Team, text: str = "# Karte\n\nSo **geht** es.") -> Readme:
    facts = {"text": text, "sha256": "a" * 64, "source": SOURCE, "fetched_at": clock.now()}
    readme: Readme = building.ReadmeFactory.create(team=team, **facts)
    return readme


def test_a_team_names_its_repository_and_asks_once_more(team: Team) -> None:
    browser = signed_in(team.created_by)
    assert page(team, "repository") in text_of(browser, page(team, "team-room"))
    assert browser.post(page(team, "repository"), {"address": "http://intern/"}).status_code == 422
    assert browser.post(page(team, "repository"), {"address": "https://codeberg.org/team/karte"}).status_code == 302
    room = text_of(browser, page(team, "team-room"))
    assert "https://codeberg.org/team/karte" in room
    answer = browser.post(page(team, "repository-ask"), follow=True)
    assert "Bitte warten Sie" in answer.content.decode()
    assert browser.get(page(team, "repository-ask")).status_code == 405
    browser.post(page(team, "repository"), {"address": ""})
    assert "https://codeberg.org/team/karte" not in text_of(browser, page(team, "team-room"))


def test_what_went_wrong_is_said_in_words_to_the_team_alone(team: Team) -> None:
    readme = fetched(team)
    Readme.objects.update(failure="not_found", failed_at=clock.now())
    readme.refresh_from_db()
    assert str(readme.get_failure_display()) in text_of(signed_in(team.created_by), page(team, "team-room"))
    solution = make.SolutionFactory.create(team=team, handed_in=True)
    text = text_of(Client(), reverse("web:solution", args=[solution.public_id]))
    assert "So <strong>geht</strong> es." in text
    assert str(readme.get_failure_display()) not in text


def test_without_a_readme_the_solution_says_nothing_of_it(team: Team) -> None:
    readme = building.ReadmeFactory.create(team=team)
    solution = make.SolutionFactory.create(team=team, handed_in=True)
    assert readme.address not in text_of(Client(), reverse("web:solution", args=[solution.public_id]))


@pytest.mark.parametrize("name", list(HOSTILE))
def test_nothing_in_a_readme_runs_or_loads(team: Team, name: str) -> None:
    fetched(team, f"Los {MARK}\n\n{HOSTILE[name]}")
    solution = make.SolutionFactory.create(team=team, handed_in=True)
    page_of_all = text_of(Client(), reverse("web:solution", args=[solution.public_id]))
    room = text_of(signed_in(team.created_by), page(team, "team-room"))
    for shown in (page_of_all, room):
        assert MARK in shown
        assert dangers(shown) == []
        assert f"//{MARK}.example/x.png" not in shown
