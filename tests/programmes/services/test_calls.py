"""Calls for challenges of one category: open until a moment, one a category, on the pages and in the API."""

from datetime import timedelta

import pytest
from django.test import Client

from backend.accounts.models import User
from backend.core import clock
from backend.core.errors import Invalid
from backend.core.models import OutboxMessage
from programmes.models import Call, Category
from programmes.selectors.calls import calls_open
from programmes.services.calls import call_close, call_open
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
LIST_QUERIES = 3


@pytest.fixture
def category() -> Category:
    return make.CategoryFactory.create(name_de="Nachbarschaft")


@pytest.fixture
def organiser(category: Category) -> User:
    return make.ProgrammeRoleFactory.create(programme=category.programme).user


def opened(category: Category, text: str = "Was fehlt?", hours: int = 1) -> Call:
    closes_at = clock.now() + timedelta(hours=hours)
    return call_open(actor=UserFactory.create(), category=category, text=text, closes_at=closes_at)


def test_it_is_open_until_its_moment(category: Category) -> None:
    call = opened(category)
    assert list(calls_open()) == [call]
    with clock.at(call.closes_at):
        assert list(calls_open(programme=category.programme)) == []


def test_one_a_category_which_may_be_changed_and_opened_again(category: Category) -> None:
    first = opened(category)
    assert opened(category, "Was fehlt noch?", 2) == first
    assert OutboxMessage.objects.count() == 1
    call_close(actor=UserFactory.create(), call=first)
    call_close(actor=UserFactory.create(), call=first)
    assert not calls_open().exists()
    assert opened(category, hours=5) == first
    assert [row.text for row in calls_open()] == ["Was fehlt?"]
    assert OutboxMessage.objects.count() == 2


@pytest.mark.parametrize(("text", "hours"), [(" ", 1), ("Was fehlt?", 0), ("Was fehlt?", -1)])
def test_a_text_and_a_moment_to_come_are_needed(category: Category, text: str, hours: int) -> None:
    with pytest.raises(Invalid):
        opened(category, text, hours)


def test_an_organiser_opens_and_closes_it_on_the_pages(category: Category, organiser: User, client: Client) -> None:
    browser = signed_in(organiser)
    manage = f"/organisation/programme/{category.programme.slug}/aufrufe/"
    edit = f"/organisation/themen/{category.public_id}/aufruf/"
    assert edit in text_of(browser, manage)
    later = (clock.now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    assert browser.post(edit, {"text": "", "language": "de", "closes_at": later}).status_code == 422
    assert browser.post(edit, {"text": "Was fehlt?", "language": "de", "closes_at": later})["Location"] == manage
    for address in ("/aufrufe/", f"/programme/{category.programme.slug}/"):
        assert "Was fehlt?" in text_of(client, address)
    close = f"/organisation/aufrufe/{Call.objects.get().public_id}/schliessen/"
    assert close in text_of(browser, manage)
    browser.post(close)
    assert "Was fehlt?" not in text_of(client, "/aufrufe/")


def test_it_leads_to_the_sprint_that_takes_proposals(category: Category, client: Client) -> None:
    sprint = make.SprintFactory.create(programme=category.programme)
    opened(category)
    assert f"/sprints/{sprint.slug}/herausforderung-vorschlagen/" in text_of(client, "/aufrufe/")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_as_much_for_many(client: Client, rows: int) -> None:
    make.CallFactory.create_batch(rows)
    assert queries_of(client, "/aufrufe/") == LIST_QUERIES
