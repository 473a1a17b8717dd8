"""Quadratic matching: many small gifts weigh more than a few large ones.

Source: Buterin, Hitzig, Weyl, "A Flexible Design for Funding Public Goods" (Management Science 65, 2019): the ideal
funding of a project is (Σ√c)², so the match is w = (Σ√c)² − Σc, with c one donor's gifts to the project summed first.
The pairwise bound is Buterin's "Pairwise coordination subsidies" (2019).

The result has to be the same on every machine, so that an outsider can check it to the cent. Roots are rounded down to
30 binary digits behind the point (IEEE 754 roots are exact to the last digit everywhere) and summed as integers, where
no order of summing makes a difference; what is divided in floating point is divided number by number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from backend.core.checks import ensure
from funding.domain.allocation import Claim, largest_remainder, pro_rata
from funding.domain.pairwise import DIGITS as PAIR_DIGITS
from funding.domain.pairwise import pairwise_weights
from funding.domain.rule_axes import Quadratic, QuadraticForm

DIGITS = 30
HALF = 24
"""Sums are taken of upper and lower parts of a root, so that no sum leaves a word, whatever the number of gifts."""
GIFT_MAX_MINOR = 2**42
"""Far above any gift; up to here a root with its digits fits into 53 bits."""
WORD = 63
"""Binary digits of a number above zero."""
WEIGHT_UNIT = 1 << (2 * DIGITS)
"""Weights are integers in this fraction of a minor unit."""


@dataclass(frozen=True, slots=True)
class Gifts:
    """Who gave what to which project: three arrays of equal length. Amounts > 0 in minor units.

    `donor` and `project` are numbers from 0 up; a project's name and its tie-breaking id stand in `projects`.
    """

    donor: NDArray[np.int64]
    project: NDArray[np.int64]
    amount_minor: NDArray[np.int64]
    projects: tuple[str, ...]


def gifts_of(rows: Sequence[tuple[str, str, int]]) -> Gifts:
    """Return gifts from rows of (donor, project, amount > 0). Any order of the same rows gives the same result."""
    donors = {name: number for number, name in enumerate(sorted({row[0] for row in rows}))}
    projects = {name: number for number, name in enumerate(sorted({row[1] for row in rows}))}
    return Gifts(
        np.fromiter((donors[row[0]] for row in rows), np.int64, len(rows)),
        np.fromiter((projects[row[1]] for row in rows), np.int64, len(rows)),
        np.fromiter((row[2] for row in rows), np.int64, len(rows)),
        tuple(projects),
    )


def summed(gifts: Gifts) -> Gifts:
    """Return the gifts with those of one donor to one project summed, sorted by project and then donor."""
    if not len(gifts.amount_minor):
        return gifts
    ensure(gifts.amount_minor.min() > 0, "a gift is above zero")
    low, bits = int(gifts.donor.max()).bit_length(), int(gifts.amount_minor.max()).bit_length()
    keys = gifts.project << low | gifts.donor
    if int(gifts.project.max()).bit_length() + low + bits <= WORD:
        # Sorting key and amount as one number is several times faster than sorting one by the other.
        both = np.sort(keys << bits | gifts.amount_minor)
        keys, amounts = both >> bits, both & ((1 << bits) - 1)
    else:
        order = np.argsort(keys, kind="stable")
        keys, amounts = keys[order], gifts.amount_minor[order]
    firsts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    keys, amounts = keys[firsts], np.add.reduceat(amounts, firsts)
    ensure(amounts.max() <= GIFT_MAX_MINOR, "a gift is within what its root can be taken of exactly")
    return Gifts(keys & ((1 << low) - 1), keys >> low, amounts, gifts.projects)


def weights(gifts: Gifts, options: Quadratic) -> list[int]:
    """Return each project's weight w ≥ 0 as an integer in units of minor units / `WEIGHT_UNIT`.

    A project with one donor weighs nothing. Pairwise: w = 2 Σ_{i<j} √(c_i c_j) · M / (M + Σ_q √(c_iq c_jq)), where M is
    `bound_minor`; without a bound 2 Σ_{i<j} √(c_i c_j) is the plain w. The factor 2 changes no share.
    """
    single = summed(gifts)
    if options.form is QuadraticForm.PAIRWISE:
        ensure(options.bound_minor and options.bound_minor > 0, "a pairwise bound is above zero")
        found = pairwise_weights(
            single.donor, single.project, single.amount_minor, len(gifts.projects), float(options.bound_minor or 1)
        )
        return [part << (2 * DIGITS - PAIR_DIGITS + 1) for part in found]
    roots = np.floor(np.sqrt(single.amount_minor.astype(np.float64)) * (1 << DIGITS)).astype(np.int64)
    ends = np.searchsorted(single.project, np.arange(len(gifts.projects)), side="right")
    upper, lower, crowd = (
        np.diff(np.concatenate(([0], np.cumsum(part)))[np.concatenate(([0], ends))]).tolist()
        for part in (roots >> HALF, roots & ((1 << HALF) - 1), single.amount_minor)
    )
    sums = zip(upper, lower, crowd, strict=True)
    return [max(0, ((up << HALF) + low) ** 2 - total * WEIGHT_UNIT) for up, low, total in sums]


def given_out(options: Quadratic, pool_minor: int, weight: int, crowd_minor: int) -> int:
    """Return how much of `pool_minor` = P a round gives out: `weight` = Σw in `WEIGHT_UNIT`, `crowd_minor` = Σc.

    Plain and pairwise: all of it. Saturated: P · min(1, Σc / P), so that a weak round does not empty the pool.
    Alpha form, F = α(Σ√c)² + (1 − α)Σc, that is a match of α·w: α = P / Σw, at most `alpha` (1 if none is named). A
    pool above Σw would mean α > 1: it would fund beyond the ideal of the source, where a further euro is worth less
    than a euro. That is handled by stopping at α = 1 (the rest stays in the pool); a rule with `alpha` > 1 is refused.
    """
    ensure(pool_minor >= 0 and crowd_minor >= 0, "neither a pool nor crowd money is negative")
    match options.form:
        case QuadraticForm.PLAIN | QuadraticForm.PAIRWISE:
            return pool_minor
        case QuadraticForm.SATURATED:
            return min(pool_minor, crowd_minor)
        case QuadraticForm.ALPHA:
            alpha = Fraction(1) if options.alpha is None else options.alpha
            ensure(0 < alpha <= 1, "alpha is above zero and at most one")
            # To the nearest cent: roots are rounded down, so that what would be exactly 40 may weigh a hair less.
            return min(pool_minor, round(Fraction(weight, WEIGHT_UNIT) * alpha))


def allocate(
    gifts: Gifts, options: Quadratic, pool_minor: int, *, caps_minor: Mapping[str, int] | None = None
) -> dict[str, int]:
    """Return the match of each project in minor units; together exactly what is given out, unless caps forbid it.

    m = P · w / Σw, rounded by largest remainder with ties to the smaller id; nobody above the own cap (in `caps_minor`
    by name; who is not named has none), and what overflows is shared again among the others until that is stable.
    """
    found = weights(gifts, options)
    total = given_out(options, pool_minor, sum(found), int(gifts.amount_minor.sum()))
    if not caps_minor and any(found):
        return largest_remainder(total, dict(zip(gifts.projects, found, strict=True)))
    caps = caps_minor or {}
    claims = zip(gifts.projects, found, strict=True)
    return pro_rata(total, [Claim(name, weight, caps.get(name, total)) for name, weight in claims])
