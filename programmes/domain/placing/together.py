"""Which team a group comes into as a whole, so that as little as possible is lost for all others.

The flow of single people names the price of one more place in each team. At these prices a group costs what the others
lose by it, so groups are chosen by themselves: a small problem for CP-SAT, whatever the number of people.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from backend.core.checks import ensure
from programmes.domain.placing.kinds import NOWHERE
from programmes.domain.placing.network import Flow, Ints
from programmes.domain.placing.scene import Group, Scene

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

CANDIDATES: Final = 12
"""Teams looked at for each group: the best ones at their prices."""
EFFORT: Final = 4.0
"""Deterministic time of CP-SAT, about as many seconds: a limit in seconds would make results depend on the machine."""
NEAR: Final = 0.001
"""What is known to be this near to the best is taken."""


class Fits:
    """What a person in each team is worth at the prices of `flow`, for all teams at once."""

    def __init__(self, scene: Scene, flow: Flow) -> None:
        self.scene = scene
        self.prices = flow.prices
        self.kinds = sorted({(row.languages, row.times) for row in scene.teams}, key=lambda kind: [*map(sorted, kind)])
        numbers = {kind: number for number, kind in enumerate(self.kinds)}
        self.kind_of = np.array([numbers[row.languages, row.times] for row in scene.teams], dtype=np.int64)
        self.named: dict[str, list[int]] = {}
        self.seeking: dict[str, Ints] = {}
        for number, team in enumerate(scene.teams):
            for name in {team.key, team.challenge} - {""}:
                self.named.setdefault(name, []).append(number)
        for (number, skill), ease in flow.eased.items():
            row = self.seeking.setdefault(skill, np.zeros(len(scene.teams), dtype=np.int64))
            row[number] = max(0, ease)

    def of(self, number: int) -> Ints:
        person, scene = self.scene.people[number], self.scene
        worth: Ints = np.array([scene.fit(person, *kind) for kind in self.kinds], dtype=np.int64)[self.kind_of]
        for rank in reversed(range(len(person.wishes))):
            for team in self.named.get(person.wishes[rank], ()):
                fit = scene.fit(person, scene.teams[team].languages, scene.teams[team].times)
                worth[team] = fit + scene.wish(rank)
        known = [self.seeking[skill] for skill in sorted(person.skills) if skill in self.seeking]
        return worth - self.prices + (np.max(known, axis=0) if known else 0)


@dataclass(frozen=True, slots=True)
class Chances:
    """For each group: team → what is won by having the whole group there, where it is anything.

    `most_won` if every group had its best team: added to the worth of the flow it is a bound for every placement, since
    the prices pay for the limits that are left out of account then (Lagrangian relaxation).
    """

    of_groups: list[dict[int, int]]
    free: Ints

    @property
    def most_won(self) -> int:
        return sum(max(teams.values(), default=0) for teams in self.of_groups)


def chances(scene: Scene, flow: Flow) -> Chances:
    """What groups would win at the prices of `flow`, against what their people bring where it has them."""
    fits = Fits(scene, flow)
    free = np.array([team.free for team in scene.teams], dtype=np.int64)
    for team in scene.forced.values():
        free[team] -= 1
    return Chances([_of_group(scene, fits, flow, group, free) for group in scene.groups], free)


def groups_seated(scene: Scene, found: Chances) -> dict[int, int]:
    """People → team, for the groups that are kept together; pins stay."""
    seated = dict(scene.forced)
    for group, team in zip(scene.groups, _chosen(scene, found), strict=True):
        if team != NOWHERE:
            seated |= dict.fromkeys(group, team)
    return seated


def _of_group(scene: Scene, fits: Fits, flow: Flow, group: Group, free: Ints) -> dict[int, int]:
    pinned = {scene.forced[one] for one in group if one in scene.forced}
    movers = [one for one in group if one not in scene.forced]
    gain = np.full(len(free), scene.weights.together * len(group), dtype=np.int64)
    for one in movers:
        gain += fits.of(one) - flow.gains[one]
    allowed = free >= len(movers)
    if pinned:
        allowed &= np.isin(np.arange(len(free)), [*pinned])
    gain = np.where(allowed, gain, -1)
    best = np.argsort(-gain, kind="stable")[:CANDIDATES]
    here = {flow.seating[one].team for one in movers} - {NOWHERE}
    return {int(team): int(gain[team]) for team in [*best, *sorted(here)] if gain[team] > 0}


def _chosen(scene: Scene, found: Chances) -> list[int]:
    """A team or NOWHERE for each group: the most won in all, and no team over its places."""
    # Loaded when it is needed: it takes memory that no web process should spend.
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    inside: dict[int, list[tuple[int, cp_model.IntVar]]] = {}
    won: list[tuple[int, cp_model.IntVar]] = []
    picks: list[dict[int, cp_model.IntVar]] = []
    for group, teams in zip(scene.groups, found.of_groups, strict=True):
        size = sum(one not in scene.forced for one in group)
        pick = {team: model.new_bool_var("") for team in teams}
        model.add_at_most_one(pick.values())
        for team, var in pick.items():
            inside.setdefault(team, []).append((size, var))
            won.append((teams[team], var))
        picks.append(pick)
    for team, parts in inside.items():
        model.add(sum(size * var for size, var in parts) <= int(found.free[team]))
    model.maximize(sum(gain * var for gain, var in won))
    solver = solver_alone()
    solver.parameters.relative_gap_limit = NEAR
    known = solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    ensure(known, "seating no group is a solution")
    return [next((team for team, var in pick.items() if solver.boolean_value(var)), NOWHERE) for pick in picks]


def solver_alone() -> "cp_model.CpSolver":
    """One that finds the same each time: a single worker, and an effort that is counted and not timed."""
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = EFFORT
    return solver
