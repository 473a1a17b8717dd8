"""A browser for the design layer's own page."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.chromium import chromium_open


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with chromium_open() as browser:
        yield browser


@dataclass
class Visit:
    page: Page
    complaints: list[str] = field(default_factory=list)

    def note(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)


@pytest.fixture
def visit(chromium: Browser, live_server: Any, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """The style guide, opened; `request.param` may set the viewport and the colour scheme."""
    options = getattr(request, "param", {})
    context = chromium.new_context(locale="de-DE", reduced_motion="reduce", **options)
    opened = Visit(context.new_page())
    opened.page.on(
        "console", lambda message: opened.complaints.append(message.text) if message.type == "error" else None
    )
    opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    opened.page.goto(f"{live_server.url}/styleguide/")
    opened.page.wait_for_selector("[data-picture] svg")
    yield opened
    context.close()
