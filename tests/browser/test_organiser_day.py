"""An organiser's day: in German from a template to the live picture and an announcement, then in English on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from programmes.models import Announcement, Sprint
from tests.browser.platform import PHONE, Platform
from tests.browser.test_citizen import heading, press

pytestmark = [pytest.mark.browser, pytest.mark.processes]
RUNNING = "/organisation/sprints/nachbarschaft-die-traegt/"


def from_a_template(platform: Platform, page: Page) -> None:
    page.goto("/organisation/")
    platform.check(page)
    page.get_by_role("link", name=re.compile("^Neuer Sprint aus Vorlage")).first.click()
    heading(page, "Neuer Sprint aus Vorlage")
    platform.check(page)
    press(page, "Gründungstage mit Geschäftsmodell")
    platform.check(page)
    page.get_by_label("Wann beginnt der Sprint?").fill("2030-03-29T16:00")
    press(page, "Termine neu anzeigen")
    expect(page.get_by_text("Sonntag, 31. März 2030, 18:00 Uhr (MESZ)").first).to_be_visible()
    platform.check(page)
    page.get_by_label("Name des Sprints").fill("Gründen in Auental")
    page.get_by_label("Kurzname in der Adresse").fill("gruenden-in-auental")
    press(page, "Sprint anlegen")
    expect(page.get_by_text("Der Sprint ist da, mit allem, was dazugehört.")).to_be_visible()
    platform.check(page)
    sprint = Sprint.objects.get(slug="gruenden-in-auental")
    assert (sprint.phases.count(), sprint.announcements.count(), len(sprint.sections)) == (9, 3, 9)


def its_sections(platform: Platform) -> None:
    """What teams hand in: by keyboard at the desk, then on a phone."""
    address = "/organisation/sprints/gruenden-in-auental/abgabe/"
    page = platform.open("olivia")
    page.goto(address)
    expect(page.get_by_role("heading", level=2)).to_have_count(9)
    platform.check(page)
    page.get_by_role("button", name=re.compile("^Nach oben.*Nutzen")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Die Reihenfolge ist geändert.")).to_be_visible()
    expect(page.get_by_role("heading", level=2).first).to_have_text("Nutzen")
    phone = platform.open("olivia", size=PHONE, language="en")
    phone.goto(address)
    platform.check(phone)
    press(phone, "Add a section")
    platform.check(phone)
    phone.get_by_label("Title in English").fill("Risks")
    phone.get_by_label("Must be filled in").uncheck()
    phone.get_by_label("Characters at most").fill("800")
    press(phone, "Save the section")
    expect(phone.get_by_text("may stay empty · at most 800 characters")).to_be_visible()
    phone.get_by_role("link", name=re.compile("^Remove.*Risks")).click()
    platform.check(phone)
    press(phone, "Remove it")
    expect(phone.get_by_role("heading", level=2)).to_have_count(9)


def the_picture(platform: Platform, page: Page, title: str, table: str) -> None:
    """It draws itself, and again after it was renewed, and whoever reads a table goes on reading it."""
    heading(page, title)
    pictures = page.locator("[data-picture] svg")
    expect(pictures).to_have_count(5)
    platform.check(page)
    page.locator("#teams-table").click()
    expect(page.get_by_role("columnheader", name=table)).to_be_visible()
    with page.expect_response(lambda response: response.request.headers.get("hx-request") == "true"):
        page.evaluate("htmx.ajax('GET', location.pathname, {target: '#live', swap: 'outerHTML'})")
    expect(pictures).to_have_count(5)
    expect(page.get_by_role("columnheader", name=table)).to_be_visible()
    platform.check(page)


def an_announcement(platform: Platform, page: Page) -> None:
    page.goto(RUNNING)
    press(page, "Ankündigungen")
    platform.check(page)
    press(page, "Ankündigung schreiben")
    platform.check(page)
    page.get_by_label("alle mit einem Platz").check()
    page.get_by_label("Teamleitungen", exact=True).check()
    page.get_by_label("Betreff auf Deutsch").fill("Das Abendessen ist da")
    page.get_by_label("Text auf Deutsch").fill("Es gibt Suppe im Foyer.\n\nGuten Appetit!")
    press(page, "Speichern und ansehen")
    expect(page.get_by_text("Noch hat niemand etwas erfahren.")).to_be_visible()
    platform.check(page)
    press(page, "Als E-Mail auf Deutsch ansehen")
    expect(page.get_by_text("Es gibt Suppe im Foyer.")).to_be_visible()
    platform.check(page)
    page.go_back()
    press(page, "Zur Probe an mich senden")
    platform.mail("olivia@example.org", "Suppe im Foyer")
    press(page, "Jetzt oder später senden")
    platform.check(page)
    press(page, "Ankündigung senden")
    expect(page.get_by_text("In Postfächern")).to_be_visible(timeout=40_000)
    platform.check(page)
    told = Announcement.objects.get(subject_de="Das Abendessen ist da")
    assert (told.state, told.told) == ("sent", told.total)
    platform.mail("emil.fuchs@example.org", "Suppe im Foyer")


def test_from_a_template_to_an_announcement(platform: Platform) -> None:
    desk = platform.open("olivia")
    from_a_template(platform, desk)
    desk.goto(RUNNING)
    press(desk, "Lagebild")
    the_picture(platform, desk, "Lagebild", "Menschen im Team")
    an_announcement(platform, desk)
    person = platform.open("emil.fuchs", size=PHONE)
    person.goto("/nachrichten/")
    expect(person.get_by_role("heading", name="Das Abendessen ist da")).to_be_visible()
    platform.check(person)

    phone = platform.open("olivia", size=PHONE, language="en")
    phone.goto(f"{RUNNING}lagebild/")
    the_picture(platform, phone, "Live picture", "People in the team")
    phone.goto(f"{RUNNING}ankuendigungen/")
    platform.check(phone)
    phone.get_by_role("link", name="Denken Sie an die Abgabe").click()
    expect(phone.get_by_text("It will be sent by itself.")).to_be_visible()
    platform.check(phone)
    press(phone, "Stop it and make it a draft again")
    expect(phone.get_by_text("Stopped. It is a draft again.")).to_be_visible()
    press(phone, "Send it now or later")
    expect(phone.get_by_label(re.compile("Send it later, at"))).not_to_have_value("")
    platform.check(phone)
    # Last: whoever opens a page in English reads all pages in English from then on.
    its_sections(platform)
    assert platform.complaints == []
