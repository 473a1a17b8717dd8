"""Quadratic matching: the published check, every form, and what must hold for any gifts."""

import math
import random
from fractions import Fraction
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.checks import InvariantViolation
from funding.domain.quadratic import WEIGHT_UNIT, allocate, gifts_of, given_out, summed, weights
from funding.domain.rule_axes import Quadratic, QuadraticForm

PLAIN = Quadratic()
Row = tuple[str, str, int]


def each_from_another(**projects: list[int]) -> list[Row]:
    return [(f"{name}-{n}", name, gift) for name, gifts in projects.items() for n, gift in enumerate(gifts)]


PUBLISHED = each_from_another(p1=[1, 4, 1, 9], p2=[1] * 6 + [4], p3=[1, 9, 1, 9, 1, 9, 4])


def by_the_formula(rows: list[Row], bound: float | None = None) -> dict[str, float]:
    """Σ_{i<j} √(c_i c_j) · M / (M + Σ_q √(c_iq c_jq)), as it is written."""
    sums: dict[tuple[str, str], int] = {}
    for donor, project, gift in rows:
        sums[donor, project] = sums.get((donor, project), 0) + gift
    projects = sorted({row[1] for row in rows})
    donors = sorted({row[0] for row in rows})
    found = dict.fromkeys(projects, 0.0)
    for one, other in combinations(donors, 2):
        roots = {p: math.sqrt(sums.get((one, p), 0) * sums.get((other, p), 0)) for p in projects}
        less = 1.0 if bound is None else bound / (bound + sum(roots.values()))
        for project, root in roots.items():
            found[project] += root * less
    return found


@pytest.mark.parametrize(("pool", "expected"), [(1_000, [136, 216, 648]), (10_000, [1_360, 2_160, 6_480])])
def test_the_published_check(pool: int, expected: list[int]) -> None:
    assert list(allocate(gifts_of(PUBLISHED), PLAIN, pool).values()) == expected


def test_weights_are_those_of_the_formula() -> None:
    found = [weight / WEIGHT_UNIT for weight in weights(gifts_of(PUBLISHED), PLAIN)]
    assert found == pytest.approx([34, 54, 162])


def test_gifts_of_one_donor_are_summed_first() -> None:
    """Who splits a gift gains nothing: 36 in one piece or in four are one donor's 36."""
    whole = [("a", "x", 36), ("b", "x", 25), ("c", "y", 49), ("d", "y", 9)]
    split = [("a", "x", 9)] * 4 + whole[1:]
    assert allocate(gifts_of(whole), PLAIN, 999) == allocate(gifts_of(split), PLAIN, 999)
    assert summed(gifts_of(split)).amount_minor.tolist() == [36, 25, 49, 9]


def test_one_donor_alone_moves_nothing() -> None:
    assert allocate(gifts_of([("a", "x", 1_000_000), ("a", "y", 3)]), PLAIN, 100) == {"x": 0, "y": 0}
    assert allocate(gifts_of([("a", "x", 7), ("b", "y", 1), ("c", "y", 1)]), PLAIN, 100) == {"x": 0, "y": 100}


def test_no_gifts_no_match() -> None:
    for form in (PLAIN, Quadratic(QuadraticForm.PAIRWISE, bound_minor=5)):
        assert allocate(gifts_of([]), form, 100) == {}


def test_overflow_of_caps_is_shared_again_until_stable() -> None:
    """Sharing what p3 leaves once would lift p2 above its cap, too."""
    found = allocate(gifts_of(PUBLISHED), PLAIN, 10_000, caps_minor={"p3": 3_000, "p2": 4_000})
    assert found == {"p1": 3_000, "p2": 4_000, "p3": 3_000}
    assert allocate(gifts_of(PUBLISHED), PLAIN, 10_000, caps_minor={"p3": 3_000, "p2": 4_400})["p1"] == 2_705
    short = allocate(gifts_of(PUBLISHED), PLAIN, 10_000, caps_minor=dict.fromkeys(["p1", "p2", "p3"], 5))
    assert short == {"p1": 5, "p2": 5, "p3": 5}


@pytest.mark.parametrize(("pool", "out"), [(0, 0), (58, 58), (59, 59), (60, 59), (10_000, 59)])
def test_a_weak_round_does_not_empty_a_saturated_pool(pool: int, out: int) -> None:
    assert sum(row[2] for row in PUBLISHED) == 59
    found = allocate(gifts_of(PUBLISHED), Quadratic(QuadraticForm.SATURATED), pool)
    assert sum(found.values()) == out


@pytest.mark.parametrize(
    ("alpha", "pool", "parts"),
    [
        (None, 125, [17, 27, 81]),
        (None, 250, [34, 54, 162]),
        (None, 10_000, [34, 54, 162]),
        (Fraction(1, 2), 10_000, [17, 27, 81]),
        (Fraction(1), 10_000, [34, 54, 162]),
        (Fraction(1, 2), 50, [7, 11, 32]),
    ],
)
def test_the_alpha_form_stops_at_the_ideal(alpha: Fraction | None, pool: int, parts: list[int]) -> None:
    """Above α = 1, that is with more in the pool than Σw = 250, the rest stays in the pool."""
    options = Quadratic(QuadraticForm.ALPHA, alpha)
    assert list(allocate(gifts_of(PUBLISHED), options, pool).values()) == parts


