"""Handing in on a phone with a connection that breaks: nothing typed is lost, and nothing is written over."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.platform import PHONE, Platform
from tests.browser.test_team import team_of

pytestmark = [pytest.mark.browser, pytest.mark.processes]
WORDS = {
    "de": {
        "offline": "Keine Verbindung. Ihr Text bleibt auf diesem Gerät",
        "saved": "Entwurf gespeichert: ",
        "back": "Ihr Text von diesem Gerät ist wieder da",
        "two": "Es gibt zwei Texte. Welcher gilt?",
        "mine": "Den Text auf diesem Gerät nehmen",
        "hand_in": "Jetzt abgeben",
        "done": "Ihre Lösung ist abgegeben.",
        "receipt": "Prüfsumme (SHA-256): ",
    },
    "en": {
        "offline": "No connection. Your text is kept on this device",
        "saved": "Draft saved: ",
        "back": "Your text from this device is back",
        "two": "There are two texts. Which one counts?",
        "mine": "Take the text on this device",
        "hand_in": "Hand in now",
        "done": "Your solution is handed in.",
        "receipt": "Check sum (SHA-256): ",
    },
}


def saved(page: Page) -> None:
    """What is said beside the buttons, in either language."""
    expect(page.locator("[data-saved]")).to_contain_text(re.compile("Entwurf gespeichert: |Draft saved: "))


def hinted(platform: Platform, page: Page) -> None:
    """While one types, what is alike in this sprint is shown."""
    page.locator("#id_title").fill("Rosis Sitzbank")
    page.locator("#id_summary").fill("Ausruhen auf halbem Weg zum Friedhof, damit Rosi nicht allein bleibt.")
    expect(page.locator(".gw-similar a[href*='/herausforderungen/']").first).to_be_visible()
    saved(page)
    platform.check(page)


def write_elsewhere(platform: Platform, address: str, language: str) -> None:
    other = platform.open("tarik", size=PHONE, language=language)
    other.goto(address)
    other.locator("#id_title").fill("Die andere Klingel")
    saved(other)
    other.context.close()


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_team_hands_in_although_the_connection_breaks(platform: Platform, language: str) -> None:
    words = WORDS[language]
    page = platform.open("tarik", size=PHONE, language=language)
    address = f"{team_of(page)}abgabe/"
    page.goto(address)
    status = page.locator("[data-saved]")
    expect(page.locator("[data-our-clock]")).to_have_text(re.compile(r"\d\d:\d\d:\d\d .+ \d\d:\d\d UTC"))
    platform.check(page)

    hinted(platform, page)

    # What is typed without a connection is kept, said to be, and sent when there is one again.
    page.context.set_offline(True)
    page.locator("#id_title").fill("Die Klingel")
    expect(status).to_contain_text(words["offline"])
    page.locator("button[value=hand_in]").click()
    expect(status).to_be_focused()
    expect(page.locator("#id_title")).to_have_value("Die Klingel")
    platform.check(page)
    page.context.set_offline(False)
    saved(page)
    expect(status).to_contain_text(words["saved"])

    # The page is closed before anything could be sent: it comes back by itself, since nobody else has written.
    page.context.set_offline(True)
    page.locator("#id_summary").fill("Wer klingelt, bekommt Besuch.")
    expect(status).to_contain_text(words["offline"])
    tab = page.context.new_page()
    page.close()
    tab.context.set_offline(False)
    tab.goto(address)
    expect(tab.locator("#id_summary")).to_have_value("Wer klingelt, bekommt Besuch.")
    saved(tab)

    # Somebody of the team writes meanwhile: nothing is sent before one has said which text counts.
    tab.context.set_offline(True)
    tab.locator("#id_body").fill("Drei Häuser haben sie schon.")
    write_elsewhere(platform, address, language)
    tab.context.set_offline(False)
    expect(tab.get_by_text(words["two"])).to_be_visible()
    platform.check(tab)
    tab.get_by_role("button", name=words["mine"]).click()
    saved(tab)
    expect(tab.get_by_text(words["two"])).to_be_hidden()

    tab.get_by_role("button", name=words["hand_in"]).click()
    expect(tab.get_by_text(words["done"])).to_be_visible()
    platform.check(tab)
    mail = platform.mail("tarik@example.org", words["receipt"])
    assert "Klingel" in str(mail["Subject"]) or "=?utf-8" in str(mail["Subject"]).lower()
    tab.goto(address)
    expect(tab.locator("#id_title")).to_have_value("Die Klingel")
    expect(tab.locator("#id_body")).to_have_value("Drei Häuser haben sie schon.")
    expect(tab.locator(".gw-hash").first).to_have_text(re.compile("^[0-9a-f]{64}$"))
    # The browser itself complains of what it could not send while there was no connection, and of the refusal.
    assert [said for said in platform.complaints if "ERR_INTERNET_DISCONNECTED" not in said and "409" not in said] == []
