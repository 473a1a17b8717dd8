"""The short way through a scene for rules that match pledge by pledge: running sums only, no rows, no entries.

It gives to the cent what the book of a fund gives, which a property test holds, at a tenth of the time: a simulation
walks the same pledges in many orders.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from funding.domain.formulas import budget_cap, scale, value
from funding.domain.rule_axes import Allocation, Base, Quadratic, Settlement
from funding.domain.rule_set import RuleSet
from funding.domain.simulation_scene import Scene
from funding.domain.standing import (
    NO_GATES,
    Crowd,
    Facts,
    Standing,
    campaign_caps,
    in_window,
    plain,
    pledge_base,
    pledge_value,
)

Mark = Callable[[int], None]
"""Told how many pledges have been walked over; may raise to stop the walk."""
IN_ORDER = frozenset({Allocation.FIRST_COME, Allocation.FIRST_COME_WHOLE, Allocation.PRIORITY})


def walkable(rule: RuleSet) -> bool:
    """Return whether `rule` can be walked: reserved at the pledge, open from the start, and nothing offered again."""
    gates = replace(rule.gates, starts_at=None, ends_at=None, payee_verified=False)
    return (
        rule.settlement is Settlement.AT_PLEDGE
        and not isinstance(rule.function, Quadratic)
        and rule.allocation in IN_ORDER
        and not rule.reoffer
        and rule.caps.sponsor_minor is None
        and gates == NO_GATES
    )


@dataclass(slots=True)
class Sums:
    """The running sums of one campaign. All in minor units, `units` in those of the rule's function."""

    facts: Facts
    cap_minor: int | None
    crowd_minor: int = 0
    base_minor: int = 0
    backers: int = 0
    units: int = 0
    seen_minor: int = 0
    held_minor: int = 0

    @property
    def standing(self) -> Standing:
        return Standing(self.base_minor, self.backers, self.units)


@dataclass(slots=True)
class Purse:
    """What one backer gave to one campaign."""

    pledges: int = 0
    base_minor: int = 0
    parts: int = 0
    worth: int = 0
    held_minor: int = 0


@dataclass(slots=True)
class Walk:
    """The end of a walk, with what was free at the marks and the place of the first pledge that met an empty pool."""

    campaigns: list[Sums]
    free_minor: int
    free_at: list[int] = field(default_factory=list)
    out_at: int | None = None
    matched: int = 0


class Unwalkable(Exception):
    """Money became due to pledges that had been passed: only the book knows who they are."""


class Walker:
    """One rule over one scene; made once, walked in as many orders as wanted."""

    def __init__(self, scene: Scene, rule: RuleSet, pool_minor: int) -> None:
        self.scene, self.rule, self.pool_minor = scene, rule, pool_minor
        self._units = scale(rule.function)
        self._by_pledge = rule.base is Base.PLEDGE
        cap = rule.caps.backer_match_minor
        self._most_worth = None if cap is None else cap * self._units
        amounts = {pledge.amount_minor for pledge in scene.pledges}
        bases = {amount: pledge_base(rule, amount) for amount in amounts}
        self._counts = {amount: (base, pledge_value(rule, base)) for amount, base in bases.items()}
        self._inside = [in_window(rule, pledge.at) for pledge in scene.pledges]

    def _start(self) -> list[Sums]:
        found = []
        for one in self.scene.campaigns:
            facts = Facts(one.goal_1_minor, one.goal_2_minor, payee_verified=True)
            fixed = replace(self.rule, caps=replace(self.rule.caps, budget_bp=None))
            caps = campaign_caps(fixed, Crowd(), facts, paid_in_minor=self.pool_minor)
            found.append(Sums(facts, min(caps.values(), default=None)))
        return found

    def walk(self, order: Sequence[int], marks: Sequence[int], mark: Mark = lambda _count: None) -> Walk:
        """Let the pledges come in `order`, each at the time of the place it has in it. Raises Unwalkable."""
        walk = Walk(self._start(), self.pool_minor)
        purses: dict[tuple[int, int], Purse] = {}
        done = 0
        for until in marks:
            self._part(walk, purses, order, (done, until))
            walk.free_at.append(walk.free_minor)
            done = until
            mark(done)
        return walk

    def _part(
        self, walk: Walk, purses: dict[tuple[int, int], Purse], order: Sequence[int], part: tuple[int, int]
    ) -> None:
        pledges, inside, most_pledges = self.scene.pledges, self._inside, self.rule.caps.backer_pledges
        whole_only = self.rule.allocation is Allocation.FIRST_COME_WHOLE
        for place in range(*part):
            if not inside[place]:
                continue
            _at, where, who, amount = pledges[order[place]]
            sums, purse = walk.campaigns[where], purses.get((where, who))
            if purse is None:
                purse = purses[where, who] = Purse()
            sums.crowd_minor += amount
            before = purse.worth, sums.units
            if most_pledges is None or purse.pledges < most_pledges:
                self._count(sums, purse, *self._counts[amount])
            wanted = self._wanted(sums, purse, *before)
            given = min(wanted, walk.free_minor)
            if given < wanted:
                given = 0 if whole_only else given
                walk.out_at = place if walk.out_at is None else walk.out_at
            sums.held_minor += given
            purse.held_minor += given
            walk.free_minor -= given
            walk.matched += given > 0

    def _wanted(self, sums: Sums, purse: Purse, worth_before: int, units_before: int) -> int:
        """What has become due because of the pledge that was counted last, before anybody asks the pool."""
        units, by_unit, budget_bp = self._units, self.rule.by_unit, self.rule.caps.budget_bp
        due = (sums.units if by_unit else plain(self.rule, sums.standing, sums.facts)) // units
        if sums.cap_minor is not None and due > sums.cap_minor:
            due = sums.cap_minor
        if budget_bp is not None:
            due = min(due, budget_cap(sums.crowd_minor, budget_bp))
        step = due - sums.seen_minor
        if step <= 0:
            return 0
        if not by_unit:
            sums.seen_minor = due
            return step
        first = not sums.seen_minor
        if first and units_before // units:
            raise Unwalkable
        own = min(-(-(purse.worth - worth_before) // units), -(-purse.worth // units) - purse.held_minor)
        wanted = max(0, min(step, own))
        # What the pledge's own limit left over, cents mostly, stays for the next one.
        sums.seen_minor = due if first else sums.seen_minor + wanted
        return wanted

    def _count(self, sums: Sums, purse: Purse, base_minor: int, part: int) -> None:
        sums.backers += not purse.pledges
        purse.pledges += 1
        purse.base_minor += base_minor
        purse.parts += part
        sums.base_minor += base_minor
        if self.rule.by_unit:
            worth = purse.parts if self._by_pledge else value(self.rule.function, purse.base_minor)
            if self._most_worth is not None and worth > self._most_worth:
                worth = self._most_worth
            sums.units += worth - purse.worth
            purse.worth = worth
