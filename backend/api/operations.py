"""One declaration a handler: what it takes, gives and needs. Parsing, repeats, shaping and the schema follow from it.

A handler is what remains: access, service, return the row.

    @operation(id="challenges_propose", summary="Propose a challenge", takes=ChallengeBody, gives=ChallengeShape,
               status=201, scope=Scope.PROGRAMMES_WRITE)
    def post(self, sprint_id: str, data: Data) -> Any:
        sprint = access.sprint_to_view(self.actor, sprint_id)
        return challenges.challenge_propose(actor=self.actor, sprint=sprint, **data)
"""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from django.http import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.enums import Scope
from backend.api import idempotency
from backend.api.filters import FilterSet
from backend.api.pagination import CURSOR, LIMIT, Together, page_of
from backend.api.shapes import Shape
from backend.core.checks import ensure
from backend.core.errors import Invalid

Data = dict[str, Any]
"""A body that its serializer has accepted."""
Handler = TypeVar("Handler", bound=Callable[..., Any])


@dataclass(frozen=True, kw_only=True)
class Operation:
    id: str
    summary: str
    description: str = ""
    takes: type[serializers.Serializer[Any]] | None = None
    asks: type[serializers.Serializer[Any]] | None = None
    gives: type[Shape] | None = None
    many: bool = False
    paged: bool = True
    ordering: tuple[str, ...] = ("-id",)
    filters: type[FilterSet] | None = None
    together: Together | None = None
    status: int = 200
    scope: Scope | None = None
    network: bool = False
    example: Mapping[str, Any] | None = None
    """A body, for the documentation."""
    errors: tuple[int, ...] = field(default=())


def operation(**declared: Any) -> Callable[[Handler], Handler]:
    """Declare a handler. `network=True`: its service talks to another server, so no transaction may be around it."""
    described = Operation(**declared)
    ensure(described.ordering[-1].lstrip("-") == "id", f"the order of {described.id} is total")

    def decorate(handler: Handler) -> Handler:
        @functools.wraps(handler)
        def run(view: APIView, request: Request, **path: Any) -> HttpResponseBase:
            return _perform(described, functools.partial(handler, view), request, path)

        run.operation = described  # type: ignore[attr-defined]  # functions take attributes; `operation_of` reads this one
        return run  # type: ignore[return-value]  # what runs has the handler's name and is called like it

    return decorate


def operation_of(view: APIView, method: str) -> Operation | None:
    handler = getattr(view, "get" if method == "HEAD" else method.lower(), None)
    return getattr(handler, "operation", None)


def _perform(
    described: Operation, handler: Callable[..., Any], request: Request, path: Mapping[str, Any]
) -> HttpResponseBase:
    arguments = dict(path)
    refuse_unknown_questions(described, request)
    if described.takes:
        arguments["data"] = validated(described.takes, request.data)
    if described.asks:
        # What else stands beside the question, filters and the place in the list, is read elsewhere.
        known = _names_of(described.asks)
        asked = {name: value for name, value in request.query_params.items() if name in known}
        arguments["asked"] = validated(described.asks, asked) if asked or _has_more(described.asks) else {}

    def act() -> Response:
        return _shaped(described, request, handler(**arguments))

    if request.method == "POST":
        body = request.data if described.takes else None
        return idempotency.answer_once(request, described.id, body, act, network=described.network)
    return act()


def refuse_unknown_questions(described: Operation, request: Request) -> None:
    """A misspelt filter must not answer with the whole list."""
    known = {LIMIT, CURSOR} if described.many else set()
    if described.filters is not None:
        known |= set(described.filters.base_filters)
    if described.asks is not None:
        known |= _names_of(described.asks)
    if unknown := [name for name in request.query_params if name not in known]:
        raise Invalid({name: _("There is no such filter.") for name in unknown})


@cache
def _names_of(kind: type[serializers.Serializer[Any]]) -> frozenset[str]:
    """Asked for once: each look at a serializer's fields copies them all."""
    return frozenset(kind().fields)


@cache
def _has_more(kind: type[serializers.Serializer[Any]]) -> bool:
    """Whether what nobody has asked has an answer or is missed: a default, a required field, a check of its own."""
    own = kind.validate is not serializers.Serializer.validate
    return own or any(one.required or one.default is not serializers.empty for one in kind().fields.values())


def validated(kind: type[serializers.Serializer[Any]], given: Any) -> Data:
    serializer = kind(data=given)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def _shaped(described: Operation, request: Request, result: Any) -> Response:
    if described.gives is None:
        return Response(status=described.status)
    if described.many:
        rows = _filtered(described, request, result)
        page = page_of(
            rows,
            described.gives,
            request,
            ordering=described.ordering,
            name=described.id,
            together=described.together,
        )
        return Response(page, status=described.status)
    return Response(described.gives(result).data, status=described.status)


def _filtered(described: Operation, request: Request, rows: Any) -> Any:
    if described.filters is None or not described.filters.base_filters.keys() & request.query_params.keys():
        return rows
    if empty := [
        name
        for name, each in described.filters.base_filters.items()
        if "choices" in each.extra and request.query_params.get(name) == ""
    ]:
        raise Invalid({name: _("Please choose one of the offered values.") for name in empty})
    return described.filters.applied(request.query_params, rows, request)
