"""Errors of the domain become pages that say what is wrong and what to do."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from backend.core.errors import Conflict, DomainError, LimitReached, NotFound, SlowDown

FRAMED = "/embed/"


class FramedMiddleware:
    """Cards in other people's pages: whoever looks is nobody, and no cookie goes either way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(FRAMED):
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        response = self.get_response(request)
        response.cookies.clear()
        # Neither who asks nor which language they read makes a difference: the address says it all.
        del response["Vary"]
        return response


class DomainErrorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DomainError) or request.path.startswith(("/api/", "/webhooks/")):
            return None
        if isinstance(exception, NotFound):
            return render(request, "web/errors/404.html", {"error": exception}, status=404)
        back = request.META.get("HTTP_REFERER", "")
        known = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
        if isinstance(exception, Conflict | LimitReached) and request.method == "POST" and known:
            messages.error(request, str(exception.message))
            return HttpResponseRedirect(back)
        response = render(request, "web/errors/error.html", {"error": exception}, status=exception.status)
        if isinstance(exception, SlowDown):
            response["Retry-After"] = str(exception.retry_after)
        return response
