"""Whether a fund's pots can pay what campaigns may still claim, each only out of pots that may go to it.

Two questions, and both look at all sets of campaigns at once.

What is missing for certain? By Hall's condition (P. Hall, "On Representatives of Subsets", 1935) nothing is, exactly
where every set of campaigns claims at most what is in the pots that may go to any of them. A maximum flow from claims
to pots finds the set that lacks most, as its minimum cut (Ford and Fulkerson, "Maximal Flow through a Network", 1956).

Is it enough in whatever order the pledges come? Pots of one priority give in proportion, so a campaign that several
pots may go to can use up the only one that may go to another. A campaign is safe if its pots hold what it claims and
all that others may draw out of them. Whoever draws on pots of a priority has used up the own ones before it, so that
what a campaign is sure to get of its first pots it does not take from others: from that more becomes sure, until
nothing changes.
"""

from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from backend.core.checks import ensure

SOURCE, SINK = "source", "sink"
ROUNDS_MAX = 20
"""What is sure only grows from round to round, and holds after each; more rounds would find little."""


@dataclass(frozen=True, slots=True)
class Supply:
    """A pot with `free_minor` ≥ 0 of an owner (its own if none is named); the smallest priority is drawn first."""

    id: str
    free_minor: int
    priority: int = 0
    owner: str = ""

    @property
    def whose(self) -> str:
        return self.owner or self.id


@dataclass(frozen=True, slots=True)
class Demand:
    """What a campaign may still claim, `minor` ≥ 0, from which pots.

    `always` may go to it as long as it can claim, `ever` at some time of that; an owner in `limits` gives it no more
    than that, in all pots.
    """

    id: str
    minor: int
    always: frozenset[str]
    ever: frozenset[str]
    limits: Mapping[str, int] | None = None

    def room(self, pots: Iterable[Supply]) -> int:
        """Return what these pots may give it by themselves."""
        free: Counter[str] = Counter()
        for pot in pots:
            free[pot.whose] += pot.free_minor
        limits = self.limits or {}
        return sum(min(amount, limits.get(whose, amount)) for whose, amount in free.items())


@dataclass(frozen=True, slots=True)
class Shortage:
    """`missing_minor` > 0 for `demands`, all of which can be paid out of `supplies` alone.

    `certain`: whatever is drawn first. Otherwise only if others draw on these pots before.
    """

    demands: tuple[str, ...]
    supplies: tuple[str, ...]
    claims_minor: int
    free_minor: int
    missing_minor: int
    certain: bool


def shortages(supplies: Sequence[Supply], demands: Sequence[Demand]) -> list[Shortage]:
    """Return what is missing for certain, and who else may go short; nothing if everybody gets all in any order.

    A limit on what one pot gives to one campaign is looked at for each of them by itself: what is said to be missing
    for certain is missing, and who is not named gets all.
    """
    ensure(all(one.free_minor >= 0 for one in supplies), "a pot is never below zero")
    ensure(all(one.minor >= 0 for one in demands), "a claim is not negative")
    asking = [one for one in demands if one.minor]
    pools = _pooled(supplies, asking)
    merged = [replace(same[0], free_minor=sum(pot.free_minor for pot in same)) for same in pools.values()]
    names = {same[0].id: tuple(pot.id for pot in same) for same in pools.values()}
    asking = [replace(one, always=one.always & frozenset(names), ever=one.ever & frozenset(names)) for one in asking]
    missing = lacking(merged, asking)
    certain = set(missing.demands) if missing else set()
    found = [missing] if missing else []
    found += [one for one in _at_risk(merged, asking) if not certain & set(one.demands)]
    return [replace(one, supplies=tuple(name for first in one.supplies for name in names[first])) for one in found]


def _pooled(supplies: Sequence[Supply], demands: Sequence[Demand]) -> dict[object, list[Supply]]:
    """Pots that are one, because they may go to the same and are drawn together; with limits each is its own."""
    pools: dict[object, list[Supply]] = {}
    apart = any(one.limits is not None for one in demands)
    for pot in supplies:
        whom = tuple((pot.id in one.always, pot.id in one.ever) for one in demands)
        pools.setdefault(pot.id if apart else (pot.priority, whom), []).append(pot)
    return pools


def connected(demands: Sequence[Demand], name: str) -> frozenset[str]:
    """Return the pots that have to do with the demand of that name: its own, those of whoever shares one, and so on."""
    pots: set[str] = set()
    new = set().union(*(one.ever for one in demands if one.id == name))
    while new - pots:
        pots |= new
        new = set().union(*(one.ever for one in demands if one.ever & pots))
    return frozenset(pots)


def lacking(supplies: Sequence[Supply], demands: Sequence[Demand]) -> Shortage | None:
    """Return the set of demands that lacks most for certain, the smallest such set, or None."""
    by_pots = _grouped(demands)
    pots = {pot.id: pot for pot in supplies}
    arcs: dict[tuple[str, str], int] = {(pot.id, SINK): pot.free_minor for pot in supplies}
    for number, (reach, same) in enumerate(by_pots.items()):
        node = f"{SOURCE} {number}"
        arcs[SOURCE, node] = sum(one.minor for one in same)
        arcs |= {(node, pot): sum(one.room([pots[pot]]) for one in same) for pot in reach}
    flow, reached = maximum_flow(arcs)
    total = sum(one.minor for one in demands)
    if flow == total:
        return None
    short = [one for number, same in enumerate(by_pots.values()) if f"{SOURCE} {number}" in reached for one in same]
    drained = [pot for pot in supplies if any(pot.id in one.ever for one in short)]
    claims = sum(one.minor for one in short)
    return Shortage(
        demands=tuple(one.id for one in short),
        supplies=tuple(pot.id for pot in drained),
        claims_minor=claims,
        free_minor=sum(pot.free_minor for pot in drained),
        missing_minor=total - flow,
        certain=True,
    )


