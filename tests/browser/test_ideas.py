"""A citizen's idea finds an owner: a neighbour is for it on a phone, in German; the city takes it over, in English."""

import re

import pytest
from playwright.sync_api import expect

from programmes.models import Challenge
from tests.browser.platform import PHONE, Platform

pytestmark = [pytest.mark.browser, pytest.mark.processes]


def test_rosis_bench_finds_somebody_responsible(platform: Platform) -> None:
    idea = Challenge.objects.get(title__startswith="Rosis Sitzbank")
    count = idea.supports.count()
    phone = platform.open("emil.fuchs", size=PHONE)
    phone.goto("/herausforderungen/")
    phone.get_by_role("link", name="Ideen ohne Zuständige").click()
    platform.check(phone)
    most_loved = phone.get_by_role("main").get_by_role("heading", level=2).first
    most_loved.get_by_role("link", name=re.compile("^Rosis")).click()
    platform.check(phone)
    phone.get_by_role("button", name="Ich bin dafür").click()
    expect(phone.get_by_text("Danke! Sie sind mitgezählt.")).to_be_visible()
    expect(phone.get_by_text(f"{count + 1} Menschen sind dafür")).to_be_visible()
    platform.check(phone)

    desk = platform.open("clemens", language="en")
    desk.goto("/ideen/")
    platform.check(desk)
    row = desk.get_by_role("listitem").filter(has_text="Rosis Sitzbank")
    expect(row).to_contain_text(f"{count + 1} people are for it")
    row.get_by_role("link", name=re.compile("^Take over")).click()
    platform.check(desk)
    desk.get_by_label("Name of the contact").fill("Clemens Vogt")
    desk.get_by_label("What the contact does").fill("Bauhof")
    desk.get_by_role("button", name="Take the idea over").click()
    expect(desk.get_by_text("The idea is yours now.")).to_be_visible()
    expect(desk.get_by_text("Answers each solution within 14 days, in public.")).to_be_visible()
    platform.check(desk)
    desk.goto("/ideen/")
    expect(desk.get_by_role("listitem").filter(has_text="Rosis Sitzbank")).to_have_count(0)

    for address in ("emil.fuchs@example.org", "clara@example.org"):
        platform.mail(address, "Stadt Auental")
    phone.reload()
    expect(phone.get_by_text(f"{count + 1} Menschen waren dafür.")).to_be_visible()
    platform.check(phone)
    assert platform.complaints == []
