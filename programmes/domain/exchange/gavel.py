"""Pairwise decisions as gavel exports them: `decisions.csv` with Annotator ID, Winner ID, Loser ID and Time.

Who judged and what was compared stand in it by keys alone; gavel's are numbers, ours public ids and pseudonyms. It
knows neither ties nor skipped pairs: whoever has some leaves them out and says so.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from backend.core.evidence.cells import guarded, unguarded

COLUMNS: Final = ("Annotator ID", "Winner ID", "Loser ID", "Time")
KEY_MOST: Final = 150
ROWS_MOST: Final = 1_000_000


class Unreadable(ValueError):
    """`code` is a stable word, `row` counts as a spreadsheet does."""

    def __init__(self, code: str, row: int) -> None:
        super().__init__(f"{code} in row {row}")
        self.code, self.row = code, row


@dataclass(frozen=True, slots=True)
class Decision:
    """Somebody found one of two better, at a moment."""

    judge: str
    winner: str
    loser: str
    at: datetime


def write_decisions(decisions: Iterable[Decision]) -> Iterator[str]:
    """Yield the table line by line, in the order given; times are in UTC, to the microsecond where they have any."""
    yield _line(COLUMNS)
    for one in decisions:
        # As gavel writes it: without a zone, which is UTC there.
        at = one.at.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
        yield _line((guarded(one.judge), guarded(one.winner), guarded(one.loser), at))


def _line(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()


def read_decisions(text: str) -> Iterator[tuple[int, Decision]]:
    """Yield each decision with its row. Columns are known by name; others are left alone.

    Raises Unreadable: `other_columns`, `not_a_table`, `no_key`, `same_twice` (something compared with itself),
    `no_time`, `too_long`.
    """
    row = 1
    try:
        rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
        head = [" ".join(name.split()).casefold() for name in next(rows, [])]
        places = [head.index(name.casefold()) if name.casefold() in head else -1 for name in COLUMNS]
        if -1 in places:
            raise Unreadable("other_columns", 1)
        for row, cells in enumerate(rows, 2):
            if row > ROWS_MOST:
                raise Unreadable("too_long", row)
            if cells:
                yield row, _decision(row, [cells[place] if place < len(cells) else "" for place in places])
    except csv.Error as error:
        raise Unreadable("not_a_table", row) from error


def _decision(row: int, cells: list[str]) -> Decision:
    judge, winner, loser = (unguarded(cell.strip()) for cell in cells[:3])
    if not all(0 < len(key) <= KEY_MOST and key.isprintable() for key in (judge, winner, loser)):
        raise Unreadable("no_key", row)
    if winner == loser:
        raise Unreadable("same_twice", row)
    try:
        at = datetime.fromisoformat(cells[3].strip())
    except ValueError as error:
        raise Unreadable("no_time", row) from error
    return Decision(judge, winner, loser, at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC))
