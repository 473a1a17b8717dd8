"""What a worker computes into a row, such as a placement: when nobody is at it any more."""

from datetime import datetime, timedelta
from typing import Final, Protocol

from backend.core import clock

GIVEN_UP_AFTER: Final = timedelta(minutes=15)
"""A worker that was killed is asked again well within this time."""


class Computed(Protocol):
    @property
    def updated_at(self) -> datetime: ...


def is_given_up(run: Computed, after: timedelta = GIVEN_UP_AFTER) -> bool:
    """Whether what is being computed has shown no sign of life for so long that it may be asked for anew."""
    return clock.now() - run.updated_at >= after
