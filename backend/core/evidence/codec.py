"""Frozen dataclasses to and from JSON data, strictly: what is unknown, missing or of another type is refused."""

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, datetime
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

PLAIN = frozenset({int, str, bool})


class Unreadable(Exception):
    """Data is not what it says it is. `code` is a stable word, `where` a dotted path to the field."""

    def __init__(self, code: str, where: str) -> None:
        super().__init__(f"{code}: {where}")
        self.code, self.where = code, where


def encode(value: Any) -> Any:
    """Return `value` as JSON data. Dataclasses become objects, fractions "n/d", times ISO 8601 in UTC."""
    if type(value) in PLAIN:
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {name: encode(getattr(value, name)) for name in _hints(type(value))}
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    return value.value if isinstance(value, StrEnum) else value


def decode(kind: Any, data: Any, where: str = "") -> Any:
    """Return `data` as a `kind`: a dataclass, an enum, int, bool, str, datetime, Fraction, tuple or optional of them.

    Raises Unreadable.
    """
    if kind in PLAIN:
        if type(data) is not kind:
            raise Unreadable("wrong_type", where)
        return data
    if get_origin(kind) in {types.UnionType, Union}:
        return _optional(kind, data, where)
    if get_origin(kind) is tuple:
        if not isinstance(data, list):
            raise Unreadable("not_a_list", where)
        return tuple(decode(get_args(kind)[0], item, f"{where}.{number}") for number, item in enumerate(data))
    if is_dataclass(kind) and isinstance(kind, type):
        return _dataclass(kind, data, where)
    if isinstance(kind, type) and issubclass(kind, StrEnum | datetime | Fraction):
        return _from_text(kind, data, where)
    raise Unreadable("wrong_type", where)


def _optional(kind: Any, data: Any, where: str) -> Any:
    if data is None:
        return None
    (inner,) = (part for part in get_args(kind) if part is not types.NoneType)
    return decode(inner, data, where)


def _dataclass(kind: type, data: Any, where: str) -> Any:
    if not isinstance(data, Mapping):
        raise Unreadable("not_an_object", where)
    hints = _hints(kind)
    for name in data:
        if name not in hints:
            raise Unreadable("unknown_key", f"{where}.{name}".lstrip("."))
    for name in _needed(kind):
        if name not in data:
            raise Unreadable("missing_key", f"{where}.{name}".lstrip("."))
    # JSON knows no other value of these types than the one that it is, so most fields need no second look.
    return kind(
        **{
            name: part if type(part) is hints[name] else decode(hints[name], part, f"{where}.{name}".lstrip("."))
            for name, part in data.items()
        }
    )


@cache
def _hints(kind: type) -> dict[str, Any]:
    """The fields of a dataclass with their types. Looking them up costs ten times what reading the data costs."""
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


@cache
def _needed(kind: type) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind) if one.default is MISSING and one.default_factory is MISSING)


def _from_text(kind: Any, data: Any, where: str) -> Any:
    if not isinstance(data, str):
        raise Unreadable("wrong_type", where)
    try:
        if issubclass(kind, datetime):
            moment = datetime.fromisoformat(data)
            if moment.tzinfo is None:
                raise Unreadable("time_without_zone", where)
            return moment.astimezone(UTC)
        if issubclass(kind, Fraction):
            parts = [int(part) for part in data.split("/")]
            if len(parts) != 2 or f"{parts[0]}/{parts[1]}" != data:  # noqa: PLR2004  numerator and denominator
                raise Unreadable("not_a_fraction", where)
            return Fraction(*parts)
        return kind(data)
    except (ValueError, ZeroDivisionError, OverflowError) as error:
        raise Unreadable("unknown_value", where) from error
