"""Tables of a hackathon as Devpost exports them, in four layouts that have grown over the years.

Columns are known by name, since each event adds its own questions between them. One layout has a row for each prize
that a project competes for. Members stand in threes (first name, last name, address) and run on past the last column
that has a name.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from programmes.domain.exchange.lines import tidy

ROWS_MOST: Final = 5_000
COLUMNS_MOST: Final = 500
MORE: Final = "..."
"""The name of the column from which members run on, or of the one after it."""
TITLES: Final = ("project title", "submission title")
URLS: Final = re.compile(r"https?://[^\s,;<>\"']+")
TIMES: Final = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%Y-%m-%d")
THREE: Final = 3
UNTITLED: Final = frozenset({"", "untitled"})
FIRST_MEMBER: Final = "team member 1 first name"
KNOWN: Final = frozenset(
    {
        *TITLES,
        *("submission url", "project status", "judging status", "highest step completed", "project created at"),
        *("project submitted at", "about the project", "plain description", '"try it out" links', "try it out links"),
        *("video demo link", "video", "website", "file url", "opt-in prizes", "opt-in prize", "desired prizes"),
        *("built with", "submitter screen name", "submitter first name", "submitter last name", "submitter email"),
        *("additional team member count", "table number", MORE, ""),
    }
)
"""What is read, or left out on purpose because it says nothing of the project."""


class Layout(StrEnum):
    PRIZES = "prizes"
    """A row for each prize."""
    PEOPLE = "people"
    """A row for each project, with its people."""
    PROJECTS = "projects"
    """A row for each project, without people."""
    OLD = "old"
    """As it was until about 2018."""


class Unreadable(ValueError):
    """It is no table of Devpost; the message is a stable word."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What was done otherwise than the table says, or not understood. `row` counts as a spreadsheet does."""

    row: int
    kind: str
    """merged, corrected or refused."""
    what: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One project. `people` are names or addresses as they stand there, the submitter first: never to be kept."""

    row: int
    address: str
    title: str
    text: str = ""
    built_with: str = ""
    prizes: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    people: tuple[str, ...] = ()
    created_at: datetime | None = None
    submitted_at: datetime | None = None


@dataclass(slots=True)
class Found:
    layout: Layout
    entries: list[Entry] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def read_table(content: bytes, zone: tzinfo) -> Found:
    """Return the projects of a table, each once; its times are by the clock of `zone`, which it does not name itself.

    Raises Unreadable (`not_utf8`, `not_a_table`, `no_devpost`, `too_long`). Drafts, what is hidden, and rows without
    title or address are left out and named.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("not_utf8") from error
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        head = [" ".join(name.split()) for name in next(rows, [])]
        table = _Table.of(head, zone)
        found = Found(table.layout)
        _note_columns(head, found)
        for number, cells in enumerate(rows, 2):
            if number > ROWS_MOST + 1 or len(cells) > COLUMNS_MOST:
                raise Unreadable("too_long")
            if any(cell.strip() for cell in cells):
                _take(table, number, cells, found)
    except csv.Error as error:
        raise Unreadable("not_a_table") from error
    found.entries = _collapsed(found)
    return found


@dataclass(frozen=True, slots=True)
class _Table:
    places: Mapping[str, int]
    layout: Layout
    zone: tzinfo
    members_from: int
    """Where the first further member stands; beyond the last column if none is named."""

    @classmethod
    def of(cls, head: Sequence[str], zone: tzinfo) -> "_Table":
        places: dict[str, int] = {}
        for place, name in enumerate(head):
            places.setdefault(name.casefold(), place)
        if not any(title in places for title in TITLES) or "submission url" not in places:
            raise Unreadable("no_devpost")
        if "opt-in prize" in places:
            layout = Layout.PRIZES
        elif "submission title" in places:
            layout = Layout.OLD
        else:
            has_people = {"submitter email", "submitter first name", FIRST_MEMBER} & places.keys()
            layout = Layout.PEOPLE if has_people else Layout.PROJECTS
        members_from = places.get(FIRST_MEMBER, places.get(MORE, len(head)))
        return cls(places, layout, zone, members_from)

    def cell(self, cells: Sequence[str], *names: str) -> str:
        """Return what stands under the first of these names that the table has."""
        place = next((self.places[name] for name in names if name in self.places), None)
        return cells[place].strip() if place is not None and place < len(cells) else ""


def _note_columns(head: Sequence[str], found: Found) -> None:
    member = re.compile(r"team member \d+ (first name|last name|email)")
    questions = [name for name in head if name.casefold() not in KNOWN and not member.fullmatch(name.casefold())]
    if questions:
        found.remarks.append(Remark(1, "corrected", f"columns that are not taken: {', '.join(questions)[:500]}"))


