"""What waits for a person: each package offers `next_items(user)`, a page shows them all, most urgent on top."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

FAR_AWAY = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class NextItem:
    kind: str
    """What is to be done, as in `programmes.review_write`: the page knows its words, its button and its address."""
    ref: str
    """Public id, or slug where addresses have one, of the row that it is about."""
    title: str
    """The name of that row, in its own language."""
    about: str = ""
    """What that row belongs to: the sprint, the project."""
    due_at: datetime | None = None
    since: datetime | None = None
    zone: str = "Europe/Berlin"


def by_urgency(items: Iterable[NextItem]) -> list[NextItem]:
    """What is due first stands first; what has no date comes after, longest waiting first."""
    return sorted(items, key=lambda item: (item.due_at or FAR_AWAY, item.since or FAR_AWAY, item.title))
