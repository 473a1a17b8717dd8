"""Public pages are rendered once for all visitors, never kept for too long, and nothing personal is among them."""

import pickle
from collections import OrderedDict
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from backend.core import clock
from backend.web import shared_pages
from programmes.models import Sprint
from tests.factories.accounts import UserFactory
from tests.factories.programmes import OpenRoleFactory, RegistrationFactory, SolutionFactory, SprintFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shared(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SHARED_PAGES = True
    monkeypatch.setattr(shared_pages, "_memory", OrderedDict())


@pytest.fixture
def sprint() -> Sprint:
    found: Sprint = SprintFactory.create(title="Nachbarschaft")
    return found


def address(sprint: Sprint) -> str:
    return reverse("web:sprint", args=[sprint.slug])


def forget_memory() -> None:
    """As in another process: what is left is the shared cache."""
    shared_pages._memory.clear()


def test_the_second_visitor_costs_no_query(
    sprint: Sprint, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = client.get(address(sprint))
    with django_assert_num_queries(0):
        again = Client().get(address(sprint))
    forget_memory()
    with django_assert_num_queries(0):
        elsewhere = Client().get(address(sprint))
    assert first.content == again.content == elsewhere.content
    assert b"Nachbarschaft" in first.content
    assert "csrf" not in first.content.decode()


def test_a_cold_page_takes_few_queries(
    sprint: Sprint, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(3):
        solution = SolutionFactory.create(team__challenge__sprint=sprint, handed_in=True)
        OpenRoleFactory.create(team=solution.team)
    with django_assert_num_queries(8):
        page = client.get(address(sprint)).content.decode()
    assert page.count("gw-card") >= 3


def test_what_a_visitor_sees_is_never_older_than_ten_seconds(sprint: Sprint, client: Client) -> None:
    assert shared_pages.OLDEST < 10
    with time_machine.travel(clock.now(), tick=False) as travelling:
        client.get(address(sprint))
        Sprint.objects.update(title="Umbenannt")
        travelling.shift(timedelta(seconds=shared_pages.FRESH - 0.1))
        assert b"Nachbarschaft" in client.get(address(sprint)).content
        travelling.shift(timedelta(seconds=0.2))
        assert b"Umbenannt" in client.get(address(sprint)).content


def test_while_one_renders_anew_the_others_get_what_is_there(sprint: Sprint, client: Client) -> None:
    with time_machine.travel(clock.now(), tick=False) as travelling:
        client.get(address(sprint))
        ((key, kept),) = shared_pages._memory.items()
        Sprint.objects.update(title="Umbenannt")
        travelling.shift(timedelta(seconds=shared_pages.FRESH + 0.5))
        cache.add(shared_pages._turn(key, kept), 1, shared_pages.STALE)
        assert b"Nachbarschaft" in client.get(address(sprint)).content
        travelling.shift(timedelta(seconds=shared_pages.STALE))
        assert b"Umbenannt" in client.get(address(sprint)).content


def test_a_browser_that_has_the_page_gets_three_digits(sprint: Sprint, client: Client) -> None:
    first = client.get(address(sprint))
    again = client.get(address(sprint), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "s-maxage=2" in again["Cache-Control"]
    assert client.get(address(sprint), headers={"If-None-Match": '"other"'}).status_code == 200


def test_languages_and_fragments_are_kept_apart(sprint: Sprint, client: Client) -> None:
    german = client.get(address(sprint))
    english = client.get(address(sprint), headers={"Accept-Language": "en"})
    part = client.get(address(sprint), headers={"HX-Request": "true"})
    assert b'lang="de"' in german.content
    assert b'<html lang="en"' in english.content
    assert b"<html" not in part.content
    assert {"Cookie", "Accept-Language", "HX-Request"} <= {name.strip() for name in german["Vary"].split(",")}


def test_who_is_signed_in_sees_a_page_of_their_own_that_is_kept_nowhere(sprint: Sprint) -> None:
    person = UserFactory.create(display_name="Berta Beispiel")
    RegistrationFactory.create(sprint=sprint, user=person)
    browser = Client()
    browser.force_login(person)
    own = browser.get(address(sprint))
    assert "private" in own["Cache-Control"]
    assert not shared_pages._memory
    stranger = Client().get(address(sprint))
    assert own.content != stranger.content
    assert b"logout" not in stranger.content
    (kept,) = shared_pages._memory.values()
    assert b"Berta" not in pickle.dumps(kept)


def test_errors_and_answers_with_a_cookie_are_not_kept(client: Client) -> None:
    assert client.get("/sprints/gibt-es-nicht/").status_code == 404
    assert not shared_pages._memory


def test_addresses_without_end_fill_no_memory(sprint: Sprint, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_pages, "MOST_IN_MEMORY", 3)
    for number in range(5):
        client.get(reverse("web:sprints"), {"x": number})
    assert len(shared_pages._memory) == 3
    client.get(reverse("web:sprints"), {"x": "x" * shared_pages.LONGEST_ADDRESS})
    assert len(shared_pages._memory) == 3


def test_without_valkey_pages_still_come(sprint: Sprint, client: Client, settings: Any) -> None:
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1"}}
    for _number in range(2):
        assert client.get(address(sprint)).status_code == 200
