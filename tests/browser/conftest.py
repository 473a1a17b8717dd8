"""The whole platform for a browser: web, relay, worker, mail server and payment sandbox are real."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from backend.web import assets
from tests.browser.platform import Platform, platform_in
from tests.seeded import fill_database
from tools.browser import find


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    assets.build()
    # Playwright's loop runs in this thread, and Django's safeguard takes that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find())
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def seeded(transactional_db: None) -> None:
    fill_database()


@pytest.fixture
def platform(chromium: Browser, seeded: None, live_server: Any, settings: Any, tmp_path: Path) -> Iterator[Platform]:
    with platform_in(tmp_path, chromium, live_server.url, settings) as platform:
        yield platform
