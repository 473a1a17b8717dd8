"""When a job is due: pure arithmetic on moments."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


class Rhythm(Protocol):
    def backwards(self, moment: datetime) -> Iterator[datetime]:
        """Due times at or before `moment`, latest first, in UTC. The same on every machine."""
        ...


@dataclass(frozen=True)
class Every:
    period: timedelta

    def backwards(self, moment: datetime) -> Iterator[datetime]:
        due = EPOCH + (moment - EPOCH) // self.period * self.period
        while True:
            yield due
            due -= self.period


@dataclass(frozen=True)
class Daily:
    at: time
    timezone: str

    def backwards(self, moment: datetime) -> Iterator[datetime]:
        zone = ZoneInfo(self.timezone)
        day = moment.astimezone(zone).date()
        while True:
            # A wall-clock time that summer time skips or repeats still names one moment.
            due = datetime.combine(day, self.at, tzinfo=zone).astimezone(UTC)
            if due <= moment:
                yield due
            day -= timedelta(days=1)
