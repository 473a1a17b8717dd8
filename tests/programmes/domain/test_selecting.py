from collections import Counter
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.checks import InvariantViolation
from programmes.domain.scoring import Given, ranked
from programmes.domain.selecting import (
    SELECTED,
    Candidate,
    Measure,
    Method,
    TieRule,
    TrackPlaces,
    Why,
    lot,
    problems,
    scores_by,
    seed_of,
    select,
)

SHARES = st.fractions(min_value=0, max_value=1, max_denominator=4)
"""Few values, so that equals are the rule."""
SEED = "5eed"


def candidates(*scores: int | None, track: str = "") -> list[Candidate]:
    return [
        Candidate(f"s{number}", track, None if score is None else Fraction(score, 10))
        for number, score in enumerate(scores)
    ]


def whys(found: dict[str, Why]) -> list[str]:
    return [found[name].value for name in sorted(found)]


@st.composite
def methods(draw: st.DrawFn) -> Method:
    kept = list(draw(st.dictionaries(st.sampled_from("abc"), st.integers(1, 3), max_size=2)).items())
    return Method(
        measure=draw(st.sampled_from(Measure)),
        quorum=draw(st.integers(1, 3)),
        places=draw(st.integers(max(1, sum(places for _track, places in kept)), 9)),
        tie_rule=draw(st.sampled_from(TieRule)),
        tracks=tuple(TrackPlaces(*one) for one in kept),
    )


many = st.lists(st.tuples(st.sampled_from(["", "a", "b", "c"]), st.none() | SHARES), max_size=12).map(
    lambda rows: [Candidate(f"s{number}", *row) for number, row in enumerate(rows)]
)


def test_the_best_are_selected_and_who_lacks_reviews_is_not() -> None:
    found = select(candidates(9, 3, None, 7), Method(places=2), SEED)
    assert whys(found) == ["rank", "below", "quorum", "rank"]


@pytest.mark.parametrize(("places", "selected"), [(1, 1), (2, 2), (3, 3), (4, 3)])
def test_there_are_no_more_than_there_are_places(places: int, selected: int) -> None:
    found = select(candidates(5, 6, 7), Method(places=places), SEED)
    assert sum(why in SELECTED for why in found.values()) == selected


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (TieRule.ALL, ["rank", "tie_in", "tie_in", "tie_in", "below"]),
        (TieRule.NONE, ["rank", "tie_out", "tie_out", "tie_out", "below"]),
    ],
)
def test_a_tie_where_the_places_end_follows_its_rule(rule: TieRule, expected: list[str]) -> None:
    assert whys(select(candidates(9, 5, 5, 5, 1), Method(places=2, tie_rule=rule), SEED)) == expected


def test_lots_are_drawn_as_anybody_can_again() -> None:
    tied = candidates(9, 5, 5, 5, 1)
    found = select(tied, Method(places=3, tie_rule=TieRule.LOT), SEED)
    drawn = sorted(["s1", "s2", "s3"], key=lambda name: lot(SEED, name))
    assert [found[name] for name in drawn] == [Why.TIE_IN, Why.TIE_IN, Why.TIE_OUT]
    others = {tuple(whys(select(tied, Method(places=3, tie_rule=TieRule.LOT), str(seed)))) for seed in range(30)}
    assert len(others) == 3


def test_equals_who_all_have_a_place_are_no_tie() -> None:
    assert whys(select(candidates(5, 5, 1), Method(places=2, tie_rule=TieRule.NONE), SEED)) == ["rank", "rank", "below"]


def test_a_place_kept_for_a_track_goes_to_its_best() -> None:
    healthy = [Candidate("s3", "health", Fraction(2, 10)), Candidate("s4", "health", Fraction(1, 10))]
    rows = [*candidates(9, 8, 7), *healthy]
    found = select(rows, Method(places=2, tracks=(TrackPlaces("health", 1),)), SEED)
    assert whys(found) == ["rank", "below", "below", "track", "below"]


def test_who_would_be_in_by_rank_is_in_by_rank() -> None:
    rows = [Candidate("s0", "health", Fraction(1)), *candidates(0, 8, 7)[1:]]
    found = select(rows, Method(places=2, tracks=(TrackPlaces("health", 1),)), SEED)
    assert whys(found) == ["rank", "rank", "below"]


def test_a_track_without_enough_leaves_its_places_to_others() -> None:
    found = select(candidates(9, 8, 7), Method(places=2, tracks=(TrackPlaces("health", 2),)), SEED)
    assert whys(found) == ["rank", "rank", "below"]


