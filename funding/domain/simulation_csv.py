"""Past pledges from a table of somebody else's system. Who gave becomes a number at once, and only that is kept."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import NamedTuple

from funding.domain.limits import AMOUNT_MAX_MINOR
from funding.domain.simulation_scene import CAMPAIGNS_MAX, PLEDGES_MAX, Scene, SceneCampaign, ScenePledge
from funding.domain.texts import plain_line

BYTES_MAX = 20_000_000
PROBLEMS_MAX = 20
NAME_MAX = 120
FIELD_MAX = 1_000
CELL_MAX = 10_000
COLUMNS: Mapping[str, frozenset[str]] = {
    "date": frozenset({"datum", "date", "zeit", "time", "zeitpunkt", "created_at", "at"}),
    "amount": frozenset({"betrag", "amount", "summe", "sum"}),
    "campaign": frozenset({"kampagne", "campaign", "projekt", "project"}),
    "backer": frozenset({"unterstützer", "unterstuetzer", "unterstützerin", "unterstützende", "backer", "supporter"}),
    "goal": frozenset({"ziel", "goal", "ziel 1", "goal 1"}),
}
NEEDED = ("date", "amount", "campaign")
DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y")
CLOCKS = ("", " %H:%M", " %H:%M:%S", ", %H:%M")
NUMBER = re.compile(
    r"\d{1,3}(?:([., '\u00a0\u202f])\d{3}(?:\1\d{3})*)(?:(?!\1)[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?", re.ASCII
)
THOUSANDS = re.compile(r"[., '\u00a0\u202f](?=\d{3}(?:\D|$))", re.ASCII)


class CsvProblem(NamedTuple):
    """`row` counts from 1 with the head, as a spreadsheet does; 0 is the file as a whole. `code` is a stable word."""

    row: int
    code: str
    column: str = ""
    text: str = ""


class UnreadableTable(Exception):
    """The table cannot be taken. `problems` are the first twenty, never empty."""

    def __init__(self, problems: list[CsvProblem]) -> None:
        super().__init__(", ".join(f"{one.row}: {one.code}" for one in problems))
        self.problems = problems


@dataclass(slots=True)
class _Reading:
    zone: tzinfo
    goals: dict[str, int] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    pledges: list[ScenePledge] = field(default_factory=list)
    problems: list[CsvProblem] = field(default_factory=list)


def scene_from_csv(data: bytes, zone: tzinfo) -> Scene:
    """Return the pledges of a table in the order of their times; raises UnreadableTable.

    The first row names the columns, in German or English: date, amount and campaign, and if they are known backer and
    goal. Columns are apart by semicolon, comma or tab, decimals by comma or point. UTF-8 or Windows-1252. Times without
    a zone are of `zone`. A pledge without a backer is somebody's only one; a campaign without a goal has reached it.
    """
    rows = _rows(_text(data))
    places = _places(next(rows, []))
    reading = _Reading(zone)
    for number, row in enumerate(rows, 2):
        if any(cell.strip() for cell in row):
            _take(reading, number, {name: row[place].strip() for name, place in places.items() if place < len(row)})
        if len(reading.problems) >= PROBLEMS_MAX:
            break
        if len(reading.pledges) > PLEDGES_MAX:
            reading.problems.append(CsvProblem(number, "too_many_rows"))
            break
    if not reading.pledges and not reading.problems:
        reading.problems.append(CsvProblem(0, "no_rows"))
    if reading.problems:
        raise UnreadableTable(reading.problems)
    return _scene(reading)


def _text(data: bytes) -> str:
    if len(data) > BYTES_MAX:
        raise UnreadableTable([CsvProblem(0, "too_large")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Windows-1252 is Latin-1 with quotation marks and the euro where Latin-1 has nothing.
        text = data.decode("cp1252", errors="replace")
    if "\0" in text or data.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise UnreadableTable([CsvProblem(0, "not_a_table")])
    return text


def _rows(text: str) -> Iterator[list[str]]:
    head, _, rest = text.partition("\n")
    if head.strip().lower().startswith("sep="):
        text, (head, _, _) = rest, rest.partition("\n")
    delimiter = max(";\t,", key=head.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            # The reader's own limit belongs to the whole process.
            if any(len(cell) > CELL_MAX for cell in row):
                raise UnreadableTable([CsvProblem(0, "not_a_table")])
            yield row
    except csv.Error as error:
        raise UnreadableTable([CsvProblem(0, "not_a_table")]) from error


def _places(head: Iterable[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, cell in enumerate(head):
        word = cell.strip().lower()
        for name, words in COLUMNS.items():
            if word in words:
                places.setdefault(name, place)
    if missing := [name for name in NEEDED if name not in places]:
        raise UnreadableTable([CsvProblem(1, "column_missing", name) for name in missing])
    return places


def _take(reading: _Reading, number: int, row: Mapping[str, str]) -> None:
    """Add one row, or what is wrong with it."""
    at = _moment(row.get("date", ""), reading.zone)
    amount = _minor(row.get("amount", ""))
    name = plain_line(row.get("campaign", ""))[:NAME_MAX]
    goal = _minor(row["goal"]) if row.get("goal") else 0
    tests: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("date", lambda: at is None),
        ("amount", lambda: not amount),
        ("campaign", lambda: not name),
        ("goal", lambda: goal is None),
    )
    wrong = [column for column, test in tests if test()]
    # Only the cell in question is quoted, never who gave.
    reading.problems += [CsvProblem(number, f"bad_{column}", column, row.get(column, "")[:40]) for column in wrong]
    if at is None or not amount or wrong:
        return
    where = reading.names.setdefault(name, len(reading.names))
    if len(reading.names) > CAMPAIGNS_MAX:
        reading.problems.append(CsvProblem(number, "too_many_campaigns"))
        return
    if goal:
        reading.goals[name] = goal
    who = row.get("backer", "").casefold() or f"\0{number}"
    backer = reading.people.setdefault(who, len(reading.people))
    reading.pledges.append(ScenePledge(at, where, backer, amount))


def _moment(text: str, zone: tzinfo) -> datetime | None:
    found = _parsed(text, "") or next(
        (at for day in DAYS for clock in CLOCKS if (at := _parsed(text, day + clock))), None
    )
    if found is None or not 2000 <= found.year <= 2100:  # noqa: PLR2004  a typing error, not a pledge
        return None
    return found.astimezone(zone) if found.tzinfo else found.replace(tzinfo=zone)


def _parsed(text: str, pattern: str) -> datetime | None:
    try:
        return datetime.strptime(text, pattern) if pattern else datetime.fromisoformat(text)  # noqa: DTZ007  the zone follows
    except ValueError:
        return None


def _minor(text: str) -> int | None:
    """Minor units of an amount with two decimals at most, at most a thousand million units; None for anything else."""
    plain = text.strip().removesuffix("EUR").removesuffix("€").removeprefix("€").strip()
    if not NUMBER.fullmatch(plain):
        return None
    whole, _, cents = THOUSANDS.sub("", plain).replace(",", ".").partition(".")
    amount = int(whole + cents.ljust(2, "0"))
    return amount if 0 < amount <= AMOUNT_MAX_MINOR else None


def _scene(reading: _Reading) -> Scene:
    raised = [0] * len(reading.names)
    for pledge in reading.pledges:
        raised[pledge.campaign] += pledge.amount_minor
    campaigns = [SceneCampaign(name, reading.goals.get(name, raised[place])) for name, place in reading.names.items()]
    return Scene(tuple(campaigns), tuple(sorted(reading.pledges, key=lambda one: one.at)))
