"""From pledges that count to what a fund owes a campaign: `due = min(caps, ⌊f(S)⌋)`, with why.

Two ways to the same numbers: `standing_of` walks over all pledges of a campaign (the batch), and `backer_add` with
`swapped` adds one pledge to running sums in constant time (the checkout). Amounts are minor units of one currency;
values are integers in units of 1 / `formulas.scale` minor units and are rounded down once, for the campaign.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from backend.core.checks import ensure
from backend.core.money import rate_floor
from funding.domain.formulas import budget_cap, scale, value
from funding.domain.rule_axes import Base, Gates, Quadratic, Settlement
from funding.domain.rule_set import RuleSet


class Limit(StrEnum):
    """Which cap made a match smaller than the plain function, or which gate is closed."""

    PLEDGE_BASE = "pledge_base"
    PLEDGE_MATCH = "pledge_match"
    BACKER_MATCH = "backer_match"
    BACKER_PLEDGES = "backer_pledges"
    CAMPAIGN = "campaign"
    CAMPAIGN_GOAL = "campaign_goal"
    BUDGET = "budget"
    SPONSOR = "sponsor"
    POOL_SHARE = "pool_share"
    POOL = "pool"
    EARMARK = "earmark"
    STACKING = "stacking"
    PUBLIC_CEILING = "public_ceiling"
    VERSIONS = "versions"
    WINDOW = "window"
    RAISED = "raised"
    RAISED_GOAL = "raised_goal"
    BACKERS = "backers"
    SUCCESSFUL = "successful"
    PAYEE_VERIFIED = "payee_verified"


NO_GATES = Gates()


@dataclass(frozen=True, slots=True)
class Gift:
    """One pledge that qualifies: `backer` is the same for one person, however the person pays; `sequence` orders."""

    id: str
    sequence: int
    backer: str
    amount_minor: int
    at: datetime | None = None
    method: str = "card"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is true of a campaign beside its pledges. Goals > 0 in minor units. `over`: it is known how it ended."""

    goal_1_minor: int
    goal_2_minor: int | None = None
    successful: bool = False
    payee_verified: bool = False
    over: bool = False


@dataclass(frozen=True, slots=True)
class Crowd:
    """Crowd money of a campaign that counts, without any match, and its unique backers: what gates are opened by."""

    minor: int = 0
    backers: int = 0


@dataclass(frozen=True, slots=True)
class Backer:
    """One backer's own running sums for one campaign: pledges that are part of the base, their base and value."""

    pledges: int = 0
    base_minor: int = 0
    parts: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Running sums of one campaign under one rule version: bases after caps, backers, and the value of all units."""

    base_minor: int = 0
    backers: int = 0
    units: int = 0


@dataclass(frozen=True, slots=True)
class Due:
    """What is owed in total, the plain ⌊f(S)⌋, which caps bound (the tightest) and which gates are closed."""

    minor: int
    plain_minor: int
    bounds: tuple[Limit, ...] = ()
    closed: tuple[Limit, ...] = ()


def in_window(rule: RuleSet, at: datetime | None) -> bool:
    """Return whether a pledge of that moment counts: from `starts_at` on, before `ends_at`. None is always inside."""
    gates = rule.gates
    if at is None:
        return True
    return (gates.starts_at is None or gates.starts_at <= at) and (gates.ends_at is None or at < gates.ends_at)


def pledge_base(rule: RuleSet, amount_minor: int) -> int:
    """Return what of a pledge of `amount_minor` ≥ 0 counts: at most the cap on the base of one pledge."""
    ensure(amount_minor >= 0, "a pledge is not negative")
    cap = rule.caps.pledge_base_minor
    return amount_minor if cap is None else min(amount_minor, cap)


def pledge_value(rule: RuleSet, base_minor: int) -> int:
    """Return the value of one pledge by itself, at most the cap on the match of one pledge; 0 unless a unit is one."""
    if rule.base is not Base.PLEDGE:
        return 0
    plain, cap = value(rule.function, base_minor), rule.caps.pledge_match_minor
    return plain if cap is None else min(plain, cap * scale(rule.function))


def backer_add(rule: RuleSet, backer: Backer, amount_minor: int) -> tuple[Backer, tuple[Limit, ...]]:
    """Return the backer's sums with one more pledge, and which caps on the pledge itself bound.

    Beyond the allowed number of pledges of one backer a pledge adds nothing to the base.
    """
    caps = rule.caps
    if caps.backer_pledges is not None and backer.pledges >= caps.backer_pledges:
        return backer, (Limit.BACKER_PLEDGES,)
    base = pledge_base(rule, amount_minor)
    part = pledge_value(rule, base)
    bounds: tuple[Limit, ...] = (Limit.PLEDGE_BASE,) if base < amount_minor else ()
    if rule.base is Base.PLEDGE and part < value(rule.function, base):
        bounds += (Limit.PLEDGE_MATCH,)
    return Backer(backer.pledges + 1, backer.base_minor + base, backer.parts + part), bounds


def backer_of(rule: RuleSet, amounts_minor: Iterable[int]) -> Backer:
    """Return the sums of a backer whose pledges, the earliest first, are `amounts_minor`. A pledge of 0 is none."""
    backer = Backer()
    for amount in amounts_minor:
        if amount:
            backer, _bounds = backer_add(rule, backer, amount)
    return backer


def backer_value(rule: RuleSet, backer: Backer) -> int:
    """Return the value of all that a backer gave, at most the cap on the match of one backer; 0 unless by unit.

    A quadratic rule has no value of one backer: 0.
    """
    if not rule.by_unit or isinstance(rule.function, Quadratic):
        return 0
    plain = backer.parts if rule.base is Base.PLEDGE else value(rule.function, backer.base_minor)
    cap = rule.caps.backer_match_minor
    return plain if cap is None else min(plain, cap * scale(rule.function))


def swapped(rule: RuleSet, standing: Standing, before: Backer, after: Backer) -> Standing:
    """Return the standing after one backer's sums have changed from `before` to `after`; O(1), both ways."""
    return Standing(
        base_minor=standing.base_minor + after.base_minor - before.base_minor,
        backers=standing.backers + bool(after.pledges) - bool(before.pledges),
        units=standing.units + backer_value(rule, after) - backer_value(rule, before),
    )


