"""Who poses challenges: the own ones, changed, withdrawn, proposed again."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from backend.accounts.enums import OrganisationRole
from backend.accounts.models import User
from backend.core import clock
from programmes.enums import ChallengeState
from programmes.models import Challenge
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories import programmes as make
from tests.factories.accounts import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
DESK = "/meine-herausforderungen/"


@pytest.fixture
def challenge() -> Challenge:
    return make.ChallengeFactory.create()


@pytest.fixture
def speaker(challenge: Challenge) -> User:
    return MembershipFactory.create(organisation=challenge.owner).user


@pytest.fixture
def browser(speaker: User) -> Client:
    return signed_in(speaker)


def page(name: str, challenge: Challenge) -> str:
    return reverse(f"web:challenge-{name}", args=[challenge.public_id])


def form(**changes: str) -> dict[str, str]:
    texts = {"title": "Wie bleibt es kühl?", "summary": "Im Sommer.", "body": "Überall.", "language": "de"}
    return {**texts, "category": "", "answer_due_at": "", **changes}


def test_the_desk_shows_own_challenges_alone(challenge: Challenge, browser: Client) -> None:
    other = make.ChallengeFactory.create()
    text = text_of(browser, DESK)
    assert challenge.title in text
    assert other.title not in text
    assert reverse("web:challenge-propose", args=[challenge.sprint.slug]) in text


def test_who_answers_is_asked_by_when_and_nobody_else(challenge: Challenge, browser: Client) -> None:
    asked = "Sie haben noch nicht gesagt, bis wann Sie antworten."
    assert asked in text_of(browser, DESK)
    idea = make.ChallengeFactory.create(owner=None, proposed_by=UserFactory.create())
    text = text_of(signed_in(idea.proposed_by), DESK)
    assert asked not in text
    assert "Noch ist keine Organisation dafür zuständig." in text


def test_without_an_open_phase_nothing_is_proposed(browser: Client) -> None:
    closed = make.SprintFactory.create(features=["build"])
    assert reverse("web:challenge-propose", args=[closed.slug]) not in text_of(browser, DESK)


def test_members_who_do_not_speak_for_it_change_nothing(challenge: Challenge) -> None:
    member = MembershipFactory.create(organisation=challenge.owner, role=OrganisationRole.MEMBER).user
    assert signed_in(member).get(page("edit", challenge)).status_code == 403
    assert challenge.title not in text_of(signed_in(member), DESK)


def test_the_date_of_the_answer_is_meant_in_the_sprint_s_zone(challenge: Challenge, browser: Client) -> None:
    category = make.CategoryFactory.create(programme=challenge.sprint.programme)
    given = form(answer_due_at="2027-07-01T18:00", category=category.public_id)
    assert browser.post(page("edit", challenge), given)["Location"] == DESK
    challenge.refresh_from_db()
    assert challenge.title == "Wie bleibt es kühl?"
    assert challenge.category == category
    assert challenge.answer_due_at is not None
    assert challenge.answer_due_at.isoformat() == "2027-07-01T16:00:00+00:00"
    assert "gw-deadline" in text_of(browser, DESK)


@pytest.mark.parametrize("change", [{"title": ""}, {"category": "cat_x"}, {"answer_due_at": "morgen"}])
def test_a_wrong_form_changes_nothing_and_keeps_the_words(
    challenge: Challenge, browser: Client, change: dict[str, str]
) -> None:
    answer = browser.post(page("edit", challenge), form(**change))
    assert answer.status_code == 422
    assert "Im Sommer." in answer.content.decode()
    challenge.refresh_from_db()
    assert challenge.summary != "Im Sommer."


def test_withdrawing_asks_once(challenge: Challenge, browser: Client) -> None:
    assert challenge.title in text_of(browser, page("withdraw", challenge))
    browser.post(page("withdraw", challenge))
    challenge.refresh_from_db()
    assert challenge.state == ChallengeState.WITHDRAWN


def test_what_was_declined_says_why_and_is_proposed_again() -> None:
    person = UserFactory.create()
    row = make.ChallengeFactory.create(
        state="declined", decline_reason="Bitte genauer.", proposed_by=person, owner=None
    )
    browser = signed_in(person)
    assert "Bitte genauer." in text_of(browser, DESK)
    assert browser.get(page("resubmit", row)).status_code == 405
    browser.post(page("resubmit", row))
    row.refresh_from_db()
    assert row.state == ChallengeState.PROPOSED


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(speaker: User, browser: Client, challenge: Challenge, rows: int) -> None:
    make.ChallengeFactory.create_batch(rows, owner=challenge.owner, answer_due_at=clock.now() + timedelta(days=9))
    assert queries_of(browser, DESK) == 6
