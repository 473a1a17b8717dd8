"""The browser of the tests."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections
from playwright.sync_api import Browser, sync_playwright

from backend.web import assets
from tools.browser import find


@contextmanager
def chromium_open() -> Iterator[Browser]:
    """Build what pages load, then open Chromium; closed at the end."""
    assets.build()
    # While Playwright's loop runs, Django keeps other connections for this thread. Those of before would stay open
    # unseen, be ended by whoever replaces the database, and be found dead by the first test after the browser.
    connections.close_all()
    # Playwright's loop runs in this thread, and Django's safeguard takes that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find())
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
