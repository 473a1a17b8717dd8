"""The day a fund runs out: the same past gives the same answer, more money never an earlier one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding.domain.alarms import ALARM_PERCENTS, alarms_reached
from funding.domain.forecast import DAYS_MIN, HORIZON_DAYS, Forecast, run_out

# One day at least took something.
DAILY = st.lists(st.integers(-1_000, 10_000), min_size=DAYS_MIN, max_size=27).map(lambda past: [*past, 1])
FREE = st.integers(0, 1_000_000)


def days(forecast: Forecast | None) -> list[int]:
    """None is later than every day that is named."""
    assert forecast is not None
    found = (forecast.low_days, forecast.median_days, forecast.high_days)
    return [HORIZON_DAYS + 1 if day is None else day for day in found]


@pytest.mark.parametrize(
    ("free", "expected"), [(0, 0), (1, 1), (99, 1), (100, 1), (101, 2), (36_500, 365), (36_501, None)]
)
def test_where_every_day_is_alike_nothing_is_uncertain(free: int, expected: int | None) -> None:
    assert run_out(free, [100] * DAYS_MIN) == Forecast(
        low_days=expected, median_days=expected, high_days=expected, based_on_days=DAYS_MIN
    )


@pytest.mark.parametrize("past", [[], [100] * (DAYS_MIN - 1), [0] * 28, [-5] * 28])
def test_too_little_past_says_nothing(past: list[int]) -> None:
    assert run_out(1_000, past) is None


@given(FREE, DAILY)
def test_the_interval_is_in_order_and_repeats(free: int, past: list[int]) -> None:
    found = days(run_out(free, past))
    assert found == sorted(found)
    assert found == days(run_out(free, past))


@given(FREE, st.integers(0, 100_000), DAILY)
def test_more_money_never_runs_out_earlier(free: int, more: int, past: list[int]) -> None:
    pairs = zip(days(run_out(free, past)), days(run_out(free + more, past)), strict=True)
    assert all(poor <= rich for poor, rich in pairs)


@given(st.integers(1, 1_000_000), st.lists(st.integers(0, 10_000), min_size=DAYS_MIN, max_size=28))
def test_it_lasts_as_long_as_the_best_day_every_day_would_let_it(free: int, past: list[int]) -> None:
    if max(past) > 0:
        assert days(run_out(free, past))[0] >= min(HORIZON_DAYS + 1, -(-free // max(past)))


@pytest.mark.parametrize(
    ("used", "held", "reached"),
    [
        (0, 0, []),
        (0, 100, []),
        (49, 100, []),
        (50, 100, [50]),
        (1, 3, []),
        (2, 3, [50]),
        (79, 100, [50]),
        (80, 100, [50, 80]),
        (94, 100, [50, 80]),
        (95, 100, [50, 80, 95]),
        (100, 100, list(ALARM_PERCENTS)),
    ],
)
def test_an_alarm_is_reached_exactly(used: int, held: int, reached: list[int]) -> None:
    assert alarms_reached(used, held) == reached
