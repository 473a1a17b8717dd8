"""What a worker computes into a row, such as a placement: when nobody is at it any more."""

from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from django.db.models import Q, QuerySet

from backend.core import clock
from backend.core.errors import Unavailable

GIVEN_UP_AFTER: Final = timedelta(minutes=15)
"""A worker that was killed is asked again well within this time."""


class Computed(Protocol):
    @property
    def updated_at(self) -> datetime: ...


def is_given_up(run: Computed, after: timedelta = GIVEN_UP_AFTER) -> bool:
    """Whether what is being computed has shown no sign of life for so long that it may be asked for anew."""
    return clock.now() - run.updated_at >= after


def claim(waiting: "QuerySet[Any, Any]", time: timedelta) -> None:
    """Be for so long the one worker who computes the one row of `waiting`. Raises Unavailable while another one is."""
    now = clock.now()
    if not waiting.filter(Q(claimed_until=None) | Q(claimed_until__lte=now)).update(claimed_until=now + time):
        raise Unavailable
