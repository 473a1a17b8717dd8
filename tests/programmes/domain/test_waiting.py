import pytest

from programmes.domain.waiting import has_place_at_once, promotions


@pytest.mark.parametrize(
    ("capacity", "taken", "waiting", "expected"),
    [
        (None, 10_000, 5, True),
        (2, 0, 0, True),
        (2, 1, 0, True),
        (2, 2, 0, False),
        (2, 3, 0, False),
        # A place is free, but somebody has waited longer.
        (2, 1, 1, False),
    ],
)
def test_who_comes_now(capacity: int | None, taken: int, waiting: int, expected: bool) -> None:
    assert has_place_at_once(capacity, taken, waiting) is expected


@pytest.mark.parametrize(
    ("capacity", "taken", "waiting", "expected"),
    [(None, 3, 7, 7), (5, 3, 7, 2), (5, 3, 1, 1), (5, 5, 7, 0), (5, 6, 7, 0), (5, 0, 0, 0)],
)
def test_who_moves_up(capacity: int | None, taken: int, waiting: int, expected: int) -> None:
    assert promotions(capacity, taken, waiting) == expected
