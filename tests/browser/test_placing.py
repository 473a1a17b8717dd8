"""A placement, in German: somebody reads on a phone which team is meant for them, organisers compute another one."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.platform import PHONE, Platform
from tests.browser.test_citizen import press

pytestmark = [pytest.mark.browser, pytest.mark.processes]
SPRINT = "nachbarschaft-die-traegt"
DESK = f"/organisation/sprints/{SPRINT}/teamzuteilung/"


def computed(platform: Platform, page: Page) -> None:
    """The worker computes it while the page waits."""
    page.goto(DESK)
    platform.check(page)
    page.get_by_label("Nummer des Loses").fill("5")
    press(page, "Zuteilung berechnen")
    page.locator("tbody a").first.click()
    expect(page.get_by_role("heading", name="Person für Person")).to_be_visible()
    platform.check(page)
    press(page, "Vergleichen")
    expect(page.get_by_text("Sitzen woanders")).to_be_visible()
    platform.check(page)


def test_a_placement_is_read_and_objected_to(platform: Platform) -> None:
    phone = platform.open("emil.fuchs", size=PHONE)
    phone.goto(f"/sprints/{SPRINT}/platz-im-team/")
    platform.check(phone)
    expect(phone.get_by_role("heading", name="Ihr Team:")).to_be_visible()
    desk = platform.open("olivia")
    computed(platform, desk)
    desk.get_by_role("link", name="Zuteilung veröffentlichen").click()
    platform.check(desk)
    press(desk, "Zuteilung veröffentlichen")
    expect(desk.get_by_text("Bei einer anderen Zuteilung läuft noch die Zeit")).to_be_visible()

    phone.get_by_role("link", name="Diesem Team widersprechen").click()
    platform.check(phone)
    phone.get_by_label("Warum nicht?").fill("Am Abend kann ich nicht.")
    press(phone, "Ich widerspreche")
    expect(phone.get_by_text("Sie haben widersprochen.")).to_be_visible()
    platform.check(phone)
    phone.get_by_label("Erster Wunsch").select_option(index=1)
    phone.get_by_label("abends").check()
    press(phone, "Wunsch ändern")
    expect(phone.get_by_text("Das ist notiert.")).to_be_visible()
