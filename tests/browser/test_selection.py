"""In English: a citizen rates and comments, an organiser selects and gives the public's award, everybody checks it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.platform import PHONE, Platform
from tests.browser.test_citizen import heading, press

pytestmark = [pytest.mark.browser, pytest.mark.processes]
SPRINT = "/sprints/kuehl-durch-den-sommer/"
DESK = f"/organisation{SPRINT}"
WORDS = "Our street would use this tomorrow."


def rate(platform: Platform, page: Page) -> None:
    """From the sprint to the stars, by the keyboard alone, and on to the next solution."""
    page.goto("/loesungen/?sprint=kuehl-durch-den-sommer")
    page.locator("#results a").first.click()
    press(page, "Rate this solution")
    platform.check(page)
    page.get_by_role("radio").first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    heading(page, "Your rating")
    expect(page.get_by_role("main")).to_contain_text("4 of 5 stars")
    platform.check(page)
    page.go_back()
    page.goto(re.sub("bewerte[nt]/$", "", page.url))
    press(page, "Write a comment")
    page.get_by_label("Your comment").fill(WORDS)
    press(page, "Publish the comment")
    expect(page.get_by_text(WORDS)).to_be_visible()
    platform.check(page)


def select(platform: Platform, page: Page) -> None:
    page.goto(f"{DESK}auswahl/")
    platform.check(page)
    press(page, "Public rating")
    platform.check(page)
    expect(page.locator(".gw-chart canvas, .gw-chart svg").first).to_be_visible()
    page.go_back()
    press(page, "Go on with what is ticked")
    heading(page, "Make 3 solutions projects?")
    platform.check(page)
    page.get_by_label("Name of the cohort").fill("Summer")
    press(page, "Decide the selection")
    expect(page.get_by_text("The selection is decided.")).to_be_visible()
    platform.check(page)


def look(platform: Platform, page: Page) -> None:
    """The worker publishes the package; the page shows it to whoever comes again."""
    page.goto(f"{SPRINT}auswahl/")
    heading(page, "What was selected, and how")
    platform.stage.wait_until(lambda: _is_published(page), "the package of the selection is published")
    platform.check(page)
    with page.expect_download() as file:
        page.get_by_role("link", name="Download the package (ZIP)").click()
    assert file.value.suggested_filename.endswith(".zip")


def _is_published(page: Page) -> bool:
    page.reload()
    return page.get_by_role("heading", name="Check this selection yourself").count() == 1


def test_the_public_and_the_jury_in_english(platform: Platform) -> None:
    rate(platform, platform.open("clemens", size=PHONE, language="en"))
    select(platform, platform.open("olivia", language="en"))
    look(platform, platform.open(size=PHONE, language="en"))
    assert platform.complaints == []
