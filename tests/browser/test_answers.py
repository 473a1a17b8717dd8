"""The owner's answer: an administration on a phone, in German; a company on a desk, in English, late."""

import re

import pytest
from playwright.sync_api import expect

from programmes.models import Offer
from tests.browser.platform import PHONE, Platform

pytestmark = [pytest.mark.browser, pytest.mark.processes]


def test_an_administration_answers_on_a_phone(platform: Platform) -> None:
    page = platform.open("clemens", size=PHONE)
    page.goto("/meine-organisationen/")
    platform.check(page)
    page.get_by_role("link", name=re.compile("^Auf Lösungen antworten")).first.click()
    platform.check(page)
    expect(page.get_by_role("heading", name="Ihre Herausforderungen")).to_be_visible()
    shade = page.get_by_role("listitem").filter(has_text="Schattenkarte Auental").first
    shade.get_by_role("link", name=re.compile("^Lesen und antworten")).click()
    platform.check(page)

    page.get_by_label(re.compile("^abgelehnt")).check()
    page.get_by_role("button", name="Antwort veröffentlichen").click()
    expect(page.locator("#id_reason_error")).to_be_visible()
    platform.check(page)
    page.get_by_label("Warum nicht?").fill("Eine solche Karte hat das Land schon begonnen.")
    page.get_by_label("Wie geht es weiter?").fill("Wir geben Ihre Messpunkte dorthin weiter.")
    page.get_by_role("button", name="Antwort veröffentlichen").click()
    expect(page.get_by_text("Ihre Antwort ist öffentlich")).to_be_visible()
    platform.check(page)

    made = Offer.objects.get(solution__team__name="Schattenkarte")
    assert made.state == "declined"
    reader = platform.open(size=PHONE)
    reader.goto(f"/loesungen/{made.solution.public_id}/")
    expect(reader.get_by_text("Eine solche Karte hat das Land schon begonnen.")).to_be_visible()
    platform.check(reader)
    lead = made.solution.team.members.get(role="lead").user
    platform.mail(lead.email, "Messpunkte")
    assert [line for line in platform.complaints if "422" not in line] == []


def test_a_company_is_late_and_answers_in_english(platform: Platform) -> None:
    late = Offer.objects.get(solution__team__name="Radelrudel", state="offered")
    reader = platform.open(language="en")
    reader.goto(f"/organisationen/{late.organisation.public_id}/")
    expect(reader.get_by_text(re.compile("Answer overdue for [45] days"))).to_be_visible()
    platform.check(reader)

    page = platform.open("frieda", language="en")
    page.goto(f"/organisationen/{late.organisation.public_id}/antworten/")
    first = page.get_by_role("list").filter(has_text="Answer overdue").get_by_role("listitem").first
    expect(first).to_contain_text(re.compile("Answer overdue for [45] days"))
    platform.check(page)
    first.get_by_role("link", name=re.compile("^Read and answer")).click()
    platform.check(page)
    page.get_by_label(re.compile("^on trial")).check()
    page.get_by_label("What happens next").fill("We hang the timetable into two buses.")
    page.get_by_role("button", name="Publish the answer").click()
    expect(page.get_by_text("Your answer is public")).to_be_visible()
    page.get_by_label("State").select_option("piloting")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("We hang the timetable into two buses.")).to_be_visible()
    platform.check(page)
    reader.reload()
    expect(reader.get_by_text(re.compile("Answer overdue"))).to_have_count(0)
    assert platform.complaints == []
