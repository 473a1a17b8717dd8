"""Time in steps, for counts that grow: hours for a weekend, days for weeks, weeks for whatever takes longer."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

Unit = Literal["hour", "day", "week"]
HOURS_UNTIL: Final = timedelta(days=4)
DAYS_UNTIL: Final = timedelta(days=120)
STEPS_MOST: Final = 530
"""Ten years of weeks; a longer time begins later."""


def unit_for(begin: datetime, end: datetime) -> Unit:
    """Return the step in which the time from `begin` to `end` is told in some dozens of steps."""
    length = end - begin
    if length <= HOURS_UNTIL:
        return "hour"
    return "day" if length <= DAYS_UNTIL else "week"


def steps(begin: datetime, end: datetime, unit: Unit, zone: ZoneInfo) -> list[datetime]:
    """Return the beginning of each step, in UTC, from the one with `begin` to the one with `end`, both included.

    Days begin at midnight in `zone` and weeks on Mondays, as PostgreSQL's `date_trunc` has it.
    """
    last = floor(max(begin, end), unit, zone)
    found = [last]
    first = floor(begin, unit, zone)
    while found[-1] > first and len(found) < STEPS_MOST:
        # A little before a beginning lies the step before it, however long the clock's change makes it.
        found.append(floor(found[-1] - timedelta(minutes=1), unit, zone))
    return found[::-1]


def floor(moment: datetime, unit: Unit, zone: ZoneInfo) -> datetime:
    local = moment.astimezone(zone)
    if unit == "hour":
        return local.replace(minute=0, second=0, microsecond=0).astimezone(UTC)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    return (midnight if unit == "day" else midnight - timedelta(days=midnight.weekday())).astimezone(UTC)


def grown(at: Sequence[datetime], counted: Iterable[tuple[datetime, int]]) -> list[int]:
    """Return how many there were by the end of each step of `at`, given how many came in which step.

    What came before the first step is counted into it, and what came after the last one into that.
    """
    each = [0] * len(at)
    places = {moment: place for place, moment in enumerate(at)}
    for told, count in counted:
        # Two moments of one zone are compared by their clocks, which show the same hour twice in autumn.
        moment = told.astimezone(UTC)
        place = places.get(moment)
        if place is None:
            place = sum(step <= moment for step in at[1:])
        each[place] += count
    total, sums = 0, []
    for count in each:
        total += count
        sums.append(total)
    return sums
