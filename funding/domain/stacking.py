"""Several funds on one campaign: what each of them may give to one pledge, said to each as a limit of its own.

Amounts are minor units ≥ 0. A limit is decided when a pledge starts to count and holds from then on, so that every fund
goes on alone: the limits together never exceed what the policy and the ceiling allow.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backend.core.checks import ensure
from funding.domain.allocation import Offer, Stacking, stack
from funding.domain.rule_axes import Settlement
from funding.domain.rule_set import RuleSet
from funding.domain.standing import Limit

CEILING_MAX_BP = 9_999


@dataclass(frozen=True, slots=True)
class Agreement:
    """How funds stand to each other, and the largest share of public money in crowd and public money together."""

    policy: Stacking
    ceiling_bp: int | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """What a fund gives now, and the most that it may ever give to this pledge: None is all that its rule says."""

    given_minor: int
    at_most_minor: int | None = None
    limit: Limit | None = None


@dataclass(frozen=True, slots=True)
class Base:
    """What the ceiling is of: crowd money that counts with this pledge, and public money given to others before."""

    crowd_minor: int
    public_minor: int


def shares(offers: Sequence[Offer], agreement: Agreement, base: Base) -> Mapping[str, Share]:
    """Return the share of each fund that makes an offer, by its name.

    ADD: no limit, but the ceiling for public funds. FIRST and BEST: the one that gives, no other; if none has anything
    now, the first by priority may later. PRIORITY: the first that falls short of its offer may later give what is left
    of the largest claim, all others what they give now. Below a ceiling public funds never give more than now.
    """
    ensure(len({one.fund for one in offers}) == len(offers), "a fund makes one offer")
    plain = stack(offers, agreement.policy)
    parts = stack(
        offers,
        agreement.policy,
        crowd_minor=base.crowd_minor,
        public_minor=base.public_minor,
        ceiling_bp=agreement.ceiling_bp,
    )
    later = _later(offers, agreement.policy, plain)
    found = {}
    for one in offers:
        part, most = parts.get(one.fund, 0), later[one.fund]
        limit = Limit.STACKING if most is not None else None
        if agreement.ceiling_bp is not None and one.public:
            lowered = part < plain.get(one.fund, 0)
            most, limit = part, Limit.STACKING if limit and not lowered else Limit.PUBLIC_CEILING
        found[one.fund] = Share(part, most, limit)
    return found


def _later(offers: Sequence[Offer], policy: Stacking, parts: Mapping[str, int]) -> dict[str, int | None]:
    """The most that each fund may ever give by the policy alone."""
    ordered = sorted(offers, key=lambda one: (one.priority, one.fund))
    if policy is Stacking.ADD:
        return dict.fromkeys((one.fund for one in ordered), None)
    found: dict[str, int | None] = {one.fund: parts.get(one.fund, 0) for one in ordered}
    if policy is Stacking.PRIORITY:
        left = max((one.wanted_minor for one in ordered), default=0) - sum(parts.values())
        for one in ordered:
            more = min(left, one.wanted_minor - parts.get(one.fund, 0))
            found[one.fund] = parts.get(one.fund, 0) + more
            left -= more
        return found
    giving = next(iter(parts), None) or next((one.fund for one in ordered), "")
    found[giving] = None
    return found


def not_shareable(rule: RuleSet) -> list[str]:
    """Return the parts of a rule, as dotted fields, by which it cannot share a campaign with other funds.

    What is settled later, or opens later for earlier pledges, would give without asking the others.
    """
    gates = rule.gates
    tests = {
        "settlement": rule.settlement is Settlement.AT_PLEDGE,
        "gates.raised_minor": gates.raised_minor is None,
        "gates.raised_goal_bp": gates.raised_goal_bp is None,
        "gates.backers": gates.backers is None,
        "gates.successful": not gates.successful,
        "gates.payee_verified": not gates.payee_verified,
    }
    return [name for name, shares_well in tests.items() if not shares_well]
