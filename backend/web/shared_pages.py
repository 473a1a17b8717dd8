"""Public pages for visitors whom nobody knows: rendered once in two seconds, however many reload.

How old a page can be adds up: kept here FRESH, handed out once more while somebody renders it anew (STALE), kept by a
cache in front PROXY_FRESH, and by it while it asks again (PROXY_STALE). That stays below ten seconds.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Final

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import get_language

from backend.core import clock
from backend.web.partial import is_partial

FRESH, STALE, PROXY_FRESH, PROXY_STALE = 2, 2, 2, 3
OLDEST = FRESH + STALE + PROXY_FRESH + PROXY_STALE
MOST_IN_MEMORY, LONGEST_ADDRESS = 256, 300
KEPT_HEADERS = ("Content-Type", "Content-Language", "Vary", "HX-Trigger")
VARY = ("Cookie", "Accept-Language", "HX-Request")
HTTP_OK: Final = 200
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Kept:
    made_at: datetime
    headers: dict[str, str]
    body: bytes
    etag: str

    def age(self) -> float:
        return (clock.now() - self.made_at).total_seconds()


_memory: OrderedDict[str, Kept] = OrderedDict()
"""In front of the shared cache: what this process has seen in the last seconds."""


def shared_page(view: View) -> View:
    """Let all visitors without a session have one answer; who has one gets an answer of their own, kept nowhere."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not settings.SHARED_PAGES:
            return view(request, *args, **kwargs)
        if not _is_for_everybody(request):
            response = view(request, *args, **kwargs)
            patch_cache_control(response, private=True, no_cache=True)
            return response
        key = _key(request)
        kept = _find(key)
        if kept is None or not _is_good(kept, key):
            response = view(request, *args, **kwargs)
            if not _may_be_kept(request, response):
                return response
            kept = _keep(key, response)
        return _answer(request, kept)

    return answer


def _is_for_everybody(request: HttpRequest) -> bool:
    """A session or a message in a cookie is somebody's own; so is whatever is not a mere question."""
    own = {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name} & request.COOKIES.keys()
    return request.method in {"GET", "HEAD"} and not own and len(request.get_full_path()) <= LONGEST_ADDRESS


def _key(request: HttpRequest) -> str:
    facts = (request.get_host(), request.scheme, request.get_full_path(), get_language(), is_partial(request))
    return "page:" + hashlib.sha256(repr(facts).encode()).hexdigest()


def _find(key: str) -> Kept | None:
    kept = _memory.get(key)
    if kept is None or kept.age() >= FRESH:
        # Another process may have rendered it since.
        kept = cache.get(key) or kept
        if kept is not None:
            _remember(key, kept)
    return kept


def _is_good(kept: Kept, key: str) -> bool:
    """Fresh; or a little older, while somebody else is rendering it: else all would, just when most come."""
    age = kept.age()
    return age < FRESH or (age < FRESH + STALE and not cache.add(_turn(key, kept), 1, STALE))


def _turn(key: str, kept: Kept) -> str:
    """Whoever writes this first renders the next one after `kept`."""
    return f"{key}:after:{kept.made_at.timestamp()}"


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    sets_a_cookie = bool(response.cookies) or request.META.get("CSRF_COOKIE_NEEDS_UPDATE", False)
    return response.status_code == HTTP_OK and not response.streaming and not sets_a_cookie


def _keep(key: str, response: HttpResponse) -> Kept:
    body = response.content
    headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    kept = Kept(clock.now(), headers, body, f'"{hashlib.sha256(body).hexdigest()[:32]}"')
    _remember(key, kept)
    cache.set(key, kept, FRESH + STALE)
    return kept


def _remember(key: str, kept: Kept) -> None:
    _memory[key] = kept
    _memory.move_to_end(key)
    while len(_memory) > MOST_IN_MEMORY:
        _memory.popitem(last=False)


def _answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    response = HttpResponse(kept.body, headers=kept.headers)
    response["ETag"] = kept.etag
    response["Cache-Control"] = f"public, max-age=0, s-maxage={PROXY_FRESH}, stale-while-revalidate={PROXY_STALE}"
    patch_vary_headers(response, VARY)
    found = get_conditional_response(request, etag=kept.etag, response=response)
    return found if isinstance(found, HttpResponse) else response
