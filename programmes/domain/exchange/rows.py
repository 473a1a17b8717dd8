"""The tables of a sprint's package, column by column, and how a value stands in a cell.

The names are those of dribdat's Data Package wherever it has one. `id` names a row for good: whoever imports it keeps
it, so that a later package finds the row again. People stand in it under pseudonyms, without names and addresses.
"""

import dataclasses
import json
import types
import typing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Final, TypeVar

from backend.core.evidence.cells import Row, guarded, unguarded
from backend.core.evidence.layout import Column, Table

NONE: Final = ""
Link = dict[str, str]
RowType = TypeVar("RowType")
_known: Final[dict[str, tuple[tuple[str, str, bool], ...]]] = {}
"""Worked out once: there are thousands of rows."""


class Unfit(ValueError):
    """A cell does not hold what its column wants; the message names the column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    id: Annotated[str, "names the event"]
    name: Annotated[str, "its title"]
    summary: Annotated[str, "in short"] = ""
    description: Annotated[str, "about it, with little formatting (Markdown)"] = ""
    hashtags: Annotated[str, "hashtags"] = ""
    starts_at: Annotated[datetime, "when it begins"]
    ends_at: Annotated[datetime, "when it ends"]
    timezone: Annotated[str, "the clock that its place goes by, as in the IANA database"] = ""
    language: Annotated[str, "language of the texts"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryRow:
    id: Annotated[str, "short name of the category"]
    event_id: Annotated[str, "event"] = ""
    name: Annotated[str, "its name"]
    name_en: Annotated[str, "its name in English"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UserRow:
    id: Annotated[str, "pseudonym of somebody who was in a team; of this event alone"]
    username: Annotated[str, "the same pseudonym"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRow:
    id: Annotated[str, "names the challenge or the solution"]
    event_id: Annotated[str, "event"] = ""
    event_name: Annotated[str, "title of the event"] = ""
    name: Annotated[str, "title"]
    summary: Annotated[str, "in short"] = ""
    longtext: Annotated[str, "the whole text, with little formatting (Markdown)"] = ""
    language: Annotated[str, "language of the texts"] = ""
    is_challenge: Annotated[bool, "true: a problem to be worked on; false: a solution that was handed in"] = False
    phase: Annotated[str, "challenge, handed_in, selected or not_selected"] = ""
    progress: Annotated[int, "0 for a challenge, 30 handed in, 40 selected"] = 0
    category_id: Annotated[str, "category of a challenge"] = ""
    category_name: Annotated[str, "name of the category"] = ""
    challenge_id: Annotated[str, "challenge that a solution is for"] = ""
    team_id: Annotated[str, "names the team: id of the first of its solutions; empty: the row's own id"] = ""
    team_name: Annotated[str, "name of the team"] = ""
    team_pitch: Annotated[str, "what the team was up to"] = ""
    team_count: Annotated[int, "people in the team"] = 0
    maintainer: Annotated[str, "pseudonym of who leads the team"] = ""
    links: Annotated[tuple[Link, ...], "links: label and address"] = ()
    source_url: Annotated[str, "address of the source code"] = ""
    webpage_url: Annotated[str, "another address"] = ""
    licence: Annotated[str, "SPDX name of the licence; empty: none was granted"] = ""
    created_at: Annotated[datetime, "when it was begun"]
    updated_at: Annotated[datetime | None, "when it was handed in last"] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityRow:
    name: Annotated[str, "star: somebody is in the team of a project"]
    time: Annotated[datetime, "when the project was begun"]
    user_id: Annotated[str, "pseudonym"] = ""
    user_name: Annotated[str, "pseudonym"] = ""
    project_id: Annotated[str, "project"] = ""
    project_name: Annotated[str, "title of the project"] = ""


def columns(kind: type[Any]) -> tuple[tuple[str, str, bool], ...]:
    """Return name and type of each column of a table, and whether it must be filled."""
    if kind.__name__ not in _known:
        hints = typing.get_type_hints(kind)
        _known[kind.__name__] = tuple(
            (one.name, _word(hints[one.name]), one.default is dataclasses.MISSING) for one in dataclasses.fields(kind)
        )
    return _known[kind.__name__]


def _word(hint: Any) -> str:
    if isinstance(hint, types.UnionType):
        hint = next(one for one in typing.get_args(hint) if one is not types.NoneType)
    known = {str: "string", int: "integer", bool: "boolean", datetime: "datetime"}
    return known.get(hint, "array")


def table_of(file: str, kind: type[Any], keys: int = 1) -> Table:
    """Return the layout of a table as packages describe it."""
    hints = typing.get_type_hints(kind, include_extras=True)
    told = tuple(Column(name, word, hints[name].__metadata__[0]) for name, word, _needed in columns(kind))
    return Table(file, keys, told)


def to_data(row: Any) -> dict[str, Any]:
    """Return a row as JSON has it: times in UTC, nothing as null."""
    return {name: _plain(getattr(row, name)) for name, _word, _needed in columns(type(row))}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return list(value) if isinstance(value, tuple) else value


def to_cells(row: Any) -> Row:
    """Return a row as a table has it: what somebody wrote can be no formula there."""
    return tuple(_cell(value) for value in to_data(row).values())


def _cell(value: Any) -> str:
    match value:
        case None:
            return NONE
        case bool():
            return "true" if value else "false"
        case list():
            return json.dumps(value, ensure_ascii=False) if value else NONE
        case str():
            return guarded(value)
        case _:
            return str(value)


def from_cells(kind: type[RowType], cells: Row) -> RowType:
    """Return the row that `to_cells` was given. Raises Unfit."""
    names = [name for name, _word, _needed in columns(kind)]
    return from_data(kind, {name: unguarded(cell) for name, cell in zip(names, cells, strict=True) if cell != NONE})


def from_data(kind: type[RowType], data: dict[str, Any]) -> RowType:
    """Return the row that JSON or a table tells of; what it has no column for is left out. Raises Unfit."""
    values: dict[str, Any] = {}
    for name, word, is_needed in columns(kind):
        raw = data.get(name)
        if raw is None or raw == "":
            if is_needed:
                raise Unfit(f"{name} is missing")
            continue
        try:
            values[name] = READERS[word](raw)
        except (ValueError, TypeError, OverflowError, OSError, RecursionError) as error:
            raise Unfit(f"{name} is no {word}") from error
    return kind(**values)


def _text(raw: Any) -> str:
    if isinstance(raw, bool) or not isinstance(raw, str | int):
        raise TypeError(raw)
    return str(raw)


def _integer(raw: Any) -> int:
    if isinstance(raw, bool) or not isinstance(raw, str | int):
        raise TypeError(raw)
    return int(raw)


def _boolean(raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    return {"true": True, "false": False}[str(raw).casefold()] if str(raw).casefold() in {"true", "false"} else _no(raw)


def _no(raw: Any) -> bool:
    raise ValueError(raw)


def _moment(raw: Any) -> datetime:
    """Seconds since 1970, or ISO 8601; a time without a zone is meant in UTC."""
    if isinstance(raw, int) and not isinstance(raw, bool):
        return datetime.fromtimestamp(raw, UTC)
    found = datetime.fromisoformat(raw)
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _links(raw: Any) -> tuple[Link, ...]:
    found = json.loads(raw) if isinstance(raw, str) else raw
    if not isinstance(found, list):
        raise TypeError(raw)
    kept = []
    for one in found:
        if not isinstance(one, dict) or not all(isinstance(value, str) for value in one.values()):
            raise TypeError(raw)
        kept.append({"label": one.get("label", ""), "url": one.get("url", "")})
    return tuple(kept)


READERS: Final = {
    "string": _text,
    "integer": _integer,
    "boolean": _boolean,
    "datetime": _moment,
    "array": _links,
}
