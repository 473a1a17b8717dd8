"""Being asked into an organisation: invited on the desk, told by mail, answered on a phone."""

import re

import pytest

from backend.accounts.models import Membership
from tests.browser.platform import PHONE, Platform

pytestmark = [pytest.mark.browser, pytest.mark.processes]


def test_a_colleague_is_invited_and_accepts(platform: Platform) -> None:
    desk = platform.open("sabine")
    desk.goto("/meine-organisationen/")
    desk.get_by_role("link", name="Verwalten").first.click()
    desk.get_by_label("E-Mail-Adresse").fill("emil.fuchs@example.org")
    desk.get_by_role("button", name="Diese Person einladen").click()
    desk.get_by_role("heading", name="Eingeladen").wait_for()
    platform.check(desk)
    desk.get_by_role("link", name=re.compile("^Zurückziehen")).click()
    desk.get_by_role("button", name="Einladung zurückziehen").wait_for()
    platform.check(desk)
    platform.mail("emil.fuchs@example.org", "lädt Sie in")

    phone = platform.open("emil.fuchs", size=PHONE)
    phone.goto("/meine-organisationen/")
    platform.check(phone)
    phone.goto("/fuer-mich/")
    platform.check(phone)
    phone.get_by_role("link", name=re.compile("Beantworten Sie die Einladung")).click()
    phone.get_by_text("bewertet und genehmigt nichts").wait_for()
    platform.check(phone)
    assert not Membership.objects.filter(user__email="emil.fuchs@example.org").exists()
    phone.get_by_role("button", name="Einladung annehmen").click()
    phone.get_by_text("Sie gehören jetzt zu").wait_for()
    assert Membership.objects.get(user__email="emil.fuchs@example.org").role == "member"
    phone.go_back()
    phone.reload()
    phone.get_by_text("angenommen").wait_for()
    platform.check(phone)
    assert platform.complaints == []
