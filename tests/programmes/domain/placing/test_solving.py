"""The placement as a whole: borders and wants against each other, each with the reasons it must give."""

from dataclasses import replace
from typing import Any

import pytest

from programmes.domain.placing.kinds import Answer, Person, Placement, Question, Team, Weights
from programmes.domain.placing.solving import place


def people(count: int, **given: Any) -> tuple[Person, ...]:
    return tuple(Person(key=f"p{number:02}", **given) for number in range(count))


def ask(people: tuple[Person, ...], *teams: Team, **given: Any) -> Answer:
    return place(Question(people=people, teams=teams, **given))


def codes(row: Placement) -> list[str]:
    return [reason.code for reason in row.reasons]


def seats(answer: Answer) -> dict[str, str | None]:
    return {row.person: row.team for row in answer.placements}


def told(answer: Answer) -> dict[str, dict[str, str | int]]:
    return {reason.code: dict(reason.facts) for reason in answer.unmet}


def test_nobody_and_nothing_have_an_answer() -> None:
    assert ask((), Team(key="a", free=3)).placements == ()
    answer = ask(people(2))
    assert seats(answer) == {"p00": None, "p01": None}
    assert told(answer) == {"seats_short": {"people": 2, "seats": 0, "without": 2}}


def test_more_people_than_seats_fill_every_seat_and_the_rest_is_told() -> None:
    answer = ask(people(5, wishes=("a",)), Team(key="a", free=2), Team(key="b", free=1))
    assert sorted(team or "" for team in seats(answer).values()) == ["", "", "a", "a", "b"]
    assert told(answer)["seats_short"] == {"people": 5, "seats": 3, "without": 2}
    by_team = {row.team: row for row in answer.placements}
    assert codes(by_team[None]) == ["no_seat_left"]
    assert by_team["a"].reasons[0].facts == {"rank": 1, "of": 1}
    assert by_team["b"].reasons[0].code == "beyond_wishes"
    assert by_team["b"].reasons[0].facts == {"wishes": 1, "full": 1}


def test_a_scarce_skill_goes_where_it_is_wished_and_the_other_team_is_told() -> None:
    maker = Person(key="maker", skills=frozenset({"design"}), wishes=("b",))
    needs = {"design": 1}
    answer = ask((maker, *people(3)), Team(key="a", free=2, skills=needs), Team(key="b", free=2, skills=needs))
    placed = {row.person: row for row in answer.placements}["maker"]
    assert (placed.team, placed.skill) == ("b", "design")
    assert codes(placed) == ["wish", "skill"]
    assert told(answer) == {"skill_missing": {"team": "a", "skill": "design", "missing": 1}}


def test_a_skill_draws_somebody_who_has_no_wish() -> None:
    maker = Person(key="p99", skills=frozenset({"design"}))
    answer = ask((maker, *people(1)), Team(key="a", free=1), Team(key="b", free=1, skills={"design": 1}))
    assert seats(answer)["p99"] == "b"
    assert answer.unmet == ()


def test_no_more_skilled_people_count_than_a_team_needs() -> None:
    makers = people(2, skills=frozenset({"design"}))
    answer = ask(makers, Team(key="a", free=2, skills={"design": 1}))
    assert sorted(row.skill for row in answer.placements) == ["", "design"]


def test_a_skill_that_nobody_has_is_told_once_for_all_teams() -> None:
    needs = {"law": 1}
    answer = ask(people(2), Team(key="a", free=1, skills=needs), Team(key="b", free=1, skills=needs))
    assert answer.figures.placed == 2
    assert told(answer) == {"skill_nobody_has": {"skill": "law", "teams": 2}}


def test_a_group_comes_together_though_single_wishes_pull_it_apart() -> None:
    pulled = [Person(key="p1", group="g", wishes=("a", "b")), Person(key="p2", group="g", wishes=("b", "a"))]
    answer = ask(tuple(pulled), Team(key="a", free=2), Team(key="b", free=2))
    assert len(set(seats(answer).values())) == 1
    assert all("together" in codes(row) for row in answer.placements)
    assert answer.figures.method != "flow"


def test_a_group_larger_than_a_team_comes_in_as_few_parts_as_can_be() -> None:
    answer = ask(people(7, group="g"), Team(key="a", free=4), Team(key="b", free=4), Team(key="c", free=4))
    assert len(set(seats(answer).values())) == 2
    assert told(answer) == {"group_too_large": {"group": "g", "size": 7, "parts": 2}}


