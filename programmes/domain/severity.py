"""Severe and mild jurors on one scale: what counts is how far a score lies from what the same person usually gives."""

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from math import fsum, sqrt

from programmes.domain.scoring import Given, Key, mean

DIGITS = 9
"""Beyond it, equal work would differ by what a computer drops of a root."""


def standard_scores(given: Iterable[Given[Key]]) -> dict[Key, Fraction]:
    """Return for each solution the mean of its standard scores (z-scores), rounded to nine digits.

    A standard score is (score − the juror's mean) ÷ the juror's standard deviation over all that this person has scored
    (the population's, ÷ n). Who gives the same to all, or has scored one solution only, says nothing about an order: 0.
    The same whatever the order of `given`, and on every machine with IEEE arithmetic. Linear.
    """
    found = standard_marks(given)
    return {solution: Fraction(str(round(fsum(scores) / len(scores), DIGITS))) for solution, scores in found.items()}


def standard_marks(given: Iterable[Given[Key]]) -> dict[Key, list[float]]:
    """Return for each solution the standard score that each of its jurors gave, in the order of the jurors."""
    by_juror: dict[Key, list[Given[Key]]] = defaultdict(list)
    for one in given:
        by_juror[one.juror].append(one)
    found: dict[Key, list[float]] = defaultdict(list)
    for rows in by_juror.values():
        middle = mean([one.score for one in rows])
        spread = sqrt(mean([(one.score - middle) ** 2 for one in rows]))
        for one in rows:
            found[one.solution].append(float(one.score - middle) / spread if spread else 0.0)
    return found
