"""What a request may contain, read off the official library's own parameter types.

``stripe.params`` holds one TypedDict for every endpoint at exactly the pinned API version. They are looked up when an
endpoint is first called (the whole set would cost seconds), resolved once, and then used to refuse what Stripe refuses
and to turn form text into integers, booleans, lists and objects. The modules are imported by name because the library
is a description here, not a client.
"""

import re
import types
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import import_module
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from funding.sandbox.errors import ApiError
from funding.sandbox.forms import Tree
from funding.sandbox.store import JsonObject

Raw = str | Tree
_LONGEST_TEXT = 5_000
_POSITION = re.compile(r"^[0-9]{1,9}$")


@dataclass(frozen=True)
class Shape:
    """The fields of one parameter object and which of them must be there."""

    fields: dict[str, Any]
    required: frozenset[str]


@cache
def _shape(typed: type) -> Shape:
    options = import_module("stripe._request_options").RequestOptions.__annotations__
    own = {name: hint for name, hint in typed.__annotations__.items() if name not in options}
    module = import_module(typed.__module__)
    fields = get_type_hints(types.SimpleNamespace(__annotations__=own), globalns=vars(module))
    required: frozenset[str] = getattr(typed, "__required_keys__", frozenset())
    return Shape(fields, required & fields.keys())


@cache
def _endpoint(name: str) -> Shape:
    *folders, class_name = name.split(".")
    module = import_module(".".join(["stripe", "params", *folders]))
    return _shape(getattr(module, class_name))


def parameters_checked(name: str, raw: Tree) -> JsonObject:
    """The parameters of one call as values, or Stripe's refusal; ``name`` as in ``checkout.SessionCreateParams``."""
    return _object(_endpoint(name), raw, "")


def _object(shape: Shape, raw: Tree, prefix: str) -> JsonObject:
    unknown = sorted(raw.keys() - shape.fields.keys())
    if unknown:
        names = ", ".join(_named(prefix, name) for name in unknown)
        message = f"Received unknown parameter{'s' if len(unknown) > 1 else ''}: {names}"
        raise ApiError(message, code="parameter_unknown", param=_named(prefix, unknown[0]))
    for name in sorted(shape.required - raw.keys()):
        message = f"Missing required param: {_named(prefix, name)}."
        raise ApiError(message, code="parameter_missing", param=_named(prefix, name))
    return {name: _value(shape.fields[name], value, _named(prefix, name)) for name, value in raw.items()}


def _named(prefix: str, name: str) -> str:
    return f"{prefix}[{name}]" if prefix else name


def _value(hint: object, raw: Raw, param: str) -> object:
    members = _members(hint)
    return _nested(members, raw, param) if isinstance(raw, dict) else _scalar(members, raw, param)


def _members(hint: object) -> tuple[object, ...]:
    if get_origin(hint) in {Union, types.UnionType}:
        return tuple(member for part in get_args(hint) for member in _members(part))
    return (hint,)


def _nested(members: tuple[object, ...], raw: Tree, param: str) -> object:
    for member in members:
        if isinstance(member, type) and hasattr(member, "__required_keys__"):
            return _object(_shape(member), raw, param)
        if get_origin(member) is list:
            return _list(get_args(member)[0], raw, param)
        if get_origin(member) is dict:
            return {key: value and _value(get_args(member)[1], value, _named(param, key)) for key, value in raw.items()}
    message = f"Invalid {_kind_wanted(members)}: {param}"
    raise ApiError(message, param=param)


def _list(member: object, raw: Tree, param: str) -> list[object]:
    if not all(_POSITION.match(key) for key in raw):
        message = f"Invalid array: {param}"
        raise ApiError(message, param=param)
    return [_value(member, raw[key], _named(param, key)) for key in sorted(raw, key=int)]


def _kind_wanted(members: tuple[object, ...]) -> str:
    names: dict[object, str] = {int: "integer", bool: "boolean", float: "number"}
    return next((names[member] for member in members if member in names), "string")


def _scalar(members: tuple[object, ...], raw: str, param: str) -> object:
    words = [word for member in members if get_origin(member) is Literal for word in get_args(member)]
    if raw in words:
        return raw
    if raw == "":
        message = (
            f"You passed an empty string for '{param}'. We assume empty values are an attempt to unset a parameter; "
            f"however '{param}' cannot be unset. You should remove '{param}' from your request or supply a value."
        )
        raise ApiError(message, code="parameter_invalid_empty", param=param)
    for reader in (_boolean, _integer, _number):
        found = reader(members, raw)
        if found is not None:
            return found
    if [word for word in words if word] and not ({int, bool, float} & set(members)):
        raise _not_among(words, param)
    if str in members:
        return _text(raw, param)
    raise _unreadable(members, raw, param)


def _boolean(members: tuple[object, ...], raw: str) -> bool | None:
    return {"true": True, "false": False}.get(raw) if bool in members else None


def _integer(members: tuple[object, ...], raw: str) -> int | None:
    digits = raw.removeprefix("-")
    return int(raw) if int in members and digits.isascii() and digits.isdigit() and len(digits) < 19 else None  # noqa: PLR2004 - 64 bits


def _number(members: tuple[object, ...], raw: str) -> str | float | None:
    if float not in members and Decimal not in members:
        return None
    try:
        number = Decimal(raw)
    except InvalidOperation:
        return None
    if not number.is_finite():
        return None
    return float(number) if float in members else raw


def _text(raw: str, param: str) -> str:
    if len(raw) > _LONGEST_TEXT:
        message = f"Invalid string: {raw[:10]}...{raw[-10:]}; must be at most {_LONGEST_TEXT} characters"
        raise ApiError(message, param=param)
    return raw


def _not_among(words: list[str], param: str) -> ApiError:
    real = [word for word in words if word]
    listed = real[0] if len(real) == 1 else ", ".join(real[:-1]) + f", or {real[-1]}"
    name = param.rpartition("[")[2].rstrip("]")
    return ApiError(f"Invalid {name}: must be one of {listed}", param=param)


def _unreadable(members: tuple[object, ...], raw: str, param: str) -> ApiError:
    kind = _kind_wanted(members)
    if kind == "integer":
        return ApiError(f"Invalid integer: {raw}", code="parameter_invalid_integer", param=param)
    nested = any(get_origin(member) is list for member in members)
    label = kind if kind != "string" else "array" if nested else "object"
    return ApiError(f"Invalid {label}: {raw}", param=param)
