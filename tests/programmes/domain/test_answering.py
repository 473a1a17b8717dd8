from datetime import UTC, datetime, timedelta

import pytest

from programmes.domain.answering import LATE, OVERDUE, SOON, answer_due, days_overdue, levels_due
from programmes.enums import ReminderLevel

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
DUE = START + timedelta(days=14)
MOMENT = timedelta(microseconds=1)


def test_the_levels_are_those_of_the_database() -> None:
    assert {SOON, OVERDUE, LATE} == set(ReminderLevel.values)


def test_an_answer_is_due_after_so_many_days_and_never_before_the_date_that_was_named() -> None:
    assert answer_due(START, 14, None) == DUE
    assert answer_due(START, 14, DUE - MOMENT) == DUE
    assert answer_due(START, 14, DUE + MOMENT) == DUE + MOMENT


@pytest.mark.parametrize(
    ("after", "days"), [(-MOMENT, 0), (timedelta(0), 0), (timedelta(days=1) - MOMENT, 0), (timedelta(days=5), 5)]
)
def test_whole_days_count(after: timedelta, days: int) -> None:
    assert days_overdue(DUE, DUE + after) == days


@pytest.mark.parametrize(
    ("at", "levels"),
    [
        (DUE - timedelta(days=3) - MOMENT, set()),
        (DUE - timedelta(days=3), {SOON}),
        (DUE - MOMENT, {SOON}),
        (DUE, {OVERDUE}),
        (DUE + timedelta(days=7) - MOMENT, {OVERDUE}),
        (DUE + timedelta(days=7), {OVERDUE, LATE}),
    ],
)
def test_one_level_after_the_other(at: datetime, levels: set[str]) -> None:
    assert levels_due(START, DUE, at) == levels


def test_with_three_days_in_all_the_offer_itself_is_the_reminder() -> None:
    due_at = START + timedelta(days=3)
    assert levels_due(START, due_at, START) == set()
    assert levels_due(START - MOMENT, due_at, START) == {SOON}
