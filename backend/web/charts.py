"""Charts: the server gives a table, the table is on the page, and `chart.js` draws the picture from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from backend.web import formats

Kind = Literal["bars", "stacked", "lines", "area"]
# A colour is a meaning; page.css says which one. `one` to `four` are for series that have none.
Colour = Literal["crowd", "fund", "paid", "approved", "reserved", "free", "goal", "one", "two", "three", "four"]


@dataclass(frozen=True)
class Series:
    label: str
    colour: Colour


@dataclass(frozen=True)
class Cell:
    value: str
    text: str


@dataclass(frozen=True)
class Row:
    label: str
    cells: Sequence[Cell]
    moment: str = ""


@dataclass(frozen=True)
class Chart:
    """`rows` hold one value a series: minor units where `currency` is set, plain numbers otherwise. None is a gap."""

    kind: Kind
    title: str
    first_column: str
    series: Sequence[Series]
    rows: Sequence[tuple[str, Sequence[int | Decimal | None]]]
    currency: str = ""
    unit: str = ""
    note: str = ""
    now: str = ""
    horizontal: bool = False
    total: bool = False

    def table(self) -> list[Row]:
        return [Row(label, [self._cell(value) for value in values]) for label, values in self.rows]

    def totals(self) -> list[Cell]:
        columns = zip(*(values for _, values in self.rows), strict=True)
        return [
            self._cell(sum((value for value in column if value is not None), start=Decimal(0))) for column in columns
        ]

    def _cell(self, value: int | Decimal | None) -> Cell:
        if value is None:
            return Cell("", "–")
        if self.currency:
            return Cell(str(formats.major(int(value), self.currency)), formats.money(int(value), self.currency))
        return Cell(str(value), f"{formats.number(value)}{f' {self.unit}' if self.unit else ''}")
