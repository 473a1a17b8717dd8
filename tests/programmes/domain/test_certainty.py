from math import sqrt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.domain.certainty import MEDIAN_FACTOR, Unsettled, errors, rank_range, spread, unsettled

SCORES = st.lists(st.floats(0, 1), min_size=1, max_size=8)


def test_the_spread_is_that_within_solutions() -> None:
    # Squares of 0.1 on both sides, twice: 0.04 with two degrees of freedom.
    assert spread([[0.4, 0.6], [0.7, 0.9]]) == pytest.approx(sqrt(0.04 / 2))
    assert spread([[0.5], [0.9], []]) is None
    assert spread([]) is None


def test_more_reviews_make_a_score_surer() -> None:
    assert errors({"a": 1, "b": 4}, 0.2) == {"a": 0.2, "b": 0.1}
    assert errors({"a": 4}, 0.2, is_median=True)["a"] == pytest.approx(0.1 * MEDIAN_FACTOR)


def test_a_rank_may_be_any_that_chance_leaves_open() -> None:
    scores = {"a": 0.9, "b": 0.5, "c": 0.48, "d": 0.1}
    error = dict.fromkeys(scores, 0.05)
    assert [rank_range(key, scores, error) for key in scores] == [(1, 1), (2, 3), (2, 3), (4, 4)]
    assert rank_range("a", scores, dict.fromkeys(scores, 0.5)) == (1, 4)


@given(SCORES, st.floats(0, 1))
def test_a_range_holds_the_rank(values: list[float], error: float) -> None:
    scores = dict(enumerate(values))
    for key, score in scores.items():
        best, worst = rank_range(key, scores, dict.fromkeys(scores, error))
        rank = 1 + sum(other > score for other in values)
        assert 1 <= best <= rank <= worst <= len(values)


def test_what_is_near_the_border_is_not_settled() -> None:
    scores = {"a": 0.9, "b": 0.60, "c": 0.50, "d": 0.1}
    found = unsettled(scores, dict.fromkeys(scores, 4), 0.1, 2)
    # Both are 0.05 from the border: (1.645 · 0.1 ÷ 0.05)² = 10.8, so that each needs seven more than its four.
    assert found == Unsettled(2, 14)
    assert unsettled(scores, dict.fromkeys(scores, 11), 0.1, 2) == Unsettled(0, 0)


def test_a_tie_is_not_settled_by_reviews() -> None:
    scores = {"a": 0.5, "b": 0.5}
    assert unsettled(scores, {"a": 3, "b": 3}, 0.1, 1) == Unsettled(2, None)


@pytest.mark.parametrize("places", [0, 2, 3])
def test_without_a_border_all_is_settled(places: int) -> None:
    assert unsettled({"a": 0.5, "b": 0.5}, {"a": 1, "b": 1}, 0.1, places) == Unsettled(0, 0)


def test_nine_of_ten_ranges_hold_the_true_rank() -> None:
    """Drawn with a known truth: the ranges are wide enough, and not so wide that they say nothing."""
    draw, truth = Random(7), {key: key / 40 for key in range(30)}  # noqa: S311  the same draw each time
    held, width = 0, 0
    for _ in range(40):
        rows = {key: [draw.gauss(value, 0.1) for _ in range(4)] for key, value in truth.items()}
        deviation = spread(rows.values())
        assert deviation
        scores = {key: sum(values) / 4 for key, values in rows.items()}
        error = errors(dict.fromkeys(rows, 4), deviation)
        for key in truth:
            best, worst = rank_range(key, scores, error)
            held += best <= len(truth) - key <= worst
            width += worst - best
    assert held / (40 * 30) >= 0.9
    assert width / (40 * 30) < 12
