"""Placing the people of a whole sprint into its teams: how long, how much memory, how near to the bound."""

import json
import resource
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from programmes.domain.placing.kinds import Person, Question, Team
from programmes.domain.placing.solving import place
from tests.bench.figure import Figure

PEOPLE, TEAMS, CHALLENGES = 28_361, 1_500, 1_900
SKILLS = tuple(f"skill {number}" for number in range(40))
LANGUAGES, TIMES = ("de", "en", "fr"), ("morning", "afternoon", "evening", "night")
GOAL_SECONDS, GOAL_GAP = 120, 0.01


def drawn(people: int = PEOPLE, teams: int = TEAMS) -> Question:
    """A crowd: few teams are loved by many, a fifth comes in groups, a tenth wishes nothing, seats are short."""
    draw = np.random.default_rng(1)
    size = people // teams
    made = [
        Team(
            key=f"t{number:04}",
            challenge=f"c{draw.integers(CHALLENGES):04}",
            free=int(draw.integers(size * 7 // 10, size * 13 // 10 + 1)),
            present=int(draw.integers(1, 4)),
            least=4,
            skills={SKILLS[one]: int(draw.integers(1, 3)) for one in draw.choice(len(SKILLS), 3, replace=False)},
            languages=frozenset({LANGUAGES[min(2, int(draw.exponential(0.6)))]}),
            times=frozenset(draw.choice(TIMES, int(draw.integers(0, 3)), replace=False).tolist()),
        )
        for number in range(teams)
    ]
    loved = 1 / np.arange(1, teams + 1) ** 0.8
    crowd = [_person(draw, number, made, loved / loved.sum()) for number in range(people)]
    return Question(people=tuple(_grouped(draw, crowd)), teams=tuple(made), seed=1)


def _person(draw: np.random.Generator, number: int, teams: list[Team], loved: NDArray[np.float64]) -> Person:
    count = int(draw.integers(1, 6)) if draw.random() > 0.1 else 0
    wished = [teams[one] for one in draw.choice(len(teams), count, replace=False, p=loved)]
    return Person(
        key=f"p{number:05}",
        wishes=tuple(team.key if draw.random() < 0.7 else team.challenge for team in wished),
        skills=frozenset(SKILLS[one] for one in draw.choice(len(SKILLS), int(draw.integers(0, 4)), replace=False)),
        languages=frozenset({"de", *draw.choice(LANGUAGES, 1).tolist()}),
        times=frozenset(draw.choice(TIMES, int(draw.integers(1, 4)), replace=False).tolist()),
    )


def _grouped(draw: np.random.Generator, crowd: list[Person]) -> list[Person]:
    """Groups of two to five; half of those in one wish the same, the others each their own."""
    found, at = [], 0
    while at < len(crowd):
        size = int(draw.integers(2, 6)) if draw.random() < 0.07 else 1
        members, same = crowd[at : at + size], draw.random() < 0.5
        name = f"g{at}" if size > 1 else ""
        found += [replace(one, group=name, wishes=members[0].wishes if same else one.wishes) for one in members]
        at += size
    return found


def measured(people: int, teams: int) -> dict[str, float | str]:
    question = drawn(people, teams)
    began = time.perf_counter()
    found = place(question).figures
    return {
        "seconds": time.perf_counter() - began,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "objective": found.objective,
        "bound": found.bound,
        "gap": found.gap,
        "placed": found.placed,
        "seats": found.seats,
        "first_wish": found.first_wish,
        "method": found.method,
        "grouped": sum(bool(row.group) for row in question.people),
    }


def figures() -> list[Figure]:
    """In a process of its own: its memory is the solver's and nothing else's."""
    command = [sys.executable, "-m", "tests.bench.placing", str(PEOPLE), str(TEAMS)]
    seen = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    note = (
        f"{GOAL_SECONDS} s and 4 GB are the goal; {seen['seconds']:.0f} s, at most {seen['peak_mb']:,.0f} MB; worth "
        f"{seen['objective']:,} of at most {seen['bound']:,}, {seen['gap']:.3%} below it (goal: {GOAL_GAP:.0%}); "
        f"{seen['placed']:,} on {seen['seats']:,} seats, {seen['first_wish']:,} by their first wish, "
        f"{seen['grouped']:,} came in groups"
    )
    name = f"placing: {PEOPLE:,} people into {TEAMS:,} teams"
    return [Figure(name=name, ours=1 / seen["seconds"], baseline=1 / GOAL_SECONDS, note=note)]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measured(int(sys.argv[1]), int(sys.argv[2]))))