def test_a_group_that_no_team_has_room_for_is_torn_rather_than_left_out() -> None:
    alone = Person(key="p99", wishes=("a",))
    answer = ask((*people(2, group="g"), alone), Team(key="a", free=2), Team(key="b", free=1), pins={"p99": "a"})
    assert answer.figures.placed == 3
    assert told(answer) == {"group_apart": {"group": "g", "size": 2, "teams": 2}}
    assert codes(answer.placements[0]) == ["no_wish", "apart"]


def test_nobody_ranked_anything() -> None:
    answer = ask(people(6), Team(key="a", free=3), Team(key="b", free=3))
    assert sorted(seats(answer).values(), key=str) == ["a"] * 3 + ["b"] * 3
    assert {code for row in answer.placements for code in codes(row)} == {"no_wish"}
    assert answer.figures.objective == answer.figures.bound


def test_a_lot_decides_between_equals_and_the_seed_draws_it() -> None:
    crowd = people(8, wishes=("a",))
    winners = {
        seed: {key for key, team in seats(ask(crowd, Team(key="a", free=4), seed=seed)).items() if team}
        for seed in range(12)
    }
    assert all(len(won) == 4 for won in winners.values())
    assert set().union(*winners.values()) == {row.key for row in crowd}


def test_who_opted_out_is_named_and_takes_no_seat() -> None:
    shy = Person(key="shy", wishes=("a",), opted_out=True)
    answer = ask((shy, *people(1)), Team(key="a", free=1), pins={"shy": "a"})
    assert seats(answer) == {"shy": None, "p00": "a"}
    assert codes(answer.placements[1]) == ["opted_out"]
    assert told(answer) == {"pin_opted_out": {"person": "shy", "team": "a"}}


def test_a_pin_beats_wishes_but_no_cap() -> None:
    crowd = people(2, wishes=("b",))
    answer = ask(crowd, Team(key="a", free=1), Team(key="b", free=5), pins={"p00": "a", "p01": "a"})
    assert seats(answer) == {"p00": "a", "p01": "b"}
    assert codes(answer.placements[0]) == ["pinned", "beyond_wishes"]
    assert told(answer) == {"pin_team_full": {"person": "p01", "team": "a"}}
    assert told(ask(crowd, Team(key="a", free=9), pins={"p00": "z"})) == {"pin_unknown": {"person": "p00", "team": "z"}}


def test_a_group_follows_the_one_who_is_pinned() -> None:
    answer = ask(people(2, group="g", wishes=("b",)), Team(key="a", free=2), Team(key="b", free=2), pins={"p00": "a"})
    weights = Weights()
    assert weights.together * 2 < weights.wish + weights.wish  # so it costs more than it earns
    assert seats(answer)["p00"] == "a"
    dear = ask(
        people(2, group="g", wishes=("b",)),
        *(Team(key="a", free=2), Team(key="b", free=2)),
        pins={"p00": "a"},
        weights=replace(weights, together=1_000),
    )
    assert set(seats(dear).values()) == {"a"}


@pytest.mark.parametrize(("count", "large"), [(2, 0), (3, 1), (5, 1), (6, 2), (8, 2)])
def test_teams_are_made_large_enough_one_after_the_other(count: int, large: int) -> None:
    """Three are needed in each: people who could half fill all teams complete as many as they can."""
    answer = ask(people(count), *(Team(key=key, free=6, present=1, least=4) for key in "abc"))
    sizes = [list(seats(answer).values()).count(key) + 1 for key in "abc"]
    assert sum(size >= 4 for size in sizes) == large
    small = [reason for reason in answer.unmet if reason.code == "team_below_least"]
    assert len(small) == 3 - large


def test_languages_and_times_draw_and_are_named() -> None:
    german, english = frozenset({"de"}), frozenset({"en"})
    evening, morning = frozenset({"evening"}), frozenset({"morning"})
    one = Person(key="p1", languages=german, times=evening)
    two = Person(key="p2", languages=english, times=morning)
    answer = ask(
        (one, two),
        Team(key="a", free=1, languages=english, times=morning),
        Team(key="b", free=1, languages=german, times=evening),
    )
    assert seats(answer) == {"p1": "b", "p2": "a"}
    assert codes(answer.placements[0]) == ["no_wish", "language", "times"]
    foreign = ask((one,), Team(key="a", free=1, languages=english, times=morning))
    assert codes(foreign.placements[0]) == ["no_wish", "language_differs", "times_differ"]


def test_a_wish_for_a_challenge_is_met_by_any_of_its_teams() -> None:
    teams = [Team(key=key, challenge="c", free=2) for key in "ab"]
    answer = ask(people(4, wishes=("c",)), *teams, Team(key="z", free=9))
    assert "z" not in seats(answer).values()
    assert answer.figures.first_wish == 4
