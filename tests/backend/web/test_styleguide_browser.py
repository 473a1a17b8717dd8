"""The design layer in a real browser, under the real Content-Security-Policy."""

import gzip
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Dialog, Response, expect

from tests.backend.web.conftest import Visit
from tests.browser.platform import DESK, PHONE, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.backend.web.urls_styleguide"),
]

VIEWS = [{"viewport": size, "color_scheme": scheme} for size in (PHONE, DESK) for scheme in ("light", "dark")]


@pytest.mark.parametrize("visit", VIEWS, indirect=True)
def test_everybody_can_use_it(visit: Visit) -> None:
    visit.page.evaluate("document.querySelectorAll('details').forEach((part) => (part.open = true))")
    assert violations(visit.page) == []
    visit.page.click("[data-dialog]")
    assert violations(visit.page) == []
    assert visit.complaints == []


def test_axe_sees_what_is_wrong(visit: Visit) -> None:
    visit.page.evaluate("document.querySelector('h1').innerHTML = '<img src=\"/x.png\">'")
    assert violations(visit.page)


@pytest.mark.parametrize("visit", [{"viewport": {"width": 320, "height": 640}}], indirect=True)
def test_nothing_is_wider_than_a_narrow_screen(visit: Visit) -> None:
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_policy_is_in_force(visit: Visit) -> None:
    visit.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>')")
    assert any("Content Security Policy" in complaint for complaint in visit.complaints)


def test_pictures_are_drawn_from_their_tables(visit: Visit) -> None:
    assert (
        visit.page.locator("[data-picture] svg").count() == visit.page.locator("figure[data-chart] table").count() == 3
    )
    labels = [part.get_attribute("aria-label") or "" for part in visit.page.locator("[data-picture]").all()]
    assert all(labels)


def test_errors_take_the_focus_and_lead_to_their_fields(visit: Visit) -> None:
    visit.page.click("#forms button.kern-btn--primary")
    visit.page.wait_for_selector(".gw-summary")
    assert visit.page.evaluate("document.activeElement.classList.contains('gw-summary')")
    visit.page.click(".gw-summary a[href='#id_role_0']")
    assert visit.page.evaluate("document.activeElement.id") == "id_role_0"
    assert violations(visit.page) == []


SUBMIT_TWICE = """() => {
    const form = document.querySelector('#forms form');
    form.requestSubmit();
    form.requestSubmit();
}"""


@pytest.mark.parametrize(("guarded", "expected"), [(True, 1), (False, 2)])
def test_a_double_click_sends_once(visit: Visit, guarded: int, expected: int) -> None:
    if not guarded:
        visit.page.evaluate("document.querySelector('#forms form').dataset.unguarded = ''")
    # Into windows of their own, so that the second does not cancel the first.
    visit.page.evaluate("document.querySelector('#forms form').target = '_blank'")
    context = visit.page.context
    visit.page.evaluate(SUBMIT_TWICE)
    for _ in range(50):
        visit.page.wait_for_timeout(200)
        if len(context.pages) > expected:
            break
    # One that should not have been sent has its time, too.
    visit.page.wait_for_timeout(400)
    assert len(context.pages) - 1 == expected


def test_leaving_warns_when_something_was_typed(visit: Visit) -> None:
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    visit.page.on("dialog", answer)
    visit.page.reload()
    assert asked == []
    visit.page.fill("#id_name", "Lernen daheim")
    visit.page.reload()
    assert asked == ["beforeunload"]


def test_dialogs_give_the_focus_back(visit: Visit) -> None:
    visit.page.click("[data-dialog]")
    assert visit.page.evaluate("document.activeElement.closest('dialog')?.id") == "leave"
    visit.page.keyboard.press("Escape")
    assert visit.page.evaluate("document.activeElement.dataset.dialog") == "leave"


def test_deadlines_count_on_from_the_servers_clock(chromium: Browser, live_server: Any) -> None:
    page = chromium.new_context(locale="de-DE").new_page()
    # A reader's clock that is two years wrong changes nothing.
    page.clock.install(time="2024-01-01T00:00:00")
    page.goto(f"{live_server.url}/styleguide/")
    left = page.locator("#states [data-countdown]").first
    assert "3 Tage" in left.inner_text()
    page.clock.fast_forward("48:00:00")
    assert "1 Tag" in left.inner_text()
    page.clock.fast_forward("48:00:00")
    assert left.inner_text() == left.get_attribute("data-over")
    page.context.close()


SWAP = """() => {
    const link = Object.assign(document.createElement('button'), { id: 'swap', textContent: 'x' });
    link.setAttribute('hx-get', '/fragment/');
    link.setAttribute('hx-target', '#figures');
    document.querySelector('main').prepend(link);
    htmx.process(link);
}"""


@pytest.mark.parametrize(("status", "swapped"), [(200, True), (422, True), (500, False)])
def test_swaps_move_the_focus_and_are_announced(visit: Visit, status: int, swapped: int) -> None:
    body = "<p data-focus data-announce='Drei Teams gefunden' id='fresh'>Neu</p>"
    visit.page.route("**/fragment/", lambda route: route.fulfill(status=status, body=body, content_type="text/html"))
    visit.page.evaluate(SWAP)
    with visit.page.expect_response("**/fragment/"):
        visit.page.click("#swap")
    expect(visit.page.locator("#announcer")).not_to_be_empty()
    announced = visit.page.inner_text("#announcer")
    failed = visit.page.get_attribute("body", "data-failed")
    assert announced == ("Drei Teams gefunden" if swapped else failed)
    assert (visit.page.evaluate("document.activeElement.id") == "fresh") == swapped


def test_a_public_page_is_light(chromium: Browser, live_server: Any) -> None:
    sizes: dict[str, int] = {}

    def weigh(response: Response) -> None:
        body = response.body()
        packed = len(body) if response.url.endswith(".woff2") else len(gzip.compress(body, 9))
        sizes[response.url] = packed

    page = chromium.new_context(locale="de-DE").new_page()
    page.on("response", weigh)
    page.goto(live_server.url + reverse("web:imprint"), wait_until="networkidle")
    page.context.close()
    assert len(sizes) >= 8
    assert sum(sizes.values()) <= 95_000, sizes
