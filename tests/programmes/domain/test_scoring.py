from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.checks import InvariantViolation
from programmes.domain.jury_book import CriterionFacts
from programmes.domain.scoring import Mark, Points, mean, ranks, review_score, score_of

marks = st.lists(
    st.integers(1, 10).flatmap(
        lambda most: st.builds(Mark, points=st.integers(0, most), max_points=st.just(most), weight=st.integers(1, 100))
    ),
    min_size=1,
    max_size=12,
)


@st.composite
def judgements(draw: st.DrawFn) -> tuple[dict[str, CriterionFacts], Points]:
    """Some criteria, of which at least one is judged."""
    names = "abcd"[: draw(st.integers(1, 4))]
    criteria = {name: CriterionFacts(name, name, draw(st.integers(1, 9)), draw(st.integers(1, 10))) for name in names}
    points = {name: draw(st.none() | st.integers(0, one.max_points)) for name, one in criteria.items()}
    points["a"] = draw(st.integers(0, criteria["a"].max_points))
    return criteria, points


def test_weights_count() -> None:
    score = review_score([Mark(points=5, max_points=5, weight=3), Mark(points=0, max_points=5, weight=1)])
    assert score == Fraction(3, 4)


def test_thirds_stay_exact() -> None:
    assert mean([Fraction(1, 3), Fraction(1, 3), Fraction(1, 3)]) == Fraction(1, 3)
    assert review_score([Mark(1, 3, 1), Mark(2, 3, 1)]) == Fraction(1, 2)


def test_equal_scores_share_a_rank_and_the_next_one_skips() -> None:
    assert ranks([Fraction(1, 2), Fraction(9, 10), Fraction(2, 4), Fraction(0)]) == [2, 1, 2, 4]
    assert ranks([]) == []


@given(marks)
def test_a_score_lies_between_nothing_and_everything(given_marks: list[Mark]) -> None:
    assert 0 <= review_score(given_marks) <= 1


@given(marks, st.integers(1, 50))
def test_only_the_proportion_of_weights_matters(given_marks: list[Mark], factor: int) -> None:
    scaled = [Mark(mark.points, mark.max_points, mark.weight * factor) for mark in given_marks]
    assert review_score(scaled) == review_score(given_marks)


@given(st.lists(st.fractions(0, 1), max_size=20))
def test_ranks_follow_the_scores(scores: list[Fraction]) -> None:
    placed = ranks(scores)
    both = list(zip(scores, placed, strict=True))
    assert all((left[0] > right[0]) == (left[1] < right[1]) for left in both for right in both)


def test_an_abstention_is_never_nothing() -> None:
    """Three of four fourths where it judged beat a half on both; as nothing they would be less than it."""
    criteria = {name: CriterionFacts(name, name, 1, 4) for name in "ab"}
    assert score_of({"a": 3, "b": None}, criteria) == Fraction(3, 4)
    assert score_of({"a": 3, "b": 0}, criteria) < score_of({"a": 2, "b": 2}, criteria)


@given(judgements())
def test_an_abstention_counts_as_the_mean_of_what_was_judged(case: tuple[dict[str, CriterionFacts], Points]) -> None:
    criteria, points = case
    score = score_of(points, criteria)
    shares = {name: Fraction(given, criteria[name].max_points) for name, given in points.items() if given is not None}
    weighed = sum(one.weight * shares.get(name, score) for name, one in criteria.items())
    assert weighed / sum(one.weight for one in criteria.values()) == score
    assert min(shares.values()) <= score <= max(shares.values())


@given(judgements(), st.integers(1, 20))
def test_only_the_share_of_the_most_points_matters(case: tuple[dict[str, CriterionFacts], Points], factor: int) -> None:
    criteria, points = case
    wider = {name: replace(one, max_points=one.max_points * factor) for name, one in criteria.items()}
    more = {name: None if given is None else given * factor for name, given in points.items()}
    assert score_of(more, wider) == score_of(points, criteria)


@pytest.mark.parametrize("wrong", [Mark(6, 5, 1), Mark(-1, 5, 1), Mark(1, 5, 0), Mark(0, 0, 1)])
def test_impossible_marks_are_loud(wrong: Mark) -> None:
    with pytest.raises(InvariantViolation):
        review_score([wrong])


def test_nothing_has_no_score() -> None:
    with pytest.raises(InvariantViolation):
        review_score([])
    with pytest.raises(InvariantViolation):
        mean([])
    with pytest.raises(InvariantViolation):
        score_of({"a": None}, {"a": CriterionFacts("a", "a", 1, 4)})