def standing_of(rule: RuleSet, gifts: Iterable[Gift]) -> tuple[Standing, Crowd]:
    """Return the sums of a campaign over all its pledges, in any order; those outside the window count for nothing."""
    by_backer: dict[str, list[int]] = {}
    for gift in sorted(gifts, key=lambda one: one.sequence):
        if gift.amount_minor and in_window(rule, gift.at):
            by_backer.setdefault(gift.backer, []).append(gift.amount_minor)
    standing = Standing()
    for amounts in by_backer.values():
        standing = swapped(rule, standing, Backer(), backer_of(rule, amounts))
    return standing, Crowd(sum(map(sum, by_backer.values())), len(by_backer))


def plain(rule: RuleSet, standing: Standing, facts: Facts) -> int:
    """Return f(S), exact, in units of 1 / `scale` minor units, before the caps on the campaign."""
    match rule.base:
        case Base.PLEDGE | Base.BACKER:
            return standing.units
        case Base.CAMPAIGN:
            return value(rule.function, standing.base_minor)
        case Base.BACKERS:
            return value(rule.function, standing.backers)
        case Base.GOAL_1:
            return value(rule.function, facts.goal_1_minor)
        case Base.GOAL_2:
            return value(rule.function, facts.goal_2_minor or 0)


def closed_gates(rule: RuleSet, crowd: Crowd, facts: Facts) -> tuple[Limit, ...]:
    """Return the gates that are closed. A minimum is reached when it is met exactly, and by crowd money alone."""
    gates = rule.gates
    if gates == NO_GATES:
        return ()
    goal = 0 if gates.raised_goal_bp is None else -(-facts.goal_1_minor * gates.raised_goal_bp // 10_000)
    tests = (
        (Limit.RAISED, gates.raised_minor is not None and crowd.minor < gates.raised_minor),
        (Limit.RAISED_GOAL, crowd.minor < goal),
        (Limit.BACKERS, gates.backers is not None and crowd.backers < gates.backers),
        (Limit.SUCCESSFUL, gates.successful and not facts.successful and not _may_yet_succeed(rule, facts)),
        (Limit.PAYEE_VERIFIED, gates.payee_verified and not facts.payee_verified),
    )
    return tuple(limit for limit, closed in tests if closed)


def _may_yet_succeed(rule: RuleSet, facts: Facts) -> bool:
    """What is set aside with each pledge is set aside before a campaign ends: to be kept or released then."""
    return rule.settlement is Settlement.AT_PLEDGE and not facts.over


def campaign_caps(rule: RuleSet, crowd: Crowd, facts: Facts, *, paid_in_minor: int | None = None) -> dict[Limit, int]:
    """Return every cap on the match of the whole campaign in minor units; `paid_in_minor` is what shares are of."""
    caps, found = rule.caps, {}
    if caps.campaign_minor is not None:
        found[Limit.CAMPAIGN] = caps.campaign_minor
    if caps.campaign_goal_bp is not None:
        found[Limit.CAMPAIGN_GOAL] = rate_floor(facts.goal_1_minor, caps.campaign_goal_bp)
    if caps.budget_bp is not None:
        found[Limit.BUDGET] = budget_cap(crowd.minor, caps.budget_bp)
    if caps.pool_bp is not None and paid_in_minor is not None:
        found[Limit.POOL_SHARE] = rate_floor(paid_in_minor, caps.pool_bp)
    return found


def due(
    rule: RuleSet,
    standing: Standing,
    crowd: Crowd,
    facts: Facts,
    *,
    paid_in_minor: int | None = None,
    carried_minor: int = 0,
) -> Due:
    """Return what this rule version owes the campaign in total: min(caps − carried, ⌊f(S)⌋) ≥ 0, 0 behind a gate.

    `carried_minor` ≥ 0 is what earlier versions matched: caps hold over all versions together. A rule that looks at the
    campaign as a whole subtracts it from f(S) too, so that a lump sum is paid once. Quadratic rules have no such due.
    """
    ensure(carried_minor >= 0, "what is carried over is not negative")
    whole = plain(rule, standing, facts) // scale(rule.function)
    if not rule.by_unit:
        whole = max(0, whole - carried_minor)
    closed = closed_gates(rule, crowd, facts)
    if closed:
        return Due(0, whole, (), closed)
    caps = campaign_caps(rule, crowd, facts, paid_in_minor=paid_in_minor)
    least = max(0, min(caps.values(), default=whole + carried_minor) - carried_minor)
    if least >= whole:
        return Due(whole, whole)
    bounds = tuple(limit for limit, cap in caps.items() if max(0, cap - carried_minor) == least)
    return Due(least, whole, bounds)


def shares(rule: RuleSet, gifts: Sequence[Gift], facts: Facts, *, paid_in_minor: int | None = None) -> dict[str, int]:
    """Return what each pledge brings of the campaign's due, in sequence: they add up to it exactly. See `steps`."""
    standing, crowd = standing_of(rule, gifts)
    return steps(rule, gifts, due(rule, standing, crowd, facts, paid_in_minor=paid_in_minor).minor)


def steps(rule: RuleSet, gifts: Iterable[Gift], total_minor: int) -> dict[str, int]:
    """Divide `total_minor` ≤ ⌊f(S)⌋ among pledges in sequence, each up to its own value; the parts add up to it.

    For rules by unit. Cumulative: a pledge gets what the sum after it exceeds what was given before it by, never more
    than its own value rounded up nor than its backer's cap; a cent that this leaves over goes to the earliest who may
    have it. A pledge that reaches the total gets what is left below it, and later ones nothing.
    """
    ensure(rule.by_unit, "only units have shares of their own")
    units, running, given = scale(rule.function), Standing(), 0
    backers: dict[str, Backer] = {}
    held: dict[str, int] = {}
    parts: dict[str, int] = {}
    limits: dict[str, int] = {}
    ordered = sorted(gifts, key=lambda one: one.sequence)
    for gift in ordered:
        parts[gift.id] = limits[gift.id] = 0
        if not gift.amount_minor or not in_window(rule, gift.at):
            continue
        before = backers.get(gift.backer, Backer())
        after, _bounds = backer_add(rule, before, gift.amount_minor)
        backers[gift.backer], running = after, swapped(rule, running, before, after)
        most, earlier = backer_value(rule, after), backer_value(rule, before)
        limits[gift.id], mine = -(-(most - earlier) // units), held.get(gift.backer, 0)
        step = min(total_minor, running.units // units) - given
        parts[gift.id] = max(0, min(step, limits[gift.id], -(-most // units) - mine))
        held[gift.backer] = mine + parts[gift.id]
        given += parts[gift.id]
    for gift in ordered:
        if given >= total_minor:
            break
        if limits[gift.id]:
            spare = -(-backer_value(rule, backers[gift.backer]) // units) - held[gift.backer]
            extra = max(0, min(total_minor - given, limits[gift.id] - parts[gift.id], spare))
            parts[gift.id] += extra
            held[gift.backer] += extra
            given += extra
    return parts
