"""Short money: the worked numbers, the borders, and what must hold for any claims."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.checks import InvariantViolation
from funding.domain.allocation import (
    Claim,
    Earmark,
    Offer,
    Pot,
    Stacking,
    first_come,
    largest_remainder,
    pro_rata,
    split_among_pots,
    stack,
)
from tests.funding.domain.rules import NOON


def entitled(*amounts: int) -> list[Claim]:
    return [Claim(f"c{number}", amount, amount) for number, amount in enumerate(amounts)]


def come(pool: int, wanted: list[int], *, whole: bool = False) -> list[int]:
    given_out = []
    for one in wanted:
        given_out.append(first_come(one, pool, whole=whole))
        pool -= given_out[-1]
    return given_out


def test_first_come_with_a_partial_last_match() -> None:
    assert come(10_000, [5_000, 4_000, 2_000, 1_000]) == [5_000, 4_000, 1_000, 0]


def test_first_come_whole_matches_only() -> None:
    assert come(10_000, [5_000, 4_000, 2_000, 1_000], whole=True) == [5_000, 4_000, 0, 1_000]


@pytest.mark.parametrize(
    ("free", "partial", "whole"), [(0, 0, 0), (1, 1, 0), (99, 99, 0), (100, 100, 100), (101, 100, 100)]
)
def test_first_come_at_its_borders(free: int, partial: int, whole: int) -> None:
    assert first_come(100, free) == partial
    assert first_come(100, free, whole=True) == whole


def test_pro_rata_at_close() -> None:
    assert list(pro_rata(10_000, entitled(5_000, 4_000, 2_000, 1_000)).values()) == [4_167, 3_333, 1_667, 833]
    assert list(pro_rata(10_000, entitled(5_000, 5_000, 5_000)).values()) == [3_334, 3_333, 3_333]


def test_pro_rata_gives_everybody_all_when_there_is_enough() -> None:
    assert list(pro_rata(12_000, entitled(5_000, 4_000, 2_000, 1_000)).values()) == [5_000, 4_000, 2_000, 1_000]
    assert list(pro_rata(11_999, entitled(5_000, 4_000, 2_000, 1_000)).values()) == [4_999, 4_000, 2_000, 1_000]


def test_overflow_of_a_cap_is_shared_again_until_stable() -> None:
    """One pass would give b 45 and c 45, above b's cap."""
    claims = [Claim("a", 8, 10), Claim("b", 1, 40), Claim("c", 1, 100)]
    assert pro_rata(100, claims) == {"a": 10, "b": 40, "c": 50}


def test_ties_go_to_the_smaller_id_in_any_order() -> None:
    assert largest_remainder(2, {"c": 1, "a": 1, "b": 1}) == {"c": 0, "a": 1, "b": 1}


def test_who_weighs_nothing_gets_nothing() -> None:
    assert pro_rata(100, [Claim("a", 0, 100), Claim("b", 1, 30)]) == {"a": 0, "b": 30}
    assert pro_rata(100, []) == {}


@pytest.mark.parametrize(
    ("match", "parts"),
    [(10_000, {"a": 6_667, "b": 3_333}), (16_000, {"a": 10_000, "b": 5_000}), (0, {}), (1, {"a": 1})],
)
def test_several_sponsors_share_each_match(match: int, parts: dict[str, int]) -> None:
    assert split_among_pots(match, [Pot("a", 10_000), Pot("b", 5_000)]) == parts


def test_pots_by_priority() -> None:
    pots = [Pot("top-up", 500, 3), Pot("champion", 300, 2), Pot("pledges", 100, 1)]
    assert split_among_pots(350, pots, by_priority=True) == {"pledges": 100, "champion": 250}
    assert split_among_pots(950, pots, by_priority=True) == {"pledges": 100, "champion": 300, "top-up": 500}


@pytest.mark.parametrize(
    ("match", "parts"),
    [
        (299, {"a": 199, "b": 100}),
        (300, {"a": 200, "b": 100}),
        (301, {"a": 200, "b": 100, "last": 1}),
        (800, {"a": 200, "b": 100, "last": 400}),
    ],
)
def test_pots_of_one_priority_share_before_any_of_a_larger_one(match: int, parts: dict[str, int]) -> None:
    assert split_among_pots(match, [Pot("last", 400, 2), Pot("a", 200, 1), Pot("b", 100, 1)]) == parts


def test_no_pot_gives_nothing() -> None:
    assert split_among_pots(5, []) == {}
    assert split_among_pots(5, [Pot("a", 0)]) == {}


@pytest.mark.parametrize(
    ("earmark", "allowed"),
    [
        (Earmark(), True),
        (Earmark(topics=("health", "water")), True),
        (Earmark(topics=("water",)), False),
        (Earmark(regions=("BE",)), True),
        (Earmark(regions=("BY",)), False),
        (Earmark(starts_at=NOON), True),
        (Earmark(starts_at=NOON + timedelta(seconds=1)), False),
        (Earmark(ends_at=NOON), False),
        (Earmark(ends_at=NOON + timedelta(seconds=1)), True),
    ],
)
def test_earmarks(earmark: Earmark, allowed: bool) -> None:
    assert earmark.allows(topics=("health",), region="BE", at=NOON) is allowed


