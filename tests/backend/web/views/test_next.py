"""What waits for a person: every kind has its words, its button and a page that opens."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from backend.core import clock
from backend.web.next_words import WORDS
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/fuer-mich/"
KIND = re.compile(r'kind=f?"((?:accounts|programmes|funding)\.[a-z_{]+)')


def test_every_kind_that_a_package_names_has_words() -> None:
    """The packages name their kinds where they make items; `{` stands for the two ends of one kind."""
    named = [
        kind
        for package in ("backend/accounts", "programmes", "funding")
        for kind in KIND.findall(Path(f"{package}/selectors/next.py").read_text())
    ]
    assert len(named) > 15
    for kind in named:
        begin = kind.partition("{")[0]
        assert [known for known in WORDS if known == kind or ("{" in kind and known.startswith(begin))], kind


@pytest.mark.parametrize("kind", WORDS)
def test_every_kind_leads_to_a_page(kind: str) -> None:
    assert reverse(WORDS[kind].route, args=["some-name"])


def test_strangers_are_led_to_the_sign_in() -> None:
    assert Client().get(ADDRESS)["Location"].startswith("/konto/")


def test_without_anything_to_do_there_is_a_friendly_sentence() -> None:
    text = text_of(signed_in(), ADDRESS)
    assert "gw-empty" in text
    assert reverse("web:sprints") in text


def test_the_most_urgent_thing_stands_on_top_with_the_main_button() -> None:
    lead = UserFactory.create()
    team = make.TeamFactory.create(lead=lead)
    make.JoinRequestFactory.create(team=team, user=UserFactory.create(display_name="Ayşe"))
    text = text_of(signed_in(lead), ADDRESS)
    first, second = text.split("<ol")[1].split("<li")[1:3]
    assert "kern-btn--primary" in first
    assert reverse("web:hand-in", args=[team.public_id]) in first
    assert "gw-todo--urgent" in text
    assert "Ayşe möchte" in second
    assert "kern-btn--primary" not in second


def test_what_is_late_says_so() -> None:
    lead = UserFactory.create()
    project = make.ProjectFactory.create(solution__team__lead=lead)
    make.MilestoneFactory.create(project=project, due_on=(clock.now() - timedelta(days=3)).date())
    assert "überfällig" in text_of(signed_in(lead), ADDRESS)


def test_a_certificate_is_named_until_it_is_fetched() -> None:
    ended = clock.now() - timedelta(days=1)
    sprint = make.SprintFactory.create(
        certificates="checked_in", starts_at=ended - timedelta(days=2), ends_at=ended, title="Sprint Küste"
    )
    row = make.RegistrationFactory.create(sprint=sprint, checked_in_at=sprint.starts_at)
    page, browser = reverse("web:certificate-own", args=[sprint.slug]), signed_in(row.user)
    assert page not in text_of(signed_in(make.RegistrationFactory.create(sprint=sprint).user), ADDRESS)
    text = text_of(browser, ADDRESS)
    assert page in text
    assert "Sprint Küste" in text
    browser.post(page, {"name": "Kim Meyer"})
    assert page not in text_of(browser, ADDRESS)


def test_places_of_a_person_are_named() -> None:
    lead = UserFactory.create()
    project = make.ProjectFactory.create(solution__team__lead=lead)
    text = text_of(signed_in(lead), ADDRESS)
    assert reverse("web:team-room", args=[project.team.public_id]) in text
    assert reverse("web:project-desk", args=[project.public_id]) in text


@pytest.mark.parametrize("requests", [1, 3])
def test_the_number_of_queries_does_not_grow(requests: int) -> None:
    lead = UserFactory.create()
    team = make.TeamFactory.create(lead=lead)
    make.JoinRequestFactory.create_batch(requests, team=team)
    assert queries_of(signed_in(lead), ADDRESS) == 49
