"""The files of the archive as typed rows; what cannot be read is refused with its row number."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal, TypeVar

from backend.core.errors import Invalid
from programmes.domain.archive import plain

EVENTS: Final = "opendatach_events.csv"
PROJECTS: Final = "opendatach_projects.csv"
PARTICIPATION: Final = "opendatach_participation.csv"
COLUMNS: Final = {
    EVENTS: ("event_key", "name", "host", "starts_at", "ends_at", "location", "hashtags", "summary"),
    PROJECTS: (
        *("project_key", "event_key", "name", "summary", "excerpt", "is_challenge", "phase", "progress", "category"),
        *("created_at", "updated_at", "team_count_reported", "team_pseudonyms", "maintainer_pseudonym"),
    ),
    PARTICIPATION: ("participant", "project_key", "event_key", "is_maintainer"),
}
# What the columns of the database hold; nothing of the archive comes near.
KEY_MOST: Final = 150
# Texts of an archive may be long, but not without end.
csv.field_size_limit(1_000_000)

Kind = Literal["merged", "corrected", "refused"]


@dataclass(frozen=True, slots=True)
class Finding:
    file: str
    row: int
    """As a spreadsheet counts: the header is row 1."""
    kind: Kind
    what: str


@dataclass(slots=True)
class Report:
    """What an import did and what it found on the way."""

    findings: list[Finding] = field(default_factory=list)
    created: int = 0
    updated: int = 0
    unchanged: int = 0

    def note(self, file: str, row: int, kind: Kind, what: str) -> None:
        self.findings.append(Finding(file, row, kind, what))

    @property
    def changed(self) -> int:
        return self.created + self.updated


@dataclass(frozen=True, slots=True)
class EventRow:
    row: int
    key: str
    name: str
    host: str
    starts_at: datetime
    ends_at: datetime
    location: str
    hashtags: str
    summary: str


@dataclass(frozen=True, slots=True)
class ProjectRow:
    row: int
    key: str
    event_key: str
    name: str
    summary: str
    excerpt: str
    is_challenge: bool
    phase: str
    progress: int | None
    category: str
    created_at: datetime
    updated_at: datetime
    reported: int | None
    people: tuple[str, ...]
    maintainer: str


@dataclass(frozen=True, slots=True)
class ParticipationRow:
    row: int
    participant: str
    project_key: str
    event_key: str
    is_maintainer: bool


def events(folder: Path, report: Report) -> list[EventRow]:
    found = []
    for number, raw in _rows(folder, EVENTS):
        starts_at, ends_at = _moment(raw["starts_at"]), _moment(raw["ends_at"])
        if not _is_key(raw["event_key"]) or not plain(raw["name"]):
            report.note(EVENTS, number, "refused", "no key or no name")
        elif starts_at is None or ends_at is None or ends_at <= starts_at:
            report.note(EVENTS, number, "refused", "dates are missing or the end is before the beginning")
        else:
            words = [plain(raw[name]) for name in ("name", "host", "location", "hashtags", "summary")]
            name, host, location, hashtags, summary = words
            key = raw["event_key"]
            found.append(EventRow(number, key, name, host, starts_at, ends_at, location, hashtags, summary))
    return _once(found, EVENTS, report)


def projects(folder: Path, report: Report) -> list[ProjectRow]:
    found = []
    for number, raw in _rows(folder, PROJECTS):
        created_at, updated_at = _moment(raw["created_at"]), _moment(raw["updated_at"])
        if not _is_key(raw["project_key"]) or not plain(raw["name"]):
            report.note(PROJECTS, number, "refused", "no key or no name")
        elif raw["is_challenge"] not in {"True", "False"} or created_at is None:
            report.note(PROJECTS, number, "refused", "neither challenge nor project, or without a date")
        else:
            found.append(
                ProjectRow(
                    row=number,
                    key=raw["project_key"],
                    event_key=raw["event_key"],
                    name=plain(raw["name"]),
                    summary=plain(raw["summary"]),
                    excerpt=plain(raw["excerpt"], lines=True),
                    is_challenge=raw["is_challenge"] == "True",
                    phase=raw["phase"],
                    progress=_number(raw["progress"]),
                    category=plain(raw["category"]),
                    created_at=created_at,
                    updated_at=updated_at or created_at,
                    reported=_number(raw["team_count_reported"]),
                    people=tuple(dict.fromkeys(raw["team_pseudonyms"].split())),
                    maintainer=raw["maintainer_pseudonym"],
                )
            )
    return _once(found, PROJECTS, report)


def participation(folder: Path, report: Report) -> list[ParticipationRow]:
    found = []
    for number, raw in _rows(folder, PARTICIPATION):
        if not _is_key(raw["participant"]) or not _is_key(raw["project_key"]):
            report.note(PARTICIPATION, number, "refused", "no participant or no project")
            continue
        is_maintainer = raw["is_maintainer"] == "1"
        found.append(ParticipationRow(number, raw["participant"], raw["project_key"], raw["event_key"], is_maintainer))
    return found


def _rows(folder: Path, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    path = folder / name
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, restval="", strict=True)
            missing = set(COLUMNS[name]) - set(reader.fieldnames or ())
            if missing:
                columns = ", ".join(sorted(missing))
                raise Invalid({"path": f"{name} lacks: {columns}"})
            yield from enumerate(reader, start=2)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Invalid({"path": f"{name} cannot be read: {error}"}) from error


Row = TypeVar("Row", EventRow, ProjectRow)


def _once(found: list[Row], file: str, report: Report) -> list[Row]:
    seen: set[str] = set()
    kept = []
    for item in found:
        if item.key in seen:
            report.note(file, item.row, "refused", "the key stands in an earlier row already")
            continue
        seen.add(item.key)
        kept.append(item)
    return kept


def _is_key(text: str) -> bool:
    return 0 < len(text) <= KEY_MOST and text.isprintable()


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _number(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None