def _grouped(demands: Sequence[Demand]) -> dict[frozenset[str], list[Demand]]:
    found: dict[frozenset[str], list[Demand]] = {}
    for one in demands:
        found.setdefault(one.ever, []).append(one)
    return found


Sure = dict[str, dict[int, int]]
"""What each demand is sure to get of its pots up to a priority, whatever the others do."""


def _at_risk(supplies: Sequence[Supply], demands: Sequence[Demand]) -> list[Shortage]:
    """Each demand that others can take something from, with the most that it may lack."""
    sure: Sure = {one.id: {} for one in demands}
    for _round in range(ROUNDS_MAX):
        known = {name: dict(levels) for name, levels in sure.items()}
        for one in demands:
            sure[one.id] = _sure_of(supplies, one, demands, sure)
        if sure == known:
            break
    risks = [(one, one.minor - max(sure[one.id].values(), default=0)) for one in demands]
    return [_risk(supplies, one, lacking_minor) for one, lacking_minor in risks if lacking_minor > 0]


def _sure_of(supplies: Sequence[Supply], demand: Demand, demands: Sequence[Demand], sure: Sure) -> dict[int, int]:
    """What a demand is sure to get of its pots, priority by priority, until that is all of it."""
    own = [pot for pot in supplies if pot.id in demand.always]
    found: dict[int, int] = {}
    for level in sorted({pot.priority for pot in own}):
        pots = [pot for pot in own if pot.priority <= level]
        room = demand.room(pots)
        others = [one for one in demands if one.id != demand.id and any(pot.id in one.ever for pot in pots)]
        # Where all together claim no more than there is, no flow has to be asked.
        most = sum(one.minor for one in others)
        harm = most if demand.minor + most <= room else _harm(supplies, pots, demand, others, sure)
        found[level] = min(demand.minor, max(0, room - harm))
        if found[level] == demand.minor:
            break
    return found


def _harm(
    supplies: Sequence[Supply], pots: Sequence[Supply], demand: Demand, others: Sequence[Demand], sure: Sure
) -> int:
    """The most of what these pots could give to `demand` that all others together may draw out of them.

    Whoever draws on pots of a priority has used up the own ones before it, and got there what was sure: only the rest
    is left to be drawn. So the flow of each goes from priority to priority, through ever less.
    """
    arcs: dict[tuple[str, str], int] = {}
    for whose in {pot.whose for pot in pots}:
        same = [pot for pot in pots if pot.whose == whose]
        own, free = demand.room(same), sum(pot.free_minor for pot in same)
        drawn = sum(min(one.minor, one.room([pot for pot in same if pot.id in one.ever])) for one in others)
        # What the owner may not give to this one anyway is no loss to it.
        arcs[f"{SINK} {whose}", SINK] = min(own, max(0, drawn - (free - own)))
        arcs |= {(pot.id, f"{SINK} {whose}"): pot.free_minor for pot in same}
    names = {pot.id for pot in pots}
    for number, (reach, alike) in enumerate(_grouped(others).items()):
        before, left = SOURCE, sum(one.minor for one in alike)
        for level in sorted({pot.priority for pot in supplies if pot.id in reach}):
            node = f"{SOURCE} {number} {level}"
            arcs[before, node] = left
            for pot in pots:
                if pot.priority == level and pot.id in reach & names:
                    arcs[node, pot.id] = sum(one.room([pot]) for one in alike)
            before, left = node, sum(one.minor - _sure_until(sure[one.id], level) for one in alike)
    return maximum_flow(arcs)[0]


def _sure_until(levels: Mapping[int, int], level: int) -> int:
    return max((amount for known, amount in levels.items() if known <= level), default=0)


def _risk(supplies: Sequence[Supply], demand: Demand, missing_minor: int) -> Shortage:
    pots = [pot for pot in supplies if pot.id in demand.always]
    return Shortage(
        demands=(demand.id,),
        supplies=tuple(pot.id for pot in pots),
        claims_minor=demand.minor,
        free_minor=sum(pot.free_minor for pot in pots),
        missing_minor=missing_minor,
        certain=False,
    )


def maximum_flow(arcs: Mapping[tuple[str, str], int]) -> tuple[int, set[str]]:
    """Return the most that can flow from `SOURCE` to `SINK`, and the nodes on the source's side of a minimum cut.

    Capacities ≥ 0 by (from, to). Along the shortest path with room, again and again (Edmonds and Karp, 1972): at most
    nodes · arcs paths. The nodes are those that can still be reached then, the smallest side of all minimum cuts.
    """
    left = dict(arcs)
    ways: dict[str, list[str]] = {}
    for start, end in arcs:
        left.setdefault((end, start), 0)
        ways.setdefault(start, []).append(end)
        ways.setdefault(end, []).append(start)
    total = 0
    while True:
        came_from = _reachable(left, ways)
        if SINK not in came_from:
            return total, {*came_from}
        path, node = [], SINK
        while node != SOURCE:
            path.append((came_from[node], node))
            node = came_from[node]
        least = min(left[arc] for arc in path)
        for start, end in path:
            left[start, end] -= least
            left[end, start] += least
        total += least


def _reachable(left: Mapping[tuple[str, str], int], ways: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Every node that can be reached with room to spare, and from where."""
    came_from, queue = {SOURCE: SOURCE}, deque([SOURCE])
    while queue:
        node = queue.popleft()
        for end in ways.get(node, ()):
            if end not in came_from and left[node, end] > 0:
                came_from[end] = node
                queue.append(end)
    return came_from
