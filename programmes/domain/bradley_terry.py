"""The Bradley–Terry model: of two solutions with the strengths s₁ and s₂ the first convinces more with the probability
1 ÷ (1 + e^(s₂ − s₁)).

Each solution begins with one imagined tie against an imagined average one, so that whoever won or lost everything, or
was compared with few, still has a finite strength that means something; the average one has the strength 0. The maximum
is found by `evalica` (M. E. J. Newman, Efficient Computation of Rankings from Pairwise Comparisons, JMLR 24, 2023) and
one Newton step; how sure it is comes from the Fisher information. R. A. Bradley, M. E. Terry, Biometrika 39, 1952.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from evalica import Winner, bradley_terry
from numpy.typing import NDArray

from programmes.domain.pairs import DIGITS, Choice, Duel

SOLVER_TOLERANCE: Final = 1e-10
ROUNDS_MOST: Final = 1_000
WEIGHT_LEAST: Final = 1e-9
"""Below it a comparison says nothing any more: both strengths are too far apart."""
FAR: Final = 700.0
"""Beyond it e^x leaves the range of a float."""
NEAR: Final = 1.0

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Model:
    """Strengths of `names`, in their order, and how they vary together."""

    names: Sequence[str]
    values: Floats
    covariance: Floats


def fitted(names: Sequence[str], duels: Iterable[Duel]) -> Model:
    """Return the strengths of `names` by those of `duels` that count; whoever was never compared is average.

    Memory grows with the square of their number and one step with its cube: less than a second for 1,500.
    """
    place = {name: number for number, name in enumerate(names)}
    won = np.zeros((len(names) + 1, len(names) + 1))
    won[:-1, -1] = won[-1, :-1] = 0.5
    for one in duels:
        first, second = place[one.first], place[one.second]
        to_first = {Choice.FIRST: 1.0, Choice.SECOND: 0.0, Choice.TIE: 0.5}.get(one.choice)
        if to_first is not None:
            won[first, second] += one.times * to_first
            won[second, first] += one.times * (1 - to_first)
    values = _solved(won)
    information, slope = _fisher(won, values)
    covariance: Floats = np.asarray(np.linalg.inv(information), dtype=np.float64)
    step = covariance @ slope
    # What the solver's tolerance leaves; where it did not come near, a step might lead anywhere.
    is_near = np.abs(step).max(initial=0.0) < NEAR
    return Model(names, np.asarray(values + step if is_near else values, dtype=np.float64), covariance)


def _solved(won: Floats) -> Floats:
    """Strengths by `won` (who has won how often against whom), relative to the last one."""
    winners, losers = np.nonzero(won)
    result = bradley_terry(
        winners.tolist(),
        losers.tolist(),
        [Winner.X] * len(winners),
        weights=won[winners, losers].tolist(),
        tolerance=SOLVER_TOLERANCE,
        limit=ROUNDS_MOST,
    )
    found: Floats = np.log(result.scores.reindex(range(len(won))).to_numpy(dtype=np.float64))
    relative: Floats = found[:-1] - found[-1]
    return relative


def _chances(values: Floats) -> Floats:
    difference = np.clip(values[:, None] - values[None, :], -FAR, FAR)
    found: Floats = 1 / (1 + np.exp(-difference))
    return found


def _fisher(won: Floats, values: Floats) -> tuple[Floats, Floats]:
    """The Fisher information about all but the last one, which is fixed at 0, and the slope of the likelihood."""
    all_values = np.append(values, 0.0)
    chance = _chances(all_values)
    met = won + won.T
    slope = (won - met * chance).sum(axis=1)
    weights = met * np.maximum(chance * (1 - chance), WEIGHT_LEAST)
    information = np.diag(weights.sum(axis=1)) - weights
    return information[:-1, :-1], slope[:-1]


def next_pair(
    names: Collection[str], duels: Iterable[Duel], asked: Collection[tuple[str, str]]
) -> tuple[str, str] | None:
    """Return which two of `names` to compare next: those from whose comparison most is learnt; None if all were asked.

    `duels` are what all jurors said of them, `asked` the pairs, in whatever order of the two, that this juror has
    decided or skipped. The gain is that of information about all strengths, ½ ln(1 + p (1 − p) · variance of the
    difference): high where the outcome is open and little is known. Of equals the first by name.
    """
    order = sorted(names)
    if len(order) < 2:  # noqa: PLR2004 - two are a pair
        return None
    known = set(order)
    model = fitted(order, [one for one in duels if one.first in known and one.second in known])
    chance = _chances(model.values)
    own = np.diag(model.covariance)
    variance = own[:, None] + own[None, :] - 2 * model.covariance
    gain = np.triu(np.log1p(chance * (1 - chance) * np.maximum(variance, 0)) / 2 + 1.0, k=1)
    place = {name: number for number, name in enumerate(order)}
    for one, other in asked:
        if one in place and other in place:
            first, second = sorted((place[one], place[other]))
            gain[first, second] = 0
    # Rounded, so that equals are equal on every machine; of those the first is taken.
    best = int(np.argmax(np.round(gain, DIGITS)))
    first, second = divmod(best, len(order))
    return (order[first], order[second]) if gain[first, second] else None
