"""The whole platform for a browser: web, relay, worker, mail server and payment sandbox are real."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.platform import Platform, platform_in
from tests.chromium import chromium_open
from tests.seeded import fill_database


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with chromium_open() as browser:
        yield browser


@pytest.fixture
def seeded(transactional_db: None) -> None:
    fill_database()


@pytest.fixture
def platform(chromium: Browser, seeded: None, live_server: Any, settings: Any, tmp_path: Path) -> Iterator[Platform]:
    with platform_in(tmp_path, chromium, live_server.url, settings) as platform:
        yield platform
