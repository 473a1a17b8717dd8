import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.checks import InvariantViolation
from funding.domain.fees import fee_returned


def test_a_whole_refund_takes_over_the_whole_fee() -> None:
    assert fee_returned(55, 2_000, refunded_before_minor=0, refund_minor=2_000) == 55


@given(fee=st.integers(0, 500), parts=st.lists(st.integers(1, 10_000), min_size=1, max_size=8))
def test_in_parts_it_is_the_same_to_the_cent(fee: int, parts: list[int]) -> None:
    whole = sum(parts)
    before, taken = 0, 0
    for part in parts:
        taken += fee_returned(min(fee, whole), whole, refunded_before_minor=before, refund_minor=part)
        before += part
    assert taken == min(fee, whole)


@pytest.mark.parametrize(
    ("fee", "amount", "before", "refund"),
    [(-1, 10, 0, 1), (11, 10, 0, 1), (1, 10, 0, 0), (1, 10, -1, 1), (1, 10, 9, 2)],
)
def test_impossible_input_is_loud(fee: int, amount: int, before: int, refund: int) -> None:
    with pytest.raises(InvariantViolation):
        fee_returned(fee, amount, refunded_before_minor=before, refund_minor=refund)
