"""`make screenshots`: every page × {phone, desk} × {German, English} of an invented platform, to look at."""

import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / ".local" / "screenshots"
SIZES = {"phone": (390, 844), "desk": (1280, 900)}
LANGUAGES = {"de": "de-DE", "en": "en-GB"}


def main() -> int:
    if "DATABASE_URL" not in os.environ:
        command = [sys.executable, "-m", "backend.local.run", "--", sys.executable, __file__, *sys.argv[1:]]
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "backend.settings.test", "PYTHONPATH": str(ROOT)}
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    import django

    django.setup()
    prepare()
    take(sys.argv[1:])
    return 0


def prepare() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("seed")


def take(wanted: list[str]) -> None:
    from tests.browser.crawl import find_pages
    from tools.browser import find

    visits = [visit for visit in find_pages() if not wanted or any(word in visit.name for word in wanted)]
    if not wanted:
        shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True, exist_ok=True)
    address = serve()
    started = time.monotonic()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find())
        for persona in sorted({visit.persona for visit in visits}):
            for size, (width, height) in SIZES.items():
                for language, locale in LANGUAGES.items():
                    context = browser.new_context(
                        viewport={"width": width, "height": height}, locale=locale, base_url=address
                    )
                    context.add_cookies(cookies(persona, language, address))
                    page = context.new_page()
                    for visit in visits:
                        if visit.persona == persona:
                            page.goto(visit.path, wait_until="networkidle")
                            page.screenshot(path=TARGET / f"{visit.name}--{size}-{language}.png", full_page=True)
                    context.close()
        browser.close()
    count = len(visits) * len(SIZES) * len(LANGUAGES)
    print(f"{len(visits)} pages, {count} pictures in {time.monotonic() - started:.0f} s: {TARGET.relative_to(ROOT)}")


def serve() -> str:
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    server = ThreadedWSGIServer(("127.0.0.1", 0), WSGIRequestHandler)
    server.set_app(StaticFilesHandler(get_wsgi_application()))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://localhost:{server.server_port}"


def cookies(persona: str, language: str, address: str) -> list[SetCookieParam]:
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    found: list[SetCookieParam] = [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": address}]
    if persona:
        users = get_user_model().objects.filter(email=f"{persona}@example.org")
        users.update(language=language)
        client = Client()
        client.force_login(users.get())
        found.append({"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address})
    return found


if __name__ == "__main__":
    sys.exit(main())
