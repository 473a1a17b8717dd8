"""Solutions by comparison, two at a time: who won how often against whom becomes a strength for each.

A strength is a log-odds in the Bradley–Terry model, which `bradley_terry` fits.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import exp, sqrt
from typing import Final, NamedTuple

DIGITS: Final = 6
"""What is beyond differs from machine to machine, and would tell equal solutions apart."""


class Choice(StrEnum):
    """Which one of two convinces more. `SKIP` says nothing about them."""

    FIRST = "first"
    SECOND = "second"
    TIE = "tie"
    SKIP = "skip"

    @property
    def turned(self) -> "Choice":
        """The same with the two in the other order."""
        return {Choice.FIRST: Choice.SECOND, Choice.SECOND: Choice.FIRST}.get(self, self)


class Duel(NamedTuple):
    """So many times two different solutions were compared with the same outcome; times ≥ 1."""

    first: str
    second: str
    choice: Choice
    times: int = 1


@dataclass(frozen=True, slots=True)
class Strength:
    """`value` is rounded to six digits, exact from there on; `error` is its standard error; `duels` ≥ 1."""

    value: Fraction
    error: float
    duels: int

    @property
    def share(self) -> Fraction:
        """The probability from 0 to 1 with which it convinces more than an average solution."""
        return Fraction(str(round(chance(float(self.value)), DIGITS)))


def chance(difference: float) -> float:
    """Return with which probability one convinces more that is stronger by `difference`: 1 ÷ (1 + e^−x)."""
    return 1 / (1 + exp(-difference)) if difference >= 0 else exp(difference) / (1 + exp(difference))


def strengths(duels: Iterable[Duel]) -> dict[str, Strength]:
    """Return the strength of each solution that was compared with another. Ties count half for each, skips nothing.

    The same whatever the order of `duels` and of the two in each, and on every machine with IEEE arithmetic.
    """
    counting = [one for one in duels if one.choice is not Choice.SKIP]
    counts: Counter[str] = Counter()
    for one in counting:
        counts[one.first] += one.times
        counts[one.second] += one.times
    if not counts:
        return {}
    # Takes half a second and 100 MB, which only where solutions are compared is paid.
    from programmes.domain.bradley_terry import fitted

    model = fitted(sorted(counts), counting)
    variances = model.covariance.diagonal().tolist()
    return {
        name: Strength(Fraction(str(round(value, DIGITS) + 0.0)), sqrt(variance), counts[name])
        for name, value, variance in zip(model.names, model.values.tolist(), variances, strict=True)
    }
