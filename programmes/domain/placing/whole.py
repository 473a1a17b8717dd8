"""The whole placement in one model, groups and least sizes included: exact, for as many people as a school class."""

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from programmes.domain.placing.kinds import NOWHERE
from programmes.domain.placing.scene import Scene, Seat, Seating
from programmes.domain.placing.together import solver_alone

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

PAIRS_MAX: Final = 4_000
"""Pairs of people and teams up to which the whole is solved at once."""


def is_small(scene: Scene) -> bool:
    return len(scene.people) * len(scene.teams) <= PAIRS_MAX


class Whole:
    """A variable for each person, team and skill sought there; one for each group and team, and for each full team."""

    def __init__(self, scene: Scene) -> None:
        from ortools.sat.python import cp_model

        self.scene = scene
        self.model = cp_model.CpModel()
        self.seats: list[dict[Seat, cp_model.IntVar]] = []
        self.earned: list[tuple[int, cp_model.IntVar]] = []
        self.inside: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        for number in range(len(scene.people)):
            self._person(number)
        self._limits()
        self.wholes = [self._group(group) for group in scene.groups]
        self.full = {number: self._least(number) for number, team in enumerate(scene.teams) if team.short_of}
        self.model.maximize(sum(worth * var for worth, var in self.earned))

    def _person(self, number: int) -> None:
        scene, person = self.scene, self.scene.people[number]
        mine = {}
        for place, team in enumerate(scene.teams):
            if number in scene.forced and scene.forced[number] != place:
                continue
            worth = scene.fit(person, team.languages, team.times) + scene.wish(scene.rank(person, team))
            for skill in ("", *sorted(word for word in person.skills if team.skills.get(word, 0) > 0)):
                var = mine[Seat(place, skill)] = self.model.new_bool_var("")
                self.earned.append((worth + (scene.weights.skill if skill else 0), var))
                self.inside[place].append(var)
        if number in scene.forced:
            self.model.add_exactly_one(mine.values())
        else:
            self.model.add_at_most_one(mine.values())
        self.seats.append(mine)

    def _limits(self) -> None:
        filling = defaultdict(list)
        for mine in self.seats:
            for seat, var in mine.items():
                if seat.skill:
                    filling[seat].append(var)
        for place, people in self.inside.items():
            self.model.add(sum(people) <= self.scene.teams[place].free)
        for seat, people in filling.items():
            self.model.add(sum(people) <= self.scene.teams[seat.team].skills[seat.skill])

    def _group(self, group: tuple[int, ...]) -> "dict[int, cp_model.IntVar]":
        found = {}
        for place in range(len(self.scene.teams)):
            here = [[var for seat, var in self.seats[one].items() if seat.team == place] for one in group]
            if all(here):
                var = found[place] = self.model.new_bool_var("")
                for mine in here:
                    self.model.add(sum(mine) >= var)
                self.earned.append((self.scene.weights.together * len(group), var))
        return found

    def _least(self, place: int) -> "cp_model.IntVar":
        var, needed = self.model.new_bool_var(""), self.scene.teams[place].short_of
        self.model.add(sum(self.inside[place]) >= needed * var)
        self.earned.append((self.scene.weights.least * needed, var))
        return var


def improved(scene: Scene, start: Seating) -> Seating:
    """The best seating of all, begun from `start`; `start` itself if the effort allowed finds nothing better."""
    from ortools.sat.python import cp_model

    whole = Whole(scene)
    for seat, mine in zip(start, whole.seats, strict=True):
        for other, var in mine.items():
            whole.model.add_hint(var, other == seat)
    solver = solver_alone()
    if solver.solve(whole.model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return start
    return [
        next((seat for seat, var in mine.items() if solver.boolean_value(var)), Seat(NOWHERE)) for mine in whole.seats
    ]
