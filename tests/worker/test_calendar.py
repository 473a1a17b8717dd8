from datetime import UTC, datetime, time, timedelta
from itertools import islice, pairwise

from hypothesis import given
from hypothesis import strategies as st

from worker.calendar import Daily, Every

moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  the strategy adds the zone


@given(moments, st.integers(1, 100_000))
def test_every_period_lies_on_one_grid(moment: datetime, seconds: int) -> None:
    period = timedelta(seconds=seconds)
    latest, *before = islice(Every(period).backwards(moment), 3)
    assert latest <= moment < latest + period
    assert [later - earlier for later, earlier in pairwise([latest, *before])] == [period, period]
    assert next(Every(period).backwards(moment + timedelta(microseconds=1))) in (latest, latest + period)


@given(moments)
def test_each_day_has_one_due_time_in_its_zone(moment: datetime) -> None:
    due = list(islice(Daily(time(7), "Europe/Berlin").backwards(moment), 4))
    assert due[0] <= moment
    assert all(timedelta(hours=23) <= later - earlier <= timedelta(hours=25) for later, earlier in pairwise(due))


def test_seven_in_berlin_moves_with_summer_time() -> None:
    daily = Daily(time(7), "Europe/Berlin")
    assert next(daily.backwards(datetime(2026, 7, 1, 12, tzinfo=UTC))) == datetime(2026, 7, 1, 5, tzinfo=UTC)
    assert next(daily.backwards(datetime(2026, 1, 1, 12, tzinfo=UTC))) == datetime(2026, 1, 1, 6, tzinfo=UTC)


def test_the_moment_itself_is_due_and_the_one_before_is_not() -> None:
    daily = Daily(time(7), "UTC")
    seven = datetime(2026, 1, 1, 7, tzinfo=UTC)
    assert next(daily.backwards(seven)) == seven
    assert next(daily.backwards(seven - timedelta(microseconds=1))) == seven - timedelta(days=1)
