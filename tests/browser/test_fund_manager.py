"""Fund managers, in German: money comes in, a campaign is taken in, two people approve, it is paid out and adds up."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from backend.core import clock
from funding.models import Campaign
from programmes.models import TeamMember
from tests.browser.platform import PHONE, Platform, pay
from tests.browser.test_citizen import SETTLED_MS, heading, press

pytestmark = [pytest.mark.browser, pytest.mark.processes]
FUND, CAMPAIGN = "/fondsverwaltung/gemeinsam-fonds/", "/kampagnen/auental-by-bus-and-bike/"
TITLE = "A valley card for every station"
AMOUNT = re.compile(r"(\d{1,3}(?:\.\d{3})*,\d{2})")


def cents(text: str) -> int:
    """„1.234,50 €“ → 123450."""
    found = AMOUNT.search(text)
    assert found, text
    return int(found[1].replace(".", "").replace(",", ""))


def waterline(page: Page) -> dict[str, int]:
    """The parts of the fund as the public page names them, in cents; the last one is what was paid in."""
    page.goto("/fonds/gemeinsam-fonds/")
    rows = page.locator(".gw-waterline__sums > div").all()
    return {
        re.sub(r"\s+\S+\s*%$", "", row.locator("dt").inner_text()).strip(): cents(row.locator("dd").inner_text())
        for row in rows
    }


def lead_of_campaign() -> str:
    campaign = Campaign.objects.get(slug="auental-by-bus-and-bike")
    lead = TeamMember.objects.get(team=campaign.project.team, left_at=None, role="lead").user
    return lead.email.partition("@")[0]


def start_campaign(platform: Platform) -> Page:
    """The team finishes its draft, a curator approves it, the team asks the fund and sets its account up."""
    lead = platform.open(lead_of_campaign())
    lead.goto(f"{CAMPAIGN}verwaltung/")
    platform.check(lead)
    press(lead, "Weiterschreiben")
    begin = timezone.localtime(clock.now() - timedelta(minutes=5), timezone.get_fixed_timezone(60))
    lead.get_by_label("Beginnt", exact=True).fill(f"{begin:%Y-%m-%dT%H:%M}")
    lead.get_by_label("Endet", exact=True).fill(f"{begin + timedelta(days=30):%Y-%m-%dT%H:%M}")
    platform.check(lead)
    press(lead, "Entwurf speichern")
    press(lead, "Kampagne einreichen")
    press(lead, "Kampagne einreichen")

    curator = platform.open("karim")
    curator.goto(f"{CAMPAIGN}verwaltung/entscheiden/")
    platform.check(curator)
    press(curator, "Kampagne freigeben")

    lead.goto(f"{CAMPAIGN}verwaltung/")
    press(lead, "Einen Fonds anfragen")
    lead.get_by_label(re.compile("Gemeinsam-Fonds")).check()
    platform.check(lead)
    press(lead, "Fonds anfragen")
    press(lead, "Konto einrichten")
    platform.check(lead)
    press(lead, "Zum Zahlungsdienst")
    lead.wait_for_url(f"{platform.sandbox.base_url}/**")
    lead.get_by_role("button", name="Einrichtung abschließen").click()
    lead.wait_for_url(f"{platform.url}/**")
    expect(lead.locator(".kern-alert--success")).to_be_visible()
    return lead


def pay_in(platform: Platform, manager: Page) -> None:
    manager.goto(FUND)
    platform.check(manager)
    manager.goto(f"{FUND}einzahlungen/")
    platform.check(manager)
    manager.get_by_label("Wer einzahlt").select_option(index=1)
    manager.get_by_label("Betrag in Euro").fill("tausend")
    manager.get_by_label("Referenz").fill("Überweisung vom Montag")
    press(manager, "Einzahlung ankündigen")
    expect(manager.locator("#id_amount_error")).to_be_visible()
    expect(manager.get_by_label("Referenz")).to_have_value("Überweisung vom Montag")
    platform.check(manager)
    manager.get_by_label("Betrag in Euro").fill("1.000")
    press(manager, "Einzahlung ankündigen")
    row = manager.get_by_role("row").filter(has_text="Überweisung vom Montag")
    row.get_by_role("link", name=re.compile("Ist angekommen")).click()
    platform.check(manager)
    press(manager, "Ja, das Geld ist da")
    expect(manager.get_by_text("Das wartet auf eine andere Person")).to_be_visible()
    platform.check(manager)


def agree(platform: Platform, manager: Page) -> None:
    """The second manager finds it among what waits, reads it and agrees."""
    manager.goto("/fuer-mich/")
    entry = manager.get_by_role("listitem").filter(has_text="möchte eine Einzahlung in „Gemeinsam-Fonds“ buchen")
    entry.get_by_role("link").first.click()
    platform.check(manager)
    expect(manager.get_by_role("main")).to_contain_text("1.000,00")
    press(manager, "Zustimmen")
    expect(manager.locator(".kern-alert--success")).to_be_visible()
    platform.check(manager)


def take_in(platform: Platform, manager: Page) -> None:
    manager.goto("/fuer-mich/")
    platform.check(manager)
    manager.get_by_role("link", name=re.compile(f"Lesen und entscheiden.*{TITLE}")).click()
    platform.check(manager)
    press(manager, "Kampagne aufnehmen")
    expect(manager.locator(".kern-alert--success")).to_be_visible()


def support(platform: Platform) -> None:
    guest = platform.open(size=PHONE)
    guest.goto(CAMPAIGN)
    guest.locator(".gw-amounts label", has_text=re.compile(r"^\s*50")).click()
    press(guest, "Mit diesem Betrag unterstützen")
    guest.get_by_label("Ihr Name").fill("Gerd Gast")
    guest.get_by_label("Ihre E-Mail-Adresse").fill("gerd@example.org")
    press(guest, "Weiter zur Zahlung")
    guest.wait_for_url(f"{platform.sandbox.base_url}/**")
    pay(guest)
    guest.wait_for_url(f"{platform.url}/unterstuetzungen/**")
    expect(guest.locator("#pledge .kern-badge--success").first).to_be_visible(timeout=SETTLED_MS)


def approve(platform: Platform, manager: Page, note: str) -> None:
    manager.goto(f"{FUND}freigaben/")
    platform.check(manager)
    row = manager.get_by_role("row").filter(has_text=TITLE)
    expect(row).to_contain_text("12,50")
    for box in manager.get_by_role("checkbox").all():
        box.uncheck()
    row.get_by_role("checkbox").press("Space")
    manager.get_by_label(re.compile("Notiz|Anmerkung")).fill(note)
    press(manager, "Angekreuzte freigeben")
    expect(manager.locator(".kern-alert--success")).to_be_visible()
    expect(manager.get_by_role("row").filter(has_text=TITLE)).to_have_count(0)


def pay_out(platform: Platform, first: Page, second: Page) -> None:
    # The match is the fund's own money, which it sends to the provider by bank transfer.
    platform.sandbox.control.post("/balance", amount=10_000)
    first.goto(f"{FUND}auszahlungen/")
    platform.check(first)
    first.get_by_role("button", name=re.compile(f"Auszahlung anfordern.*{TITLE}")).click()
    expect(first.locator(".kern-alert--success")).to_be_visible()
    for _kind in ("crowd", "match"):
        second.goto("/fuer-mich/")
        platform.check(second)
        second.get_by_role("link", name=re.compile(f"Lesen und entscheiden.*{TITLE}")).first.click()
        platform.check(second)
        press(second, "Freigeben und Geld senden")
        expect(second.locator(".kern-alert--success")).to_be_visible()
    platform.stage.wait_until(lambda: paid(first) == 2, "both payouts have arrived")
    platform.check(first)


def paid(manager: Page) -> int:
    manager.goto(f"{FUND}auszahlungen/")
    return manager.get_by_role("row").filter(has_text=TITLE).filter(has_text="ausgezahlt").count()


def test_from_a_deposit_to_a_payout_that_adds_up(platform: Platform) -> None:
    anybody = platform.open()
    before = waterline(anybody)
    platform.check(anybody)
    frieda, felix = platform.open("frieda"), platform.open("felix")
    pay_in(platform, frieda)
    agree(platform, felix)
    lead = start_campaign(platform)
    take_in(platform, frieda)
    support(platform)
    approve(platform, frieda, "Kampagne gelesen, passt.")
    approve(platform, felix, "Ebenso.")
    pay_out(platform, frieda, felix)

    after = waterline(anybody)
    platform.check(anybody)
    assert after["Eingezahlt"] == before["Eingezahlt"] + 100_000
    assert after["Ausgezahlt"] == before["Ausgezahlt"] + 1_250
    assert sum(after.values()) == 2 * after["Eingezahlt"], "the parts add up to what was paid in"
    felix.goto(f"{FUND}protokoll/")
    platform.check(felix)
    lead.goto(f"{CAMPAIGN}verwaltung/")
    heading(lead, TITLE)
    expect(lead.locator("#payouts ~ dl")).to_contain_text("0,00")
    platform.check(lead)
    # An amount in words was refused, as it should be; Chromium notes that, too.
    assert [line for line in platform.complaints if "422" not in line] == []
