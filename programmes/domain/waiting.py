"""Places and the waiting list. `capacity` None means that there is room for everybody."""


def has_place_at_once(capacity: int | None, taken: int, waiting: int) -> bool:
    """Whether who comes now gets a place: never past those who wait already."""
    return capacity is None or (waiting == 0 and taken < capacity)


def promotions(capacity: int | None, taken: int, waiting: int) -> int:
    """Return how many of the waiting may move up. More taken than there is room (a smaller capacity) moves nobody."""
    return waiting if capacity is None else max(0, min(waiting, capacity - taken))
