"""Who gets what when money is short: first come, pro rata with caps, pots of several sponsors, several funds.

All amounts are minor units ≥ 0. Every split adds up to the whole, to the cent; ties are broken by stable ids.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from backend.core.checks import ensure
from funding.domain.formulas import budget_cap


def first_come(wanted_minor: int, free_minor: int, *, whole: bool = False) -> int:
    """Return what a claim gets of what is free: as much as there is, or with `whole` all of it or nothing."""
    ensure(wanted_minor >= 0 and free_minor >= 0, "neither a claim nor a pool is negative")
    if whole and wanted_minor > free_minor:
        return 0
    return min(wanted_minor, free_minor)


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody's part in a division: in proportion to `weight` ≥ 0 (any unit), at most `cap_minor`."""

    id: str
    weight: int
    cap_minor: int


def largest_remainder(amount_minor: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Split `amount_minor` ≥ 0 in proportion to `weights` ≥ 0, not all zero; the parts add up to it.

    Hamilton's method: floors first, then a cent each to the largest remainders, ties to the smaller id.
    """
    total = sum(weights.values())
    ensure(amount_minor >= 0 and total > 0, "a split needs an amount from zero up and a weight")
    parts, remainders = {}, []
    for one, weight in weights.items():
        parts[one], left = divmod(amount_minor * weight, total)
        remainders.append((-left, one))
    for _left, one in sorted(remainders)[: amount_minor - sum(parts.values())]:
        parts[one] += 1
    return parts


def pro_rata(amount_minor: int, claims: Sequence[Claim]) -> dict[str, int]:
    """Divide `amount_minor` in proportion to the weights, nobody above the own cap; what overflows is shared again.

    Water-filling: whoever would get the cap or more gets the cap, until that is true of nobody left; the rest shares by
    largest remainder. The parts add up to the amount, or to all that the caps of those with a weight allow.
    """
    ensure(len({claim.id for claim in claims}) == len(claims), "ids of claims are distinct")
    ensure(all(claim.weight >= 0 and claim.cap_minor >= 0 for claim in claims), "no weight and no cap is negative")
    parts = {claim.id: 0 for claim in claims}
    rest = [claim for claim in claims if claim.weight]
    left = amount_minor
    while rest:
        weight = sum(claim.weight for claim in rest)
        full = [claim for claim in rest if left * claim.weight >= claim.cap_minor * weight]
        if not full:
            return parts | largest_remainder(left, {claim.id: claim.weight for claim in rest})
        # Giving a cap only raises the level of the others, so nobody who is full here would not be full in the end.
        parts |= {claim.id: claim.cap_minor for claim in full}
        left -= sum(claim.cap_minor for claim in full)
        done = {claim.id for claim in full}
        rest = [claim for claim in rest if claim.id not in done]
    return parts


@dataclass(frozen=True, slots=True)
class Earmark:
    """What a sponsor's money is for. Nothing named is no condition; the period holds from its start, before its end."""

    topics: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    def is_for(self, *, topics: Iterable[str], region: str) -> bool:
        """Return whether money with this earmark may go to such a campaign at any time."""
        if self.topics and not set(self.topics) & set(topics):
            return False
        return not self.regions or region in self.regions

    def allows(self, *, topics: Iterable[str], region: str, at: datetime | None) -> bool:
        """Return whether money with this earmark may go to such a campaign at such a time."""
        if not self.is_for(topics=topics, region=region):
            return False
        if at is None:
            return self.starts_at is None and self.ends_at is None
        return (self.starts_at is None or self.starts_at <= at) and (self.ends_at is None or at < self.ends_at)


@dataclass(frozen=True, slots=True)
class Pot:
    """One sponsor's free money, as far as it may go where it is wanted. A smaller `priority` is drawn first."""

    id: str
    free_minor: int
    priority: int = 0


def split_among_pots(amount_minor: int, pots: Sequence[Pot], *, by_priority: bool = False) -> dict[str, int]:
    """Return what each pot gives to a match of `amount_minor`, never more than it has; only parts above zero.

    A pot of a smaller priority is used up before any of a larger one. Pots of one priority share in proportion to
    their free money (largest remainder), or with `by_priority` give one after the other by their ids. What no pot has
    stays unmatched: the parts add up to min(amount, all that is free).
    """
    ensure(amount_minor >= 0, "a match is not negative")
    ensure(all(pot.free_minor >= 0 for pot in pots), "a pot is never below zero")
    if len(pots) == 1:
        parts = {pots[0].id: min(amount_minor, pots[0].free_minor)}
    else:
        parts, left = {}, amount_minor
        for same in _in_turn(pots, alone=by_priority):
            free = sum(pot.free_minor for pot in same)
            if left < free:
                # Less than all that is free, so nobody's share can be more than the own pot.
                parts |= largest_remainder(left, {pot.id: pot.free_minor for pot in same})
            else:
                parts |= {pot.id: pot.free_minor for pot in same}
            left -= min(left, free)
    return {one: part for one, part in parts.items() if part}


def _in_turn(pots: Sequence[Pot], *, alone: bool) -> list[list[Pot]]:
    """The pots in the order in which they give: those of one priority together, or each by itself."""
    turns: dict[tuple[int, str], list[Pot]] = {}
    for pot in pots:
        turns.setdefault((pot.priority, pot.id if alone else ""), []).append(pot)
    return [turns[turn] for turn in sorted(turns)]


class Stacking(StrEnum):
    """How several funds on one campaign stand to each other.

    ADD: each gives what its own rule says. FIRST: only the first by priority that gives anything. BEST: only the one
    that gives most. PRIORITY: one after the other until the largest of their claims is filled.
    """

    ADD = "add"
    FIRST = "first"
    BEST = "best"
    PRIORITY = "priority"


@dataclass(frozen=True, slots=True)
class Offer:
    """What one fund would add to a pledge: `wanted_minor` by its rule, `given_minor` ≤ it with what it has free."""

    fund: str
    wanted_minor: int
    given_minor: int
    priority: int = 0
    public: bool = True


def stack(
    offers: Sequence[Offer],
    policy: Stacking,
    *,
    crowd_minor: int = 0,
    public_minor: int = 0,
    ceiling_bp: int | None = None,
) -> dict[str, int]:
    """Return what each fund adds; funds that add nothing are not named.

    `ceiling_bp` is the largest share q of public money in crowd and public money together: with `crowd_minor` that
    counts (this pledge included) and `public_minor` given before, public funds add at most ⌊q / (1 − q) · C⌋ − before.
    When that is short, funds that add share it in proportion to their offers; in the order of priority otherwise.
    """
    ensure(all(0 <= one.given_minor <= one.wanted_minor for one in offers), "nobody gives more than the rule says")
    ordered = sorted(offers, key=lambda one: (one.priority, one.fund))
    parts = _stacked(ordered, policy)
    if ceiling_bp is None:
        return {one: part for one, part in parts.items() if part}
    room = max(0, budget_cap(crowd_minor, ceiling_bp) - public_minor)
    public = [one.fund for one in ordered if one.public and parts[one.fund]]
    if policy is Stacking.ADD:
        parts |= pro_rata(room, [Claim(fund, parts[fund], parts[fund]) for fund in public])
    else:
        for fund in public:
            parts[fund] = min(parts[fund], room)
            room -= parts[fund]
    return {one: part for one, part in parts.items() if part}


def _stacked(ordered: Sequence[Offer], policy: Stacking) -> dict[str, int]:
    parts = dict.fromkeys((one.fund for one in ordered), 0)
    giving = [one for one in ordered if one.given_minor]
    match policy:
        case Stacking.ADD:
            parts |= {one.fund: one.given_minor for one in giving}
        case Stacking.FIRST:
            parts |= {one.fund: one.given_minor for one in giving[:1]}
        case Stacking.BEST:
            best = sorted(giving, key=lambda one: -one.given_minor)[:1]
            parts |= {one.fund: one.given_minor for one in best}
        case Stacking.PRIORITY:
            left = max((one.wanted_minor for one in ordered), default=0)
            for one in giving:
                parts[one.fund] = min(one.given_minor, left)
                left -= parts[one.fund]
        case _:
            assert_never(policy)
    return parts
