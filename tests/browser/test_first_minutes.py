"""The first ten minutes on a phone: from the first page into a team, once in German and once by keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.platform import PHONE, Platform
from tests.browser.test_citizen import heading, press, sign_in_by_mail

pytestmark = [pytest.mark.browser, pytest.mark.processes]
FIND = "/sprints/nachbarschaft-die-traegt/team-finden/"
OPEN_TEAM, FULL_TEAM = "Lesebank", "Halber Weg"
MANY_STOPS = 120


def test_from_the_first_page_into_a_team(platform: Platform) -> None:
    page = platform.open(size=PHONE)
    page.goto("/")
    press(page, "Beim Sprint mitmachen")
    press(page, "Mitmachen")
    sign_in_by_mail(platform, page, "neu@example.org")
    page.get_by_label("Ihr Name").fill("Nora Neu")
    press(page, "Ja, ich mache mit")
    press(page, "Team finden")

    heading(page, "Was passt zu Ihnen?")
    platform.check(page)
    for name in ("Handwerk", "Bildung", "Deutsch"):
        page.get_by_label(name, exact=True).check()
    press(page, "Teams für mich zeigen")
    heading(page, "Teams für Sie")
    platform.check(page)
    first = page.locator(".gw-card--link").first
    expect(first.get_by_role("listitem").filter(has_text="Sucht Handwerk")).to_be_visible()
    expect(first).to_contain_text("2 von 6 sind da")
    expect(first).to_contain_text("Arbeitet auf Deutsch")
    first.locator("h3 a").click()

    heading(page, OPEN_TEAM)
    press(page, "Platz 15 Minuten halten")
    expect(page.get_by_text("Ein Platz wird für Sie gehalten.").first).to_be_visible()
    platform.check(page)
    others = platform.open(size=PHONE)
    others.goto(page.url)
    expect(others.get_by_text("3 Plätze sind frei, 1 gehalten")).to_be_visible()
    press(page, "Platz wieder freigeben")
    platform.check(page)
    page.go_back()
    press(page, "In dieses Team gehen")
    expect(page.get_by_text(f"Sie sind im Team „{OPEN_TEAM}“").first).to_be_visible()
    platform.check(page)
    platform.mail("mai.nguyen@example.org", "Sagen Sie Hallo")
    assert platform.complaints == []


def to(page: Page, name: str) -> None:
    """Go with the Tab key to what bears this name."""
    for _ in range(MANY_STOPS):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "() => { const e = document.activeElement; const l = e.labels && e.labels[0];"
            " return (e.getAttribute('aria-label') || (l || e).innerText || '').trim(); }"
        )
        if here == name:
            return
    raise AssertionError(f"no key leads to {name} on {page.url}")


def test_by_keyboard_alone_in_english(platform: Platform) -> None:
    page = platform.open("finn.petersen", size=PHONE, language="en")
    page.goto(FIND)
    platform.check(page)
    for name in ("Hardware", "Education"):
        to(page, name)
        page.keyboard.press("Space")
    to(page, "Show teams for me")
    page.keyboard.press("Enter")
    heading(page, "Teams for you")
    platform.check(page)
    expect(page.get_by_text("Looks for Hardware").first).to_be_visible()
    to(page, OPEN_TEAM)
    page.keyboard.press("Enter")
    heading(page, OPEN_TEAM)
    to(page, "Hold this place for 15 minutes")
    page.keyboard.press("Enter")
    expect(page.get_by_text("A place is held for you.").first).to_be_visible()
    platform.check(page)
    to(page, "Join this team")
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"You are in the team “{OPEN_TEAM}”").first).to_be_visible()
    platform.check(page)
    assert platform.complaints == []


def test_where_all_teams_are_full_one_waits_and_a_connector_helps(platform: Platform) -> None:
    page = platform.open("finn.petersen", size=PHONE)
    page.goto("/teams/")
    page.get_by_role("link", name=FULL_TEAM).click()
    page.get_by_role("main").get_by_role("link", name="Rosis Sitzbank").last.click()
    platform.check(page)
    press(page, "Auf einen Platz warten")
    expect(page.get_by_text("Sie warten auf einen Platz").first).to_be_visible()
    page.goto(f"{FIND}?language=-")
    press(page, "lassen Sie sich vorstellen")
    platform.check(page)
    press(page, "Ja, stellen Sie mich vor")
    helper = platform.open("karim", size=PHONE)
    helper.goto("/fuer-mich/")
    helper.get_by_role("link", name="Vermitteln").click()
    platform.check(helper)
    helper.get_by_role("link", name=re.compile("Vorstellen.*Finn Petersen")).click()
    platform.check(helper)
    helper.locator("input[name=team]").first.check()
    helper.get_by_label("Warum passt es?").fill("Finn baut, und das Team sucht genau das.")
    press(helper, "Einander vorstellen")
    expect(helper.get_by_text("wartet auf beide Antworten").first).to_be_visible()
    page.goto("/fuer-mich/")
    page.get_by_role("link", name="Lesen und antworten").first.click()
    platform.check(page)
    press(page, "Ich möchte mitmachen")
    expect(page.get_by_text("Sie haben zugestimmt.").first).to_be_visible()
    assert platform.complaints == []