def test_an_earmark_for_a_period_needs_a_time() -> None:
    assert Earmark().allows(topics=(), region="", at=None)
    assert not Earmark(ends_at=NOON).allows(topics=(), region="", at=None)


OFFERS = [Offer("state", 400, 250, 2), Offer("city", 300, 300, 1), Offer("club", 500, 500, 3, public=False)]


@pytest.mark.parametrize(
    ("policy", "parts"),
    [
        (Stacking.ADD, {"city": 300, "state": 250, "club": 500}),
        (Stacking.FIRST, {"city": 300}),
        (Stacking.BEST, {"club": 500}),
        (Stacking.PRIORITY, {"city": 300, "state": 200}),
    ],
)
def test_several_funds_by_their_policy(policy: Stacking, parts: dict[str, int]) -> None:
    assert stack(OFFERS, policy) == parts


@pytest.mark.parametrize(
    ("policy", "parts"),
    [
        (Stacking.ADD, {"city": 218, "state": 182, "club": 500}),
        (Stacking.FIRST, {"city": 300}),
        (Stacking.PRIORITY, {"city": 300, "state": 100}),
    ],
)
def test_the_ceiling_on_public_money_leaves_private_money_alone(policy: Stacking, parts: dict[str, int]) -> None:
    assert stack(OFFERS, policy, crowd_minor=500, public_minor=100, ceiling_bp=5_000) == parts


def test_above_the_ceiling_public_funds_add_nothing() -> None:
    assert stack(OFFERS, Stacking.ADD, crowd_minor=500, public_minor=501, ceiling_bp=5_000) == {"club": 500}
    assert stack([], Stacking.PRIORITY, ceiling_bp=1) == {}


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: first_come(-1, 0),
        lambda: first_come(0, -1),
        lambda: largest_remainder(1, {"a": 0}),
        lambda: pro_rata(1, [Claim("a", 1, 1), Claim("a", 1, 1)]),
        lambda: pro_rata(1, [Claim("a", -1, 1)]),
        lambda: split_among_pots(-1, []),
        lambda: split_among_pots(1, [Pot("a", -1)]),
        lambda: stack([Offer("a", 1, 2)], Stacking.ADD),
    ],
)
def test_impossible_input_is_loud(wrong: object) -> None:
    assert callable(wrong)
    with pytest.raises(InvariantViolation):
        wrong()


claims = st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**6)), max_size=12).map(
    lambda rows: [Claim(f"c{number}", *row) for number, row in enumerate(rows)]
)


@given(amount=st.integers(0, 10**7), rows=claims)
def test_water_filling_is_exact_fair_and_within_every_cap(amount: int, rows: list[Claim]) -> None:
    parts = pro_rata(amount, rows)
    by_id = {row.id: row for row in rows}
    assert all(0 <= part <= by_id[one].cap_minor for one, part in parts.items())
    assert sum(parts.values()) == min(amount, sum(row.cap_minor for row in rows if row.weight))
    below = [row for row in rows if row.weight and parts[row.id] < row.cap_minor]
    for one in below:
        for other in below:
            # In proportion to the weights, but for one cent on each side.
            assert (parts[one.id] - 1) * other.weight <= (parts[other.id] + 1) * one.weight
    assert pro_rata(amount, rows[::-1]) == parts


@given(amount=st.integers(0, 10_000), free=st.lists(st.integers(0, 3_000), max_size=6), ordered=st.booleans())
def test_no_pot_gives_more_than_it_has_and_all_is_given(amount: int, free: list[int], ordered: bool) -> None:
    pots = [Pot(f"s{number}", one, number % 3) for number, one in enumerate(free)]
    parts = split_among_pots(amount, pots, by_priority=ordered)
    assert sum(parts.values()) == min(amount, sum(free))
    assert all(0 < parts[pot.id] <= pot.free_minor for pot in pots if pot.id in parts)


offers = st.lists(
    st.tuples(st.integers(0, 900), st.integers(0, 900), st.integers(1, 3), st.booleans()), max_size=5
).map(lambda rows: [Offer(f"f{n}", max(row[:2]), min(row[:2]), *row[2:]) for n, row in enumerate(rows)])


@given(rows=offers, policy=st.sampled_from(Stacking), crowd=st.integers(0, 2_000), q=st.integers(1, 9_999))
def test_no_fund_adds_more_than_it_offers_and_the_ceiling_holds(
    rows: list[Offer], policy: Stacking, crowd: int, q: int
) -> None:
    parts = stack(rows, policy, crowd_minor=crowd, ceiling_bp=q)
    by_fund = {row.fund: row for row in rows}
    assert all(0 < part <= by_fund[fund].given_minor for fund, part in parts.items())
    public = sum(part for fund, part in parts.items() if by_fund[fund].public)
    assert public * 10_000 <= q * (crowd + public)
    if policy is Stacking.PRIORITY:
        assert sum(parts.values()) <= max((row.wanted_minor for row in rows), default=0)
