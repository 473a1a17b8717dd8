"""An organiser's desk of moderation: many at once, a reported text, doubles that become one, and a second opinion."""

import re

import pytest
from playwright.sync_api import Page, expect

from programmes.models import AbuseCase, Challenge
from tests.browser.platform import PHONE, Platform
from tests.browser.test_citizen import heading, press

pytestmark = [pytest.mark.browser, pytest.mark.processes]


def desk(platform: Platform, page: Page, sprint: str) -> None:
    page.goto(f"/organisation/sprints/{sprint}/moderation/")
    platform.check(page)


def decide_on_ticked(platform: Platform, page: Page) -> None:
    boxes = page.locator(".gw-queue__item input[type=checkbox]")
    count = boxes.count()
    assert count > 1
    boxes.first.check()
    page.get_by_label("Ablehnen", exact=True).check()
    press(page, "Über die angekreuzten entscheiden")
    expect(page.locator(".kern-alert--danger")).to_contain_text("begründen")
    platform.check(page)
    page.locator(".gw-queue__item input[type=checkbox]").first.check()
    page.get_by_label("Ablehnen", exact=True).check()
    page.get_by_label("Begründung, wenn Sie ablehnen").fill("Bitte beschreiben Sie, wem das fehlt.")
    press(page, "Über die angekreuzten entscheiden")
    expect(page.locator(".kern-alert--success")).to_contain_text("1 Herausforderung ist entschieden")
    expect(page.locator(".gw-queue__item input[type=checkbox]")).to_have_count(count - 1)


def decide_on_the_rest(platform: Platform, page: Page) -> None:
    page.get_by_role("link", name=re.compile("^Über alle")).click()
    platform.check(page)
    page.get_by_label("Veröffentlichen", exact=True).check()
    press(page, "Über alle entscheiden")
    heading(page, "Viele Entscheidungen auf einmal")
    expect(page.get_by_text("Alle sind entschieden")).to_be_visible()
    platform.check(page)


def restore(platform: Platform, page: Page, case: AbuseCase) -> None:
    page.get_by_role("link", name=re.compile("^Gemeldete Texte")).click()
    platform.check(page)
    page.get_by_role("link", name="Solarmodule zum halben Preis").click()
    platform.check(page)
    page.get_by_label(re.compile("^Entfernen")).check()
    page.get_by_label("Warum").fill("Werbung gehört nicht hierher.")
    press(page, "Entscheiden und die Begründung senden")
    expect(page.locator(".kern-alert--success")).to_be_visible()
    author = platform.open("hannes.bauer", size=PHONE)
    author.goto(f"/herausforderungen/{case.thing.public_id}/")
    expect(author.get_by_text("Werbung gehört nicht hierher.")).to_be_visible()
    platform.check(author)
    platform.mail("hannes.bauer@example.org", "Werbung")
    anybody = platform.open()
    answer = anybody.goto(f"/herausforderungen/{case.thing.public_id}/")
    assert answer is not None
    assert answer.status == 404


def merge(platform: Platform, page: Page) -> None:
    page.get_by_role("link", name="Ähnliche Herausforderungen").click()
    platform.check(page)
    page.get_by_role("link", name=re.compile("^Diese zusammenführen")).first.click()
    platform.check(page)
    assert page.locator("input[name=challenges]:checked").count() > 0
    page.get_by_label("Warum").fill("Es geht um dieselben Werkzeuge.")
    press(page, "Angekreuzte zusammenführen")
    heading(page, "Zusammengeführt und aufgeteilt")
    platform.check(page)


def test_a_day_at_the_desk(platform: Platform) -> None:
    case = AbuseCase.objects.get(challenge__title__startswith="Solarmodule")
    sprint = case.sprint.slug
    page = platform.open("olivia")
    desk(platform, page, sprint)
    merge(platform, page)
    old = Challenge.objects.filter(state="merged").latest("updated_at")
    desk(platform, page, sprint)
    restore(platform, page, case)
    desk(platform, page, sprint)
    decide_on_ticked(platform, page)
    decide_on_the_rest(platform, page)
    assert not Challenge.objects.filter(sprint=case.sprint, state="proposed").exists()
    if old.was_published:
        anybody = platform.open(size=PHONE)
        anybody.goto(f"/herausforderungen/{old.public_id}/")
        assert old.merged_into is not None
        assert anybody.url.endswith(f"/herausforderungen/{old.merged_into.public_id}/")
    # What is refused and what is not found, Chromium notes, too.
    assert [line for line in platform.complaints if "422" not in line and "404" not in line] == []


def test_a_second_opinion_in_english(platform: Platform) -> None:
    page = platform.open("olivia", size=PHONE, language="en")
    page.goto("/fuer-mich/")
    page.get_by_role("link", name=re.compile("^Read and decide")).first.click()
    page.goto(
        f"/organisation/sprints/{Challenge.objects.get(title__startswith='Solarmodule').sprint.slug}/einsprueche/"
    )
    platform.check(page)
    page.get_by_role("link", name="Appeal against being blocked").click()
    platform.check(page)
    page.get_by_label("Grant the appeal").check()
    page.get_by_label("Your answer").fill("Thank you for telling us.")
    press(page, "Decide and send the answer")
    expect(page.locator(".kern-alert--success")).to_be_visible()
    person = platform.open("anton.beck", size=PHONE, language="en")
    person.goto("/meine-sperren/")
    expect(person.get_by_text("Thank you for telling us.")).to_be_visible()
    platform.check(person)
    platform.mail("anton.beck@example.org", "Thank you for telling us.")
    assert platform.complaints == []
