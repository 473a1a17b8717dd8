"""What a selection owes to everybody, whichever measure it goes by: names, order and severity decide nothing."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programmes.domain.jury_book import CriterionFacts
from programmes.domain.pairs import Choice, Duel
from programmes.domain.scoring import Given, Points, score_of
from programmes.domain.selecting import Measure, Method, Standing, TieRule, standings

SOLUTIONS, JURORS, TRACKS = "abcde", ("ann", "ben", "cleo"), ("", "health", "school")
SHARES = st.fractions(min_value=0, max_value=1, max_denominator=12)
BY_POINTS = (Measure.MEAN, Measure.MEDIAN, Measure.STANDARD)
CRITERIA = ("use", "new", "fit")
SCALES = (4, 8, 12)
"""Different most points, of each of which a quarter is a whole number."""
Reviews = Mapping[tuple[str, str], Points]
"""Points by solution and juror."""
Rubric = dict[str, CriterionFacts]


@st.composite
def juries(draw: st.DrawFn) -> tuple[list[Given[str]], list[Duel]]:
    """Some jurors, who have scored some solutions and compared some pairs."""
    given_scores, duels = [], []
    for juror in JURORS:
        seen = sorted(draw(st.sets(st.sampled_from(SOLUTIONS))))
        given_scores += [Given(solution, juror, draw(SHARES)) for solution in seen]
        duels += [Duel(*pair, draw(st.sampled_from(Choice))) for pair in combinations(seen, 2) if draw(st.booleans())]
    return given_scores, duels


@st.composite
def agreeing(draw: st.DrawFn) -> tuple[list[Given[str]], list[Duel]]:
    """Jurors in their order, who have all seen everything, and all find `a` better than all others."""
    given_scores, duels = [], []
    for juror in JURORS[: draw(st.integers(1, len(JURORS)))]:
        others = [draw(SHARES) for _ in SOLUTIONS[1:]]
        best = max(others) + draw(st.fractions(min_value=Fraction(1, 60), max_value=1, max_denominator=60))
        given_scores += [Given(name, juror, score) for name, score in zip(SOLUTIONS, [best, *others], strict=True)]
        for one, other in combinations(SOLUTIONS, 2):
            choice = Choice.FIRST if one == "a" else draw(st.sampled_from(Choice))
            duels.append(Duel(one, other, choice))
    return given_scores, duels


@st.composite
def abstaining(draw: st.DrawFn, *, is_whole: bool = False) -> tuple[Rubric, Reviews]:
    """Jurors who abstain at random, but never from everything, and give no more than three quarters of the most.

    `is_whole`: each of them has seen every solution.
    """
    rubric = {
        name: CriterionFacts(name, name, draw(st.integers(1, 5)), draw(st.sampled_from(SCALES))) for name in CRITERIA
    }
    reviews: dict[tuple[str, str], Points] = {}
    for juror in JURORS:
        for solution in SOLUTIONS if is_whole else sorted(draw(st.sets(st.sampled_from(SOLUTIONS)))):
            judged = draw(st.sets(st.sampled_from(CRITERIA), min_size=1))
            reviews[solution, juror] = {
                name: draw(st.integers(0, one.max_points * 3 // 4)) if name in judged else None
                for name, one in rubric.items()
            }
    return rubric, reviews


def given_in(rubric: Rubric, reviews: Reviews) -> list[Given[str]]:
    return [Given(*pair, score_of(points, rubric)) for pair, points in reviews.items()]


def a_quarter_more(rubric: Rubric, points: Points) -> Points:
    return {name: None if given is None else given + rubric[name].max_points // 4 for name, given in points.items()}


def stands(jury: tuple[list[Given[str]], list[Duel]], method: Method) -> dict[str, Standing]:
    tracks = {name: TRACKS[number % len(TRACKS)] for number, name in enumerate(SOLUTIONS)}
    return standings(tracks, jury[0], method, "", jury[1])


@pytest.mark.parametrize("measure", Measure)
@given(jury=juries(), rule=st.sampled_from([TieRule.ALL, TieRule.NONE]), luck=st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=30)
def test_names_and_order_decide_nothing(
    measure: Measure, jury: tuple[list[Given[str]], list[Duel]], rule: TieRule, luck: Random
) -> None:
    method = Method(measure=measure, places=2, tie_rule=rule)
    new = dict(zip(SOLUTIONS, luck.sample(SOLUTIONS, len(SOLUTIONS)), strict=True))
    people = dict(zip(JURORS, luck.sample(JURORS, len(JURORS)), strict=True))
    scores = [Given(new[one.solution], people[one.juror], one.score) for one in jury[0]]
    duels = [Duel(new[one.second], new[one.first], one.choice.turned) for one in jury[1]]
    luck.shuffle(scores)
    luck.shuffle(duels)
    tracks = {new[name]: TRACKS[number % len(TRACKS)] for number, name in enumerate(SOLUTIONS)}
    renamed = standings(tracks, scores, method, "", duels)
    assert renamed == {new[name]: standing for name, standing in stands(jury, method).items()}


@pytest.mark.parametrize("measure", Measure)
@given(jury=agreeing())
@settings(deadline=None, max_examples=20)
def test_more_votes_never_lower_a_clear_winner(measure: Measure, jury: tuple[list[Given[str]], list[Duel]]) -> None:
    method, pairs = Method(measure=measure, places=1), len(list(combinations(SOLUTIONS, 2)))
    for count in range(1, len(jury[0]) // len(SOLUTIONS) + 1):
        found = stands((jury[0][: count * len(SOLUTIONS)], jury[1][: count * pairs]), method)
        assert found["a"].rank == 1
        assert [name for name, one in found.items() if one.is_proposed] == ["a"]


@pytest.mark.parametrize("measure", [Measure.MEAN, Measure.MEDIAN, Measure.PAIRS])
@given(jury=juries(), other=st.sampled_from(SOLUTIONS[1:]))
@settings(deadline=None, max_examples=30)
def test_one_more_vote_for_a_solution_never_lowers_it(
    measure: Measure, jury: tuple[list[Given[str]], list[Duel]], other: str
) -> None:
    """Not so for standard scores: who gives more to one thereby gives less to all others, also to another one's."""
    method = Method(measure=measure, places=1)
    begun = ([*jury[0], Given("a", "dora", Fraction(1, 2))], [*jury[1], Duel("a", other, Choice.TIE)])
    more = ([*begun[0], Given("a", "emil", Fraction(1))], [*begun[1], Duel("a", other, Choice.FIRST)])
    before, after = stands(begun, method)["a"], stands(more, method)["a"]
    assert before.rank is not None
    assert after.rank is not None
    assert after.rank <= before.rank
    assert not before.is_proposed or after.is_proposed


