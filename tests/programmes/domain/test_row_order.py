from dataclasses import dataclass

import pytest

from programmes.domain.row_order import moved


@dataclass(frozen=True)
class Part:
    key: str


@pytest.mark.parametrize(
    ("key", "step", "after"),
    [
        ("b", -1, "bac"),
        ("b", 1, "acb"),
        ("a", -1, "abc"),
        ("c", 1, "abc"),
        ("d", 1, "abc"),
    ],
)
def test_a_part_moves_by_one_place_and_stays_at_the_end_of_the_row(key: str, step: int, after: str) -> None:
    row = moved(tuple(Part(letter) for letter in "abc"), key, step)
    assert "".join(part.key for part in row) == after


def test_an_empty_row_stays_empty() -> None:
    assert moved(tuple[Part, ...](), "a", 1) == ()
