"""Lists that htmx may ask for without the page around them; without scripts the same address gives the whole page."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def is_partial(request: HttpRequest) -> bool:
    """Whether htmx asks for the results alone; after going back in the history it wants the page."""
    return bool(request.headers.get("HX-Request")) and not request.headers.get("HX-History-Restore-Request")


def render_list(request: HttpRequest, page: str, context: Mapping[str, Any], results: str = "") -> HttpResponse:
    """Render `page`, or the `results` of the same folder, and let no cache mistake one for the other."""
    part = results or f"{page.rpartition('/')[0]}/results.html"
    response = render(request, part if is_partial(request) else page, dict(context))
    patch_vary_headers(response, ("HX-Request",))
    return response
