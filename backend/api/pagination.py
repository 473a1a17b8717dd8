"""Lists answer `{"results": […], "next": …}`; `next` holds an opaque cursor, so pages stay right while rows arrive.

A cursor is the place of the last row in the order of the list, encrypted: it shows no key, cannot be made up, and
belongs to one list and its filters. The next page is a comparison with that place, not an offset that has to be counted
through.
"""

import base64
import hashlib
import json
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from backend.api.shapes import Shape, columns_of, shape_rows
from backend.core.errors import Invalid

CURSOR = "cursor"
LIMIT = "limit"
DEFAULT_LIMIT = 50
MAX_LIMIT = 200


Together = Callable[[list[Any]], list[Any]]


def page_of(
    rows: Any,
    shape: type[Shape],
    request: Request,
    *,
    ordering: tuple[str, ...],
    name: str,
    together: Together | None = None,
) -> dict[str, Any]:
    """Return one page of `rows` as the API shows it. A selector's finished list is one page.

    `together` reads what is asked for all rows of a page at once, and returns what is shaped.
    """
    if not isinstance(rows, QuerySet):
        return {"results": shape_rows(shape, rows), "next": None}
    limit = _limit(request.query_params.get(LIMIT))
    cursor = request.query_params.get(CURSOR)
    mark = _mark(request, name)
    if cursor is not None:
        rows = rows.filter(_after(ordering, _open(cursor, mark, len(ordering))))
    rows = rows.order_by(*ordering)
    plan = None if together else columns_of(shape)
    if plan is not None:
        # Columns need no instances, so nothing is fetched beside them.
        rows = rows.prefetch_related(None).values(
            *{column for _name, column, _convert in plan} | {term.lstrip("-") for term in ordering}
        )
    found = list(rows[: limit + 1])
    page = found[:limit]
    place = [_value(page[-1], term.lstrip("-")) for term in ordering] if len(found) > limit else None
    shown = together(page) if together else page
    return {"results": shape_rows(shape, shown), "next": place and _next_url(request, _seal(place, mark))}


def _mark(request: Request, name: str) -> str:
    """What a cursor belongs to: this list at this address with these filters; the rows a page may change."""
    chosen = sorted((word, value) for word, value in request.query_params.items() if word not in {CURSOR, LIMIT})
    return hashlib.sha256(json.dumps([name, request.path, chosen]).encode()).hexdigest()


def _limit(given: str | None) -> int:
    if given is None:
        return DEFAULT_LIMIT
    if given.isascii() and given.isdigit() and len(given) <= len(str(MAX_LIMIT)) and 1 <= int(given) <= MAX_LIMIT:
        return int(given)
    raise Invalid({LIMIT: _("Please send a number from 1 to %(most)s.") % {"most": MAX_LIMIT}})


def _after(ordering: tuple[str, ...], place: list[Any]) -> Q:
    """Rows behind `place`: greater in the first term, or equal there and greater in the second, and so on."""
    condition, equal = Q(), Q()
    for term, value in zip(ordering, place, strict=True):
        column, direction = term.lstrip("-"), "lt" if term.startswith("-") else "gt"
        condition |= equal & Q(**{f"{column}__{direction}": value})
        equal &= Q(**{column: value})
    return condition


def _value(row: Any, column: str) -> Any:
    value = row[column] if isinstance(row, dict) else getattr(row, column)
    return value.isoformat() if isinstance(value, date) else value


def _next_url(request: Request, cursor: str) -> str:
    query = request.query_params.copy()
    query[CURSOR] = cursor
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


@cache
def _box(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"api cursor " + secret.encode()).digest()))


def _seal(place: list[Any], mark: str) -> str:
    return _box(settings.SECRET_KEY).encrypt(json.dumps([mark, *place]).encode()).decode()


def _open(cursor: str, mark: str, length: int) -> list[Any]:
    try:
        found = json.loads(_box(settings.SECRET_KEY).decrypt(cursor.encode()))
    except (InvalidToken, ValueError):
        found = None
    if not found or found[0] != mark or len(found) != length + 1:
        raise Invalid({CURSOR: _("This cursor does not belong to this list. Please start again without it.")})
    return list(found[1:])
