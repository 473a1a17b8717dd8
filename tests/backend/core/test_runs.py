from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from backend.core import clock
from backend.core.runs import GIVEN_UP_AFTER, is_given_up


@dataclass(frozen=True)
class Run:
    updated_at: datetime


@pytest.mark.parametrize(("late", "given_up"), [(-1, False), (0, True), (1, True)])
@pytest.mark.parametrize("after", [GIVEN_UP_AFTER, timedelta(minutes=30)])
def test_who_shows_no_sign_of_life_for_so_long_has_given_up(after: timedelta, late: int, *, given_up: bool) -> None:
    now = clock.now()
    with clock.at(now):
        assert is_given_up(Run(now - after - timedelta(microseconds=late)), after) == given_up