def _take(table: _Table, number: int, cells: Sequence[str], found: Found) -> None:
    status = table.cell(cells, "project status").casefold()
    step = table.cell(cells, "highest step completed").casefold()
    title, address = tidy(table.cell(cells, *TITLES)), key_of(table.cell(cells, "submission url"))
    if "draft" in status or (not status and step not in {"", "submit"}):
        found.remarks.append(Remark(number, "refused", "a draft"))
    elif "hidden" in status:
        found.remarks.append(Remark(number, "refused", "hidden from the gallery"))
    elif title.casefold() in UNTITLED:
        found.remarks.append(Remark(number, "refused", "without a title"))
    elif not address:
        found.remarks.append(Remark(number, "refused", "without an address, as drafts are"))
    else:
        found.entries.append(_entry(table, number, cells, found, Entry(number, address, title)))


def _entry(table: _Table, number: int, cells: Sequence[str], found: Found, entry: Entry) -> Entry:
    prizes = table.cell(cells, "opt-in prizes", "opt-in prize", "desired prizes")
    one_prize = table.layout == Layout.PRIZES
    return replace(
        entry,
        text=tidy(table.cell(cells, "about the project", "plain description")),
        built_with=", ".join(_words(table.cell(cells, "built with"))),
        prizes=(tidy(prizes),) if one_prize and prizes else tuple(_words(prizes)),
        links=tuple(_links(table, cells)),
        people=tuple(dict.fromkeys(_people(table, number, cells, found))),
        created_at=_moment(table.cell(cells, "project created at"), table.zone),
        submitted_at=_moment(table.cell(cells, "project submitted at"), table.zone),
    )


def _words(text: str) -> list[str]:
    return list(dict.fromkeys(word for part in re.split(r"[,;\n]", text) if (word := tidy(part))))


def _links(table: _Table, cells: Sequence[str]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    columns = {
        "Devpost": ("submission url",),
        "": ('"try it out" links', "try it out links", "website"),
        "Video": ("video demo link", "video"),
        "File": ("file url",),
    }
    for label, names in columns.items():
        for url in URLS.findall(table.cell(cells, *names)):
            if url not in seen:
                seen.add(url)
                yield label, url


def _people(table: _Table, number: int, cells: Sequence[str], found: Found) -> Iterator[str]:
    """Yield whoever stands there by address or, without one, by name. What is in no three is named."""
    names = ("submitter first name", "submitter last name", "submitter email")
    if who := _person([table.cell(cells, name) for name in names]) or table.cell(cells, "submitter screen name"):
        yield who
    if table.layout == Layout.PROJECTS:
        return
    count = table.cell(cells, "additional team member count")
    last = table.members_from + THREE * min(int(count), COLUMNS_MOST) if count.isdecimal() else len(cells)
    for place in range(table.members_from, min(last, len(cells)), THREE):
        three = [cell.strip() for cell in (*cells[place : place + THREE], "", "")][:THREE]
        if any("@" in name for name in three[:2]) or (three[2] and "@" not in three[2]):
            found.remarks.append(Remark(number, "corrected", f"members from column {place + 1} on are not understood"))
            return
        if who := _person(three):
            yield who


def _person(three: Sequence[str]) -> str:
    first, last, address = three
    return address.casefold() or f"{first} {last}".strip()


def _moment(text: str, zone: tzinfo) -> datetime | None:
    for form in TIMES:
        try:
            return datetime.strptime(text, form).replace(tzinfo=zone)
        except ValueError:
            continue
    return None


def key_of(url: str) -> str:
    """Return what names a project for good: its address without scheme, parameters and last slash, or nothing."""
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not host:
        return ""
    path = parts.path.rstrip("/")
    found = f"{host}{path}"
    return found if found.isprintable() and not any(sign.isspace() for sign in found) else ""


def _collapsed(found: Found) -> list[Entry]:
    """One project an address: prizes and people of its rows together, everything else of the first one."""
    once: dict[str, Entry] = {}
    for entry in found.entries:
        first = once.get(entry.address)
        if first is None:
            once[entry.address] = entry
            continue
        found.remarks.append(Remark(entry.row, "merged", f"the same project as in row {first.row}"))
        once[entry.address] = replace(
            first,
            prizes=tuple(dict.fromkeys((*first.prizes, *entry.prizes))),
            people=tuple(dict.fromkeys((*first.people, *entry.people))),
            text=first.text or entry.text,
        )
    return list(once.values())
