import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.checks import InvariantViolation
from backend.core.money import CurrencyMismatch, Money, rate_floor, split_largest_remainder


def test_adds_and_compares_within_one_currency() -> None:
    assert Money(150) + Money(50) - Money(1) == Money(199)
    assert Money(1) < Money(2)
    assert not Money(0)


def test_refuses_to_mix_currencies() -> None:
    with pytest.raises(CurrencyMismatch):
        Money(1, "EUR") + Money(1, "CHF")


@pytest.mark.parametrize(("amount", "currency"), [(1.5, "EUR"), (True, "EUR"), (1, "eur"), (1, "EURO")])
def test_refuses_what_is_no_money(amount: int, currency: str) -> None:
    with pytest.raises(InvariantViolation):
        Money(amount, currency)


@pytest.mark.parametrize(("amount", "rate", "expected"), [(0, 2500, 0), (3, 2500, 0), (4, 2500, 1), (8067, 2500, 2016)])
def test_rate_is_floored(amount: int, rate: int, expected: int) -> None:
    assert rate_floor(amount, rate) == expected
    assert Money(amount).rate_floor(rate) == Money(expected)


def test_three_equal_claims_share_a_hundred() -> None:
    assert split_largest_remainder(10_000, [1, 1, 1]) == [3_334, 3_333, 3_333]


def test_pools_share_a_match_in_proportion() -> None:
    assert split_largest_remainder(10_000, [10_000, 5_000]) == [6_667, 3_333]


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**9), min_size=1, max_size=30).filter(any))
def test_a_split_loses_nothing_and_is_off_by_less_than_one(amount: int, weights: list[int]) -> None:
    parts = split_largest_remainder(amount, weights)
    assert sum(parts) == amount
    total = sum(weights)
    assert all(abs(part * total - amount * weight) < total for part, weight in zip(parts, weights, strict=True))


def test_nothing_is_split_over_nobody() -> None:
    with pytest.raises(InvariantViolation):
        split_largest_remainder(5, [0, 0])
