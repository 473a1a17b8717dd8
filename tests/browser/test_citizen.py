"""A citizen, in German, on a phone: takes part, finds a team, supports a project and sees what the fund adds."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.platform import PHONE, Platform, code_of, pay

pytestmark = [pytest.mark.browser, pytest.mark.processes]
ADDRESS = "nachbarin@example.org"
SETTLED_MS = 40_000


def press(page: Page, name: str) -> None:
    """Press the one link or button of this name in the page itself."""
    main = page.get_by_role("main")
    main.get_by_role("link", name=name, exact=True).or_(main.get_by_role("button", name=name, exact=True)).click()


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def sign_in_by_mail(platform: Platform, page: Page, address: str) -> None:
    heading(page, "Anmelden")
    platform.check(page)
    page.get_by_label("Ihre E-Mail-Adresse").fill(address)
    press(page, "Code zusenden")
    heading(page, "Code eingeben")
    platform.check(page)
    page.get_by_label("Code aus der Mail").fill(code_of(platform.mail(address)))
    press(page, "Anmelden")


def test_from_the_first_page_to_a_request_for_a_place(platform: Platform) -> None:
    page = platform.open(size=PHONE)
    page.goto("/")
    platform.check(page)
    press(page, "Beim Sprint mitmachen")
    platform.check(page)
    press(page, "Mitmachen")
    sign_in_by_mail(platform, page, ADDRESS)

    heading(page, "mit?")
    platform.check(page)
    page.get_by_label("Ihr Name").fill("Nadja Nachbarin")
    press(page, "Ja, ich mache mit")
    expect(page.get_by_text("Willkommen! Sie haben einen Platz.")).to_be_visible()

    press(page, "Team finden")
    heading(page, "Was passt zu Ihnen?")
    platform.check(page)
    page.locator(".gw-pick").first.click()
    page.get_by_label("Bildung", exact=True).check()
    press(page, "Teams für mich zeigen")
    heading(page, "Teams für Sie")
    platform.check(page)
    expect(page.get_by_role("list", name="Warum dieses Team zu Ihnen passt").first).to_be_visible()
    page.goto(page.locator(".gw-card--link", has_text="auf Anfrage").first.locator("h3 a").get_attribute("href") or "")
    platform.check(page)

    press(page, "Platz im Team anfragen")
    press(page, "Platz im Team anfragen")
    expect(page.locator("#id_motivation_error")).to_be_visible()
    platform.check(page)
    page.get_by_label("Warum möchten Sie mitmachen?").fill("Ich kenne viele hier und habe jedes Wochenende Zeit.")
    press(page, "Platz im Team anfragen")
    expect(page.get_by_text("Ihre Anfrage liegt beim Team.").first).to_be_visible()
    platform.check(page)
    # The form without words was refused, as it should be; Chromium notes that, too.
    assert [line for line in platform.complaints if "422" not in line] == []


def test_a_guest_supports_a_project_and_sees_the_match(platform: Platform) -> None:
    page = platform.open(size=PHONE)
    page.goto("/kampagnen/")
    platform.check(page)
    page.locator(".gw-card--link :is(h2, h3) a").first.click()
    page.locator(".gw-amounts label", has_text=re.compile(r"^\s*20")).click()
    promise = page.locator("#match")
    expect(promise).to_contain_text("25")
    platform.check(page)

    press(page, "Mit diesem Betrag unterstützen")
    platform.check(page)
    page.get_by_label("Ihr Name").fill("Gerd Gast")
    page.get_by_label("Ihre E-Mail-Adresse").fill("gerd@example.org")
    press(page, "Weiter zur Zahlung")
    page.wait_for_url(f"{platform.sandbox.base_url}/**")
    pay(page)

    page.wait_for_url(f"{platform.url}/unterstuetzungen/**")
    receipt = page.locator("#pledge")
    expect(receipt).to_contain_text("25,00", timeout=SETTLED_MS)
    expect(receipt.locator(".gw-badge--success, .kern-badge--success").first).to_be_visible(timeout=SETTLED_MS)
    platform.check(page)
    platform.mail("gerd@example.org", "20,00")
    assert platform.complaints == []
