from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as draw

from programmes.domain.timeline import (
    DAYS_UNTIL,
    HOURS_UNTIL,
    STEPS_MOST,
    Unit,
    floor,
    grown,
    steps,
    unit_for,
)

BERLIN = ZoneInfo("Europe/Berlin")
BEGIN = datetime(2026, 3, 20, 17, 30, tzinfo=UTC)
MOMENTS = draw.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=draw.just(UTC))  # noqa: DTZ001  UTC it is
UNITS: tuple[Unit, ...] = ("hour", "day", "week")


@pytest.mark.parametrize(
    ("length", "unit"),
    [
        (timedelta(0), "hour"),
        (HOURS_UNTIL, "hour"),
        (HOURS_UNTIL + timedelta(seconds=1), "day"),
        (DAYS_UNTIL, "day"),
        (DAYS_UNTIL + timedelta(seconds=1), "week"),
    ],
)
def test_a_longer_time_has_longer_steps(length: timedelta, unit: str) -> None:
    assert unit_for(BEGIN, BEGIN + length) == unit


def test_no_time_is_one_step() -> None:
    assert steps(BEGIN, BEGIN, "hour", BERLIN) == [datetime(2026, 3, 20, 18, tzinfo=BERLIN)]
    assert steps(BEGIN, BEGIN - timedelta(days=1), "day", BERLIN) == [datetime(2026, 3, 20, tzinfo=BERLIN)]


def test_days_begin_at_midnight_there_also_when_the_clock_changes() -> None:
    days = steps(datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 30, 12, tzinfo=UTC), "day", BERLIN)
    assert [day.astimezone(BERLIN).isoformat() for day in days] == [
        "2026-03-28T00:00:00+01:00",
        "2026-03-29T00:00:00+01:00",
        "2026-03-30T00:00:00+02:00",
    ]
    hours = steps(datetime(2026, 3, 29, 0, tzinfo=UTC), datetime(2026, 3, 29, 2, tzinfo=UTC), "hour", BERLIN)
    assert [hour.astimezone(BERLIN).hour for hour in hours] == [1, 3, 4]


def test_weeks_begin_on_mondays() -> None:
    assert floor(BEGIN, "week", BERLIN) == datetime(2026, 3, 16, tzinfo=BERLIN)


@given(begin=MOMENTS, length=draw.timedeltas(timedelta(0), timedelta(days=400)), unit=draw.sampled_from(UNITS))
def test_steps_cover_the_time_in_order(begin: datetime, length: timedelta, unit: Unit) -> None:
    found = steps(begin, begin + length, unit, BERLIN)
    assert found == sorted(set(found))
    assert found[-1] <= begin + length
    assert len(found) <= STEPS_MOST
    assert found[0] <= begin or len(found) == STEPS_MOST


@given(counted=draw.lists(draw.tuples(draw.integers(-3, 40), draw.integers(0, 9))), length=draw.integers(0, 30))
def test_nobody_is_lost_before_or_after(counted: list[tuple[int, int]], length: int) -> None:
    at = steps(BEGIN, BEGIN + timedelta(hours=length), "hour", BERLIN)
    given_steps = [(at[0] + timedelta(hours=place), count) for place, count in counted]
    sums = grown(at, given_steps)
    assert len(sums) == len(at)
    assert sums == sorted(sums)
    assert sums[-1] == sum(count for _place, count in counted)
