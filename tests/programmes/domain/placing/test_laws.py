"""What holds for every question there is."""

from collections import Counter
from dataclasses import replace
from itertools import product
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from programmes.domain.placing import solving, whole
from programmes.domain.placing.kinds import NOWHERE, Answer, Person, Question, Team
from programmes.domain.placing.scene import Seat, scene_of
from programmes.domain.placing.solving import place

TEAMS = ("t0", "t1", "t2")
SKILLS = st.frozensets(st.sampled_from(("design", "law")))
LANGUAGES = st.frozensets(st.sampled_from(("de", "en")))
TIMES = st.frozensets(st.sampled_from(("morning", "evening")), max_size=1)
WISHES = st.lists(st.sampled_from((*TEAMS, "c0", "c1", "gone")), max_size=4, unique=True).map(tuple)


@st.composite
def questions(draw: st.DrawFn, most: int = 7) -> Question:
    count = draw(st.integers(0, most))
    people = [
        Person(
            key=f"p{number}",
            wishes=draw(WISHES),
            skills=draw(SKILLS),
            languages=draw(LANGUAGES),
            times=draw(TIMES),
            group=draw(st.sampled_from(("", "", "g", "h"))),
            opted_out=draw(st.integers(0, 5)) == 5,
        )
        for number in range(count)
    ]
    teams = [
        Team(
            key=key,
            challenge=draw(st.sampled_from(("", "c0", "c1"))),
            free=draw(st.integers(0, 4)),
            present=draw(st.integers(0, 2)),
            least=draw(st.integers(1, 4)),
            skills=draw(st.dictionaries(st.sampled_from(("design", "law")), st.integers(0, 2))),
            languages=draw(LANGUAGES),
            times=draw(TIMES),
        )
        for key in draw(st.sets(st.sampled_from(TEAMS)))
    ]
    pins = draw(st.dictionaries(st.sampled_from(("p0", "p1", "p2", "p9")), st.sampled_from(TEAMS)))
    return Question(people=tuple(people), teams=tuple(teams), pins=pins, seed=draw(st.integers(0, 3)))


def check(question: Question, answer: Answer) -> None:
    free = {team.key: team.free for team in question.teams}
    out = {person.key for person in question.people if person.opted_out}
    placed = {row.person: row.team for row in answer.placements}
    assert [row.person for row in answer.placements] == sorted(person.key for person in question.people)
    sizes = Counter(team for team in placed.values() if team)
    assert all(size <= free[team] for team, size in sizes.items())
    assert not any(placed[key] for key in out)
    dropped = {str(note.facts["person"]) for note in answer.unmet if note.code.startswith("pin_")}
    assert all(placed[key] == team for key, team in question.pins.items() if key not in dropped)
    assert all(row.reasons for row in answer.placements)
    filled = Counter((row.team, row.skill) for row in answer.placements if row.skill)
    needs = {(team.key, skill): places for team in question.teams for skill, places in team.skills.items()}
    assert all(count <= needs[str(team), skill] for (team, skill), count in filled.items())
    assert answer.figures.objective <= answer.figures.bound
    assert answer.figures.placed == min(len(placed) - len(out), sum(free.values()))


@settings(max_examples=75, deadline=None)
@given(questions())
def test_caps_pins_and_opt_outs_hold_and_nobody_stays_out_while_a_seat_is_free(question: Question) -> None:
    check(question, place(question))


@settings(max_examples=30, deadline=None)
@given(questions())
def test_the_same_question_has_the_same_answer_in_whatever_order_it_is_told(question: Question) -> None:
    turned = replace(question, people=question.people[::-1], teams=question.teams[::-1])
    assert place(question) == place(turned)


@settings(max_examples=30, deadline=None)
@given(questions(most=4))
def test_no_placement_is_worth_more(question: Question) -> None:
    """Against all placements there are, of few people."""
    scene = scene_of(question)
    seats = [Seat(NOWHERE)]
    for number, team in enumerate(scene.teams):
        seats += [Seat(number, skill) for skill in ("", *team.skills)]
    best = 0
    for seating in product(seats, repeat=len(scene.people)):
        sizes, filled = Counter(seat.team for seat in seating), Counter(seating)
        if all(sizes[number] <= team.free for number, team in enumerate(scene.teams)) and all(
            filled[Seat(number, skill)] <= places
            for number, team in enumerate(scene.teams)
            for skill, places in team.skills.items()
        ):
            knows = all(
                not seat.skill or seat.skill in row.skills for row, seat in zip(scene.people, seating, strict=True)
            )
            pinned = all(seating[person].team == team for person, team in scene.forced.items())
            if knows and pinned:
                best = max(best, scene.worth(list(seating)))
    assert place(question).figures.objective == best


@settings(max_examples=30, deadline=None)
@given(questions())
def test_without_the_whole_model_the_laws_hold_as_well(question: Question) -> None:
    """As it is with many people: groups by prices and the flow around them."""
    with mock.patch.object(whole, "PAIRS_MAX", -1):
        answer = solving.place(question)
    check(question, answer)
