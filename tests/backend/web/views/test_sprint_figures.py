"""Figures that renew themselves while a sprint is on, and stop afterwards."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from backend.core import clock
from programmes.enums import SprintState
from programmes.models import Sprint
from tests.factories.programmes import RegistrationFactory, SprintFactory

pytestmark = pytest.mark.django_db
ASKED = {"HX-Request": "true"}


def figures(client: Client, sprint: Sprint) -> str:
    return client.get(reverse("web:sprint-figures", args=[sprint.slug]), headers=ASKED).content.decode()


def test_the_fragment_says_how_many_and_asks_again(client: Client) -> None:
    sprint = SprintFactory.create()
    before = figures(client, sprint)
    RegistrationFactory.create(sprint=sprint)
    assert "every 5s" in before
    assert before != figures(client, sprint)
    assert "<html" not in before


@pytest.mark.parametrize("state", [SprintState.PUBLISHED, SprintState.ARCHIVED])
def test_nobody_asks_again_once_it_is_over(client: Client, state: SprintState) -> None:
    past = clock.now() - timedelta(days=1)
    sprint = SprintFactory.create(state=state, starts_at=past - timedelta(days=2), ends_at=past)
    assert "hx-" not in figures(client, sprint)


def test_nobody_asks_again_weeks_before(client: Client) -> None:
    later = clock.now() + timedelta(days=9)
    assert "hx-" not in figures(client, SprintFactory.create(starts_at=later, ends_at=later + timedelta(days=2)))


def test_without_htmx_it_is_the_page_of_the_sprint(client: Client) -> None:
    sprint = SprintFactory.create()
    answer = client.get(reverse("web:sprint-figures", args=[sprint.slug]))
    assert (answer.status_code, answer["Location"]) == (302, reverse("web:sprint", args=[sprint.slug]))


def test_a_draft_has_no_figures_for_strangers(client: Client) -> None:
    sprint = SprintFactory.create(state=SprintState.DRAFT)
    assert client.get(reverse("web:sprint-figures", args=[sprint.slug]), headers=ASKED).status_code == 404
