"""Rules that funds in the wild have, to begin with. Source: "Who uses what" of the matching rules."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

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
from funding.domain.rule_set import RuleSet

_FOUND: Mapping[str, RuleSet] = {
    # #WirVsVirus Matching Fonds 2020.
    "quarter": RuleSet(base=Base.PLEDGE, function=Percentage(2_500), caps=Caps(campaign_minor=1_000_000)),
    # Aviva and Crowdfunder: what of one pledge is above 250 is not doubled.
    "double": RuleSet(
        base=Base.PLEDGE,
        function=Factor(Fraction(1)),
        caps=Caps(pledge_base_minor=25_000, campaign_minor=5_000_000),
    ),
    # Goteo: one pledge of each person.
    "once_each": RuleSet(
        base=Base.PLEDGE,
        function=Factor(Fraction(1)),
        caps=Caps(pledge_base_minor=10_000, backer_pledges=1, campaign_minor=50_000),
    ),
    # Mayor of London and Spacehive: at most three quarters of the budget, all or nothing.
    "three_quarters": RuleSet(
        base=Base.CAMPAIGN,
        function=Factor(Fraction(3)),
        caps=Caps(budget_bp=7_500, campaign_minor=2_000_000),
        settlement=Settlement.AT_SUCCESS,
    ),
    "bands": RuleSet(
        base=Base.CAMPAIGN,
        function=MarginalTiers((Tier(100_000, 5_000), Tier(500_000, 2_500), Tier(None, 1_000))),
    ),
    # As British Airways and Crowdfunder, from 25 supporters on.
    "steps": RuleSet(
        base=Base.BACKERS,
        function=StepTable((Step(25, 50_000), Step(50, 100_000), Step(100, 250_000))),
    ),
    "lump_sum": RuleSet(
        base=Base.CAMPAIGN,
        function=LumpSum(200_000),
        gates=Gates(successful=True),
        settlement=Settlement.AT_SUCCESS,
    ),
    # Crowdfunder +Extra, Plymouth.
    "half_of_goal": RuleSet(
        base=Base.GOAL_1,
        function=LumpSum(share_bp=5_000),
        caps=Caps(campaign_minor=3_000_000),
        gates=Gates(raised_goal_bp=2_500, backers=2),
    ),
    "shared_at_close": RuleSet(
        base=Base.CAMPAIGN,
        function=Percentage(5_000),
        allocation=Allocation.PRO_RATA,
        settlement=Settlement.AT_CLOSE,
    ),
    # Gitcoin, clr.fund and Giveth, with a limit for each campaign and no more than the crowd has given.
    "quadratic": RuleSet(
        base=Base.BACKER,
        function=Quadratic(QuadraticForm.SATURATED),
        caps=Caps(pool_bp=2_500),
        allocation=Allocation.PRO_RATA,
        settlement=Settlement.AT_CLOSE,
    ),
}

TEMPLATES: Mapping[str, RuleSet] = {name: replace(rule, reversal=Reversal.BEAR) for name, rule in _FOUND.items()}
"""By a stable name, in the order in which they are offered. The fund bears what goes back after the payout, since a
campaign that has spent its money could hardly give it back; a fund may decide otherwise."""
