"""A project team, in German: somebody asks, the lead takes them in, together they hand in, everybody sees it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.platform import DESK, PHONE, Platform
from tests.browser.test_citizen import heading, press

pytestmark = [pytest.mark.browser, pytest.mark.processes]
SPRINT = "/sprints/nachbarschaft-die-traegt/"
TITLE = "Die Brücke zur Nachbarschaft"


def team_of(page: Page) -> str:
    """The address of the team that the sprint's page names to its member."""
    page.goto(SPRINT)
    room = page.locator(".gw-card a[href*='/raum/']").first.get_attribute("href") or ""
    return room.removesuffix("raum/")


def ask_for_a_place(platform: Platform, team: str) -> Page:
    page = platform.open("clara", size=PHONE)
    page.goto(f"{SPRINT}anmelden/")
    if page.get_by_role("button", name="Ja, ich mache mit").count():
        press(page, "Ja, ich mache mit")
    page.goto(f"{team}anfragen/")
    platform.check(page)
    page.get_by_label("Warum möchten Sie mitmachen?").fill("Ich zeichne gern und wohne um die Ecke.")
    press(page, "Platz im Team anfragen")
    expect(page.get_by_text("Ihre Anfrage liegt beim Team.").first).to_be_visible()
    return page


def test_a_team_takes_somebody_in_and_hands_in(platform: Platform) -> None:
    lead = platform.open("tarik", size=DESK)
    team = team_of(lead)
    newcomer = ask_for_a_place(platform, team)

    platform.mail("tarik@example.org", "Clara")
    lead.goto("/fuer-mich/")
    platform.check(lead)
    lead.goto(f"{team}raum/")
    platform.check(lead)
    lead.get_by_role("listitem").filter(has_text="Clara").locator("a[href^='/beitrittsanfragen/']").click()
    platform.check(lead)
    expect(lead.get_by_text("Ich zeichne gern")).to_be_visible()
    lead.locator("#id_answer").fill("Schön, dass Sie da sind. Wir treffen uns am Samstag.")
    lead.locator("button[name=do][value=accept]").click()
    expect(lead.get_by_role("main")).to_contain_text("Clara")

    platform.mail("clara@example.org", "Schön, dass Sie da sind.")
    newcomer.goto(SPRINT)
    expect(newcomer.get_by_text("Sie sind im Team")).to_be_visible()
    press(newcomer, "Zur Abgabe")
    platform.check(newcomer)
    newcomer.locator("#id_title").fill(TITLE)
    newcomer.locator("#id_summary").fill("Ein Schild am Zaun sagt, wer Hilfe braucht und wer Zeit hat.")
    newcomer.locator("#id_body").fill("Wir haben **drei Straßen** gefragt.\n\n- erst ein Zettel\n- dann ein Schild")
    newcomer.locator("button[name=do][value=preview]").click()
    heading(newcomer, TITLE)
    platform.check(newcomer)
    newcomer.goto(f"{team}abgabe/")
    newcomer.locator("button[name=do][value=hand_in]").click()
    platform.check(newcomer)

    public = platform.open(size=PHONE)
    public.goto(f"/loesungen/?sprint={SPRINT.split('/')[2]}")
    platform.check(public)
    public.get_by_role("link", name=TITLE).click()
    heading(public, TITLE)
    expect(public.get_by_role("main")).to_contain_text("drei Straßen")
    expect(public.get_by_role("main")).to_contain_text("Clara")
    platform.check(public)
    assert platform.complaints == []
