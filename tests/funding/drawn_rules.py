"""Rule sets as the book machine draws them: what is settled with each pledge, and what is settled by a division."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from random import Random

from funding.domain.rule_axes import (
    Allocation,
    Base,
    Caps,
    Factor,
    Gates,
    LumpSum,
    MarginalTiers,
    Percentage,
    Quadratic,
    QuadraticForm,
    Reversal,
    Settlement,
    Step,
    StepTable,
    Tier,
)
from funding.domain.rule_problems import problems
from funding.domain.rule_set import RuleSet

QUARTER = RuleSet(base=Base.PLEDGE, function=Percentage(2_500), reversal=Reversal.BEAR)
AT_PLEDGE = (
    replace(QUARTER, caps=Caps(pledge_match_minor=2_000, campaign_minor=9_000), reoffer=True),
    replace(QUARTER, caps=Caps(backer_match_minor=1_500, backer_pledges=2)),
    replace(QUARTER, base=Base.BACKER, gates=Gates(backers=3, raised_minor=5_000)),
    replace(QUARTER, base=Base.CAMPAIGN, function=MarginalTiers((Tier(10_000, 5_000), Tier(None, 1_000)))),
    replace(QUARTER, base=Base.BACKERS, function=Factor(Fraction(700)), caps=Caps(budget_bp=4_000)),
    replace(QUARTER, function=Factor(Fraction(1)), caps=Caps(pledge_base_minor=2_500), allocation=Allocation.PRIORITY),
    replace(QUARTER, base=Base.CAMPAIGN, function=StepTable((Step(3_000, 500), Step(20_000, 6_000))), reoffer=True),
    replace(QUARTER, base=Base.GOAL_1, function=LumpSum(share_bp=100), gates=Gates(raised_minor=15_000)),
    replace(QUARTER, reversal=Reversal.CLAW_BACK, reoffer=True),
    replace(QUARTER, gates=Gates(successful=True), reversal=Reversal.CLAW_BACK),
    replace(QUARTER, base=Base.CAMPAIGN, sepa_hold_days=14),
    replace(QUARTER, reversal=Reversal.RECOMPUTE, caps=Caps(backer_match_minor=4_000)),
    replace(QUARTER, allocation=Allocation.FIRST_COME_WHOLE, caps=Caps(sponsor_minor=3_000, pool_bp=6_000)),
)
SCARCE = replace(QUARTER, base=Base.CAMPAIGN, function=Factor(Fraction(2)), reversal=Reversal.CLAW_BACK)
"""Wants more than the small pools have."""
MORE = (
    SCARCE,
    replace(SCARCE, caps=Caps(campaign_minor=5_000, sponsor_minor=1_500), reversal=Reversal.BEAR),
    replace(SCARCE, caps=Caps(budget_bp=3_000, pool_bp=4_000), gates=Gates(backers=2)),
    replace(SCARCE, base=Base.BACKER, caps=Caps(backer_match_minor=2_000), sepa_hold_days=14),
    replace(SCARCE, base=Base.GOAL_1, function=LumpSum(share_bp=5_000), gates=Gates(raised_minor=1_000)),
    replace(SCARCE, base=Base.CAMPAIGN, function=LumpSum(1_333), gates=Gates(backers=2)),
    replace(SCARCE, base=Base.BACKERS, function=StepTable((Step(1, 700), Step(3, 2_500)))),
    replace(SCARCE, base=Base.PLEDGE, function=LumpSum(250), caps=Caps(campaign_minor=1_100)),
)


def _in_a_batch(rule: RuleSet) -> Iterator[RuleSet]:
    """The same rule at the success and at the close, in every order that makes sense there."""
    for settlement in (Settlement.AT_SUCCESS, Settlement.AT_CLOSE):
        for allocation in Allocation:
            one = replace(rule, settlement=settlement, allocation=allocation, reoffer=False)
            if not problems(one):
                yield one


FORMS = (
    Quadratic(),
    Quadratic(QuadraticForm.SATURATED),
    Quadratic(QuadraticForm.ALPHA),
    Quadratic(QuadraticForm.ALPHA, Fraction(1, 3)),
    Quadratic(QuadraticForm.PAIRWISE, bound_minor=500),
)
SQUARE = RuleSet(
    base=Base.BACKER,
    function=Quadratic(),
    allocation=Allocation.PRO_RATA,
    settlement=Settlement.AT_CLOSE,
    reversal=Reversal.BEAR,
)
LIMITS = (
    Caps(),
    Caps(campaign_minor=2_000),
    Caps(pledge_base_minor=1_500, sponsor_minor=1_000),
    Caps(budget_bp=4_000, backer_pledges=1),
    Caps(pool_bp=3_000),
)
SQUARES = tuple(
    replace(SQUARE, function=form, caps=caps, reversal=reversal, gates=gates)
    for form in FORMS
    for caps in LIMITS
    for reversal in Reversal
    for gates in (Gates(), Gates(backers=3), Gates(successful=True))
)
BY_DIVISION = tuple(one for rule in (*AT_PLEDGE, *MORE) for one in _in_a_batch(rule))


def rule_drawn(draw: Random, *, divided: bool) -> RuleSet:
    """Return any of them; with `divided` one that is settled by a division, and then often a quadratic one."""
    if not divided:
        return draw.choice(AT_PLEDGE)
    return draw.choice(SQUARES if draw.random() < 0.4 else BY_DIVISION)


def kind_of(rule: RuleSet) -> str:
    """Return what a run counts it as."""
    form = f" {rule.function.form}" if isinstance(rule.function, Quadratic) else f" {rule.allocation}"
    return f"{rule.function_name}{form} {rule.settlement}"
