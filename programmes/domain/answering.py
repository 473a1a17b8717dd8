"""Until when an organisation answers what was offered to it, and who hears of it when it does not."""

from datetime import datetime, timedelta
from typing import Final

SOON, OVERDUE, LATE = "soon", "overdue", "late"
REMIND_AHEAD: Final = timedelta(days=3)
LATE_AFTER: Final = timedelta(days=7)


def answer_due(offered_at: datetime, days: int, not_before: datetime | None) -> datetime:
    """`days` after the offer, or `not_before`, the date that the organisation has named itself, if that is later."""
    due_at = offered_at + timedelta(days=days)
    return due_at if not_before is None else max(due_at, not_before)


def days_overdue(due_at: datetime, at: datetime) -> int:
    """Whole days since the answer was due; 0 on the first one, and before."""
    return max(timedelta(0), at - due_at).days


def levels_due(offered_at: datetime, due_at: datetime, at: datetime) -> frozenset[str]:
    """Who should have heard by now. Where all the time was no longer than the reminder, the offer itself was one."""
    if at < due_at:
        is_soon = offered_at < due_at - REMIND_AHEAD <= at
        return frozenset({SOON}) if is_soon else frozenset()
    return frozenset({OVERDUE, LATE}) if at >= due_at + LATE_AFTER else frozenset({OVERDUE})
