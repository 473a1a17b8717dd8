"""What the public thinks of solutions, as one order that a handful of friends cannot turn.

The score of a solution is a cautious mean of its stars: how good it is at least, 19 times of 20, as far as so many
ratings can tell. Whoever has five ratings of five stars does not come before whoever has two hundred of nearly five. It
is the lower bound of the posterior mean under a uniform prior in the normal approximation: Evan Miller, Ranking Items
With Star Ratings, 2014.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Final

STARS: Final = (1, 2, 3, 4, 5)
Z_95: Final = 1.645
"""Standard normal quantile: one time of twenty the truth lies below the bound."""
QUORUM: Final = 5
"""Ratings without which a solution has no rank."""
BURST_LEAST: Final = 10
"""Ratings in one hour that are worth a look; below, an hour is what it happens to be."""


@dataclass(frozen=True, slots=True)
class Standing:
    """`rank` counts from 1 and is None without the quorum; equal scores share it.

    `score_hundredths`: of a star, 100 to 500; None without a rank. `mean` lies in 1 to 5.
    """

    solution: str
    ratings: int
    mean: Fraction | None
    score_hundredths: int | None
    rank: int | None


@dataclass(frozen=True, slots=True)
class Burst:
    """An hour in which half of all ratings of a solution came, or more; `is_late`: the last one of the whole time."""

    begins_at: datetime
    ratings: int
    of: int
    is_late: bool


def standings(stars: Mapping[str, Sequence[int]]) -> list[Standing]:
    """Return the order of solutions, the best first, those without a rank last, by name among equals.

    `stars`: how many ratings of 1, 2, 3, 4 and 5 stars each solution has, by its name. Raises ValueError for anything
    but five counts of at least 0. Solutions are equal if their scores are the same in hundredths of a star.
    """
    for counts in stars.values():
        if len(counts) != len(STARS) or min(counts) < 0:
            raise ValueError(counts)
    scores = {name: round(100 * cautious_mean(counts)) for name, counts in stars.items() if sum(counts) >= QUORUM}
    order = sorted(stars, key=lambda name: (-scores.get(name, 0), name))
    return [
        Standing(
            solution=name,
            ratings=sum(stars[name]),
            mean=_mean(stars[name]),
            score_hundredths=scores.get(name),
            rank=1 + sum(other > scores[name] for other in scores.values()) if name in scores else None,
        )
        for name in order
    ]


def cautious_mean(counts: Sequence[int]) -> float:
    """Return how many stars a solution deserves at least, 1 to 5, from its counts of 1 to 5 stars.

    As if it had one more rating of each kind: so much may come. Miller's formula.
    """
    weights = [count + 1 for count in counts]
    in_all = sum(weights)
    mean = sum(map(int.__mul__, STARS, weights)) / in_all
    squares = sum(star * star * weight for star, weight in zip(STARS, weights, strict=True)) / in_all
    return mean - Z_95 * math.sqrt((squares - mean * mean) / (in_all + 1))


def _mean(counts: Sequence[int]) -> Fraction | None:
    ratings = sum(counts)
    return Fraction(sum(map(int.__mul__, STARS, counts)), ratings) if ratings else None


def burst(hours: Iterable[tuple[datetime, int]], last: datetime | None = None) -> Burst | None:
    """Return the hour in which at least half of the ratings of a solution came, if they are many enough to wonder.

    `hours`: the beginning of each hour with how many came in it; `last`: the beginning of the last hour of all.
    """
    known = sorted(hours)
    if not known:
        return None
    of = sum(count for _hour, count in known)
    begins_at, most = max(known, key=lambda one: (one[1], one[0]))
    if most < BURST_LEAST or 2 * most < of:
        return None
    return Burst(begins_at=begins_at, ratings=most, of=of, is_late=begins_at == last)
