"""Hints while somebody types, and teams that likely work on the same, for organisers."""

import pytest
from django.test import Client
from django.urls import reverse

from programmes.models import Team
from programmes.services.nearness import nearness_build
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories import programmes as make

pytestmark = pytest.mark.django_db
PITCH = "Eine Telefonkette für ältere Menschen in der Nachbarschaft, damit niemand allein bleibt."
WORDS = {"title": "Telefonketten für ältere Menschen", "summary": "in unserer Nachbarschaft"}


@pytest.fixture
def team() -> Team:
    return make.TeamFactory.create(name="Klingelkette", pitch=PITCH)


def page(team: Team, name: str = "similar") -> str:
    return reverse(f"web:{name}", args=[team.sprint.slug])


def test_who_types_is_told_of_teams_that_do_the_same(team: Team) -> None:
    nearness_build(sprint=team.sprint)
    text = Client().get(page(team), WORDS).content.decode()
    assert "Ein Team arbeitet an etwas Ähnlichem" in text
    assert reverse("web:team", args=[team.public_id]) in text
    besides = Client().get(page(team), {**WORDS, "besides": team.public_id})
    assert besides.content.decode().strip() == ""
    assert Client().get(page(team), {"title": "Zwei Wörter"}).content.decode().strip() == ""


def test_nothing_is_said_before_anything_was_compared(team: Team) -> None:
    assert Client().get(page(team), WORDS).content.decode().strip() == ""


@pytest.mark.parametrize("teams", [1, 3])
def test_the_number_of_queries_does_not_grow(team: Team, teams: int) -> None:
    for number in range(teams - 1):
        make.TeamFactory.create(challenge=team.challenge, pitch=f"{PITCH} {number}")
    nearness_build(sprint=team.sprint)
    address = f"{page(team)}?title=Telefonketten+für+ältere+Menschen+in+der+Nachbarschaft"
    Client().get(address)
    assert queries_of(Client(), address) == 3


def test_the_forms_ask_while_one_types(team: Team) -> None:
    lead = signed_in(team.created_by)
    for address in (
        reverse("web:hand-in", args=[team.public_id]),
        reverse("web:challenge-propose", args=[team.sprint.slug]),
    ):
        assert page(team) in text_of(lead, address)


@pytest.mark.parametrize("pairs", [1, 3])
def test_organisers_see_teams_that_likely_work_on_the_same(team: Team, pairs: int) -> None:
    for number in range(pairs):
        words = f"{number}{number}{number} " * 40
        make.TeamFactory.create_batch(2, challenge=team.challenge, pitch=words)
    nearness_build(sprint=team.sprint)
    organiser = signed_in(make.ProgrammeRoleFactory.create(programme=team.sprint.programme).user)
    text = text_of(organiser, page(team, "organiser-teams-alike"))
    assert text.count("2 Teams arbeiten daran: zusammengehen?") == pairs
    assert queries_of(organiser, page(team, "organiser-teams-alike")) == 9
