"""Reading a package that somebody else made: ours, as tables or as one JSON file, and dribdat's own."""

import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from backend.core.evidence.layout import DESCRIPTION
from backend.core.evidence.reading import JSON_BYTES, Broken, Reading, Source, open_source
from programmes.domain.exchange.package import FORMAT, KINDS, LAYOUT, PROJECTS, Package
from programmes.domain.exchange.rows import Unfit, from_cells, from_data

ROWS_MOST: Final = 200_000
TABLE_BYTES: Final = 200 << 20
"""Together: a sprint of 1,500 solutions has some 10 MB."""
DRIBDAT: Final = "dribdat"


def read_package(path: Path, most: int = TABLE_BYTES) -> Package:
    """Return the rows of the package at `path`, whatever its form. Raises Broken.

    A row that does not fit is left out and named in `unfit`. `most` bytes may be unpacked.
    """
    return _from_tables(path, most) if zipfile.is_zipfile(path) else _from_json(path)


def _from_tables(path: Path, most: int) -> Package:
    source = open_source(path, LAYOUT)
    if sum(source.size(name) for name in LAYOUT.names) > most:
        raise Broken("file_too_large", path.name)
    _require_format(_loaded(b"".join(Reading(source, DESCRIPTION).lines()), DESCRIPTION))
    package = Package()
    for file in KINDS:
        _take(package, file, _cells(source, file))
    return package


def _cells(source: Source, file: str) -> Iterator[Any]:
    kind = KINDS[file]
    for _line, cells in Reading(source, file).rows(LAYOUT.tables[file]):
        try:
            yield from_cells(kind, cells)
        except Unfit as error:
            yield error


def _take(package: Package, file: str, rows: Iterator[Any]) -> None:
    found = package.tables()[file]
    for number, row in enumerate(rows, 2):
        if number > ROWS_MOST:
            raise Broken("file_too_large", file)
        if isinstance(row, Unfit):
            package.unfit.append((file, number, str(row)))
        else:
            found.append((number, row))


def _from_json(path: Path) -> Package:
    try:
        if path.stat().st_size > JSON_BYTES:
            raise Broken("file_too_large", path.name)
        data = _loaded(path.read_bytes(), path.name)
    except OSError as error:
        raise Broken("not_a_package", path.name, detail=error.strerror or "") from error
    resources = _resources(data)
    if "gemeinwerk" in data:
        _require_format(data)
        told: Mapping[str, list[Any]] = resources
    elif _is_dribdat(data):
        told = _in_our_words(resources, data)
    else:
        raise Broken("unknown_format", path.name)
    package = Package()
    for file, kind in KINDS.items():
        _take(package, file, (_row(kind, one) for one in told.get(file, [])))
    return package


def _row(kind: type[Any], data: Any) -> Any:
    if not isinstance(data, dict):
        return Unfit("it is no row")
    try:
        return from_data(kind, data)
    except Unfit as error:
        return error


def _loaded(content: bytes, file: str) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Broken("not_json", file) from error
    if not isinstance(found, dict):
        raise Broken("wrong_type", file)
    return found


def _require_format(data: Mapping[str, Any]) -> None:
    ours = data.get("gemeinwerk")
    if not isinstance(ours, dict) or ours.get("format") != FORMAT:
        raise Broken("unknown_format", DESCRIPTION)


def _resources(data: Mapping[str, Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    resources = data.get("resources")
    for one in resources if isinstance(resources, list) else []:
        if isinstance(one, dict) and isinstance(one.get("data"), list):
            found[f"{one.get('name')}.csv"] = one["data"]
    return found


def _is_dribdat(data: Mapping[str, Any]) -> bool:
    sources = data.get("sources")
    first = sources[0] if isinstance(sources, list) and sources else None
    return isinstance(first, dict) and first.get("title") == DRIBDAT


def _in_our_words(resources: Mapping[str, list[Any]], data: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Rows that are numbered by server, and events that projects name by title, get ids that hold everywhere."""
    server = _server(resources, data)
    rows = {file: [dict(one) for one in found if isinstance(one, dict)] for file, found in resources.items()}
    events = {one.get("name"): f"{server}#{one.get('id')}" for one in rows.get("events.csv", [])}
    for one in rows.get("events.csv", []):
        about = [one.get(name) for name in ("hostname", "location", "description")]
        one["id"] = events[one.get("name")]
        one["description"] = "\n\n".join(str(text) for text in about if text)
    for one in rows.get("categories.csv", []):
        one["id"] = one.get("name")
    for one in rows.get("users.csv", []):
        one["id"] = one.get("username") or one.get("name")
    for one in rows.get(PROJECTS, []):
        one.update(_project(one, server, events))
    for one in rows.get("activities.csv", []):
        one["project_id"] = f"{server}#{one.get('project_id')}"
        one["user_id"] = one.get("user_name")
    return rows


def _project(one: Mapping[str, Any], server: str, events: Mapping[Any, str]) -> dict[str, Any]:
    is_challenge = one.get("is_challenge")
    links = {"source_url": "Source code", "webpage_url": "Website", "download_url": "Download"}
    return {
        "id": f"{server}#{one.get('id')}",
        "event_id": events.get(one.get("event_name"), ""),
        "longtext": one.get("longtext") or one.get("autotext") or one.get("excerpt"),
        "is_challenge": is_challenge,
        "phase": "challenge" if is_challenge is True else "handed_in",
        "category_id": one.get("category_name"),
        "team_name": one.get("name"),
        "links": [{"label": label, "url": one[name]} for name, label in links.items() if one.get(name)],
        # Their fields hold anything from -100 to 100; here the phase says it.
        "progress": 0 if is_challenge is True else 30,
    }


def _server(resources: Mapping[str, list[Any]], data: Mapping[str, Any]) -> str:
    """Return where the rows are numbered: their server's name, or else the title of the package."""
    for one in resources.get(PROJECTS, []):
        address = one.get("url") if isinstance(one, dict) else None
        try:
            host = urlsplit(address).hostname if isinstance(address, str) else None
        except ValueError:
            host = None
        if host:
            return host
    title = re.sub(r"\W+", "-", str(data.get("title") or data.get("name") or "")).strip("-").lower()[:60]
    return f"{DRIBDAT}:{title}"
