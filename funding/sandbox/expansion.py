"""``expand``: ids in an answer replaced by the objects that they name."""

from collections.abc import Iterable

from funding.sandbox.errors import ApiError
from funding.sandbox.lists import list_object
from funding.sandbox.sandbox import Sandbox
from funding.sandbox.store import JsonObject, public

_DEEPEST = 4


def expanded(sandbox: Sandbox, body: JsonObject, paths: Iterable[str], *, account: str) -> JsonObject:
    """A copy of the object in which every path leads to a whole object."""
    answer = public(body)
    for path in paths:
        steps = path.split(".")
        if len(steps) > _DEEPEST:
            message = f"You cannot expand more than {_DEEPEST} levels of a property (here: {path})."
            raise ApiError(message, param="expand")
        _expand(sandbox, answer, steps, path, account)
    return answer


def _expand(sandbox: Sandbox, here: JsonObject, steps: list[str], path: str, account: str) -> None:
    name, *rest = steps
    if name not in here and not _include(sandbox, here, name, account):
        message = f"This property cannot be expanded ({path}). You may want to try expanding another property."
        raise ApiError(message, param="expand")
    value = here[name]
    if isinstance(value, str):
        value = _object_named(sandbox, value, path, account)
        here[name] = value
    for inner in value if isinstance(value, list) else [value]:
        if rest and isinstance(inner, dict):
            _expand(sandbox, inner, rest, path, account)


def _object_named(sandbox: Sandbox, object_id: str, path: str, account: str) -> JsonObject:
    found = sandbox.store.find(object_id, account=account) or sandbox.store.find(object_id)
    if found is None:
        found = sandbox.store.find(object_id, account=sandbox.store.account_of(object_id))
    if found is None:
        message = f"This property cannot be expanded ({path})."
        raise ApiError(message, param="expand")
    return public(found)


def _include(sandbox: Sandbox, here: JsonObject, name: str, account: str) -> bool:
    """Lists that Stripe leaves out unless they are asked for."""
    match here.get("object"), name:
        case "checkout.session", "line_items":
            session = sandbox.store.find(here["id"], account=account)
            items = [] if session is None else session["_line_items"]
            here[name] = list_object(items, url=f"/v1/checkout/sessions/{here['id']}/line_items")
        case "charge", "refunds":
            found = sandbox.store.newest_first("refund", account=account, equal={"charge": here["id"]})
            here[name] = list_object(map(public, found), url=f"/v1/charges/{here['id']}/refunds")
        case _:
            return False
    return True
