"""The worked numbers of the matching rules, their borders, and what must hold for any numbers."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.checks import InvariantViolation
from funding.domain.limits import PLEDGE_MIN_MINOR, RATE_MIN_BP
from funding.domain.matching import NO_GOAL, Bound, Standing, Terms, allot, claim, due, excess, rule_set, shortfall
from funding.domain.standing import Gift, shares

QUARTER = Terms(rate_bp=2_500)
amounts = st.lists(st.integers(min_value=0, max_value=5_000_000), max_size=40)
caps = st.none() | st.integers(min_value=1, max_value=2_000_000)
terms = st.builds(
    Terms, rate_bp=st.integers(min_value=1, max_value=40_000), cap_campaign_minor=caps, cap_pledge_minor=caps
)


def play(rule: Terms, pledges: Iterable[int], pool: int = 10**12) -> list[tuple[int, Bound]]:
    """First come, first served: what each pledge gets."""
    standing, results = Standing(), []
    for base in pledges:
        claimed = claim(rule, standing, base)
        match, short = allot(claimed.wanted_minor, pool)
        pool -= match
        counted = base if match else 0
        standing = Standing(standing.eligible_minor + counted, standing.matched_minor + match, 0)
        results.append((match, Bound.POOL if short else claimed.bound))
    return results


def matches(rule: Terms, pledges: Iterable[int], pool: int = 10**12) -> list[int]:
    return [match for match, _bound in play(rule, pledges, pool)]


def test_rounding_is_cumulative_and_never_pays_too_much() -> None:
    assert sum(matches(QUARTER, [1_010] * 7 + [333] * 3)) == 2_017


def test_a_campaign_cap_makes_the_last_match_partial() -> None:
    rule = Terms(rate_bp=2_500, cap_campaign_minor=1_000_000)
    assert play(rule, [3_800_000, 600_000, 100]) == [
        (950_000, Bound.NONE),
        (50_000, Bound.CAMPAIGN_CAP),
        (0, Bound.CAMPAIGN_CAP),
    ]


def test_first_come_with_a_partial_last_match() -> None:
    assert play(QUARTER, [20_000, 16_000, 8_000, 4_000], pool=10_000) == [
        (5_000, Bound.NONE),
        (4_000, Bound.NONE),
        (1_000, Bound.POOL),
        (0, Bound.POOL),
    ]


def test_what_an_earlier_pledge_missed_does_not_fall_to_a_later_one() -> None:
    short = Standing(eligible_minor=44_000, matched_minor=10_000)
    assert claim(QUARTER, short, 4_000).wanted_minor == 1_000


@pytest.mark.parametrize(("pledge", "expected"), [(399, 99), (400, 100), (404, 100), (10_000, 100)])
def test_a_cap_on_the_match_of_one_pledge(pledge: int, expected: int) -> None:
    assert matches(Terms(rate_bp=2_500, cap_pledge_minor=100), [pledge]) == [expected]


@pytest.mark.parametrize(
    ("eligible", "expected"), [(0, 0), (3, 0), (4, 1), (39_999, 9_999), (40_000, 10_000), (40_004, 10_000)]
)
def test_due_at_its_borders(eligible: int, expected: int) -> None:
    assert due(Terms(rate_bp=2_500, cap_campaign_minor=10_000), eligible) == expected


def test_a_new_version_counts_from_its_own_first_pledge_and_the_cap_holds_over_both() -> None:
    standing = Standing(eligible_minor=0, matched_minor=9_000, carried_minor=9_000)
    new = Terms(rate_bp=5_000, cap_campaign_minor=10_000)
    assert claim(new, standing, 1_000).wanted_minor == 500
    assert claim(new, standing, 4_000).wanted_minor == 1_000
    assert claim(new, standing, 4_000).bound is Bound.CAMPAIGN_CAP


def test_what_is_too_much_already_is_taken_from_the_next_claim() -> None:
    assert claim(QUARTER, Standing(eligible_minor=100, matched_minor=26), 4).wanted_minor == 0


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Terms(rate_bp=0),
        lambda: Terms(rate_bp=1, cap_campaign_minor=0),
        lambda: Terms(rate_bp=1, cap_pledge_minor=-1),
        lambda: Standing(eligible_minor=-1),
        lambda: Standing(matched_minor=1, carried_minor=2),
        lambda: claim(QUARTER, Standing(), -1),
        lambda: allot(-1, 0),
        lambda: allot(0, -1),
        lambda: excess(QUARTER, 0, -1),
    ],
)
def test_impossible_input_is_loud(wrong: object) -> None:
    assert callable(wrong)
    with pytest.raises(InvariantViolation):
        wrong()


@given(rule=terms, pledges=amounts, pool=st.integers(min_value=0, max_value=10_000_000))
def test_no_cap_no_rate_and_no_pool_is_ever_exceeded(rule: Terms, pledges: list[int], pool: int) -> None:
    got = matches(rule, pledges, pool)
    assert all(match >= 0 for match in got)
    assert sum(got) <= pool
    assert sum(got) * 10_000 <= rule.rate_bp * sum(pledges)
    if rule.cap_campaign_minor is not None:
        assert sum(got) <= rule.cap_campaign_minor
    if rule.cap_pledge_minor is not None:
        assert all(match <= rule.cap_pledge_minor for match in got)


@given(rate=st.integers(min_value=1, max_value=40_000), pledges=amounts, cap=caps)
def test_without_shortage_the_sum_is_exact_to_the_cent(rate: int, pledges: list[int], cap: int | None) -> None:
    rule = Terms(rate_bp=rate, cap_campaign_minor=cap)
    standing = Standing()
    for base in pledges:
        match = claim(rule, standing, base).wanted_minor
        standing = Standing(standing.eligible_minor + base, standing.matched_minor + match)
    assert standing.matched_minor == due(rule, sum(pledges))


@given(rate=st.integers(1, 30_000), base=st.integers(0, 10_000), matched=st.integers(0, 30_000))
def test_what_is_matched_is_too_much_too_little_or_exact(rate: int, base: int, matched: int) -> None:
    rule = Terms(rate_bp=rate)
    over, under = excess(rule, base, matched), shortfall(rule, base, matched)
    assert matched - over + under == due(rule, base)
    assert 0 in {over, under}


@given(rule=terms, pledges=amounts)
def test_the_same_input_gives_the_same_output(rule: Terms, pledges: list[int]) -> None:
    assert play(rule, pledges, 1_000_000) == play(rule, pledges, 1_000_000)


@given(pledges=st.lists(st.integers(min_value=PLEDGE_MIN_MINOR, max_value=1_000), max_size=20))
def test_no_pledge_is_too_small_for_the_smallest_rate(pledges: list[int]) -> None:
    """A match of nothing would not count for later ones, and the sum would not be exact."""
    rule, standing = Terms(rate_bp=RATE_MIN_BP), Standing()
    for base in pledges:
        match = claim(rule, standing, base).wanted_minor
        assert match > 0
        standing = Standing(standing.eligible_minor + base, standing.matched_minor + match)


@given(rate=st.integers(min_value=1, max_value=40_000), pledges=amounts, cap=caps)
def test_terms_are_a_special_case_of_rule_sets(rate: int, pledges: list[int], cap: int | None) -> None:
    rule = Terms(rate_bp=rate, cap_campaign_minor=cap)
    parts = shares(rule_set(rule), [Gift(str(n), n, str(n), base) for n, base in enumerate(pledges)], NO_GOAL)
    standing, claimed = Standing(), []
    for base in pledges:
        claimed.append(claim(rule, standing, base).wanted_minor)
        standing = Standing(standing.eligible_minor + base, standing.matched_minor + claimed[-1])
    assert list(parts.values()) == claimed
