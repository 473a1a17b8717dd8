"""The order that stars make: few friends do not turn it, names do not matter, one more good rating never harms."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.domain.public_rating import BURST_LEAST, QUORUM, Burst, burst, cautious_mean, standings

NOON = datetime(2026, 5, 8, 12, tzinfo=UTC)
COUNTS = st.lists(st.integers(0, 40), min_size=5, max_size=5)
SPRINTS = st.dictionaries(st.sampled_from([f"sol_{n}" for n in range(8)]), COUNTS, min_size=1)


def ranks(stars: dict[str, list[int]]) -> dict[str, int | None]:
    return {one.solution: one.rank for one in standings(stars)}


def test_five_friends_do_not_come_before_two_hundred_people() -> None:
    found = standings({"friends": [0, 0, 0, 0, 5], "many": [0, 0, 10, 60, 130]})
    assert [one.solution for one in found] == ["many", "friends"]
    # One more of each kind: ten weights, mean 4, variance 2; 4 - 1.645 * sqrt(2 / 11).
    assert (found[1].score_hundredths, found[1].mean) == (330, Fraction(5))


@given(st.lists(st.integers(0, 10**6), min_size=5, max_size=5))
def test_a_score_lies_between_one_star_and_five(counts: list[int]) -> None:
    assert 1 <= cautious_mean(counts) <= 5


def test_without_the_quorum_there_is_no_rank() -> None:
    found = {one.solution: one for one in standings({"a": [0, 0, 0, 0, QUORUM - 1], "b": [QUORUM, 0, 0, 0, 0]})}
    assert (found["a"].rank, found["a"].score_hundredths, found["a"].mean) == (None, None, Fraction(5))
    assert (found["b"].rank, found["b"].ratings) == (1, QUORUM)
    [nothing] = standings({"c": [0] * 5})
    assert (nothing.mean, nothing.score_hundredths, nothing.rank) == (None, None, None)
    assert standings({}) == []


def test_equals_share_a_rank_and_the_next_one_is_counted_on() -> None:
    assert ranks({"a": [0, 0, 0, 9, 0], "b": [0, 0, 0, 9, 0], "c": [9, 0, 0, 0, 0]}) == {"a": 1, "b": 1, "c": 3}


@pytest.mark.parametrize("counts", [[1, 2, 3, 4], [0, 0, 0, 0, -1]])
def test_what_is_no_five_counts_is_refused(counts: list[int]) -> None:
    with pytest.raises(ValueError, match=r"-1|1, 2"):
        standings({"a": counts})


@given(SPRINTS)
def test_other_names_change_nothing(stars: dict[str, list[int]]) -> None:
    renamed = ranks({f"x{name}": counts for name, counts in stars.items()})
    assert {f"x{name}": rank for name, rank in ranks(stars).items()} == renamed


@given(SPRINTS, st.integers(1, 30))
def test_more_best_ratings_never_lower_a_solution(stars: dict[str, list[int]], more: int) -> None:
    name = next(iter(stars))
    before = ranks(stars)[name]
    stars[name][4] += more
    after = ranks(stars)[name]
    assert before is None or (after is not None and after <= before)


@given(COUNTS, st.integers(0, 4))
def test_ten_times_as_many_of_the_same_make_a_score_surer(counts: list[int], star: int) -> None:
    """Less is taken off the mean, which itself may lie further from or nearer to where one more of each kind put it."""
    counts[star] += 1
    assert taken_off([10 * count for count in counts]) < taken_off(counts)


def taken_off(counts: list[int]) -> float:
    with_one_more_each = [count + 1 for count in counts]
    mean = sum((place + 1) * count for place, count in enumerate(with_one_more_each)) / sum(with_one_more_each)
    return mean - cautious_mean(counts)


HOURS = [NOON, NOON + timedelta(hours=1), NOON + timedelta(hours=2)]


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ((0, 0, BURST_LEAST - 1), None),
        ((1, 2, BURST_LEAST), Burst(HOURS[2], BURST_LEAST, BURST_LEAST + 3, is_late=True)),
        ((BURST_LEAST, 5, 5), Burst(HOURS[0], BURST_LEAST, BURST_LEAST + 10, is_late=False)),
        ((BURST_LEAST, 5, 6), None),
    ],
)
def test_an_hour_with_half_of_all_is_a_burst(counts: tuple[int, ...], found: Burst | None) -> None:
    assert burst(zip(HOURS, counts, strict=True), HOURS[2]) == found


def test_nothing_is_no_burst() -> None:
    assert burst([]) is None
