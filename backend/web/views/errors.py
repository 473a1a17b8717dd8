"""What a reader sees when a page cannot be shown; programs get a problem document instead."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from backend.core.middleware import FOR_PROGRAMS, problem_response


def _answer(request: HttpRequest, status: int, code: str, title: str, *, bare: bool = False) -> HttpResponse:
    if request.path.startswith(FOR_PROGRAMS):
        return problem_response(status, code, title)
    template = f"web/errors/{status}.html"
    if bare:
        return HttpResponse(render_to_string(template, {"title": title}), status=status)
    return render(request, template, {"title": title}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django calls it so
    return _answer(request, 400, "bad_request", _("We could not understand this request."), bare=True)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django calls it so
    return _answer(request, 403, "not_allowed", _("You may not open this page."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django calls it so
    return _answer(request, 404, "not_found", _("We could not find this page."))


def server_error(request: HttpRequest) -> HttpResponse:
    # Whatever broke may be what the page's frame needs too, so this page stands alone.
    return _answer(request, 500, "server_error", _("Something went wrong on our side."), bare=True)


def form_expired(request: HttpRequest, **_facts: Any) -> HttpResponse:
    """Django's check against forged forms failed: nearly always an old page, so the way on is to reload it."""
    return render(request, "web/errors/expired.html", {"back": request.path}, status=403)
