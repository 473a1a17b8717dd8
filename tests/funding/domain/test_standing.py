"""The formulas with their worked numbers, both ways: over all pledges, and pledge by pledge."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.checks import InvariantViolation
from funding.domain.formulas import budget_cap, scale, value
from funding.domain.limits import PLEDGE_MIN_MINOR, RATE_MIN_BP
from funding.domain.rule_axes import (
    Base,
    Caps,
    Factor,
    Function,
    Gates,
    LumpSum,
    MarginalTiers,
    Percentage,
    Quadratic,
    Step,
    StepTable,
    Tier,
)
from funding.domain.rule_set import RuleSet
from funding.domain.standing import (
    Backer,
    Crowd,
    Due,
    Facts,
    Gift,
    Limit,
    Standing,
    backer_add,
    backer_of,
    campaign_caps,
    due,
    in_window,
    plain,
    pledge_base,
    shares,
    standing_of,
    swapped,
)
from tests.funding.domain.rules import NOON, QUARTER, gifts, sound_rule

GOALS = Facts(goal_1_minor=400_000, goal_2_minor=1_000_000)
ONE_TO_ONE = RuleSet(base=Base.PLEDGE, function=Factor(Fraction(1)))
TIERS = MarginalTiers((Tier(100_000, 5_000), Tier(500_000, 2_500), Tier(None, 1_000)))


def owed(rule: RuleSet, given: list[Gift], facts: Facts = GOALS, paid_in: int | None = None) -> Due:
    standing, crowd = standing_of(rule, given)
    return due(rule, standing, crowd, facts, paid_in_minor=paid_in)


def each(rule: RuleSet, *amounts: int, backers: str = "") -> list[int]:
    return list(shares(rule, gifts(*amounts, backers=backers), GOALS).values())


@pytest.mark.parametrize("base", [Base.PLEDGE, Base.BACKER, Base.CAMPAIGN])
def test_percentage_is_cumulative(base: Base) -> None:
    assert owed(replace(QUARTER, base=base), gifts(*[1_010] * 7, *[333] * 3)) == Due(2_017, 2_017)


def test_a_cap_on_the_base_before_the_factor_is_not_a_cap_on_the_match() -> None:
    assert each(replace(ONE_TO_ONE, caps=Caps(pledge_base_minor=25_000)), 500, 25_000, 40_000) == [500, 25_000, 25_000]
    doubled = replace(ONE_TO_ONE, function=Factor(Fraction(2)), caps=Caps(pledge_base_minor=25_000))
    assert each(doubled, 40_000) == [50_000]
    assert each(replace(doubled, caps=Caps(pledge_match_minor=25_000)), 40_000) == [25_000]


def test_campaign_cap() -> None:
    rule = replace(QUARTER, caps=Caps(campaign_minor=1_000_000))
    assert each(rule, 3_800_000, 600_000, 100) == [950_000, 50_000, 0]
    assert owed(rule, gifts(3_800_000, 600_000)).bounds == (Limit.CAMPAIGN,)


@pytest.mark.parametrize(
    ("crowd", "share", "most"), [(100_000, 7_500, 300_000), (99, 7_500, 297), (1, 3_333, 0), (3, 2_500, 1), (0, 1, 0)]
)
def test_share_of_budget(crowd: int, share: int, most: int) -> None:
    assert budget_cap(crowd, share) == most
    assert most * 10_000 <= share * (crowd + most)
    assert (most + 1) * 10_000 > share * (crowd + most + 1)


def test_share_of_budget_caps_a_campaign() -> None:
    rule = RuleSet(base=Base.CAMPAIGN, function=Factor(Fraction(5)), caps=Caps(budget_bp=7_500))
    assert owed(rule, gifts(100_000)) == Due(300_000, 500_000, (Limit.BUDGET,))


@pytest.mark.parametrize(("raised", "expected"), [(99_999, 0), (100_000, 200_000), (350_000, 200_000)])
@pytest.mark.parametrize(
    "rule",
    [
        RuleSet(base=Base.GOAL_1, function=LumpSum(share_bp=5_000), gates=Gates(raised_goal_bp=2_500)),
        RuleSet(base=Base.GOAL_1, function=Percentage(5_000), gates=Gates(raised_minor=100_000)),
        RuleSet(base=Base.CAMPAIGN, function=LumpSum(200_000), gates=Gates(raised_minor=100_000)),
        RuleSet(base=Base.GOAL_2, function=Percentage(2_000), gates=Gates(raised_goal_bp=2_500)),
    ],
    ids=["share", "percentage", "amount", "goal_2"],
)
def test_lump_sum_with_gate(rule: RuleSet, raised: int, expected: int) -> None:
    assert owed(rule, gifts(raised // 2, raised - raised // 2)).minor == expected


@pytest.mark.parametrize(("base", "expected"), [(80_000, 40_000), (300_000, 100_000), (700_000, 170_000)])
def test_marginal_tiers(base: int, expected: int) -> None:
    assert owed(RuleSet(base=Base.CAMPAIGN, function=TIERS), gifts(base)).minor == expected
    assert owed(RuleSet(base=Base.BACKER, function=TIERS), gifts(base // 2, base // 2, backers="aa")).minor == expected


def test_tiers_of_each_pledge_are_not_tiers_of_the_sum() -> None:
    assert owed(RuleSet(base=Base.PLEDGE, function=TIERS), gifts(100_000, 100_000)).minor == 100_000
    assert owed(RuleSet(base=Base.CAMPAIGN, function=TIERS), gifts(100_000, 100_000)).minor == 75_000


@pytest.mark.parametrize(("backers", "expected"), [(0, 0), (24, 0), (25, 50_000), (49, 50_000), (50, 120_000)])
def test_step_table_of_backers(backers: int, expected: int) -> None:
    rule = RuleSet(base=Base.BACKERS, function=StepTable((Step(25, 50_000), Step(50, 120_000))))
    assert owed(rule, gifts(*[100] * backers)).minor == expected


def test_an_amount_for_each_backer() -> None:
    rule = RuleSet(base=Base.BACKERS, function=Factor(Fraction(1_001, 2)))
    assert owed(rule, gifts(100, 100, 100, backers="aba")).minor == 1_001


def test_one_matched_pledge_a_person_with_a_base_cap_and_a_campaign_cap() -> None:
    caps = Caps(pledge_base_minor=10_000, campaign_minor=50_000, backer_pledges=1)
    rule = replace(ONE_TO_ONE, caps=caps)
    assert each(rule, 20_000, 5_000, 7_000, backers="aab") == [10_000, 0, 7_000]


def test_most_for_one_backer() -> None:
    rule = replace(QUARTER, caps=Caps(backer_match_minor=1_000))
    assert each(rule, 3_000, 3_000, 3_000, backers="aab") == [750, 250, 750]
    assert each(replace(rule, base=Base.BACKER), 3_000, 3_000, 3_000, backers="aab") == [750, 250, 750]


def test_a_cent_above_a_backers_cap_goes_to_somebody_else() -> None:
    """The fourth pledge lifts the sum to 2, but its backer has had the one cent that the cap allows."""
    rule = replace(ONE_TO_ONE, function=Factor(Fraction(1, 2)), caps=Caps(backer_match_minor=1))
    assert each(rule, 1, 1, 1, 1, backers="cada") == [1, 1, 0, 0]


@pytest.mark.parametrize(
    ("caps", "facts", "paid_in", "expected"),
    [
        (Caps(campaign_minor=99), GOALS, None, Due(99, 1_000, (Limit.CAMPAIGN,))),
        (Caps(campaign_minor=1_000), GOALS, None, Due(1_000, 1_000)),
        (Caps(campaign_goal_bp=2), GOALS, None, Due(80, 1_000, (Limit.CAMPAIGN_GOAL,))),
        (Caps(pool_bp=100), GOALS, 9_999, Due(99, 1_000, (Limit.POOL_SHARE,))),
        (Caps(pool_bp=100), GOALS, None, Due(1_000, 1_000)),
        (Caps(pool_bp=100, campaign_minor=99), GOALS, 9_999, Due(99, 1_000, (Limit.CAMPAIGN, Limit.POOL_SHARE))),
        (Caps(budget_bp=1), GOALS, None, Due(0, 1_000, (Limit.BUDGET,))),
    ],
)
def test_which_cap_bound_is_told(caps: Caps, facts: Facts, paid_in: int | None, expected: Due) -> None:
    assert owed(replace(QUARTER, caps=caps), gifts(4_000), facts, paid_in) == expected


@pytest.mark.parametrize(
    ("gates", "facts", "amounts", "closed"),
    [
        (Gates(raised_minor=1_000), GOALS, [999], (Limit.RAISED,)),
        (Gates(raised_minor=1_000), GOALS, [1_000], ()),
        (Gates(raised_goal_bp=2_500), GOALS, [99_999], (Limit.RAISED_GOAL,)),
        (Gates(raised_goal_bp=5_000), Facts(3), [1], (Limit.RAISED_GOAL,)),
        (Gates(raised_goal_bp=5_000), Facts(3), [2], ()),
        (Gates(backers=25), GOALS, [100] * 24, (Limit.BACKERS,)),
        (Gates(backers=25), GOALS, [100] * 25, ()),
        # What is set aside with the pledge is set aside before anybody knows how the campaign ends.
        (Gates(successful=True), GOALS, [100], ()),
        (Gates(successful=True), replace(GOALS, over=True), [100], (Limit.SUCCESSFUL,)),
        (Gates(successful=True), replace(GOALS, successful=True), [100], ()),
        (Gates(payee_verified=True), GOALS, [100], (Limit.PAYEE_VERIFIED,)),
        (Gates(payee_verified=True), replace(GOALS, payee_verified=True), [100], ()),
        (Gates(backers=2, payee_verified=True), GOALS, [100], (Limit.BACKERS, Limit.PAYEE_VERIFIED)),
    ],
)
def test_gates_at_their_borders(gates: Gates, facts: Facts, amounts: list[int], closed: tuple[Limit, ...]) -> None:
    found = owed(replace(QUARTER, gates=gates), gifts(*amounts), facts)
    assert found.closed == closed
    assert found.minor == (0 if closed else found.plain_minor)
    assert found.plain_minor == sum(amounts) // 4


def test_the_same_person_opens_no_gate_twice() -> None:
    rule = replace(QUARTER, gates=Gates(backers=2))
    assert owed(rule, gifts(100, 100, backers="aa")).closed == (Limit.BACKERS,)


def test_the_window_is_open_from_its_start_until_before_its_end() -> None:
    rule = replace(QUARTER, gates=Gates(starts_at=NOON, ends_at=NOON + timedelta(hours=1)))
    moments = [timedelta(seconds=-1), timedelta(0), timedelta(seconds=3_599), timedelta(hours=1)]
    assert [in_window(rule, NOON + one) for one in moments] == [False, True, True, False]
    late = Gift("late", 9, "z", 5_000, NOON + timedelta(hours=1))
    assert standing_of(rule, [late])[1] == Crowd(0, 0)
    assert shares(rule, [*gifts(400), late], GOALS) == {"p0": 100, "late": 0}


def test_caps_hold_over_all_versions_of_a_rule() -> None:
    rule = replace(QUARTER, function=Percentage(5_000), caps=Caps(campaign_minor=10_000))
    standing, crowd = standing_of(rule, gifts(4_000))
    assert due(rule, standing, crowd, GOALS, carried_minor=9_000) == Due(1_000, 2_000, (Limit.CAMPAIGN,))
    assert due(rule, standing, crowd, GOALS, carried_minor=11_000).minor == 0
    lump = RuleSet(base=Base.CAMPAIGN, function=LumpSum(500), gates=Gates(raised_minor=1))
    assert due(lump, standing, crowd, GOALS, carried_minor=500).minor == 0


def test_nothing_comes_of_nothing() -> None:
    functions: list[Function] = [Percentage(1), Factor(Fraction(1)), LumpSum(5), TIERS, StepTable((Step(1, 5),))]
    assert [value(function, 0) for function in functions] == [0] * 5
    assert owed(QUARTER, gifts(0)) == Due(0, 0)
    assert standing_of(QUARTER, gifts(0)) == (Standing(), Crowd())


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: value(Percentage(1), -1),
        lambda: value(Quadratic(), 1),
        lambda: budget_cap(1, 10_000),
        lambda: pledge_base(QUARTER, -1),
        lambda: due(QUARTER, Standing(), Crowd(), GOALS, carried_minor=-1),
        lambda: shares(RuleSet(base=Base.CAMPAIGN, function=Percentage(1)), [], GOALS),
    ],
)
def test_impossible_input_is_loud(wrong: object) -> None:
    assert callable(wrong)
    with pytest.raises(InvariantViolation):
        wrong()


def test_caps_on_the_pledge_itself_are_told() -> None:
    rule = replace(ONE_TO_ONE, caps=Caps(pledge_base_minor=500, pledge_match_minor=300, backer_pledges=1))
    backer, bounds = backer_add(rule, Backer(), 600)
    assert (backer, bounds) == (Backer(1, 500, 300), (Limit.PLEDGE_BASE, Limit.PLEDGE_MATCH))
    assert backer_add(rule, backer, 600) == (backer, (Limit.BACKER_PLEDGES,))


lots = st.lists(st.tuples(st.sampled_from("abcde"), st.integers(1, 50_000)), max_size=25)


@given(rule=sound_rule(), pledges=lots)
def test_both_ways_agree_and_pledges_can_be_taken_away_again(rule: RuleSet, pledges: list[tuple[str, int]]) -> None:
    if isinstance(rule.function, Quadratic):
        return
    given_all = [Gift(f"p{n}", n, backer, amount) for n, (backer, amount) in enumerate(pledges)]
    standing, crowd, seen = Standing(), Crowd(), list[Gift]()
    backers: dict[str, Backer] = {}
    for gift in given_all:
        before = backers.get(gift.backer, Backer())
        backers[gift.backer], _bounds = backer_add(rule, before, gift.amount_minor)
        standing = swapped(rule, standing, before, backers[gift.backer])
        crowd = Crowd(crowd.minor + gift.amount_minor, len(backers))
        seen.append(gift)
        assert (standing, crowd) == standing_of(rule, seen)
    for gift in list(seen):
        before = backers[gift.backer]
        seen.remove(gift)
        backers[gift.backer] = backer_of(rule, [one.amount_minor for one in seen if one.backer == gift.backer])
        standing = swapped(rule, standing, before, backers[gift.backer])
        assert standing == standing_of(rule, seen)[0]


@given(rule=sound_rule(), pledges=lots, paid_in=st.integers(0, 10**6))
def test_no_cap_is_exceeded_and_shares_add_up(rule: RuleSet, pledges: list[tuple[str, int]], paid_in: int) -> None:
    if isinstance(rule.function, Quadratic):
        return
    facts = replace(GOALS, successful=True, payee_verified=True)
    given_all = [Gift(f"p{n}", n, backer, amount) for n, (backer, amount) in enumerate(pledges)]
    standing, crowd = standing_of(rule, given_all)
    found = due(rule, standing, crowd, facts, paid_in_minor=paid_in)
    assert 0 <= found.minor <= found.plain_minor
    assert found.minor * scale(rule.function) <= plain(rule, standing, facts)
    assert all(found.minor <= cap for cap in campaign_caps(rule, crowd, facts, paid_in_minor=paid_in).values())
    assert bool(found.bounds or found.closed) >= (found.minor < found.plain_minor)
    if not rule.by_unit:
        return
    parts = shares(rule, given_all, facts, paid_in_minor=paid_in)
    assert sum(parts.values()) == found.minor
    assert all(part >= 0 for part in parts.values())
    if rule.caps.pledge_match_minor is not None:
        assert all(part <= rule.caps.pledge_match_minor for part in parts.values())
    if rule.caps.backer_match_minor is not None:
        for backer in "abcde":
            mine = [parts[gift.id] for gift in given_all if gift.backer == backer]
            assert sum(mine) <= rule.caps.backer_match_minor


@pytest.mark.parametrize(
    ("eligible", "expected"), [(0, 0), (3, 0), (4, 1), (39_999, 9_999), (40_000, 10_000), (40_004, 10_000)]
)
def test_a_percentage_under_a_cap_at_its_borders(eligible: int, expected: int) -> None:
    capped = replace(QUARTER, caps=Caps(campaign_minor=10_000))
    assert sum(each(capped, *([eligible] if eligible else []))) == expected


@given(pledges=st.lists(st.integers(min_value=PLEDGE_MIN_MINOR, max_value=1_000), max_size=20))
def test_no_pledge_is_too_small_for_the_smallest_rate(pledges: list[int]) -> None:
    """A match of nothing would not count for later ones, and the sum would not be exact."""
    smallest = replace(QUARTER, function=Percentage(RATE_MIN_BP))
    assert all(each(smallest, *pledges))
