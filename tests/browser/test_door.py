"""At the door, in German, on a helper's phone; and registering where something is asked, in English."""

import pytest
from playwright.sync_api import Page, expect

from programmes.models import Registration, Sprint
from programmes.selectors.tickets import ticket_token
from tests.browser.platform import PHONE, Platform
from tests.browser.test_citizen import heading, press

pytestmark = [pytest.mark.browser, pytest.mark.processes]
RUNNING, COMING = "nachbarschaft-die-traegt", "energie-im-quartier"


def scan(platform: Platform, page: Page, row: Registration) -> None:
    """What the camera of the phone does: it opens the address in the code."""
    page.goto(f"/einlass/{ticket_token(row)}/")
    heading(page, row.user.shown_name)
    platform.check(page)
    press(page, "Einchecken")
    expect(page.get_by_text(f"{row.user.shown_name} ist eingecheckt.")).to_be_visible()
    platform.check(page)
    press(page, "Zur nächsten Person")


def test_people_are_checked_in_on_a_phone(platform: Platform) -> None:
    rows = Registration.objects.filter(sprint__slug=RUNNING, state="registered", checked_in_at=None)
    scanned, named = rows.select_related("user").exclude(user__email__startswith="clara").order_by("id")[:2]
    own = platform.open(scanned.user.email.split("@")[0], size=PHONE)
    own.goto(f"/sprints/{RUNNING}/eintrittskarte/")
    expect(own.get_by_role("img", name="Code Ihrer Eintrittskarte")).to_be_visible()
    platform.check(own)

    helper = platform.open("clara", size=PHONE)
    helper.goto("/fuer-mich/")
    helper.get_by_role("main").get_by_role("link", name="Nachbarschaft, die trägt").first.click()
    scan(platform, helper, scanned)

    heading(helper, "Wer ist gekommen?")
    platform.check(helper)
    helper.get_by_label("Name oder E-Mail-Adresse").fill(named.user.display_name)
    press(helper, "Person suchen")
    found = helper.get_by_role("listitem").filter(has_text=named.user.display_name)
    found.get_by_role("button").click()
    expect(helper.get_by_text(f"{named.user.display_name} ist eingecheckt.")).to_be_visible()
    found.get_by_role("link").click()
    platform.check(helper)
    press(helper, "Zurücknehmen")
    expect(helper.get_by_text(f"{named.user.display_name} ist nicht mehr eingecheckt.")).to_be_visible()

    press(helper, "Jemand ohne Anmeldung")
    platform.check(helper)
    helper.get_by_label("Name").fill("Nino Neu")
    helper.get_by_label("E-Mail-Adresse").fill("nino@example.org")
    press(helper, "Anmelden und einchecken")
    expect(helper.get_by_role("heading", name="Nino Neu")).to_be_visible()
    own.reload()
    expect(own.get_by_text("Sie sind eingecheckt.")).to_be_visible()


def test_somebody_registers_answers_and_changes_the_answers(platform: Platform) -> None:
    Sprint.objects.filter(slug=COMING).update(age_limit=16)
    page = platform.open("clara", size=PHONE, language="en")
    page.goto(f"/sprints/{COMING}/anmelden/")
    platform.check(page)
    page.get_by_role("group", name="Do you have lunch with us?").get_by_label("yes").check()
    page.get_by_label("16 or older").check()
    press(page, "Put me on the waiting list")
    # What depends on the answer, and the consent, are missing.
    expect(page.get_by_role("alert")).to_contain_text("What do you eat?")
    expect(page.get_by_role("alert")).to_contain_text("In the boiler rooms")
    platform.check(page)
    page.get_by_label("vegetarian").check()
    page.get_by_label("In the boiler rooms").check()
    press(page, "Put me on the waiting list")
    expect(page.get_by_text("You are on the waiting list").first).to_be_visible()

    press(page, "My answers for the organisers")
    expect(page.get_by_label("vegetarian")).to_be_checked()
    platform.check(page)
    page.get_by_role("group", name="Do you have lunch with us?").get_by_label("no").check()
    press(page, "Save my answers")
    expect(page.get_by_text("Your answers are saved.")).to_be_visible()

    organiser = platform.open("olivia", language="en")
    organiser.goto(f"/organisation/sprints/{COMING}/anmeldung/")
    platform.check(organiser)
    press(organiser, "See it as people do")
    platform.check(organiser)
    organiser.goto(f"/organisation/sprints/{COMING}/anmeldung/antworten/")
    platform.check(organiser)
    expect(organiser.get_by_role("heading", name="Clara Neumann")).to_be_visible()
