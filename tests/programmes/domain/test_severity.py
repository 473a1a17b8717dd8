from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from programmes.domain.scoring import Given, ranked
from programmes.domain.severity import standard_scores

SHARES = st.fractions(min_value=0, max_value=1, max_denominator=60)


@st.composite
def juries(draw: st.DrawFn) -> list[Given[int]]:
    """Some jurors, each of whom has scored some of eight solutions."""
    return [
        Given(solution, juror, draw(SHARES))
        for juror in range(draw(st.integers(1, 5)))
        for solution in sorted(draw(st.sets(st.integers(0, 7), min_size=1)))
    ]


@st.composite
def whole_juries(draw: st.DrawFn) -> list[Given[int]]:
    """Jurors who have all scored all solutions, the first of which is the best for each of them."""
    solutions = draw(st.integers(2, 6))
    found = []
    for juror in range(draw(st.integers(2, 5))):
        others = [draw(SHARES) for _ in range(solutions - 1)]
        best = max(others) + draw(st.fractions(min_value=Fraction(1, 60), max_value=1, max_denominator=60))
        found += [Given(number, juror, score) for number, score in enumerate([best, *others])]
    return found


def placed(rows: list[Given[int]]) -> dict[int, int]:
    return ranked(standard_scores(rows))


def test_a_severe_and_a_mild_juror_say_the_same() -> None:
    mild = [Given(n, 0, Fraction(n + 7, 10)) for n in range(3)]
    severe = [Given(n, 1, Fraction(n, 20)) for n in range(3)]
    scores = standard_scores([*mild, *severe])
    # z of three evenly spaced values: ±√(3/2), and 0 in the middle.
    assert scores == {0: Fraction("-1.224744871"), 1: 0, 2: Fraction("1.224744871")}


def test_whoever_has_the_severe_jurors_is_not_behind() -> None:
    severe = [Given(1, 0, Fraction(5, 10)), Given(2, 0, Fraction(1, 10)), Given(3, 0, Fraction(2, 10))]
    mild = [Given(4, 1, Fraction(9, 10)), Given(5, 1, Fraction(8, 10)), Given(6, 1, Fraction(9, 10))]
    assert placed([*severe, *mild])[1] == 1


def test_constant_scores_and_a_single_one_say_nothing() -> None:
    constant = [Given(n, 0, Fraction(1, 2)) for n in range(3)]
    assert standard_scores([*constant, Given(0, 1, Fraction(1))]) == {0: 0, 1: 0, 2: 0}


def test_nothing_comes_of_nothing() -> None:
    assert standard_scores([]) == {}


@given(juries(), st.integers(0, 4), st.fractions(min_value=-2, max_value=2, max_denominator=30))
def test_who_gives_more_or_less_to_all_changes_nothing(rows: list[Given[int]], juror: int, more: Fraction) -> None:
    shifted = [one._replace(score=one.score + more) if one.juror == juror else one for one in rows]
    assert standard_scores(shifted) == standard_scores(rows)


@given(juries(), st.randoms())
def test_names_and_order_change_nothing(rows: list[Given[int]], chance: Random) -> None:
    solutions, jurors = list(range(8)), list(range(5))
    chance.shuffle(solutions)
    chance.shuffle(jurors)
    others = [Given(solutions[one.solution], jurors[one.juror], one.score) for one in rows]
    chance.shuffle(others)
    assert standard_scores(others) == {solutions[name]: score for name, score in standard_scores(rows).items()}


@given(whole_juries())
def test_more_votes_never_lower_a_clear_winner(rows: list[Given[int]]) -> None:
    jurors = {one.juror for one in rows}
    for count in range(1, len(jurors) + 1):
        assert placed([one for one in rows if one.juror < count])[0] == 1
