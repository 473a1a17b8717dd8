from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.checks import InvariantViolation
from programmes.domain.jury_assignment import Distribution, Judging, Wanting, distribute


def wanting(count: int, wanted: int = 2, language: str = "") -> list[Wanting]:
    return [Wanting(key=number, wanted=wanted, language=language) for number in range(count)]


def judging(*loads: int) -> list[Judging]:
    return [Judging(key=number, load=load) for number, load in enumerate(loads)]


def loads(found: Distribution) -> Counter[int]:
    return Counter(juror for _solution, juror in found.pairs)


def test_all_have_about_the_same_to_do() -> None:
    found = distribute(wanting(7, 3), judging(0, 0, 0, 0), most=10)
    assert not found.missing
    assert sorted(loads(found).values()) == [5, 5, 5, 6]
    assert len(set(found.pairs)) == 21


def test_who_has_much_already_gets_less() -> None:
    found = distribute(wanting(4, 1), judging(4, 0, 1), most=10)
    assert loads(found) == {1: 2, 2: 2} or loads(found) == {1: 3, 2: 1}
    assert 0 not in loads(found)


def test_nobody_gets_more_than_the_most_and_what_is_missing_is_named() -> None:
    found = distribute(wanting(3, 2), judging(0, 1), most=2)
    assert loads(found) == {0: 2, 1: 1}
    assert sum(found.missing.values()) == 3


def test_who_is_not_impartial_judges_something_else() -> None:
    jurors = [Judging(key=0, barred={0}), Judging(key=1, barred={1}), Judging(key=2)]
    found = distribute(wanting(2), jurors, most=5)
    assert not found.missing
    assert (0, 0) not in found.pairs
    assert (1, 1) not in found.pairs


def test_a_solution_that_few_may_judge_is_not_left_out() -> None:
    """A greedy distribution gives the only impartial juror away to others."""
    jurors = [Judging(key=0), Judging(key=1, barred={2})]
    found = distribute(wanting(3, 1), jurors, most=2)
    assert (2, 0) in found.pairs
    assert not found.missing


def test_nobody_at_all_may_judge_it() -> None:
    found = distribute(wanting(1, 2), [Judging(key=0, barred={0})], most=5)
    assert (found.pairs, found.missing) == ((), {0: 2})
    assert distribute(wanting(1), [], most=5).missing == {0: 2}
    assert distribute([], judging(0), most=5) == Distribution(())


def test_jurors_read_the_language_if_anybody_does() -> None:
    jurors = [
        Judging(key=0, languages=frozenset({"de"}), load=5),
        Judging(key=1, languages=frozenset({"en"})),
        Judging(key=2, load=9),
    ]
    found = distribute(wanting(1, 2, "de"), jurors, most=20)
    assert found.pairs == ((0, 0), (0, 2))
    assert distribute(wanting(1, 3, "de"), jurors, most=20).missing == {}


@pytest.mark.parametrize("most", [-1, 1_001])
def test_bounds_that_make_no_sense_are_loud(most: int) -> None:
    with pytest.raises(InvariantViolation):
        distribute(wanting(1), judging(0), most=most)


@st.composite
def juries(draw: st.DrawFn) -> tuple[list[Wanting], list[Judging], int]:
    solutions = [
        Wanting(key=number, wanted=draw(st.integers(0, 3)), language=draw(st.sampled_from(["", "de", "en"])))
        for number in range(draw(st.integers(0, 6)))
    ]
    jurors = [
        Judging(
            key=number,
            load=draw(st.integers(0, 3)),
            languages=draw(st.frozensets(st.sampled_from(["de", "en"]))),
            barred=draw(st.frozensets(st.integers(0, 5), max_size=3)),
        )
        for number in range(draw(st.integers(0, 4)))
    ]
    return solutions, jurors, draw(st.integers(0, 5))


@given(juries())
def test_bounds_and_conflicts_hold_whatever_comes(jury: tuple[list[Wanting], list[Judging], int]) -> None:
    solutions, jurors, most = jury
    found = distribute(solutions, jurors, most=most)
    by_key = {one.key: one for one in jurors}
    assert len(set(found.pairs)) == len(found.pairs)
    assert all(solution not in by_key[juror].barred for solution, juror in found.pairs)
    new = loads(found)
    assert all(by_key[juror].load + count <= most for juror, count in new.items())
    given_to = Counter(solution for solution, _juror in found.pairs)
    assert all(given_to[one.key] + found.missing.get(one.key, 0) == one.wanted for one in solutions)
    # Nobody is missing while somebody impartial has time left.
    for key in found.missing:
        idle = [one for one in jurors if one.load + new[one.key] < most and key not in one.barred]
        assert all((key, one.key) in found.pairs for one in idle)


@given(juries(), st.randoms(use_true_random=False))
def test_the_order_is_of_no_account(jury: tuple[list[Wanting], list[Judging], int], random: Random) -> None:
    solutions, jurors, most = jury
    found = distribute(solutions, jurors, most=most)
    random.shuffle(solutions)
    random.shuffle(jurors)
    assert distribute(solutions, jurors, most=most) == found
