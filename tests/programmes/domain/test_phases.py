from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from programmes.domain import phases

NOON = datetime(2026, 5, 8, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Window:
    starts_at: datetime
    ends_at: datetime
    features: list[str] = field(default_factory=lambda: ["build"])


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (NOON - timedelta(microseconds=1), False),
        (NOON, True),
        (NOON + HOUR - timedelta(microseconds=1), True),
        (NOON + HOUR, False),
    ],
)
def test_a_window_is_open_from_its_start_until_just_before_its_end(at: datetime, expected: bool) -> None:
    window = Window(NOON, NOON + HOUR)
    assert phases.is_open(window, at) is expected
    assert phases.accepts([window], "build", at) is expected


def test_only_declared_features_are_accepted() -> None:
    assert not phases.accepts([Window(NOON, NOON + HOUR, ["review"])], "build", NOON)


def test_overlapping_windows_add_up() -> None:
    windows = [Window(NOON, NOON + HOUR, ["build"]), Window(NOON, NOON + 2 * HOUR, ["review"])]
    assert phases.open_features(windows, NOON) == {"build", "review"}
    assert phases.open_features(windows, NOON + HOUR) == {"review"}


def test_the_next_opening_is_the_earliest_after_now() -> None:
    windows = [Window(NOON + 5 * HOUR, NOON + 6 * HOUR), Window(NOON + HOUR, NOON + 2 * HOUR)]
    assert phases.next_opening(windows, "build", NOON) == NOON + HOUR
    assert phases.next_opening(windows, "build", NOON + HOUR) == NOON + 5 * HOUR
    assert phases.next_opening(windows, "build", NOON + 5 * HOUR) is None


def test_windows_that_touch_close_together() -> None:
    hours = [(0, 1), (1, 3), (4, 5)]
    windows = [Window(NOON + start * HOUR, NOON + end * HOUR) for start, end in hours]
    assert phases.closes_at(windows, "build", NOON) == NOON + 3 * HOUR
    assert phases.closes_at(windows, "build", NOON + 3 * HOUR) is None


@pytest.mark.parametrize(
    ("minutes", "grace", "is_late"),
    [(-1, 15, False), (0, 15, True), (14, 15, True), (15, 15, False), (0, 0, False)],
)
def test_an_end_is_missed_until_the_grace_is_over(minutes: int, grace: int, is_late: bool) -> None:
    at = NOON + HOUR + timedelta(minutes=minutes)
    found = phases.missed([Window(NOON, NOON + HOUR)], "build", at, timedelta(minutes=grace))
    assert found == (NOON + HOUR if is_late else None)


def test_nothing_is_missed_before_it_opens_or_while_another_window_is_open() -> None:
    windows = [Window(NOON, NOON + HOUR), Window(NOON + HOUR, NOON + 2 * HOUR)]
    assert phases.missed(windows, "build", NOON - HOUR, 9 * HOUR) is None
    assert phases.missed(windows, "build", NOON + HOUR, 9 * HOUR) is None
    assert phases.ended_at(windows, "build", NOON + 2 * HOUR) == NOON + 2 * HOUR
    assert phases.ended_at(windows, "review", NOON + 2 * HOUR) is None
