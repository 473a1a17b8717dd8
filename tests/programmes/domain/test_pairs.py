from fractions import Fraction
from itertools import combinations, pairwise
from math import exp, log, sqrt
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programmes.domain.bradley_terry import fitted, next_pair
from programmes.domain.pairs import Choice, Duel, strengths
from programmes.domain.scoring import ranked

NAMES = "abcdef"
CHOICES = st.sampled_from(Choice)
pairs = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda pair: pair[0] != pair[1])
duels = st.lists(st.builds(lambda pair, choice: Duel(pair[0], pair[1], choice), pairs, CHOICES), max_size=30)


@st.composite
def whole_juries(draw: st.DrawFn) -> list[list[Duel]]:
    """By juror: who has compared all of them with all others, and finds `a` better than each."""
    names = NAMES[: draw(st.integers(2, 5))]
    return [
        [Duel(*pair, Choice.FIRST if pair[0] == "a" else draw(CHOICES)) for pair in combinations(names, 2)]
        for _ in range(draw(st.integers(1, 4)))
    ]


def chance(difference: float) -> float:
    return 1 / (1 + exp(-difference))


def placed(rows: list[Duel]) -> dict[str, int]:
    return ranked({name: one.value for name, one in strengths(rows).items()})


def test_strengths_are_those_that_explain_the_votes_best() -> None:
    found = strengths([Duel("a", "b", Choice.FIRST, 3), Duel("a", "b", Choice.SECOND)])
    x = float(found["a"].value)
    assert found["b"].value == -found["a"].value
    # It has won three times, and half of the imagined tie: what is likely with these strengths must be as much.
    assert 4 * chance(2 * x) + chance(x) == pytest.approx(3.5, abs=1e-5)
    assert 0 < x < log(3) / 2
    assert float(found["a"].share) == pytest.approx(chance(x), abs=1e-6)
    assert found["a"].duels == found["b"].duels == 4


def test_the_error_is_that_of_the_fisher_information() -> None:
    found = strengths([Duel("a", "b", Choice.TIE)])
    # An information of 1/2 for each, 1/4 of which is about their difference: the inverse has 8/3 on its diagonal.
    assert found["a"].value == 0
    assert found["a"].error == pytest.approx(sqrt(8 / 3))
    surer = strengths([Duel("a", "b", Choice.TIE, 100)])
    assert surer["a"].error < found["a"].error


@pytest.mark.parametrize(
    "rows",
    [
        [Duel("a", "b", Choice.FIRST, 100_000)],
        [Duel(one, other, Choice.FIRST, 40) for one, other in pairwise(NAMES)],
        [Duel("a", other, Choice.SECOND) for other in NAMES[1:]],
        [Duel("a", "b", Choice.FIRST), Duel("c", "d", Choice.FIRST)],
    ],
)
def test_one_sided_and_disconnected_ones_have_finite_strengths_in_order(rows: list[Duel]) -> None:
    found = strengths(rows)
    assert all(abs(one.value) < 1_000 and 0 < one.error < 1_000_000 for one in found.values())
    for row in rows:
        first, second = found[row.first].value, found[row.second].value
        assert (first > second) is (row.choice is Choice.FIRST)


def test_nothing_comes_of_nothing_and_of_what_was_skipped() -> None:
    assert strengths([]) == strengths([Duel("a", "b", Choice.SKIP, 9)]) == {}


@given(duels)
@settings(deadline=None)
def test_ties_are_half_a_win_for_both(rows: list[Duel]) -> None:
    twice = [
        part
        for one in rows
        for part in (
            [one._replace(choice=Choice.FIRST), one._replace(choice=Choice.SECOND)]
            if one.choice is Choice.TIE
            else [one, one]
        )
    ]
    both = strengths([one._replace(times=2) for one in rows])
    assert {name: one.value for name, one in strengths(twice).items()} == {
        name: one.value for name, one in both.items()
    }


@given(duels, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_names_order_and_sides_change_nothing(rows: list[Duel], luck: Random) -> None:
    renamed = dict(zip(NAMES, luck.sample(NAMES, len(NAMES)), strict=True))
    others = [
        Duel(renamed[one.second], renamed[one.first], one.choice.turned)
        if luck.random() < 0.5
        else Duel(renamed[one.first], renamed[one.second], one.choice)
        for one in rows
    ]
    luck.shuffle(others)
    before = {renamed[name]: one.value for name, one in strengths(rows).items()}
    assert {name: one.value for name, one in strengths(others).items()} == before


@given(duels, st.sampled_from(NAMES[1:]))
@settings(deadline=None)
def test_one_more_win_never_lowers_a_rank(rows: list[Duel], other: str) -> None:
    rows = [*rows, Duel("a", other, Choice.TIE)]
    before, after = placed(rows), placed([*rows, Duel("a", other, Choice.FIRST)])
    assert after["a"] <= before["a"]
    assert after[other] >= before[other]


@given(whole_juries())
@settings(deadline=None)
def test_more_votes_never_lower_a_clear_winner(jury: list[list[Duel]]) -> None:
    for count in range(1, len(jury) + 1):
        found = placed([one for rows in jury[:count] for one in rows])
        assert found["a"] == 1
        assert list(found.values()).count(1) == 1


def test_a_share_is_a_probability_even_far_out() -> None:
    found = strengths([Duel(one, other, Choice.FIRST, 900) for one, other in pairwise(NAMES)])
    assert all(0 <= one.share <= 1 for one in found.values())
    assert found["a"].share > Fraction(99, 100)


def test_the_next_pair_is_where_most_is_learnt() -> None:
    # Nothing is known: the first by name. Of c and d nothing is known, and they may be equal.
    assert next_pair(NAMES, [], []) == ("a", "b")
    assert next_pair("abcd", [Duel("a", "b", Choice.FIRST)], [("a", "b")]) == ("c", "d")
    # What is open is asked before what is as good as settled.
    settled = [Duel("a", "b", Choice.FIRST, 50), Duel("a", "c", Choice.FIRST, 50), Duel("b", "c", Choice.TIE, 2)]
    assert next_pair("abc", settled, []) == ("b", "c")


@pytest.mark.parametrize("names", ["", "a", "ab"])
def test_where_all_was_asked_there_is_no_next_pair(names: str) -> None:
    assert next_pair(names, [], [("b", "a")]) is None


@given(duels, st.sets(pairs, max_size=12))
@settings(deadline=None)
def test_every_pair_is_asked_once_and_none_twice(rows: list[Duel], skipped: set[tuple[str, str]]) -> None:
    asked = {(min(pair), max(pair)) for pair in skipped}
    seen = list(asked)
    while pair := next_pair(NAMES[:4], rows, seen):
        assert pair[0] < pair[1]
        assert pair not in seen
        # Whoever is asked in the other order is asked as well.
        seen.append((pair[1], pair[0]))
        assert next_pair(NAMES[:4], rows, seen) == next_pair(reversed_names(), rows, seen)
    assert {(min(one), max(one)) for one in seen} - asked == set(combinations(NAMES[:4], 2)) - asked


def reversed_names() -> list[str]:
    return list(reversed(NAMES[:4]))


def test_whoever_was_never_compared_is_average() -> None:
    model = fitted(["a", "b", "z"], [Duel("a", "b", Choice.FIRST)])
    assert model.values[2] == pytest.approx(0)
    assert model.covariance[2, 2] == pytest.approx(4)
