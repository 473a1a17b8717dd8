"""Every page that `make screenshots` visits: nobody is shut out, nothing breaks the policy, nothing is cut off."""

import json
import tempfile
from dataclasses import asdict
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize

from tests import databases
from tests.browser.crawl import Visit, find_pages, page_routes
from tests.browser.platform import DESK, PHONE, Platform, violations

pytestmark = [pytest.mark.browser, pytest.mark.processes]


NO_PAGES = {
    "only change something": (
        *("campaign-payout", "challenge-resubmit", "deposit-receive", "fund-open", "hand-in-draft", "inbox-read-all"),
        *("repository-ask",),
        *("announcement-test", "announcement-stop"),
        *(
            "approval-run-stop",
            "comparison-take-back",
            "moderation-run-resume",
            "moderation-run-stop",
            "organiser-moderation-decide",
            "approval-run-resume",
            "join-withdraw",
            "organiser-form-move",
            "organiser-outline-move",
            "organiser-outline-return",
            "door-check-in",
            "organiser-select",
            "organiser-sprint-publish",
            "payout-decline",
            "review-draft",
        ),
        *(
            "review-reopen",
            "settings-token-end",
            "simulation-again",
            "simulation-share",
            "simulation-unshare",
            "solution-withdraw",
            "solution-begin",
            "solution-hand-in-draft",
            "solution-hand-in-withdraw",
        ),
    ),
    "lead elsewhere": ("inbox-open", "payee-back", "demo-sign-in"),
    "give a file or a part of a page": (
        *("campaign-quote", "fund-kit", "fund-matches-csv", "media", "settings-export-download", "sprint-calendar"),
        *("sprint-figures", "organiser-answers-csv", "door-counts", "certificate-file", "calendar-feed"),
        *("sprint-figures", "organiser-live-table", "organiser-jury-table", "registration-questions"),
        *("simulation-table", "simulation-shared-table", "fund-package", "selection-package"),
        *("sprint-package", "sprint-hackathon"),
        *("solution-publiccode", "solution-slides"),
    ),
    "need an open invitation, which nobody in the story has, and are visited in test_invitations.py": (
        *("invitation", "invitation-withdraw"),
    ),
    "need a mentor who has not answered, a slot that was missed, a calendar address; tested beside their view": (
        *("mentor-decline", "booking-missed", "calendar-feed-end"),
    ),
    "are asked for while one types, or give the bytes that were hashed, and are tested beside their view": (
        *("similar", "solution-frozen"),
    ),
    "need an entry of a log that has an earlier version or is hidden, and are tested beside their view": (
        *("log-hide", "log-restore", "log-show"),
    ),
    "need a blocked person, who has appealed in the story, and are tested beside their view": ("block-appeal",),
    "need a place that is held for some minutes, and are visited in test_first_minutes.py": ("place-hold-release",),
    "are for who holds an address, and tested beside their view": ("unsubscribe", "simulation-shared", "guardian"),
    "need solutions that wait for a jury, and are visited in test_juror_organiser.py or tested beside their view": (
        *("organiser-jury-run", "jury-run", "juror-release", "conflict-declare", "community-award"),
    ),
    "need what was read of another system, which nobody in the story has, and are tested beside their view": (
        *("data-import", "data-import-discard"),
    ),
    "need slides beside a draft, and are tested beside their view": (
        "hand-in-slides-remove",
        "solution-hand-in-slides-remove",
    ),
    "need a simulation that runs, and are tested beside their view": ("simulation-cancel",),
    "need a campaign that owes money, and are tested beside their view": ("fund-write-off",),
    "exist in the demo alone": ("demo-mails", "demo-mail", "demo-mail-html", "styleguide"),
}


# Pictures take their new size with the next frame.
WIDTH = """() => new Promise(tell => requestAnimationFrame(() => requestAnimationFrame(
    () => tell(document.documentElement.scrollWidth))))"""


@cache
def pages_of_all() -> list[Visit]:
    """Each test has a copy of the same database, so what one has found holds for the next, and for other workers."""
    known = Path(tempfile.gettempdir()) / f"gemeinwerk-tests-{databases.RUN}" / "pages.json"
    with databases.one_at_a_time("pages"):
        if not known.exists():
            known.parent.mkdir(exist_ok=True)
            known.write_text(json.dumps([asdict(visit) for visit in find_pages()]))
    return [Visit(**visit) for visit in json.loads(known.read_text())]


def test_no_page_is_left_out(seeded: None) -> None:
    visited = {visit.route for visit in pages_of_all()}
    left_out = {f"web:{name}" for names in NO_PAGES.values() for name in names}
    assert set(page_routes()) - visited - left_out == set()
    assert left_out & visited == set()


# In thirds, so that one worker is not left alone with the longest test of all. Each page is opened once, and seen in
# both sizes: a screen that is turned or a window that is drawn wider loads nothing anew.
@pytest.mark.parametrize(
    ("third", "sizes", "language"), [(0, (PHONE, DESK), "de"), (1, (DESK, PHONE), "de"), (2, (PHONE, DESK), "en")]
)
def test_everybody_can_use_every_page(
    platform: Platform, third: int, sizes: tuple[ViewportSize, ViewportSize], language: str
) -> None:
    found: list[str] = []
    visits = pages_of_all()[third::3]
    for persona in sorted({visit.persona for visit in visits}):
        page = platform.open(persona, size=sizes[0], language=language)
        for visit in (visit for visit in visits if visit.persona == persona):
            answer = page.goto(visit.path)
            assert answer is not None
            if answer.status >= 500:
                found.append(f"{visit.name}: {answer.status}")
            found += violations(page)
            found += [f"{visit.name} is wider than {size['width']}" for size in sizes if is_wider_than(size, page)]
            page.set_viewport_size(sizes[0])
        page.context.close()
    assert found == []
    assert platform.complaints == []


def is_wider_than(size: ViewportSize, page: Page) -> bool:
    if page.viewport_size != size:
        page.set_viewport_size(size)
    width: int = page.evaluate(WIDTH)
    return width > size["width"]