def test_an_alpha_above_one_is_refused() -> None:
    for alpha in (Fraction(11, 10), Fraction(0)):
        with pytest.raises(InvariantViolation):
            given_out(Quadratic(QuadraticForm.ALPHA, alpha), 100, 5, 5)


def random_rows(seed: int, donors: int = 9, projects: int = 4, count: int = 60) -> list[Row]:
    draw = random.Random(seed)  # noqa: S311  numbers for a test
    return [
        (f"d{draw.randrange(donors)}", f"p{draw.randrange(projects)}", draw.randint(1, 90_000)) for _ in range(count)
    ]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("bound", [1, 500, 10_000_000])
def test_pairwise_weights_are_those_of_the_formula(seed: int, bound: int) -> None:
    rows = random_rows(seed)
    found = weights(gifts_of(rows), Quadratic(QuadraticForm.PAIRWISE, bound_minor=bound))
    expected = by_the_formula(rows, bound)
    assert [weight / WEIGHT_UNIT / 2 for weight in found] == pytest.approx(list(expected.values()), rel=1e-6)


@pytest.mark.parametrize("seed", range(5))
def test_plain_weights_are_those_of_the_formula_pair_by_pair(seed: int) -> None:
    rows = random_rows(seed)
    found = [weight / WEIGHT_UNIT / 2 for weight in weights(gifts_of(rows), PLAIN)]
    assert found == pytest.approx(list(by_the_formula(rows).values()), rel=1e-6)


def test_two_who_always_give_together_count_less_under_the_pairwise_bound() -> None:
    together = [(donor, project, 10_000) for donor in "ab" for project in "xyz"]
    apart = [("c", "w", 10_000), ("d", "w", 10_000)]
    plain = allocate(gifts_of(together + apart), PLAIN, 4_000)
    bounded = allocate(gifts_of(together + apart), Quadratic(QuadraticForm.PAIRWISE, bound_minor=10_000), 4_000)
    assert plain == {"w": 1_000, "x": 1_000, "y": 1_000, "z": 1_000}
    assert bounded["w"] == 1_600
    assert bounded["x"] == bounded["y"] == bounded["z"] == 800


def test_keys_too_large_for_one_number_are_sorted_another_way() -> None:
    rows = random_rows(7)
    gifts = gifts_of(rows)
    far = type(gifts)(gifts.donor + 2**45, gifts.project, gifts.amount_minor, gifts.projects)
    assert allocate(far, PLAIN, 10**6) == allocate(gifts, PLAIN, 10**6)


def test_gifts_are_above_zero_and_within_exact_roots() -> None:
    with pytest.raises(InvariantViolation):
        allocate(gifts_of([("a", "x", 0)]), PLAIN, 1)
    with pytest.raises(InvariantViolation):
        allocate(gifts_of([("a", "x", 2**43)]), PLAIN, 1)


rows = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from(["x", "y", "z"]), st.integers(1, 10**7)), max_size=30
)
forms = st.sampled_from([PLAIN, Quadratic(QuadraticForm.SATURATED), Quadratic(QuadraticForm.ALPHA)]) | st.builds(
    lambda bound: Quadratic(QuadraticForm.PAIRWISE, bound_minor=bound), st.integers(1, 10**6)
)


@given(
    rows=rows,
    form=forms,
    pool=st.integers(0, 10**8),
    caps=st.dictionaries(st.sampled_from("xyz"), st.integers(0, 10**7)),
)
def test_exact_within_caps_and_the_same_in_any_order(
    rows: list[Row], form: Quadratic, pool: int, caps: dict[str, int]
) -> None:
    gifts = gifts_of(rows)
    found = allocate(gifts, form, pool, caps_minor=caps)
    assert all(0 <= part <= caps.get(name, pool) for name, part in found.items())
    assert sum(found.values()) <= pool
    weight = weights(gifts, form)
    out = given_out(form, pool, sum(weight), int(gifts.amount_minor.sum()))
    if not caps and any(weight):
        assert sum(found.values()) == out
    for (name, mine), (other, theirs) in pairwise(zip(gifts.projects, weight, strict=True)):
        if mine > theirs and other not in caps and name not in caps:
            assert found[name] >= found[other]
    assert allocate(gifts_of(rows[::-1]), form, pool, caps_minor=caps) == found


@given(rows=rows)
def test_sums_do_not_depend_on_the_order_of_the_gifts(rows: list[Row]) -> None:
    one, other = summed(gifts_of(rows)), summed(gifts_of(sorted(rows)))
    assert np.array_equal(one.amount_minor, other.amount_minor)
    assert int(one.amount_minor.sum()) == sum(row[2] for row in rows)
