"""Start and use the platform as people do: pages, mails, the provider's payment page."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.faults.stage import Mailbox, Stage, stage_in
from tests.funding.sandbox.server import SandboxServer, running_sandbox

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 900}
# What is in order is not told in detail: that took as long as the finding.
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
    "preload": False,  # for rules about films and turned screens, of which none is asked
}
WAIT_MS = 15_000


# Half of the finding. Colours are those of the parts, each of which is on some page that is looked at as a whole.
BUT_COLOURS = RULES | {"rules": {"color-contrast": {"enabled": False}}}


def violations(page: Page, *, colours: bool = True) -> list[str]:
    found = Axe().run(page, options=RULES if colours else BUT_COLOURS).response["violations"]
    return [f"{page.url} {entry['id']}: {[node['target'] for node in entry['nodes']]}" for entry in found]


@dataclass
class Platform:
    browser: Browser
    url: str
    stage: Stage
    sandbox: SandboxServer
    mailbox: Mailbox
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(self, persona: str = "", *, size: ViewportSize = DESK, language: str = "de") -> Page:
        """Open a browser of its own; signed in as `persona` (the part of a seeded address before the @), if given."""
        context = self.browser.new_context(
            base_url=self.url,
            locale={"de": "de-DE", "en": "en-GB"}[language],
            viewport={"width": size["width"], "height": size["height"]},
            reduced_motion="reduce",
        )
        if persona:
            context.add_cookies([self._session(persona, language)])
        context.set_default_timeout(WAIT_MS)
        page = context.new_page()
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.contexts.append(context)
        return page

    def _session(self, persona: str, language: str) -> SetCookieParam:
        users = get_user_model().objects.filter(email=f"{persona}@example.org")
        users.update(language=language)
        client = Client()
        client.force_login(users.get())
        return {
            "name": django_settings.SESSION_COOKIE_NAME,
            "value": client.cookies["sessionid"].value,
            "url": self.url,
        }

    def check(self, page: Page, *, axe: bool = True) -> None:
        """Nobody is shut out of this page, and it fits the screen; its colours are for `test_every_page.py`."""
        page.wait_for_load_state()
        assert not axe or violations(page, colours=False) == []
        width = page.viewport_size["width"] if page.viewport_size else DESK["width"]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{page.url} is wider than the screen"

    def mail(self, address: str, words: str = "") -> Message:
        """Wait for a mail to `address` that holds `words`; return the newest."""
        found: list[Message] = []

        def arrived() -> bool:
            mails = [message_from_bytes(raw) for raw in self.mailbox.mails]
            found[:] = [mail for mail in mails if address in str(mail["To"]) and words in text_of(mail)]
            return bool(found)

        self.stage.wait_until(arrived, f"a mail to {address} says {words!r}")
        return found[-1]


def text_of(mail: Message) -> str:
    for part in mail.walk():
        if part.get_content_type() == "text/plain":
            payload = part.get_payload(decode=True)
            return payload.decode() if isinstance(payload, bytes) else ""
    return ""


def code_of(mail: Message) -> str:
    """Return the sign-in code that a mail carries."""
    found = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", text_of(mail), re.MULTILINE)
    assert found, text_of(mail)
    return found[1]


def pay(page: Page, card: str = "4242424242424242") -> None:
    """Fill in the provider's payment page, as a backer does."""
    page.get_by_label(re.compile("Kartennummer|Card number")).fill(card)
    page.get_by_label(re.compile("Gültig|Expiry|Ablauf")).fill("12/34")
    page.get_by_label(re.compile("Prüfnummer|CVC|Sicherheitscode")).fill("123")
    page.get_by_role("button", name=re.compile("zahlen|bezahlen|Pay", re.IGNORECASE)).click()


@contextmanager
def platform_in(folder: Path, browser: Browser, url: str, settings: Any) -> Iterator[Platform]:
    mailbox = Mailbox()
    with (
        stage_in(folder) as stage,
        running_sandbox(folder / "sandbox", webhook_url=f"{url}/webhooks/stripe/") as sandbox,
    ):
        given = {"STRIPE_API_BASE": sandbox.base_url, "STRIPE_SECRET_KEY": "sk_test_sandbox"}
        given |= {"STRIPE_WEBHOOK_SECRET": "whsec_sandbox", "SITE_URL": url}
        for name, value in given.items():
            setattr(settings, name, value)
        # Whoever waits here rings the bell; a relay that asks twenty times a second takes time from the browser.
        stage.environment |= given | {"OUTBOX_POLL_MS": "500"}
        stage.mail_server(mailbox)
        stage.worker(concurrency=2)
        stage.relay()
        platform = Platform(browser, url, stage, sandbox, mailbox)
        try:
            yield platform
        finally:
            for context in platform.contexts:
                context.close()
