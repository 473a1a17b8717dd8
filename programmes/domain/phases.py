"""What may be done when. Windows are half-open: open from `starts_at` on, closed from `ends_at` on."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any, Protocol


class WindowLike(Protocol):
    """A dated window that declares features; attributes are read, never written."""

    @property
    def starts_at(self) -> Any: ...
    @property
    def ends_at(self) -> Any: ...
    @property
    def features(self) -> Any: ...


def is_open(window: WindowLike, at: datetime) -> bool:
    return bool(window.starts_at <= at < window.ends_at)


def open_features(windows: Iterable[WindowLike], at: datetime) -> frozenset[str]:
    return frozenset(feature for window in windows if is_open(window, at) for feature in window.features)


def accepts(windows: Iterable[WindowLike], feature: str, at: datetime) -> bool:
    return any(feature in window.features and is_open(window, at) for window in windows)


def next_opening(windows: Iterable[WindowLike], feature: str, at: datetime) -> datetime | None:
    """Return when `feature` opens next, after `at`; None if it is never open again."""
    starts = [window.starts_at for window in windows if feature in window.features and window.starts_at > at]
    return min(starts, default=None)


def closes_at(windows: Collection[WindowLike], feature: str, at: datetime) -> datetime | None:
    """Return when `feature`, open at `at`, closes; windows that overlap or touch are one. None if it is not open."""
    end: datetime | None = None
    moment = at
    while True:
        ends = [window.ends_at for window in windows if feature in window.features and is_open(window, moment)]
        if not ends:
            return end
        end = moment = max(ends)


def ended_at(windows: Iterable[WindowLike], feature: str, at: datetime) -> datetime | None:
    """Return when `feature` was last over by `at`; None while it is open, and if it was never open before."""
    rows = list(windows)
    if accepts(rows, feature, at):
        return None
    return max((row.ends_at for row in rows if feature in row.features and row.ends_at <= at), default=None)


def missed(windows: Iterable[WindowLike], feature: str, at: datetime, grace: timedelta) -> datetime | None:
    """Return the end of `feature` that `at` has missed by less than `grace`; None if it is open, or over for good."""
    end = ended_at(windows, feature, at)
    return end if end is not None and at < end + grace else None
