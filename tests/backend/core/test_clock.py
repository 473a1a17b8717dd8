from datetime import UTC, date, datetime, timedelta

import pytest

from backend.core import clock

THEN = datetime(2020, 3, 20, 18, tzinfo=UTC)


def test_inside_the_block_it_is_the_moment_that_was_told() -> None:
    with clock.at(THEN):
        assert clock.now() == THEN
        with clock.at(THEN + timedelta(days=1)):
            assert clock.now() == THEN + timedelta(days=1)
        assert clock.now() == THEN
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_an_error_does_not_stop_the_clock() -> None:
    with pytest.raises(KeyError), clock.at(THEN):
        raise KeyError
    assert clock.now() > THEN


def test_the_day_is_that_of_the_house() -> None:
    """In Germany it is tomorrow an hour or two before it is so in UTC."""
    with clock.at(datetime(2026, 1, 31, 23, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 2, 1)
    with clock.at(datetime(2026, 1, 31, 22, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 1, 31)
