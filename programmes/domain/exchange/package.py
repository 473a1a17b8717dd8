"""A sprint's package: its files, written as a ZIP file of tables or as one JSON file that dribdat can read as well."""

import json
import tempfile
import types
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

from backend.core.evidence.cells import cell
from backend.core.evidence.layout import README, Layout, columns_told, layout
from backend.core.evidence.writing import Files, new_folder, zip_package
from programmes.domain.exchange.rows import (
    ActivityRow,
    CategoryRow,
    EventRow,
    ProjectRow,
    UserRow,
    table_of,
    to_cells,
    to_data,
)

FORMAT: Final = 1
"""Grows when the meaning of the files changes; a reader refuses a number that it does not know."""
EVENTS, CATEGORIES, USERS = "events.csv", "categories.csv", "users.csv"
PROJECTS, ACTIVITIES = "projects.csv", "activities.csv"
KINDS: Final[Mapping[str, type[Any]]] = types.MappingProxyType(
    {
        EVENTS: EventRow,
        CATEGORIES: CategoryRow,
        USERS: UserRow,
        PROJECTS: ProjectRow,
        ACTIVITIES: ActivityRow,
    }
)
LAYOUT: Final[Layout] = layout(
    (*KINDS, README),
    *(table_of(file, kind, 0 if kind is ActivityRow else 1) for file, kind in KINDS.items()),
)
# dribdat reads only what says that it comes from there, and wants these keys.
SOURCES: Final = [{"title": "dribdat", "path": "https://dribdat.cc"}]
DRIBDAT_WANTS: Final[Mapping[str, Mapping[str, Any]]] = types.MappingProxyType(
    {
        EVENTS: {},
        CATEGORIES: {"description": "", "logo_color": "", "logo_icon": ""},
        USERS: {"roles": "", "webpage_url": ""},
        PROJECTS: {
            **dict.fromkeys(("hashtag", "image_url", "autotext", "autotext_url", "download_url"), ""),
            **dict.fromkeys(("contact_url", "logo_color", "logo_icon"), ""),
            "score": 0,
        },
        ACTIVITIES: {"action": "", "content": "", "ref_url": ""},
    }
)


@dataclass(frozen=True, slots=True)
class About:
    """What a package says of itself, for people."""

    name: str
    title: str
    address: str
    summary: str
    publisher: str
    created: datetime


@dataclass(slots=True)
class Package:
    """The rows of a package with the number of each in its file."""

    events: list[tuple[int, EventRow]] = field(default_factory=list)
    categories: list[tuple[int, CategoryRow]] = field(default_factory=list)
    users: list[tuple[int, UserRow]] = field(default_factory=list)
    projects: list[tuple[int, ProjectRow]] = field(default_factory=list)
    activities: list[tuple[int, ActivityRow]] = field(default_factory=list)
    unfit: list[tuple[str, int, str]] = field(default_factory=list)
    """File, row and what is wrong with it."""

    def tables(self) -> Mapping[str, list[tuple[int, Any]]]:
        return {
            EVENTS: self.events,
            CATEGORIES: self.categories,
            USERS: self.users,
            PROJECTS: self.projects,
            ACTIVITIES: self.activities,
        }


def write_zip(target: Path | IO[bytes], about: About, rows: Mapping[str, Iterable[Any]]) -> None:
    """Write the package as one ZIP file of tables, row by row; the same rows give the same bytes."""
    with tempfile.TemporaryDirectory() as name, new_folder(Path(name) / "package") as part:
        files = Files(part, LAYOUT)
        for file in KINDS:
            files.table(file, (to_cells(row) for row in rows[file]))
        files.text(README, readme(about))
        facts = _facts(about)
        said = {key: facts.pop(key) for key in ("name", "title")}
        files.describe(**said, address=about.address, created=about.created, ours={"format": FORMAT}, more=facts)
        zip_package(part, LAYOUT, target)


def write_json(target: IO[str], about: About, rows: Mapping[str, Iterable[Any]]) -> None:
    """Write the package as one JSON file with the rows in it, resource by resource."""
    head = {
        **_facts(about),
        "homepage": about.address,
        "created": cell(about.created),
        "gemeinwerk": {"format": FORMAT},
    }
    target.write(f'{json.dumps(head, ensure_ascii=False)[:-1]}, "resources": [')
    for place, (file, kind) in enumerate(KINDS.items()):
        table = LAYOUT.tables[file]
        schema = {"fields": [{"name": one.name, "type": one.type} for one in table.columns]}
        opening = json.dumps({"name": file.rpartition(".")[0], "schema": schema}, ensure_ascii=False)[:-1]
        target.write(f'{"," if place else ""}\n{opening}, "data": [')
        for number, row in enumerate(rows[file]):
            data = {**DRIBDAT_WANTS[file], **to_data(row)}
            if kind is ActivityRow:
                data["time"] = int(row.time.timestamp())
            target.write(("," if number else "") + "\n" + json.dumps(data, ensure_ascii=False))
        target.write("]}")
    target.write("]}\n")


def _facts(about: About) -> dict[str, Any]:
    return {
        "name": about.name,
        "title": about.title,
        "description": about.summary,
        "keywords": ["dribdat", "hackathon", "co-creation"],
        "sources": SOURCES,
        "contributors": [{"title": about.publisher, "role": "publisher"}],
        # Whose texts they are says which licence they are under: the column `licence`.
        "licenses": [],
    }


def readme(about: About) -> str:
    return f"""# {about.title}

{about.summary}

From {about.address}. A Frictionless Data Package: `datapackage.json` says what the columns mean. Tables are CSV in
UTF-8, times are ISO 8601 in UTC, an empty cell is nothing. A text that begins with a sign of a formula or with an
apostrophe has one more apostrophe before it. Each solution is under the licence that its row names.

There is nothing personal in it: people who were in a team stand under pseudonyms that hold for this event alone.

{columns_told(LAYOUT)}"""
