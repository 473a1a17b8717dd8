"""Pages of objects, newest first, with Stripe's cursors."""

from collections.abc import Iterable

from funding.sandbox.call import Call, unsupported_refused
from funding.sandbox.errors import ApiError, no_such
from funding.sandbox.store import JsonObject, public

_LONGEST_PAGE = 100
_USUAL_PAGE = 10
_NOT_FILTERS = {"limit", "starting_after", "ending_before", "expand", "type", "types"}
_RANGES = ("created", "amount", "arrival_date")
_UNSUPPORTED = ("attach_to_self", "delivery_success")


def listed(call: Call, kind: str, **fixed: str) -> JsonObject:
    """A page of a kind; every parameter that is no cursor filters by the field of its name, or is refused."""
    unsupported_refused(call.params, _UNSUPPORTED)
    limit = _limit(call)
    _cursors_known(call)
    found = call.sandbox.store.newest_first(
        kind,
        account=call.account,
        equal=fixed | _equal(call.params),
        between={name: _range(call.params[name]) for name in _RANGES if name in call.params},
        like={"type": types} if (types := _types(call.params)) else {},
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


def _equal(params: JsonObject) -> dict[str, str]:
    """Texts by their path: ``customer_details[email]`` is ``customer_details.email``."""
    found: dict[str, str] = {}
    for name, value in params.items():
        if name in _NOT_FILTERS or name in _RANGES:
            continue
        nested = value if isinstance(value, dict) else {"": value}
        found |= {f"{name}.{inner}".rstrip("."): str(wish) for inner, wish in nested.items()}
    return found


def _range(given: object) -> dict[str, int]:
    if isinstance(given, dict):
        return {str(operator): int(number) for operator, number in given.items()}
    return {"gte": given, "lte": given} if isinstance(given, int) else {}


def _types(params: JsonObject) -> list[str]:
    """The types of events may be patterns, such as ``charge.*``."""
    return [params["type"]] if "type" in params else list(params.get("types", []))
