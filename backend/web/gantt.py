"""Phases as bars over time: drawn on the server, as wide as their share of the days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from backend.web import formats
from backend.web.pictures import attribute

# At least this much of the width, in percent: what lasts an hour in a sprint of weeks is still seen.
WIDTH_LEAST: Final = 1.5
TICKS_MOST: Final = 6
# Days between two ticks: what people count in.
STEPS: Final = (1, 2, 7, 14, 28, 56, 112)


@dataclass(frozen=True)
class Bar:
    phase: Any
    at: str
    width: str
    state: str
    """done, now or next."""


@dataclass(frozen=True)
class Tick:
    at: str
    label: str


class Gantt:
    """`bars` are SVG attributes in percent of the time from the first beginning to the last end."""

    def __init__(self, phases: Sequence[Any], now: datetime, zone: ZoneInfo) -> None:
        self.phases = list(phases)
        self.moment = now
        self.zone = zone
        self.start = min((phase.starts_at for phase in phases), default=now)
        self.end = max((phase.ends_at for phase in phases), default=now + timedelta(days=1))

    def _share(self, at: datetime) -> float:
        return 100 * (at - self.start) / (self.end - self.start)

    @property
    def now_at(self) -> str:
        """Where the line of the present moment stands; empty outside of the picture."""
        return attribute(self._share(self.moment)) if self.start <= self.moment <= self.end else ""

    @property
    def bars(self) -> list[Bar]:
        return [self._bar(phase) for phase in self.phases]

    def _bar(self, phase: Any) -> Bar:
        width = max(WIDTH_LEAST, self._share(phase.ends_at) - self._share(phase.starts_at))
        at = min(self._share(phase.starts_at), 100 - width)
        over, begun = phase.ends_at <= self.moment, phase.starts_at <= self.moment
        return Bar(phase, attribute(at), attribute(width), "done" if over else "now" if begun else "next")

    @property
    def ticks(self) -> list[Tick]:
        """Midnights of the event's zone, not more than fit beside each other."""
        days = (self.end - self.start).days + 1
        step = next((step for step in STEPS if days <= step * TICKS_MOST), days)
        first = self.start.astimezone(self.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        nights = [first + timedelta(days=count) for count in range(step, days + 1, step)]
        return [
            Tick(attribute(self._share(night)), formats.day_month(night))
            for night in nights
            if self.start < night < self.end
        ]
