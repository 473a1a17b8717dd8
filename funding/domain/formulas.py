"""The functions of a rule: from a base to an exact amount.

Values are integers in units of 1 / `scale(function)` minor units, so that nothing is rounded before the whole sum of a
campaign is: seven pledges of 10.10 and three of 3.33 at 25 % are 20.17, where rounding each would pay 20.20.
Source of each formula: "Formulas" of the matching rules.
"""

from typing import assert_never

from backend.core.checks import InvariantViolation, ensure
from backend.core.money import BASIS_POINTS
from funding.domain.rule_axes import Factor, Function, LumpSum, MarginalTiers, Percentage, Quadratic, StepTable


def scale(function: Function) -> int:
    """Return how many units of `value` make one minor unit, ≥ 1."""
    match function:
        case Percentage() | MarginalTiers() | LumpSum():
            return BASIS_POINTS
        case Factor(factor):
            return factor.denominator
        case StepTable() | Quadratic():
            return 1
        case _:
            assert_never(function)


def value(function: Function, base: int) -> int:
    """Return f(base) in units of 1 / `scale(function)` minor units; it never falls when `base` grows.

    `base` ≥ 0 in minor units, or a number of backers. Nothing comes of a base of nothing. A quadratic rule looks at
    all campaigns together and has no value of one base: InvariantViolation.
    """
    ensure(base >= 0, "a base is not negative")
    match function:
        case _ if base == 0:
            return 0
        case Percentage(rate_bp):
            return base * rate_bp
        case Factor(factor):
            return base * factor.numerator
        case LumpSum(amount_minor, share_bp):
            return base * share_bp if amount_minor is None and share_bp else (amount_minor or 0) * BASIS_POINTS
        case StepTable(steps):
            return max((step.amount_minor for step in steps if step.threshold <= base), default=0)
        case MarginalTiers():
            return _tiers(function, base)
        case Quadratic():
            raise InvariantViolation("a quadratic rule has no value of one base")
        case _:
            assert_never(function)


def _tiers(function: MarginalTiers, base: int) -> int:
    total, below = 0, 0
    for tier in function.tiers:
        upper = base if tier.up_to_minor is None else min(base, tier.up_to_minor)
        total += max(0, upper - below) * tier.rate_bp
        below = max(below, upper)
    return total


def budget_cap(crowd_minor: int, budget_bp: int) -> int:
    """Return the most M with M ≤ q / (1 − q) · C, that is M / (C + M) ≤ q, in whole minor units.

    `crowd_minor` is C ≥ 0, `budget_bp` is q in basis points, 0 < q < 10,000.
    """
    ensure(crowd_minor >= 0 and 0 < budget_bp < BASIS_POINTS, "a share of the budget is between nothing and all")
    return crowd_minor * budget_bp // (BASIS_POINTS - budget_bp)
