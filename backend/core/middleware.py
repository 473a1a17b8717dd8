"""Guards that stand before everything else."""

import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import resolve
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _
from psycopg_pool import PoolTimeout

from backend.core.ids import new_public_id

log = structlog.get_logger(__name__)
GetResponse = Callable[[HttpRequest], HttpResponse]
RETRY_AFTER_SECONDS = 10
PROBES = frozenset({"/healthz", "/readyz"})
FOR_PROGRAMS = ("/api/", "/webhooks/")


def problem_response(status: int, code: str, title: str, headers: Mapping[str, str] | None = None) -> JsonResponse:
    """Answer a program with RFC 9457, where the API's own shaping of errors is not reached."""
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    problem = {"type": "about:blank", "title": title, "status": status, "code": code, "request_id": request_id}
    return JsonResponse(problem, status=status, headers=headers, content_type="application/problem+json")


def in_language_of(request: HttpRequest) -> AbstractContextManager[None]:
    """For guards that stand before the middleware that chooses the language: else it is that of whoever came before."""
    return override(get_language_from_request(request))


class RequestContextMiddleware:
    """Every log line of a request carries its id; the answer carries it too, for support."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = new_public_id("req")
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        response = self.get_response(request)
        response["X-Request-Id"] = request_id
        return response


class DatabaseDownMiddleware:
    """Without the database the honest answer is 503 and when to come back."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        except (OperationalError, InterfaceError, PoolTimeout) as error:
            return self._unavailable(request, error)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, OperationalError | InterfaceError | PoolTimeout):
            return self._unavailable(request, exception)
        return None

    def _unavailable(self, request: HttpRequest, error: Exception) -> HttpResponse:
        log.error("database_unavailable", error=type(error).__name__)
        headers = {"Retry-After": str(RETRY_AFTER_SECONDS)}
        with in_language_of(request):
            title = _("The service is briefly unavailable. Please try again in a few seconds.")
            if request.path.startswith(FOR_PROGRAMS):
                return problem_response(503, "unavailable", title, headers)
            page = render_to_string("web/errors/503.html", {"title": title})
            return HttpResponse(page, status=503, headers=headers)


class ProbeMiddleware:
    """Probes come by address and without encryption: the container's own, the proxy's, an orchestrator's.

    So they are answered before anything asks by which name or scheme we were called.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info in PROBES:
            answer: HttpResponse = resolve(request.path_info).func(request)
            return answer
        return self.get_response(request)


class BodySizeMiddleware:
    """Refuses a body by its declared length before a byte of it is read."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        declared = request.META.get("CONTENT_LENGTH") or "0"
        most = _most_bytes(request.path_info)
        if declared.isdigit() and int(declared) <= most:
            return self.get_response(request)
        with in_language_of(request):
            title = _("This is too large. Please send at most %(megabytes)s MB.") % {
                "megabytes": most // 1024 // 1024,
            }
            if request.path.startswith(FOR_PROGRAMS):
                return problem_response(413, "too_large", title)
            return HttpResponse(render_to_string("web/errors/413.html", {"title": title}), status=413)


def _most_bytes(path: str) -> int:
    larger = (most for pattern, most in settings.LARGER_BODIES.items() if re.fullmatch(pattern, path))
    return next(larger, settings.REQUEST_BODY_MAX_BYTES)
