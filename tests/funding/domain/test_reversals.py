import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.checks import InvariantViolation
from funding.domain.matching import Standing, Terms, claim, excess
from funding.domain.reversals import Held, give_back, remains

QUARTER = Terms(rate_bp=2_500)


@pytest.mark.parametrize(("base", "expected"), [(1_010, 253), (1_009, 253), (500, 125), (4, 1), (1, 1), (0, 0)])
def test_a_match_keeps_its_share_of_what_is_left(base: int, expected: int) -> None:
    assert remains(QUARTER, Held(key=1, base_minor=1_010, amount_minor=253), base) == expected


def test_a_partial_match_keeps_what_it_has_while_the_rate_covers_it() -> None:
    assert remains(QUARTER, Held(key=1, base_minor=8_000, amount_minor=1_000), 4_000) == 1_000


def test_a_base_never_grows() -> None:
    with pytest.raises(InvariantViolation):
        remains(QUARTER, Held(key=1, base_minor=10, amount_minor=1), 11)


def test_the_latest_give_back_first() -> None:
    latest = [Held(3, 10, 1), Held(2, 10, 0), Held(1, 10, 5)]
    assert give_back(3, latest) == {3: 0, 1: 3}
    assert give_back(0, latest) == {}


def test_more_than_there_is_cannot_be_given() -> None:
    assert give_back(9, [Held(1, 10, 2)]) == {1: 0}
    with pytest.raises(InvariantViolation):
        give_back(-1, [])


@given(
    rate=st.integers(min_value=1, max_value=30_000),
    pledges=st.lists(st.integers(min_value=1, max_value=10_000), min_size=1, max_size=25),
    fall=st.data(),
)
def test_after_any_reversals_the_rate_holds(rate: int, pledges: list[int], fall: st.DataObject) -> None:
    rule, standing, held = Terms(rate_bp=rate), Standing(), []
    for key, base in enumerate(pledges):
        amount = claim(rule, standing, base).wanted_minor
        standing = Standing(standing.eligible_minor + base, standing.matched_minor + amount)
        held.append(Held(key, base, amount))
    for key in fall.draw(st.lists(st.sampled_from(range(len(pledges))), unique=True)):
        base = fall.draw(st.integers(min_value=0, max_value=held[key].base_minor))
        held[key] = Held(key, base, remains(rule, held[key], base))
        over = excess(rule, sum(row.base_minor for row in held), sum(row.amount_minor for row in held))
        for changed, amount in give_back(over, held[::-1]).items():
            held[changed] = Held(changed, held[changed].base_minor, amount)
        assert sum(row.amount_minor for row in held) * 10_000 <= rate * sum(row.base_minor for row in held)
        assert all(row.amount_minor >= 0 for row in held)
        assert all(row.amount_minor == 0 for row in held if row.base_minor == 0)
