"""How sure a jury's ranking is: what other jurors of the same kind might have made of it.

Each review is taken as a draw around the solution's own mean, with the same standard deviation everywhere: the pooled
one within solutions. A mean of n reviews then has the standard error σ ÷ √n, a median √(π/2) times as much (both for
scores that are about normally distributed). All of it is an estimate in floats: it decides nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, fsum, pi, sqrt
from typing import Final

from programmes.domain.scoring import Key

Z_90: Final = 1.6448536269514722
"""Of ten intervals this wide on both sides, nine hold what they are about."""
MEDIAN_FACTOR: Final = sqrt(pi / 2)
REVIEWS_MOST: Final = 20
"""No solution is asked about by more people than this: what would take more is not settled by reviews."""
DUELS_MOST: Final = 200
"""Nor is one compared with more than so many others."""


def spread(scores: Iterable[Sequence[float]]) -> float | None:
    """Return the standard deviation of one review around its solution's mean, pooled: √(Σ squares ÷ Σ (n − 1)).

    `scores` are those of each solution. None if none of them has two.
    """
    squares, degrees = [], 0
    for values in scores:
        middle = fsum(values) / len(values) if values else 0.0
        squares += [(value - middle) ** 2 for value in values]
        degrees += max(0, len(values) - 1)
    return sqrt(fsum(squares) / degrees) if degrees else None


def errors(reviews: Mapping[Key, int], deviation: float, *, is_median: bool = False) -> dict[Key, float]:
    """Return the standard error of each solution's score, which comes from so many `reviews` ≥ 1."""
    factor = MEDIAN_FACTOR if is_median else 1.0
    return {key: factor * deviation / sqrt(count) for key, count in reviews.items()}


def rank_range(key: Key, scores: Mapping[Key, float], error: Mapping[Key, float]) -> tuple[int, int]:
    """Return the best and the worst rank that a solution may really have: others count as before or behind it only if
    the difference is beyond chance (9 of 10 times). Linear.
    """
    mine, own = scores[key], error[key]
    before = behind = 0
    for other, score in scores.items():
        margin = Z_90 * sqrt(own**2 + error[other] ** 2)
        before += score - mine > margin
        behind += mine - score > margin
    return 1 + before, len(scores) - behind


@dataclass(frozen=True, slots=True)
class Unsettled:
    """What chance may have decided at the last place. `reviews`: how many more would settle it, None if too many."""

    solutions: int
    reviews: int | None


def unsettled(
    scores: Mapping[Key, float],
    reviews: Mapping[Key, int],
    deviation: float,
    places: int,
    *,
    is_median: bool = False,
) -> Unsettled:
    """Return how many solutions are so near to the border that chance may have put them on its one side or the other.

    The border lies in the middle between the last score with a place and the next one. A solution at the distance d
    from it needs n = (z · σ ÷ d)² reviews.
    """
    error = errors(reviews, deviation, is_median=is_median)
    return unsettled_at(scores, reviews, error, places, most=REVIEWS_MOST)


def unsettled_at(
    scores: Mapping[Key, float], votes: Mapping[Key, int], error: Mapping[Key, float], places: int, *, most: int
) -> Unsettled:
    """The same where each score has an `error` of its own, which falls with the root of its `votes` ≥ 1.

    A solution with n votes needs n · (z · error ÷ d)² of them; what would take more than `most` is not settled so.
    """
    order = sorted(scores.values(), reverse=True)
    if not 0 < places < len(order):
        return Unsettled(0, 0)
    border = (order[places - 1] + order[places]) / 2
    near = [key for key, score in scores.items() if abs(score - border) <= Z_90 * error[key]]
    more = 0
    for key in near:
        distance = abs(scores[key] - border)
        needed = ceil(votes[key] * (Z_90 * error[key] / distance) ** 2) if distance else most + 1
        if needed > most:
            return Unsettled(len(near), None)
        more += max(0, needed - votes[key])
    return Unsettled(len(near), more)
