"""Scores of reviews, exact: fractions, never floats, so that equal work is equal to the last digit."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median
from typing import Generic, NamedTuple, Protocol, TypeVar

from backend.core.checks import ensure

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Mark:
    """Points that a juror gave for one criterion: 0 ≤ points ≤ max_points, weight > 0."""

    points: int
    max_points: int
    weight: int


def review_score(marks: Sequence[Mark]) -> Fraction:
    """Return the weighted share of what could be reached, from 0 to 1: Σ weight · points / max_points ÷ Σ weight."""
    ensure(marks, "a review has at least one mark")
    ensure(
        all(mark.weight > 0 and 0 <= mark.points <= mark.max_points and mark.max_points > 0 for mark in marks),
        "points lie between zero and the criterion's most, weights are positive",
    )
    reached = sum((Fraction(mark.weight * mark.points, mark.max_points) for mark in marks), Fraction())
    return reached / sum(mark.weight for mark in marks)


class Weighed(Protocol):
    """By what a review measures, of whatever kind."""

    @property
    def weight(self) -> int: ...
    @property
    def max_points(self) -> int: ...


Points = Mapping[str, int | None]
"""What a juror gave by criterion; None where the juror abstained."""


def score_of(points: Points, criteria: Mapping[str, Weighed]) -> Fraction:
    """Return `review_score` of the criteria that were judged; there is at least one.

    An abstention is missing and not 0: neither its points nor its weight are in the sums, so the other weights share
    out what it would have had. The same comes out if the mean of the others is put in its place. Psychometrics calls
    it a prorated score and warns that it favours whoever is not judged where they are weak (Mazza, Enders and Ruehlman
    2015, doi:10.1080/00273171.2015.1068157); that is why an organiser says where one may abstain.
    """
    given = [(criteria[name], reached) for name, reached in points.items() if reached is not None]
    return review_score([Mark(reached, one.max_points, one.weight) for one, reached in given])


def mean(scores: Sequence[Fraction]) -> Fraction:
    """Return the mean, so that a solution with more jurors has no advantage."""
    ensure(scores, "a mean is taken of at least one score")
    return sum(scores, Fraction()) / len(scores)


class Given(NamedTuple, Generic[Key]):
    """A score from 0 to 1 that one juror gave to one solution."""

    solution: Key
    juror: Key
    score: Fraction


def mean_scores(given: Iterable[Given[Key]]) -> dict[Key, Fraction]:
    """Return the mean score of each solution that somebody has scored."""
    return {solution: mean(values) for solution, values in _by_solution(given).items()}


def median_scores(given: Iterable[Given[Key]]) -> dict[Key, Fraction]:
    """Return the median score of each solution that somebody has scored; of an even number the mean of both in the
    middle. One juror alone, however far off, cannot move it far.
    """
    return {solution: median(values) for solution, values in _by_solution(given).items()}


def _by_solution(given: Iterable[Given[Key]]) -> dict[Key, list[Fraction]]:
    scores: dict[Key, list[Fraction]] = defaultdict(list)
    for one in given:
        scores[one.solution].append(one.score)
    return scores


def ranked(scores: Mapping[Key, Fraction]) -> dict[Key, int]:
    """Return the rank of each solution, as `ranks` counts."""
    return dict(zip(scores, ranks(list(scores.values())), strict=True))


def ranks(scores: Sequence[Fraction]) -> list[int]:
    """Return the rank of each score, 1 for the highest. Equal scores share a rank, the next one skips: 1, 2, 2, 4."""
    first: dict[Fraction, int] = {}
    for place, score in enumerate(sorted(scores, reverse=True), 1):
        first.setdefault(score, place)
    return [first[score] for score in scores]
