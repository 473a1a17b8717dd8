"""Office hours: a window of time cut into slots, and what may be done with one when."""

from datetime import datetime, timedelta
from typing import Final

SLOT_MINUTES: Final = (10, 15, 20, 30, 45, 60)
"""What a window may be cut into."""
WINDOW_MOST: Final = timedelta(hours=12)
CANCEL_BEFORE: Final = timedelta(hours=1)
"""Who has booked can give the slot back until so long before it begins; later nobody else could use it."""
GUEST_KEPT: Final = timedelta(days=30)
"""Name and address of a guest are kept for so long after the slot."""
LINK_DAYS: Final = 14
LINK_DAYS_MOST: Final = 90
STARS: Final = (1, 2, 3, 4, 5)


def slots_between(starts_at: datetime, ends_at: datetime, minutes: int) -> list[tuple[datetime, datetime]]:
    """Return begin and end of the whole slots of `minutes` (> 0) in a window; what is left at its end is none."""
    length = timedelta(minutes=minutes)
    count = max(0, (ends_at - starts_at) // length)
    return [(starts_at + number * length, starts_at + (number + 1) * length) for number in range(count)]


def may_cancel(starts_at: datetime, at: datetime, *, is_mentor: bool) -> bool:
    """Whether a slot that begins at `starts_at` may still be cancelled; a mentor may until it begins."""
    return at < (starts_at if is_mentor else starts_at - CANCEL_BEFORE)
