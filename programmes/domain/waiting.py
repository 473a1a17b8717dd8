"""Places and the waiting list. `capacity` None means that there is room for everybody."""

from datetime import datetime, timedelta


def has_place_at_once(capacity: int | None, taken: int, waiting: int) -> bool:
    """Whether who comes now gets a place: never past those who wait already."""
    return capacity is None or (waiting == 0 and taken < capacity)


def promotions(capacity: int | None, taken: int, waiting: int) -> int:
    """Return how many of the waiting may move up. More taken than there is room (a smaller capacity) moves nobody."""
    return waiting if capacity is None else max(0, min(waiting, capacity - taken))


def offer_ends(at: datetime, hours: int, sprint_ends_at: datetime) -> datetime:
    """Return until when a place offered at `at` may be accepted: not longer than there is a sprint."""
    return min(at + timedelta(hours=hours), sprint_ends_at)
