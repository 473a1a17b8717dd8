"""Giving in a real browser, under the real policy, on the provider's (played) page."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from playwright.sync_api import Browser, Page, ViewportSize, expect

from backend.web import outside
from funding.models import Campaign, Pledge
from funding.selectors.links import pledge_url
from funding.services.payments import payment_refresh
from tests.browser.platform import violations
from tests.factories.funding import PositionFactory
from tests.funding.sandbox.server import SandboxServer, running_sandbox

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.django_db(transaction=True)]
PHONE: ViewportSize = {"width": 320, "height": 640}


@pytest.fixture
def sandbox(tmp_path: Path, live_server: Any, settings: Any) -> Iterator[SandboxServer]:
    with running_sandbox(tmp_path, webhook_url=f"{live_server.url}/webhooks/stripe/") as server:
        settings.STRIPE_API_BASE = server.base_url
        settings.STRIPE_SECRET_KEY = "sk_test_sandbox"
        settings.SITE_URL = live_server.url
        yield server


@pytest.fixture
def page(chromium: Browser, live_server: Any, sandbox: SandboxServer) -> Iterator[Page]:
    context = chromium.new_context(locale="de-DE", base_url=live_server.url, viewport=PHONE, reduced_motion="reduce")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def campaign(page: Page) -> Campaign:
    with transaction.atomic():
        return PositionFactory.create().campaign


def is_usable(page: Page) -> bool:
    broken = violations(page)
    assert broken == []
    return bool(page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"])


def fill_in(page: Page, campaign: Campaign) -> None:
    page.goto(f"/kampagnen/{campaign.slug}/unterstuetzen/?choice=2000")
    page.fill("#id_backer_name", "Gesine Gast")
    page.fill("#id_backer_email", "gesine@example.org")


def test_from_the_campaign_to_the_thanks(page: Page, campaign: Campaign, sandbox: SandboxServer) -> None:
    page.goto(f"/kampagnen/{campaign.slug}/")
    assert is_usable(page)
    page.locator("label", has_text=re.compile(r"^50")).click()
    expect(page.locator("#match")).to_contain_text("62,50")
    expect(page.locator("#id_amount")).to_be_hidden()
    page.locator("label", has=page.locator("[value=own]")).click()
    page.fill("#id_amount", "12,50")
    expect(page.locator("#match")).to_contain_text("15,62")
    page.locator("form[aria-labelledby=give] button").click()
    expect(page.locator("#match")).to_contain_text("15,62")
    page.fill("#id_backer_name", "Gesine Gast")
    page.fill("#id_backer_email", "gesine@example.org")
    assert is_usable(page)
    page.locator("form[method=post] button.kern-btn--primary").dblclick()
    page.wait_for_url(lambda url: url.startswith(sandbox.base_url))
    pledge = Pledge.objects.get()
    sandbox.pay(pledge.payment.checkout_session_id)
    back_and_wait(page, pledge)


def back_and_wait(page: Page, pledge: Pledge) -> None:
    page.goto(pledge_url(pledge, "?zahlung=erledigt"))
    expect(page.locator(".kern-alert--info")).to_be_visible()
    assert is_usable(page)
    payment_refresh(payment_id=pledge.payment.pk)
    expect(page.locator(".kern-alert--success")).to_be_visible()
    expect(page.locator("#announcer")).not_to_be_empty()
    assert is_usable(page)


@pytest.mark.parametrize("allowed", [True, False])
def test_the_browser_lets_the_form_lead_to_the_provider(
    page: Page, campaign: Campaign, sandbox: SandboxServer, monkeypatch: pytest.MonkeyPatch, *, allowed: bool
) -> None:
    """Without the one address in the policy Chromium stops on the way."""
    if not allowed:
        monkeypatch.setattr(outside, "payment_origins", list)
    fill_in(page, campaign)
    blocked: list[str] = []
    page.on("console", lambda message: blocked.append(message.text) if "Content Security" in message.text else None)
    page.locator("form[method=post] button.kern-btn--primary").click()
    page.wait_for_timeout(1_500)
    assert page.url.startswith(sandbox.base_url) == allowed
    assert bool(blocked) != allowed


def test_without_scripts_there_is_a_preview(chromium: Browser, live_server: Any, campaign: Campaign) -> None:
    context = chromium.new_context(locale="de-DE", base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    fill_in(page, campaign)
    page.locator("label", has_text=re.compile(r"^50")).click()
    page.locator("button[name=preview]").click()
    assert "62,50" in page.locator("#match").inner_text()
    assert page.locator("#id_backer_name").input_value() == "Gesine Gast"
    context.close()
    assert not Pledge.objects.exists()
