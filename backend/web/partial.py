"""Lists that htmx may ask for without the page around them; without scripts the same address gives the whole page."""

from collections.abc import Callable, Mapping
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


def render_run(
    request: HttpRequest,
    page: str,
    progress: str,
    context: Mapping[str, Any],
    *,
    is_running: bool,
    whole: Callable[[], Mapping[str, Any]] = dict,
) -> HttpResponse:
    """Render the page of what a worker does, with what it is `whole` of, or for htmx its `progress` while it runs.

    Once it has ended, the whole page has more to show than the place of the progress: htmx then loads it anew.
    """
    asked = is_partial(request)
    if asked and is_running:
        response = render(request, progress, dict(context))
    else:
        response = render(request, page, {**context, **whole()})
        if asked:
            response["HX-Refresh"] = "true"
    patch_vary_headers(response, ("HX-Request",))
    return response
