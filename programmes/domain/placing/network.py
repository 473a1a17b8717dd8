"""A placement of single people as a flow of least cost, which is solved exactly and in whole numbers.

Each person sends one unit: to a team that they wish for, or by what they know, speak and when they have time to any
team alike. Teams that are alike to people share one node, so that a person has a handful of arcs and not 1,500. The
places that a team needs to be large enough earn more than the others; that is at least what reaching it is worth,
so the flow is a bound for the true worth, too.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from backend.core.checks import ensure
from programmes.domain.placing.kinds import NOWHERE, Person, Team, Words
from programmes.domain.placing.scene import Scene, Seat, Seating

Ints = NDArray[np.int64]
SINK = 0
# Only places and skills are scarce: an arc of one person that were full would hide what one more such person brings.
PLENTY = 1 << 30
# Dearer than anything that has a price, and still far from the border of a solver's numbers.
NO_WAY = 1 << 40


@dataclass(frozen=True, slots=True)
class Flow:
    """`worth` of the whole; `prices` of one more place in each team, `gains`: what one more such person would bring.

    `eased` is by how much a place gets cheaper for somebody with a skill that is sought there.
    """

    seating: Seating
    worth: int
    prices: Ints
    gains: Ints
    eased: Mapping[Seat, int]


@dataclass(slots=True)
class Network:
    """Nodes by name, arcs as columns."""

    nodes: dict[Hashable, int] = field(default_factory=lambda: {"sink": SINK})
    tails: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    limits: list[int] = field(default_factory=list)
    worths: list[int] = field(default_factory=list)

    def node(self, *name: Hashable) -> int:
        return self.nodes.setdefault(name, len(self.nodes))

    def arc(self, tail: int, head: int, limit: int, worth: int = 0) -> None:
        self.tails.append(tail)
        self.heads.append(head)
        self.limits.append(limit)
        self.worths.append(worth)


class Builder:
    """Puts the arcs of teams first, then those of people, each person's node being `1 + number`."""

    def __init__(self, scene: Scene, forced: Mapping[int, int], given_up: Collection[int]) -> None:
        self.scene = scene
        self.forced = forced
        self.net = Network()
        self.numbers = {team.key: number for number, team in enumerate(scene.teams)}
        self.kinds: dict[Hashable, dict[tuple[Words, Words], set[str]]] = defaultdict(lambda: defaultdict(set))
        self.signatures: set[int] = set()
        for number in range(len(scene.people)):
            self.net.node("person", number)
        for number, team in enumerate(scene.teams):
            self._team(number, team, earns=number not in given_up)
        for number, person in enumerate(scene.people):
            self._person(number, person)

    def _team(self, number: int, team: Team, *, earns: bool) -> None:
        net, weights = self.net, self.scene.weights
        node = net.node("team", number)
        needed = team.short_of if earns else 0
        if needed:
            net.arc(node, SINK, needed, weights.least)
        if team.free > needed:
            net.arc(node, SINK, team.free - needed)
        for skill, places in sorted(team.skills.items()):
            if places > 0:
                net.arc(net.node("skill", number, skill), node, places, weights.skill)
        if not team.free:
            return
        for scope in {"", team.challenge}:
            kind = (team.languages, team.times)
            known = self.kinds[scope][kind]
            for skill in ("", *(word for word, places in sorted(team.skills.items()) if places > 0)):
                known.add(skill)
                net.arc(net.node("kind", scope, kind, skill), self._seat(number, skill), PLENTY)

    def _seat(self, number: int, skill: str) -> int:
        return self.net.node("skill", number, skill) if skill else self.net.node("team", number)

    def _person(self, number: int, person: Person) -> None:
        tail = 1 + number
        if number in self.forced:
            self._to_team(tail, person, self.forced[number])
            return
        self.net.arc(tail, SINK, PLENTY)
        for rank, wish in enumerate(person.wishes):
            if wish in self.numbers:
                self._to_team(tail, person, self.numbers[wish])
            elif wish:
                self._to_kinds(tail, person, wish, self.scene.wish(rank))
        # People who are alike to all teams but those they wish for share their arcs to them.
        alike = self.net.node("alike", person.skills, person.languages, person.times, bool(person.wishes))
        self.net.arc(tail, alike, PLENTY)
        if alike not in self.signatures:
            self.signatures.add(alike)
            self._to_kinds(alike, person, "", 0)

    def _to_team(self, tail: int, person: Person, number: int) -> None:
        team = self.scene.teams[number]
        worth = self.scene.fit(person, team.languages, team.times) + self.scene.wish(self.scene.rank(person, team))
        for skill in ("", *sorted(word for word in person.skills if team.skills.get(word, 0) > 0)):
            self.net.arc(tail, self._seat(number, skill), PLENTY, worth)

    def _to_kinds(self, tail: int, person: Person, scope: str, extra: int) -> None:
        for kind, skills in self.kinds.get(scope, {}).items():
            worth = self.scene.fit(person, *kind) + extra
            for skill in ("", *sorted(person.skills & skills)):
                self.net.arc(tail, self.net.node("kind", scope, kind, skill), PLENTY, worth)


