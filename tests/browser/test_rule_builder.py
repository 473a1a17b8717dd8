"""Fund managers build rules: from a template, in German on a phone; of bands with gates, in English at a desk."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.platform import DESK, PHONE, Platform
from tests.browser.test_citizen import press

pytestmark = [pytest.mark.browser, pytest.mark.processes]
RULE = "/fondsverwaltung/gemeinsam-fonds/regel/"
SENTENCE = "#rule-preview .gw-rule"


def clear_the_way(platform: Platform) -> None:
    """Somebody else's proposal waits in the story; one of a kind waits at a time."""
    page = platform.open("felix")
    page.goto(RULE)
    press(page, "Zum Vorschlag")
    platform.check(page)
    page.get_by_role("link", name=re.compile("Ablehnen|Zurückziehen")).click()
    page.locator("#id_note").fill("Wir reden erst darüber.")
    page.locator("main form button").first.click()
    expect(page.locator(".kern-alert--success")).to_be_visible()


def said(page: Page, words: str) -> None:
    expect(page.locator(SENTENCE)).to_contain_text(re.compile(words.replace(" ", r"\s")))


def test_a_rule_from_a_template_on_a_phone(platform: Platform) -> None:
    clear_the_way(platform)
    page = platform.open("frieda", size=PHONE)
    page.goto(RULE)
    platform.check(page)
    page.get_by_role("link", name=re.compile("25 Prozent auf jede Unterstützung")).click()
    platform.check(page)
    said(page, "Der Fonds legt zu jeder Unterstützung 25 % dazu, höchstens 10.000 € je Kampagne, solange er Geld hat.")

    page.get_by_label("Wie viel der Fonds dazulegt, in Prozent").fill("30")
    said(page, "30 % dazu")
    page.get_by_label("Höchstens für eine Unterstützung").fill("20.000")
    error = page.locator("#id_cap_pledge_match_error")
    expect(error).to_contain_text(re.compile(r"20\.000\s€ werden nie erreicht"))
    platform.check(page)
    page.get_by_label("Höchstens für eine Unterstützung").fill("50")
    expect(error).to_be_hidden()
    said(page, "höchstens 50 € je Unterstützung und höchstens 10.000 € je Kampagne")
    expect(page.get_by_label("Wie viel der Fonds dazulegt, in Prozent")).to_have_value("30")
    dora = page.locator("#rule-preview tbody tr").filter(has_text="Dora")
    expect(dora).to_contain_text("50,00")
    expect(dora).to_contain_text(re.compile(r"höchstens 50\s€ je Unterstützung"))

    page.get_by_label("Anmerkung").fill("Mehr für kleine Gaben.")
    press(page, "Diese Regel vorschlagen")
    expect(page.get_by_text("Das wartet auf eine andere Person")).to_be_visible()
    platform.check(page)

    second = platform.open("felix")
    second.goto("/fuer-mich/")
    second.get_by_role("listitem").filter(has_text="neue Regel").get_by_role("link").first.click()
    changes = second.get_by_role("table")
    expect(changes.get_by_role("row").filter(has_text="Höchstens für eine Unterstützung")).to_contain_text(
        "keine Grenze"
    )
    platform.check(second)
    press(second, "Zustimmen")
    expect(second.locator(".kern-alert--success")).to_be_visible()

    anybody = platform.open(size=PHONE)
    anybody.goto("/fonds/gemeinsam-fonds/")
    expect(anybody.locator(".gw-rule")).to_contain_text(re.compile(r"30\s% dazu, höchstens 50\s€ je Unterstützung"))
    platform.check(anybody)
    assert platform.complaints == []


def test_bands_with_gates_at_a_desk(platform: Platform) -> None:
    page = platform.open("frieda", size=DESK, language="en")
    page.goto(RULE)
    platform.check(page)
    press(page, "Change the present rule")
    said(page, "The fund adds 25% to every pledge, at most €10,000 a campaign, as long as it has money.")
    platform.check(page)

    page.get_by_label("Bands: each part at a rate of its own").check()
    expect(page.get_by_label("How much the fund adds, in percent")).to_be_hidden()
    expect(page.locator("#id_tier_0_rate_error")).to_contain_text("at least one band")
    for row, (upper, rate) in enumerate([("1,000", "50"), ("500", "25"), ("", "10")]):
        page.get_by_label(f"Band {row + 1}: up to").fill(upper)
        page.get_by_label(f"Band {row + 1}: percent").fill(rate)
    expect(page.locator("#id_tier_1_to_error")).to_contain_text("Band 2 has to end above the one before")
    platform.check(page)
    page.get_by_label("Band 2: up to").fill("5,000")
    page.get_by_label("all that a campaign raises").check()
    page.get_by_label("At most for one campaign", exact=True).fill("")
    page.get_by_label("The campaign has raised at least", exact=True).fill("300")
    page.get_by_label("At least so many different people support the campaign").fill("2")
    said(
        page, "Of all that a campaign raises, the fund adds 50% of the first €1,000, 25% of the next €4,000 and 10% of"
    )
    gates = page.locator("#rule-preview").get_by_text("A campaign gets money as soon as it")
    expect(gates).to_contain_text("has raised at least €300 without the fund and is supported by at least 2 different")

    garden = page.locator("#rule-preview tbody tr").filter(has_text="Ben")
    expect(garden).to_contain_text("nothing, since the campaign gets money only as soon as it has raised at least €300")
    page.get_by_text("Try other amounts").click()
    page.get_by_label("Ben gives to: Community garden").fill("950")
    expect(garden).to_contain_text("€400.00")
    expect(garden).to_contain_text("only €400 left in the fund")
    page.get_by_label("Money in the fund").fill("1,000")
    expect(garden).to_contain_text("€500.00")
    expect(page.locator("#rule-preview")).to_contain_text("Of €1,000 in the fund, €717.50 go to campaigns")
    platform.check(page)
    assert platform.complaints == []
