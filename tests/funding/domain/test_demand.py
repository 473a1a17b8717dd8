from dataclasses import replace
from fractions import Fraction

import pytest

from funding.domain.demand import most_of_campaign, shares_what_there_is
from funding.domain.rule_axes import (
    Allocation,
    Base,
    Caps,
    Factor,
    Function,
    LumpSum,
    Percentage,
    Quadratic,
    Settlement,
    Step,
    StepTable,
)
from funding.domain.rule_set import RuleSet
from funding.domain.standing import Facts

FACTS = Facts(goal_1_minor=400_000, goal_2_minor=900_000)


@pytest.mark.parametrize(
    ("base", "function", "caps", "most"),
    [
        (Base.PLEDGE, Percentage(2_500), Caps(), None),
        (Base.PLEDGE, Percentage(2_500), Caps(campaign_minor=700), 700),
        (Base.PLEDGE, LumpSum(amount_minor=500), Caps(), None),
        (Base.CAMPAIGN, Factor(Fraction(1)), Caps(budget_bp=5_000), None),
        (Base.CAMPAIGN, LumpSum(amount_minor=500), Caps(), 500),
        (Base.BACKERS, StepTable((Step(10, 100), Step(20, 300))), Caps(), 300),
        (Base.BACKERS, StepTable((Step(10, 100), Step(20, 300))), Caps(campaign_minor=299), 299),
        (Base.GOAL_1, LumpSum(share_bp=5_000), Caps(), 200_000),
        (Base.GOAL_2, Percentage(1_000), Caps(campaign_goal_bp=1_000), 40_000),
        (Base.BACKER, Quadratic(), Caps(pool_bp=2_500), 25_000),
    ],
)
def test_the_most_that_a_campaign_can_get(base: Base, function: Function, caps: Caps, most: int | None) -> None:
    rule = RuleSet(base=base, function=function, caps=caps, settlement=Settlement.AT_CLOSE)
    assert most_of_campaign(rule, FACTS, paid_in_minor=100_000) == most


def test_only_who_shares_in_proportion_can_never_claim_too_much() -> None:
    rule = RuleSet(base=Base.PLEDGE, function=Percentage(2_500), settlement=Settlement.AT_CLOSE)
    assert not shares_what_there_is(rule)
    assert shares_what_there_is(replace(rule, allocation=Allocation.PRO_RATA))
