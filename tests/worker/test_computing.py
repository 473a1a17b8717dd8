"""A computation that fails: whether it is told or tried again."""

import pytest
from django.db import InterfaceError, OperationalError

from backend.core.errors import Unavailable
from worker.computing import failing_openly


@pytest.mark.parametrize("error", [OperationalError, InterfaceError, Unavailable])
def test_what_may_succeed_later_is_tried_again(error: type[Exception]) -> None:
    told: list[str] = []
    with pytest.raises(error), failing_openly("sum_failed", lambda: told.append("failed")):
        raise error
    assert told == []


def test_what_would_end_the_same_is_told_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    told: list[str] = []
    with failing_openly("sum_failed", lambda: told.append("failed"), run=7):
        int("no number")
    assert told == ["failed"]
    [record] = caplog.records
    assert "'event': 'sum_failed'" in record.getMessage()
    assert "'run': 7" in record.getMessage()


def test_what_succeeds_is_not_told() -> None:
    told: list[str] = []
    with failing_openly("sum_failed", lambda: told.append("failed")):
        pass
    assert told == []
