"""Cards and lists for other people's pages: in a frame, without cookies, scripts or a session, alike for everybody."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from csp.constants import NONE, SELF
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import override
from django.views.decorators.http import require_safe

from backend.core.errors import NotFound
from programmes import access
from programmes.selectors.solutions import solutions_public

SHOWN: Final = 12
FRESH_SECONDS, STALE_SECONDS = 300, 3_600
LANGUAGES: Final = ("de", "en")
POLICY: Final = {
    "default-src": [NONE],
    "script-src": [NONE],
    "connect-src": [NONE],
    "manifest-src": [NONE],
    "style-src": [SELF],
    # Badges have their icons in the style sheet.
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "form-action": [NONE],
    "base-uri": [NONE],
    # Only here: a card can do nothing that somebody could be lured into.
    "frame-ancestors": ["*"],
}
FRAMES: Final = {"sprint": 640, "solution": 560, "project": 600}
"""Pages that can be shown in a frame, and how high it is."""
Card = Callable[..., dict[str, Any]]


def framed(template: str) -> Callable[[Card], Callable[..., HttpResponse]]:
    """Turn what a card shows into its page."""

    def made(card: Card) -> Callable[..., HttpResponse]:
        @require_safe
        @wraps(card)
        def view(request: HttpRequest, language: str, name: str) -> HttpResponse:
            with override(language):
                # Without the request, a template cannot even ask who looks.
                page = render_to_string(template, card(name))
            return _kept(request, page, language)

        return view

    return made


def _kept(request: HttpRequest, page: str, language: str) -> HttpResponse:
    answer = HttpResponse(page, headers={"Content-Language": language})
    answer["ETag"] = f'"{hashlib.sha256(page.encode()).hexdigest()[:32]}"'
    answer["Cache-Control"] = f"public, max-age={FRESH_SECONDS}, stale-while-revalidate={STALE_SECONDS}"
    found = get_conditional_response(request, etag=answer["ETag"], response=answer)
    given = found if isinstance(found, HttpResponse) else answer
    # Also with 304: a browser takes over the headers of that one for what it has kept.
    vars(given).update({"_csp_replace": POLICY, "xframe_options_exempt": True})
    return given


@framed("web/embed/sprint.html")
def sprint(name: str) -> dict[str, Any]:
    shown = access.sprint_to_view(None, name)
    return {"sprint": shown, "solutions": solutions_public(sprint=shown)[:SHOWN]}


@framed("web/embed/solution.html")
def solution(name: str) -> dict[str, Any]:
    shown = access.solution_to_view(None, name)
    return {"solution": shown, "version": shown.current_version}


@framed("web/embed/project.html")
def project(name: str) -> dict[str, Any]:
    shown = access.project_to_view(None, name)
    return {"project": shown, "version": shown.solution.current_version}


@require_safe
def how(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """What to copy into one's own page."""
    title = _title(kind, name)
    paths = {language: reverse(f"web:embed-{kind}", args=[language, name]) for language in LANGUAGES}
    frames = [
        {"language": language, "path": path, "url": f"{settings.SITE_URL}{path}", "height": FRAMES[kind]}
        for language, path in paths.items()
    ]
    back = reverse(f"web:{kind}", args=[name])
    return render(request, "web/embed/how.html", {"title": title, "frames": frames, "back": back, "kind": kind})


def _title(kind: str, name: str) -> str:
    """Of what everybody can see: nothing else can be shown elsewhere."""
    match kind:
        case "sprint":
            return access.sprint_to_view(None, name).title
        case "solution":
            shown = access.solution_to_view(None, name)
            return shown.current_version.title if shown.current_version else shown.team.name
        case "project":
            return access.project_to_view(None, name).title
        case _:
            raise NotFound
