"""When something may be done in a sprint, as a page tells it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from backend.core import clock
from programmes.domain import phases
from programmes.enums import Feature
from programmes.models import Phase, Sprint


@dataclass(frozen=True, slots=True)
class Window:
    """`opens_at` is set while it is closed and will open; `closes_at` is when it closes, or when it closed last."""

    is_open: bool = False
    opens_at: datetime | None = None
    closes_at: datetime | None = None


def window_of(sprint: Sprint, feature: Feature, at: datetime | None = None) -> Window:
    """Read the phases once: prefetch them where there are several sprints."""
    return window_in(list(sprint.phases.all()), feature, at or clock.now())


def window_in(rows: Collection[Phase], feature: Feature, at: datetime) -> Window:
    if phases.accepts(rows, feature, at):
        return Window(is_open=True, closes_at=phases.closes_at(rows, feature, at))
    ends = [row.ends_at for row in rows if feature in row.features]
    return Window(opens_at=phases.next_opening(rows, feature, at), closes_at=max(ends, default=None))
