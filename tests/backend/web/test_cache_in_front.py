"""The cache of the compose file, where nginx is at hand: what it keeps, and what it must never keep."""

import getpass
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from backend.local.embedded import free_port
from programmes.models import Sprint
from tests.factories.accounts import UserFactory
from tests.factories.programmes import SprintFactory

pytestmark = [
    pytest.mark.skipif(shutil.which("nginx") is None, reason="needs nginx, which the containers bring"),
    pytest.mark.django_db(transaction=True),
]
CONFIGURATION = Path(__file__).parents[3] / "docs" / "cache.conf"
AROUND = """
user {user}; daemon off; pid {folder}/pid; error_log stderr error; events {{}}
http {{ access_log off; include {folder}/*.conf; }}
"""


@pytest.fixture
def front(live_server: Any, tmp_path: Path, settings: Any) -> Iterator[httpx.Client]:
    """The same configuration, with the addresses of this test in it."""
    settings.SHARED_PAGES = True
    port, behind = free_port(), re.sub(r"^https?://", "", live_server.url)
    text = CONFIGURATION.read_text()
    changed = {"web:8000": behind, "listen 8080": f"listen 127.0.0.1:{port}", "/tmp/": f"{tmp_path}/"}  # noqa: S108  the container's
    for there, here in changed.items():
        assert there in text
        text = text.replace(there, here)
    (tmp_path / "cache.conf").write_text(text)
    (tmp_path / "nginx").write_text(AROUND.format(folder=tmp_path, user=getpass.getuser()))
    process = subprocess.Popen(["nginx", "-p", str(tmp_path), "-c", str(tmp_path / "nginx")])  # noqa: S607  found above
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=60) as client:
            wait_until_up(client)
            yield client
    finally:
        process.terminate()
        process.wait(10)


def wait_until_up(client: httpx.Client) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            client.get("/healthz")
        except httpx.TransportError:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        else:
            return


def how(answer: httpx.Response) -> str:
    assert answer.status_code == 200
    return answer.headers["X-Cache"]


@pytest.fixture
def page() -> str:
    sprint: Sprint = SprintFactory.create(title="Nachbarschaft")
    return f"/sprints/{sprint.slug}/"


def test_the_second_visitor_does_not_reach_the_web_process(front: httpx.Client, page: str) -> None:
    first = front.get(page)
    Sprint.objects.update(title="Umbenannt")
    again = front.get(page)
    assert (how(first), how(again)) == ("MISS", "HIT")
    assert first.text == again.text
    assert "Nachbarschaft" in again.text


def test_languages_and_fragments_are_kept_apart(front: httpx.Client, page: str) -> None:
    german, english = front.get(page), front.get(page, headers={"Accept-Language": "en-GB,en;q=0.9"})
    chosen = front.get(page, headers={"Cookie": "django_language=en"})
    other = front.get(page, headers={"Accept-Language": "fr"})
    part = front.get(page, headers={"HX-Request": "true"})
    assert [how(one) for one in (german, english, chosen, other, part)] == ["MISS", "MISS", "HIT", "HIT", "MISS"]
    assert '<html lang="de"' in other.text
    assert english.text == chosen.text
    assert "<html" not in part.text


def test_who_is_signed_in_passes_by_it(front: httpx.Client, page: str) -> None:
    browser = Client()
    browser.force_login(UserFactory.create())
    session = f"{django_settings.SESSION_COOKIE_NAME}={browser.cookies[django_settings.SESSION_COOKIE_NAME].value}"
    own = front.get(page, headers={"Cookie": f"a=b; {session}"})
    stranger = front.get(page)
    again = front.get(page, headers={"Cookie": session})
    assert [how(one) for one in (own, stranger, again)] == ["BYPASS", "MISS", "BYPASS"]
    assert own.text != stranger.text
    assert "private" in own.headers["Cache-Control"]


def test_forms_and_errors_are_not_kept(front: httpx.Client) -> None:
    for address in (reverse("account_login"), "/sprints/gibt-es-nicht/"):
        answers = [front.get(address) for _number in range(2)]
        assert [one.headers.get("X-Cache", "MISS") for one in answers] == ["MISS"] * 2, address


def test_a_page_that_has_gone_stale_is_renewed(front: httpx.Client, page: str) -> None:
    front.get(page)
    Sprint.objects.update(title="Umbenannt")
    cache.clear()
    deadline = time.monotonic() + 9
    while "Umbenannt" not in front.get(page).text:
        assert time.monotonic() < deadline, "a visitor saw a page that was older than it may be"
        time.sleep(0.3)
