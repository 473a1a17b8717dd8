"""Every error leaves as RFC 9457 `application/problem+json`: ours, those of the framework and those nobody expected."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import structlog
from django.core import exceptions as django_errors
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.http import Http404, UnreadablePostError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from psycopg_pool import PoolTimeout
from rest_framework import exceptions
from rest_framework.response import Response

from backend.core.errors import DomainError, Invalid, SlowDown

log = structlog.get_logger(__name__)
MEDIA_TYPE = "application/problem+json"
WHOLE = ""
"""Name under which errors stand that belong to no single field."""


class Words(NamedTuple):
    code: str
    title: str | Promise


FRAMEWORK_WORDS: dict[type[Exception], Words] = {
    exceptions.ParseError: Words("malformed", _("This is not valid JSON.")),
    exceptions.NotAuthenticated: Words("not_authenticated", _("This needs a token: Authorization: Bearer …")),
    exceptions.AuthenticationFailed: Words("token_invalid", _("This token is not valid, or not valid any more.")),
    exceptions.PermissionDenied: Words("not_allowed", _("You are not allowed to do this.")),
    exceptions.NotFound: Words("not_found", _("We could not find this.")),
    exceptions.MethodNotAllowed: Words("method_not_allowed", _("This address does not take this method.")),
    exceptions.NotAcceptable: Words("not_acceptable", _("This address answers in JSON only.")),
    exceptions.UnsupportedMediaType: Words(
        "unsupported_media_type", _("Please send JSON: Content-Type: application/json.")
    ),
    exceptions.Throttled: Words("throttled", _("Too many requests. Please slow down.")),
}


class TooLarge(exceptions.APIException):
    status_code = 413
    default_code = "too_large"


FRAMEWORK_WORDS[TooLarge] = Words("too_large", _("This is too large."))
UNREACHABLE = (OperationalError, InterfaceError, PoolTimeout)


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:  # noqa: PLR0911  one answer a kind
    """Shape `error`. None hands it on: a lost database is answered by the middleware that also guards the pages."""
    match error:
        case DomainError():
            return domain_problem(error)
        case exceptions.ValidationError():
            return domain_problem(Invalid(flat_errors(error.detail)))
        case exceptions.APIException():
            return framework_problem(error)
        case Http404():
            return framework_problem(exceptions.NotFound())
        case django_errors.PermissionDenied():
            return framework_problem(exceptions.PermissionDenied())
        case django_errors.RequestDataTooBig():
            return framework_problem(TooLarge())
        case django_errors.SuspiciousOperation() | UnreadablePostError():
            return problem(400, "bad_request", str(_("We could not understand this request.")))
        case _ if isinstance(error, UNREACHABLE):
            return None
        case _:
            return unexpected_problem(error, context)


def domain_problem(error: DomainError) -> Response:
    facts = {name: value for name, value in error.facts.items() if name not in {"title", "status", "code", "type"}}
    if isinstance(error, Invalid):
        facts["errors"] = {name: [str(text) for text in texts] for name, texts in error.fields.items()}
    response = problem(error.status, error.code, str(error.message), **facts)
    if isinstance(error, SlowDown):
        response["Retry-After"] = str(error.retry_after)
    return response


def framework_problem(error: exceptions.APIException) -> Response:
    words = next((FRAMEWORK_WORDS[kind] for kind in type(error).__mro__ if kind in FRAMEWORK_WORDS), None)
    code, title = words or Words(str(error.default_code), str(error.detail))
    response = problem(error.status_code, code, str(title))
    if header := getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = header
    if wait := getattr(error, "wait", None):
        response["Retry-After"] = str(int(wait) + 1)
    return response


def unexpected_problem(error: Exception, context: Mapping[str, Any]) -> Response:
    """Tell the operators everything and the caller nothing but the request's id."""
    log.error("unexpected_error", exc_info=error)
    got_request_exception.send(sender=exception_handler, request=context.get("request"))
    return problem(500, "internal", str(_("Something went wrong on our side. It has been noted.")))


def problem(status: int, code: str, title: str, **facts: Any) -> Response:
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    body = {"type": "about:blank", "title": title, "status": status, "code": code, "request_id": request_id, **facts}
    return Response(body, status=status, content_type=MEDIA_TYPE)


def flat_errors(detail: Any, prefix: str = "") -> dict[str, list[str]]:
    """Turn the framework's nested errors into one list per dotted path: `links.0.url`."""
    if isinstance(detail, Mapping):
        pairs: Sequence[tuple[str, Any]] = [(str(name), part) for name, part in detail.items()]
    elif isinstance(detail, list) and any(isinstance(part, Mapping | list) for part in detail):
        pairs = [(str(index), part) for index, part in enumerate(detail)]
    else:
        return {prefix: [str(text) for text in (detail if isinstance(detail, list) else [detail])]}
    flat: dict[str, list[str]] = {}
    for name, part in pairs:
        own = prefix if name == "non_field_errors" else f"{prefix}.{name}".lstrip(".")
        flat |= flat_errors(part, own) if part else {}
    return flat
