from datetime import UTC, datetime, timedelta

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
