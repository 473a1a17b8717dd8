"""Questions that appear as one answers, in a real browser under the real policy; and all of them without scripts."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from backend.core import clock
from programmes.models import Registration, Sprint
from programmes.services.registration_forms import form_change
from tests.backend.web.views.test_registration_form import CHAIN
from tests.browser.platform import violations
from tests.factories.accounts import UserFactory
from tests.factories.programmes import SprintFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sprint() -> Sprint:
    with transaction.atomic():
        row = SprintFactory.create(starts_at=clock.now() + timedelta(hours=1))
    form_change(actor=None, sprint=row, change=lambda _before: CHAIN)
    return row


def opened(browser: Browser, live_server: Any, sprint: Sprint, **options: Any) -> BrowserContext:
    client = Client()
    client.force_login(UserFactory.create(display_name="Kim"))
    context = browser.new_context(locale="de-DE", base_url=live_server.url, reduced_motion="reduce", **options)
    context.set_default_timeout(15_000)
    name = django_settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    context.new_page().goto(f"/sprints/{sprint.slug}/anmelden/")
    return context


@pytest.fixture
def page(chromium: Browser, live_server: Any, sprint: Sprint) -> Iterator[Page]:
    context = opened(chromium, live_server, sprint)
    yield context.pages[0]
    context.close()


def test_questions_come_and_go_and_nothing_is_lost(page: Page, sprint: Sprint) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    diet, nuts, bad = (
        page.get_by_label("Was essen Sie nicht?"),
        page.get_by_label("Nüsse"),
        page.get_by_label("schlimm"),
    )
    eats = page.get_by_role("group", name="Essen Sie mit?")
    for hidden in (diet, nuts, bad):
        expect(hidden).to_be_hidden()

    eats.get_by_label("ja").focus()
    page.keyboard.press("Space")
    expect(diet).to_be_visible()
    expect(bad).to_be_hidden()
    expect(eats.get_by_label("ja")).to_be_focused()
    expect(page.locator("#announcer")).to_contain_text("Jetzt wird auch gefragt: Was essen Sie nicht?")
    assert violations(page) == []

    diet.fill("Pilze")
    nuts.check()
    expect(bad).to_be_visible()
    expect(diet).to_have_value("Pilze")
    bad.fill("sehr")
    eats.get_by_label("nein").check()
    for hidden in (diet, nuts, bad):
        expect(hidden).to_be_hidden()
    eats.get_by_label("ja").check()
    expect(bad).to_have_value("sehr")
    expect(diet).to_have_value("Pilze")
    page.get_by_role("button", name="Ja, ich mache mit").click()
    page.wait_for_url(f"**/sprints/{sprint.slug}/")
    assert Registration.objects.get().answers.values == {
        "eats": True,
        "diet": "Pilze",
        "bites": "nuts",
        "how_bad": "sehr",
    }
    assert complaints == []


def test_without_scripts_all_questions_are_there(chromium: Browser, live_server: Any, sprint: Sprint) -> None:
    context = opened(chromium, live_server, sprint, java_script_enabled=False)
    page = context.pages[0]
    for label in ("Was essen Sie nicht?", "Nüsse", "schlimm"):
        expect(page.get_by_label(label)).to_be_visible()
    expect(page.get_by_text("Nur wenn Sie auf „Essen Sie mit?“ mit „ja“ geantwortet haben.").first).to_be_visible()
    context.close()
