"""A manager approves all that meets a filter: on a phone in German, while a real worker notes it."""

import re

import pytest
from playwright.sync_api import expect

from funding.models import ApprovalRun, MatchApproval
from tests.browser.platform import PHONE, Platform
from tests.browser.test_citizen import press

pytestmark = [pytest.mark.browser, pytest.mark.processes]
SETTLED_MS = 30_000


def test_all_at_once(platform: Platform) -> None:
    before = MatchApproval.objects.filter(manager__email="frieda@example.org").count()
    page = platform.open("frieda", size=PHONE)
    page.goto("/fondsverwaltung/gemeinsam-fonds/freigaben/")
    platform.check(page)
    page.get_by_label("Aufstockungen bis höchstens").fill("10")
    press(page, "Anzeigen")
    page.get_by_role("link", name=re.compile(r"Alle \d+ auf einmal freigeben")).click()
    platform.check(page)
    page.get_by_label("Anmerkung").fill("Alle angesehen.")
    press(page, "Alle freigeben")
    # It asks again by itself until it is done.
    expect(page.get_by_text("Alle sind vermerkt")).to_be_visible(timeout=SETTLED_MS)
    platform.check(page)
    run = ApprovalRun.objects.latest("id")
    assert run.noted == run.total > 1
    assert MatchApproval.objects.filter(manager__email="frieda@example.org").count() == before + run.total
    assert platform.complaints == []