@given(many, methods())
def test_places_and_tracks_hold_whatever_comes(rows: list[Candidate], method: Method) -> None:
    found = select(rows, method, SEED)
    assert found.keys() == {one.name for one in rows}
    taken = [one for one in rows if found[one.name] in SELECTED]
    with_score = [one for one in rows if one.score is not None]
    assert all(one.score is not None for one in taken)
    if method.tie_rule is TieRule.LOT:
        assert len(taken) == min(method.places, len(with_score))
    if method.tie_rule is not TieRule.NONE:
        assert len(taken) >= min(method.places, len(with_score))
        of_track, there = Counter(one.track for one in taken), Counter(one.track for one in with_score)
        assert all(of_track[kept.track] >= min(kept.places, there[kept.track]) for kept in method.tracks)
    if method.tie_rule is TieRule.NONE:
        assert len(taken) <= method.places


@given(many, methods())
def test_nobody_is_passed_over_for_a_worse_one(rows: list[Candidate], method: Method) -> None:
    """Except for a place kept for a track, or by the lot among equals."""
    found = select(rows, method, SEED)
    by_rank = [one.score for one in rows if found[one.name] is Why.RANK and one.score is not None]
    out = [one.score for one in rows if found[one.name] in {Why.BELOW, Why.TIE_OUT} and one.score is not None]
    assert not by_rank or not out or method.tracks or min(by_rank) > max(out)


@given(many, methods(), st.randoms(use_true_random=False))
def test_the_order_of_solutions_is_of_no_account(rows: list[Candidate], method: Method, random: Random) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert select(shuffled, method, SEED) == select(rows, method, SEED)


@given(many, methods(), st.sampled_from([TieRule.ALL, TieRule.LOT]), st.data())
def test_a_better_score_never_takes_a_place_away(
    rows: list[Candidate], method: Method, rule: TieRule, data: st.DataObject
) -> None:
    """Not so where nobody of equals is selected: to draw level with another can cost both the place."""
    method = replace(method, tie_rule=rule)
    best = Candidate("best", data.draw(st.sampled_from(["", "a", "b"])), data.draw(SHARES))
    before = select([*rows, best], method, SEED)
    after = select([*rows, best._replace(score=Fraction(2))], method, SEED)
    assert before["best"] not in SELECTED or after["best"] in SELECTED


def reviews(*scores: tuple[str, str, int]) -> list[Given[str]]:
    return [Given(solution, juror, Fraction(points, 10)) for solution, juror, points in scores]


def test_each_measure_looks_at_reviews_in_its_own_way() -> None:
    given_scores = reviews(("a", "x", 9), ("a", "y", 9), ("a", "z", 0), ("b", "x", 8), ("b", "y", 8), ("b", "z", 8))
    by = {measure: ranked(scores_by(Method(measure=measure, places=1), given_scores)) for measure in Measure}
    assert by[Measure.MEAN] == {"a": 2, "b": 1}
    assert by[Measure.MEDIAN] == {"a": 1, "b": 2}
    # Of two z-scores of 1 each and one of -1, a has more.
    assert by[Measure.STANDARD] == {"a": 1, "b": 2}


@pytest.mark.parametrize(("quorum", "ranked_ones"), [(1, {"a", "b"}), (2, {"a"}), (3, set())])
def test_without_a_quorum_there_is_no_score(quorum: int, ranked_ones: set[str]) -> None:
    given_scores = reviews(("a", "x", 9), ("a", "y", 1), ("b", "x", 5))
    assert scores_by(Method(quorum=quorum, places=1), given_scores).keys() == ranked_ones


@pytest.mark.parametrize(
    ("method", "wrong"),
    [
        (Method(places=1), []),
        (Method(places=0), ["places"]),
        (Method(places=10_000, quorum=20), []),
        (Method(places=10_001, quorum=21), ["quorum", "places"]),
        (Method(places=1, quorum=0), ["quorum"]),
        (Method(places=3, tracks=(TrackPlaces("a", 1), TrackPlaces("b", 2))), []),
        (Method(places=2, tracks=(TrackPlaces("a", 1), TrackPlaces("b", 2))), ["tracks"]),
        (Method(places=9, tracks=(TrackPlaces("a", 1), TrackPlaces("a", 2))), ["tracks"]),
        (Method(places=9, tracks=(TrackPlaces("a", 0),)), ["tracks"]),
    ],
)
def test_what_makes_no_sense_is_named(method: Method, wrong: list[str]) -> None:
    assert problems(method) == wrong
    if wrong:
        with pytest.raises(InvariantViolation):
            select([], method, SEED)


def test_a_seed_is_of_all_points_that_count() -> None:
    points = {"r1": {"c1": 3, "c2": 4}, "r2": {"c1": 5, "c2": 0}}
    assert seed_of(points) == seed_of(dict(reversed(points.items())))
    assert seed_of(points) != seed_of({**points, "r2": {"c1": 5, "c2": 1}})
    assert seed_of(points) != seed_of({"r1": points["r1"]})
