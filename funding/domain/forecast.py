"""When a fund runs out of money, if the coming days are like the last ones: a bootstrap over days.

Each path draws whole days with replacement from those that were, and is followed until the free money is used. The
spread of many paths is the uncertainty. The seed is fixed, so that the same past gives the same forecast (B. Efron,
"Bootstrap Methods: Another Look at the Jackknife", 1979).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

DAYS_MIN = 7
"""With fewer days nothing is said: one good day would be the future."""
HORIZON_DAYS = 365
PATHS = 200
LOW, MIDDLE, HIGH = 10, 50, 90
"""Percent of the paths that have run dry: four of five lie between the outer two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Days from now until the money is used. None: not within the horizon."""

    low_days: int | None
    median_days: int | None
    high_days: int | None
    based_on_days: int


def run_out(free_minor: int, daily_minor: Sequence[int], *, seed: int = 0) -> Forecast | None:
    """Return when `free_minor` ≥ 0 is used, by what was claimed on each of the last days (below zero: given back).

    None where there is too little past, or none of it took anything. low ≤ median ≤ high; more money never runs out
    earlier.
    """
    if len(daily_minor) < DAYS_MIN or max(daily_minor) <= 0:
        return None
    chance = Random(seed)  # noqa: S311  the same past gives the same forecast; nothing secret
    days = sorted(_days(free_minor, chance.choices(daily_minor, k=HORIZON_DAYS)) for _ in range(PATHS))
    low, median, high = (_within(days[(PATHS - 1) * percent // 100]) for percent in (LOW, MIDDLE, HIGH))
    return Forecast(low_days=low, median_days=median, high_days=high, based_on_days=len(daily_minor))


def _days(free_minor: int, path: Sequence[int]) -> int:
    """The first day at whose end nothing is free, counted from today (0: nothing is free now)."""
    if free_minor <= 0:
        return 0
    used = accumulate(path)
    return next((day for day, sum_minor in enumerate(used, 1) if sum_minor >= free_minor), HORIZON_DAYS + 1)


def _within(days: int) -> int | None:
    return days if days <= HORIZON_DAYS else None
