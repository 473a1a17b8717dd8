"""Guards that stand before everything else."""

from collections.abc import Callable

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import resolve
from django.utils.translation import gettext as _
from psycopg_pool import PoolTimeout

from backend.core.ids import new_public_id

log = structlog.get_logger(__name__)
GetResponse = Callable[[HttpRequest], HttpResponse]
RETRY_AFTER_SECONDS = 10
PROBES = frozenset({"/healthz", "/readyz"})


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
        title = _("The service is briefly unavailable. Please try again in a few seconds.")
        if request.path.startswith(("/api/", "/webhooks/")):
            problem = {"type": "about:blank", "title": title, "status": 503, "code": "unavailable"}
            return JsonResponse(problem, status=503, headers=headers, content_type="application/problem+json")
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
        if declared.isdigit() and int(declared) <= settings.REQUEST_BODY_MAX_BYTES:
            return self.get_response(request)
        title = _("This is too large. Please send at most %(megabytes)s MB.") % {
            "megabytes": settings.REQUEST_BODY_MAX_BYTES // 1024 // 1024,
        }
        if request.path.startswith(("/api/", "/webhooks/")):
            problem = {"type": "about:blank", "title": title, "status": 413, "code": "too_large"}
            return JsonResponse(problem, status=413, content_type="application/problem+json")
        return HttpResponse(render_to_string("web/errors/413.html", {"title": title}), status=413)