def flow_of(scene: Scene, forced: Mapping[int, int], given_up: Collection[int] = ()) -> Flow:
    """Seat everybody as well as can be, `forced` people where they belong; teams `given_up` earn nothing by growing."""
    # Loaded when it is needed: it takes memory that no web process should spend.
    from ortools.graph.python import min_cost_flow

    net = Builder(scene, forced, given_up).net
    tails, heads = np.array(net.tails, dtype=np.int64), np.array(net.heads, dtype=np.int64)
    limits, costs = np.array(net.limits, dtype=np.int64), -np.array(net.worths, dtype=np.int64)
    count = len(scene.people)
    solver = min_cost_flow.SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(tails, heads, limits, costs)
    supplies = np.zeros(len(net.nodes), dtype=np.int64)
    supplies[1 : 1 + count] = 1
    supplies[SINK] = -count
    solver.set_nodes_supplies(np.arange(len(net.nodes)), supplies)
    ensure(solver.solve() == solver.OPTIMAL, "a flow exists: everybody may stay without a team")
    flows = np.asarray(solver.flows(arcs), dtype=np.int64)
    costs_to_sink = _costs_to_sink(len(net.nodes), (tails, heads, costs), flows, limits)
    prices = costs_to_sink[[net.nodes["team", number] for number in range(len(scene.teams))]]
    return Flow(
        seating=_seating(net, flows, count),
        worth=-int(solver.optimal_cost()),
        prices=prices,
        gains=-costs_to_sink[1 : 1 + count],
        eased={
            Seat(number, skill): int(prices[number] - costs_to_sink[net.nodes["skill", number, skill]])
            for number, team in enumerate(scene.teams)
            for skill, places in team.skills.items()
            if places > 0
        },
    )


def _seating(net: Network, flows: Ints, count: int) -> Seating:
    """Follow each unit: who passes the same node is alike from there on, so any of its ways on will do."""
    ways: dict[int, list[int]] = defaultdict(list)
    for arc in np.flatnonzero(flows):
        tail, head = net.tails[arc], net.heads[arc]
        ways[tail] += [head] * (1 if tail <= count else int(flows[arc]))
    seats = {net.nodes[name]: name for name in net.nodes if isinstance(name, tuple) and name[0] in ("team", "skill")}
    found: Seating = []
    for number in range(count):
        at = 1 + number
        while at != SINK and at not in seats:
            at = ways[at].pop()
        if at == SINK:
            found.append(Seat(NOWHERE))
        else:
            name = seats[at]
            found.append(Seat(name[1], name[2] if name[0] == "skill" else ""))
    return found


def _costs_to_sink(nodes: int, arcs: tuple[Ints, Ints, Ints], flows: Ints, limits: Ints) -> Ints:
    """What one more unit would cost from each node on, by Bellman and Ford: what is optimal has no cheaper circle."""
    tails, heads, costs = arcs
    onward, back = flows < limits, flows > 0
    starts = np.concatenate([tails[onward], heads[back]])
    ends = np.concatenate([heads[onward], tails[back]])
    lengths = np.concatenate([costs[onward], -costs[back]])
    far = np.full(nodes, NO_WAY, dtype=np.int64)
    far[SINK] = 0
    for _ in range(nodes):
        shorter = far.copy()
        np.minimum.at(shorter, starts, lengths + far[ends])
        if np.array_equal(shorter, far):
            break
        far = shorter
    return np.minimum(far, NO_WAY)
