"""Pages of objects, newest first, with Stripe's cursors."""

from collections.abc import Iterable

from funding.sandbox.call import Call
from funding.sandbox.errors import ApiError, no_such
from funding.sandbox.store import JsonObject, public

_LONGEST_PAGE = 100
_USUAL_PAGE = 10
_NOT_FILTERS = {"limit", "starting_after", "ending_before", "expand", "created"}


def listed(call: Call, kind: str, **fixed: str) -> JsonObject:
    """A page of a kind; every scalar parameter that is no cursor compares with the field of its name."""
    equal = fixed | {
        name: value for name, value in call.params.items() if name not in _NOT_FILTERS and isinstance(value, str)
    }
    limit = _limit(call)
    _cursors_known(call)
    found = call.sandbox.store.newest_first(
        kind,
        account=call.account,
        equal=equal,
        between=_created(call.params.get("created")),
        after=call.params.get("starting_after"),
        before=call.params.get("ending_before"),
        limit=limit + 1,
    )
    has_more = len(found) > limit
    page = found[-limit:] if "ending_before" in call.params else found[:limit]
    return list_object([public(body) for body in page], url=call.url, has_more=has_more)


def list_object(data: Iterable[JsonObject], *, url: str, has_more: bool = False) -> JsonObject:
    return {"object": "list", "data": list(data), "has_more": has_more, "url": url}


def _limit(call: Call) -> int:
    limit: int = call.params.get("limit", _USUAL_PAGE)
    if limit < 1:
        message = "This value must be greater than or equal to 1."
        raise ApiError(message, code="parameter_invalid_integer", param="limit")
    if limit > _LONGEST_PAGE:
        message = f"This value must be less than or equal to {_LONGEST_PAGE}."
        raise ApiError(message, code="parameter_invalid_integer", param="limit")
    return limit


def _cursors_known(call: Call) -> None:
    for name in ("starting_after", "ending_before"):
        cursor = call.params.get(name)
        if cursor is not None and call.sandbox.store.find(cursor, account=call.account) is None:
            raise no_such("object", cursor, param=name, status=400)


def _created(given: object) -> dict[str, int]:
    if isinstance(given, dict):
        return {str(operator): int(moment) for operator, moment in given.items()}
    return {"gte": given, "lte": given} if isinstance(given, int) else {}