@given(juries(), st.sampled_from(JURORS), st.fractions(min_value=-2, max_value=2, max_denominator=30))
@settings(deadline=None, max_examples=30)
def test_who_gives_more_to_all_changes_no_rank_after_normalisation(
    jury: tuple[list[Given[str]], list[Duel]], juror: str, more: Fraction
) -> None:
    method = Method(measure=Measure.STANDARD, places=2)
    shifted = [one._replace(score=one.score + more) if one.juror == juror else one for one in jury[0]]
    before, after = stands(jury, method), stands((shifted, jury[1]), method)
    assert {name: replace(one, score=None) for name, one in after.items()} == {
        name: replace(one, score=None) for name, one in before.items()
    }


@pytest.mark.parametrize("measure", BY_POINTS)
@given(jury=juries())
@settings(deadline=None, max_examples=10)
def test_where_points_count_comparisons_do_not(measure: Measure, jury: tuple[list[Given[str]], list[Duel]]) -> None:
    method = Method(measure=measure, places=2)
    assert stands(jury, method) == stands((jury[0], []), method)


@pytest.mark.parametrize("measure", BY_POINTS)
@given(case=abstaining(), luck=st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=60)
def test_names_decide_nothing_where_jurors_abstain(
    measure: Measure, case: tuple[Rubric, Reviews], luck: Random
) -> None:
    rubric, reviews = case
    new, people, columns = (
        dict(zip(names, luck.sample(names, len(names)), strict=True)) for names in (SOLUTIONS, JURORS, CRITERIA)
    )
    renamed_rubric = {columns[name]: rubric[name] for name in luck.sample(CRITERIA, len(CRITERIA))}
    renamed = {
        (new[solution], people[juror]): {columns[name]: points[name] for name in luck.sample(CRITERIA, len(CRITERIA))}
        for (solution, juror), points in luck.sample(list(reviews.items()), len(reviews))
    }
    method = Method(measure=measure, places=2)
    tracks = {new[name]: TRACKS[number % len(TRACKS)] for number, name in enumerate(SOLUTIONS)}
    after = standings(tracks, given_in(renamed_rubric, renamed), method, "")
    assert after == {new[name]: one for name, one in stands((given_in(rubric, reviews), []), method).items()}


@pytest.mark.parametrize("measure", [Measure.STANDARD, Measure.MEAN])
@given(data=st.data(), juror=st.sampled_from(JURORS))
@settings(deadline=None, max_examples=60)
def test_who_gives_more_wherever_there_is_a_judgement_changes_no_rank(
    measure: Measure, data: st.DataObject, juror: str
) -> None:
    """A quarter of the most on each judged criterion is a quarter of the score, whatever was abstained from, since the
    weights that are left sum to one again. A mean is only shifted alike where this juror has seen all solutions. One
    point more on each would not do: of different most points it is a different share.
    """
    rubric, reviews = data.draw(abstaining(is_whole=measure is Measure.MEAN))
    shifted = {pair: a_quarter_more(rubric, points) if pair[1] == juror else points for pair, points in reviews.items()}
    for pair, points in reviews.items():
        assert score_of(shifted[pair], rubric) - score_of(points, rubric) == (Fraction(1, 4) if pair[1] == juror else 0)
    method = Method(measure=measure, places=2)
    before, after = (stands((given_in(rubric, one), []), method) for one in (reviews, shifted))
    assert [(one.rank, one.adjusted_rank, one.why) for one in after.values()] == [
        (one.rank, one.adjusted_rank, one.why) for one in before.values()
    ]


@given(abstaining(), st.sampled_from(CRITERIA))
@settings(deadline=None, max_examples=40)
def test_what_nobody_judges_is_as_if_it_were_not_asked(case: tuple[Rubric, Reviews], left_out: str) -> None:
    rubric, reviews = case
    nobody = {pair: {**points, left_out: None} for pair, points in reviews.items()}
    judged = {pair: points for pair, points in nobody.items() if any(one is not None for one in points.values())}
    smaller = {name: one for name, one in rubric.items() if name != left_out}
    without = {pair: {name: points[name] for name in smaller} for pair, points in judged.items()}
    method = Method(measure=Measure.STANDARD, places=2)
    assert stands((given_in(rubric, judged), []), method) == stands((given_in(smaller, without), []), method)
