"""The one place that knows what time it is; tests freeze it here."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return _told.get() or datetime.now(UTC)


def today() -> date:
    return day_of(now())


def day_of(moment: datetime) -> date:
    """Return the day of `moment` in the zone of the house: what people mean who name a day."""
    return moment.astimezone(ZoneInfo(settings.EVENT_TIME_ZONE)).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Inside the block it is `moment`: for seeds, which tell of weeks that have passed through the same services."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
