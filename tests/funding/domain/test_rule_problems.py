"""Every combination that makes no sense has a code, and the rules found in the wild have none."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings

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
    Raised,
    Settlement,
    Step,
    StepTable,
    Tier,
)
from funding.domain.rule_problems import problems
from funding.domain.rule_set import RuleSet
from tests.funding.domain.rules import NOON, QUARTER, any_rule, sound_rule

LUMP = RuleSet(base=Base.CAMPAIGN, function=LumpSum(200_000), gates=Gates(raised_minor=100_000))
SQUARE = RuleSet(base=Base.BACKER, function=Quadratic(), allocation=Allocation.PRO_RATA, settlement=Settlement.AT_CLOSE)
WHOLE_GOAL = RuleSet(base=Base.GOAL_1, function=LumpSum(share_bp=5_000), gates=Gates(raised_goal_bp=2_500))
TABLE = RuleSet(base=Base.BACKERS, function=StepTable((Step(25, 50_000), Step(50, 100_000))))
TIERS = RuleSet(base=Base.CAMPAIGN, function=MarginalTiers((Tier(100_000, 5_000), Tier(None, 1_000))))


@pytest.mark.parametrize(
    "rule",
    [
        QUARTER,
        RuleSet(base=Base.CAMPAIGN, function=Percentage(2_500), caps=Caps(campaign_minor=1_000_000)),
        RuleSet(base=Base.GOAL_1, function=Percentage(2_500), gates=Gates(backers=2)),
        RuleSet(base=Base.PLEDGE, function=Factor(Fraction(1)), caps=Caps(pledge_match_minor=25_000)),
        replace(WHOLE_GOAL, caps=Caps(campaign_minor=3_000_000)),
        RuleSet(base=Base.CAMPAIGN, function=Factor(Fraction(3)), caps=Caps(budget_bp=7_500, campaign_minor=2_000_000)),
        replace(QUARTER, allocation=Allocation.PRIORITY, reoffer=True),
        RuleSet(base=Base.PLEDGE, function=Factor(Fraction(1)), caps=Caps(pledge_base_minor=10_000, backer_pledges=1)),
        replace(SQUARE, caps=Caps(campaign_minor=10_000)),
        LUMP,
        TABLE,
        TIERS,
    ],
    ids=lambda rule: f"{rule.base}-{rule.function_name}",
)
def test_rules_found_in_the_wild_make_sense(rule: RuleSet) -> None:
    assert problems(rule, 50_000_000) == []


def with_function(rule: RuleSet, **options: Any) -> RuleSet:
    return replace(rule, function=Quadratic(**options))


WRONG = [
    (replace(QUARTER, function=Percentage(0)), "out_of_range", "function.rate_bp"),
    (replace(QUARTER, function=Percentage(100_001)), "out_of_range", "function.rate_bp"),
    (replace(QUARTER, function=Factor(Fraction(0))), "out_of_range", "function.factor"),
    (replace(QUARTER, function=Factor(Fraction(11))), "out_of_range", "function.factor"),
    (replace(QUARTER, caps=Caps(campaign_minor=0)), "out_of_range", "caps.campaign_minor"),
    (replace(QUARTER, caps=Caps(backer_pledges=-1)), "out_of_range", "caps.backer_pledges"),
    (replace(QUARTER, caps=Caps(budget_bp=10_000)), "out_of_range", "caps.budget_bp"),
    (replace(QUARTER, caps=Caps(pool_bp=10_001)), "out_of_range", "caps.pool_bp"),
    (replace(QUARTER, gates=Gates(backers=0)), "out_of_range", "gates.backers"),
    (replace(QUARTER, sepa_hold_days=-1), "out_of_range", "sepa_hold_days"),
    (replace(QUARTER, sepa_hold_days=401), "out_of_range", "sepa_hold_days"),
    (replace(TABLE, function=StepTable((Step(0, 1),))), "out_of_range", "function.steps.0.threshold"),
    (replace(TABLE, function=Percentage(100)), "rate_of_a_count", "base"),
    (replace(TIERS, base=Base.BACKERS), "rate_of_a_count", "base"),
    (replace(LUMP, function=LumpSum()), "lump_sum_needs_one_amount", "function"),
    (replace(LUMP, function=LumpSum(1, 1)), "lump_sum_needs_one_amount", "function"),
    (replace(LUMP, function=LumpSum(share_bp=1)), "share_without_goal", "base"),
    (replace(WHOLE_GOAL, function=LumpSum(1)), "lump_sum_ignores_goal", "base"),
    (replace(TABLE, function=StepTable(())), "no_steps", "function.steps"),
    (replace(TABLE, function=StepTable((Step(2, 1), Step(2, 3)))), "steps_not_rising", "function.steps.1"),
    (replace(TABLE, function=StepTable((Step(2, 3), Step(3, 3)))), "steps_not_rising", "function.steps.1"),
    (replace(TIERS, function=MarginalTiers(())), "no_tiers", "function.tiers"),
    (replace(TIERS, function=MarginalTiers((Tier(None, 0),))), "no_tiers", "function.tiers"),
    (replace(TIERS, function=MarginalTiers((Tier(None, 1), Tier(9, 1)))), "tiers_not_rising", "function.tiers.1"),
    (replace(TIERS, function=MarginalTiers((Tier(9, 1), Tier(9, 1)))), "tiers_not_rising", "function.tiers.1"),
    (replace(WHOLE_GOAL, function=TIERS.function), "table_of_a_fixed_base", "base"),
    (replace(SQUARE, base=Base.PLEDGE), "quadratic_needs_backers_sums", "base"),
    (replace(SQUARE, settlement=Settlement.AT_PLEDGE), "quadratic_before_close", "settlement"),
    (replace(SQUARE, settlement=Settlement.AT_SUCCESS), "quadratic_before_close", "settlement"),
    (replace(SQUARE, allocation=Allocation.FIRST_COME), "quadratic_is_pro_rata", "allocation"),
    (
        replace(SQUARE, caps=Caps(backer_match_minor=1)),
        "quadratic_has_no_match_of_one_backer",
        "caps.backer_match_minor",
    ),
    (with_function(SQUARE, alpha=Fraction(1, 2)), "option_of_another_form", "function.alpha"),
    (with_function(SQUARE, bound_minor=5), "option_of_another_form", "function.bound_minor"),
    (with_function(SQUARE, form=QuadraticForm.ALPHA, alpha=Fraction(11, 10)), "alpha_above_one", "function.alpha"),
    (with_function(SQUARE, form=QuadraticForm.ALPHA, alpha=Fraction(0)), "out_of_range", "function.alpha"),
    (with_function(SQUARE, form=QuadraticForm.PAIRWISE), "pairwise_without_bound", "function.bound_minor"),
    (replace(WHOLE_GOAL, caps=Caps(pledge_base_minor=1)), "cap_without_pledges", "caps.pledge_base_minor"),
    (replace(TABLE, caps=Caps(backer_pledges=1)), "cap_without_pledges", "caps.backer_pledges"),
    (
        replace(QUARTER, base=Base.BACKER, caps=Caps(pledge_match_minor=1)),
        "cap_without_pledges",
        "caps.pledge_match_minor",
    ),
    (replace(TIERS, caps=Caps(backer_match_minor=1)), "cap_without_backers", "caps.backer_match_minor"),
    (
        replace(QUARTER, caps=Caps(pledge_match_minor=2, campaign_minor=1)),
        "cap_above_wider_cap",
        "caps.pledge_match_minor",
    ),
    (
        replace(QUARTER, caps=Caps(pledge_match_minor=2, backer_match_minor=1)),
        "cap_above_wider_cap",
        "caps.pledge_match_minor",
    ),
    (
        replace(QUARTER, caps=Caps(backer_match_minor=2, campaign_minor=1)),
        "cap_above_wider_cap",
        "caps.backer_match_minor",
    ),
    (replace(QUARTER, caps=Caps(sponsor_minor=2, campaign_minor=1)), "cap_above_wider_cap", "caps.sponsor_minor"),
    (replace(QUARTER, gates=Gates(starts_at=NOON, ends_at=NOON)), "window_ends_before_it_starts", "gates.ends_at"),
    (replace(QUARTER, gates=Gates(raised_of=Raised.CROWD_AND_MATCH)), "match_opens_own_gate", "gates.raised_of"),
    (replace(WHOLE_GOAL, gates=Gates()), "goal_without_gate", "gates"),
    (replace(QUARTER, function=LumpSum(100)), "lump_sum_without_cap", "caps"),
    (replace(LUMP, gates=Gates(payee_verified=True)), "lump_sum_without_gate", "gates"),
    (replace(QUARTER, allocation=Allocation.PRO_RATA), "pro_rata_before_close", "settlement"),
    (
        replace(QUARTER, allocation=Allocation.PRO_RATA, settlement=Settlement.AT_SUCCESS),
        "pro_rata_before_close",
        "settlement",
    ),
    (replace(QUARTER, reoffer=True, settlement=Settlement.AT_CLOSE), "reoffer_without_reservations", "reoffer"),
]


@pytest.mark.parametrize(("rule", "code", "field"), WRONG, ids=[f"{n}-{row[1]}" for n, row in enumerate(WRONG)])
def test_what_makes_no_sense_is_named(rule: RuleSet, code: str, field: str) -> None:
    assert (code, field) in [(found.code, found.field) for found in problems(rule)]


@pytest.mark.parametrize("days", [0, 400])
def test_ranges_include_their_ends(days: int) -> None:
    ends = Caps(budget_bp=9_999, pool_bp=10_000, campaign_minor=1)
    assert problems(replace(QUARTER, sepa_hold_days=days, caps=ends)) == []
    assert problems(replace(QUARTER, gates=Gates(starts_at=NOON, ends_at=NOON + timedelta(seconds=1)))) == []


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        (replace(QUARTER, caps=Caps(campaign_minor=1_001)), "caps.campaign_minor"),
        (replace(QUARTER, caps=Caps(pledge_match_minor=1_001)), "caps.pledge_match_minor"),
        (replace(QUARTER, caps=Caps(backer_match_minor=1_001)), "caps.backer_match_minor"),
        (replace(LUMP, function=LumpSum(1_001)), "function.amount_minor"),
        (replace(TABLE, function=StepTable((Step(1, 5), Step(2, 1_001)))), "function.steps.1.amount_minor"),
    ],
)
def test_a_promise_is_not_larger_than_the_pool(rule: RuleSet, field: str) -> None:
    assert problems(rule) == problems(rule, 1_001) == []
    facts = {"promised_minor": 1_001, "pool_minor": 1_000}
    assert problems(rule, 1_000) == [("promise_above_pool", field, facts)]


@settings(max_examples=150)
@given(any_rule())
def test_the_question_has_an_answer_for_every_rule(rule: RuleSet) -> None:
    for found in problems(rule, 1_000):
        assert found.code.isidentifier()


@given(sound_rule())
def test_drawn_rules_for_other_tests_make_sense(rule: RuleSet) -> None:
    assert problems(rule) == []
