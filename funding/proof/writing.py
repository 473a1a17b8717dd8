"""Writing a fund's package: one pass over its events, line by line, and never a folder that is half done."""

import csv
import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

from funding.domain.book import Book
from funding.domain.book_events import Event, RulePublished, event_to_data
from funding.domain.book_money import State
from funding.domain.rule_codec import encode
from funding.proof.layout import (
    CAUSES,
    DESCRIPTION,
    EVENTS,
    FILES,
    FORMAT,
    README,
    RULES,
    SUMMARY,
    TABLES,
    About,
    first_link,
    link,
    package_digest,
)
from funding.proof.readme import readme
from funding.proof.tables import ROWS, Row, cause_row, rules_data, summary_data

Rows = Callable[[State], Mapping[str, Iterable[Row]]]
LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
"""The first moment that a ZIP file knows: the same content is the same file."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: `digest` stands for all of it."""

    folder: Path
    digest: str
    events: int
    matches: int


@dataclass(slots=True)
class _Hashes:
    folder: Path
    of: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def file(self, name: str) -> Iterator[IO[str]]:
        path = self.folder / name
        with path.open("w", encoding="utf-8", newline="") as opened:
            yield opened
        with path.open("rb") as written:
            self.of[name] = hashlib.file_digest(written, "sha256").hexdigest()


def rows_of(state: State) -> Mapping[str, Iterable[Row]]:
    """Return the tables of a book as it is."""
    return {name: rows(state) for name, rows in ROWS.items()}


def write_package(
    folder: Path,
    about: About,
    events: Iterable[Event],
    *,
    created: datetime,
    rows: Rows = rows_of,
    progress: Callable[[int], None] = lambda _events: None,
) -> Written:
    """Write the package of one fund into `folder`, which must not be there yet, and return its digest.

    `events` are read once. `rows` says how things stand at the end, as stored: what the events give is not assumed.
    Raises FileExistsError, and Refused if the events cannot be.
    """
    if folder.exists():
        raise FileExistsError(folder)
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        written = _write(part, about, events, rows=rows, created=created, progress=progress)
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return Written(folder, *written)


def _write(
    part: Path,
    about: About,
    events: Iterable[Event],
    *,
    rows: Rows,
    created: datetime,
    progress: Callable[[int], None],
) -> tuple[str, int, int]:
    book, hashes = Book(), _Hashes(part)
    head, since = _history(book, hashes, about, events, progress)
    for name, found in rows(book.state).items():
        with hashes.file(name) as file:
            lines = _csv(file, TABLES[name].names)
            for row in found:
                lines.writerow([*row, *[""] * (len(TABLES[name].columns) - len(row))])
    with hashes.file(RULES) as file:
        _json(file, rules_data(book.state, since))
    with hashes.file(SUMMARY) as file:
        _json(file, summary_data(book.state, about, head))
    with hashes.file(README) as file:
        file.write(readme(about))
    digest = package_digest(about, {name: hashes.of[name] for name in FILES})
    with (part / DESCRIPTION).open("w", encoding="utf-8", newline="") as file:
        _json(file, _description(part, about, hashes.of, digest, created))
    return digest, book.state.sequence, len(book.state.matches)


def _history(
    book: Book, hashes: _Hashes, about: About, events: Iterable[Event], progress: Callable[[int], None]
) -> tuple[str, list[int]]:
    previous, since = first_link(about), []
    with hashes.file(EVENTS) as lines, hashes.file(CAUSES) as table:
        causes = _csv(table, TABLES[CAUSES].names)
        for sequence, event in enumerate(events, 1):
            previous, line = link(sequence, event_to_data(event), previous)
            lines.write(line.decode())
            if isinstance(event, RulePublished):
                since.append(sequence)
            causes.writerows(cause_row(entry, step, event.at) for step, entry in enumerate(book.apply(event), 1))
            progress(sequence)
    return previous, since


def _csv(file: IO[str], names: Iterable[str]) -> Any:
    lines = csv.writer(file, lineterminator="\n")
    lines.writerow(names)
    return lines


def _json(file: IO[str], data: Any) -> None:
    json.dump(data, file, ensure_ascii=False, indent=1)
    file.write("\n")


def _description(part: Path, about: About, hashes: Mapping[str, str], digest: str, created: datetime) -> dict[str, Any]:
    """Return the package's description as Frictionless Data Package 1 wants it."""
    return {
        "profile": "data-package",
        "name": f"fund-{about.fund}",
        "title": about.name or about.fund,
        "homepage": about.address,
        "created": encode(created),
        "licenses": [{"name": "CC0-1.0", "path": "https://creativecommons.org/publicdomain/zero/1.0/"}],
        "gemeinwerk": {"format": FORMAT, "fund": about.fund, "currency": about.currency, "digest": digest},
        "resources": [_resource(part, name, hashes[name]) for name in FILES],
    }


def _resource(part: Path, name: str, digest: str) -> dict[str, Any]:
    kind = name.rpartition(".")[2]
    made: dict[str, Any] = {
        "name": name.rpartition(".")[0].lower(),
        "path": name,
        "format": kind,
        "encoding": "utf-8",
        "bytes": (part / name).stat().st_size,
        "hash": f"sha256:{digest}",
    }
    table = TABLES.get(name)
    if table:
        fields = [{"name": one.name, "type": one.type, "description": one.says} for one in table.columns]
        keys = [one["name"] for one in fields[: table.keys]]
        made |= {"profile": "tabular-data-resource", "schema": {"fields": fields, "primaryKey": keys}}
    return made


def zip_package(folder: Path, target: Path | IO[bytes]) -> None:
    """Put a written package into one ZIP file; the same package gives the same bytes."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in (DESCRIPTION, *FILES):
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            with (folder / name).open("rb") as source, archive.open(entry, "w", force_zip64=True) as packed:
                shutil.copyfileobj(source, packed)
