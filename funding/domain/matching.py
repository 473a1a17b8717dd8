"""How much a fund adds to a pledge: a percentage, computed cumulatively, with caps.

The one rule that funds have had so far, as a special case of the rule sets in `rule_set` and what `standing` makes of
them.
All amounts are minor units of one currency. The formula is "percentage, cumulative" of the matching rules: after
pledges with eligible sum S the fund owes min(cap, ⌊rate · S⌋), so rounding never adds up to more than the rate.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from backend.core.checks import ensure
from backend.core.money import rate_floor
from funding.domain import standing as sums
from funding.domain.allocation import first_come
from funding.domain.formulas import value
from funding.domain.rule_axes import Base, Caps, Percentage
from funding.domain.rule_set import RuleSet

NO_GOAL = sums.Facts(goal_1_minor=0)
"""These terms ask for nothing that a campaign's goal is needed for."""


class Bound(StrEnum):
    """Which limit made the match smaller than the plain rate."""

    NONE = ""
    PLEDGE_CAP = "pledge_cap"
    CAMPAIGN_CAP = "campaign_cap"
    POOL = "pool"


@dataclass(frozen=True, slots=True)
class Terms:
    """One version of a rule. `rate_bp` > 0 in basis points; caps limit the match, not the pledge; None is no cap."""

    rate_bp: int
    cap_campaign_minor: int | None = None
    cap_pledge_minor: int | None = None

    def __post_init__(self) -> None:
        ensure(self.rate_bp > 0, "a rate is above zero")
        ensure(self.cap_campaign_minor is None or self.cap_campaign_minor > 0, "a cap per campaign is above zero")
        ensure(self.cap_pledge_minor is None or self.cap_pledge_minor > 0, "a cap per pledge is above zero")


@lru_cache(maxsize=256)
def rule_set(terms: Terms) -> RuleSet:
    """Return the rule set that `terms` are a special case of."""
    caps = Caps(campaign_minor=terms.cap_campaign_minor, pledge_match_minor=terms.cap_pledge_minor)
    return RuleSet(base=Base.PLEDGE, function=Percentage(terms.rate_bp), caps=caps)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a fund has matched of one campaign so far.

    `eligible_minor` is the sum of the bases that live under the present rule version, `matched_minor` all that is
    matched, `carried_minor` the part of it that earlier versions matched: a new version counts from its first pledge.
    """

    eligible_minor: int = 0
    matched_minor: int = 0
    carried_minor: int = 0

    def __post_init__(self) -> None:
        ensure(self.eligible_minor >= 0, "an eligible sum is not negative")
        ensure(0 <= self.carried_minor <= self.matched_minor, "what is carried over is part of what is matched")


@dataclass(frozen=True, slots=True)
class Claim:
    """What one pledge may claim from the fund, before anyone asks whether the pool has it."""

    wanted_minor: int
    due_before_minor: int
    due_after_minor: int
    bound: Bound


def due(terms: Terms, eligible_minor: int, *, carried_minor: int = 0) -> int:
    """Return min(cap − carried, ⌊rate · eligible⌋) ≥ 0: what the present version owes to a campaign in total."""
    rule = rule_set(terms)
    counted = sums.Standing(units=value(rule.function, eligible_minor))
    return sums.due(rule, counted, sums.Crowd(), NO_GOAL, carried_minor=carried_minor).minor


def claim(terms: Terms, standing: Standing, base_minor: int) -> Claim:
    """Return what a pledge with matchable part `base_minor` ≥ 0 may claim.

    Never more than the campaign is due, and never more than the step that this pledge makes at the plain rate: what
    an earlier pledge did not get because the pool was short does not fall to a later one.
    """
    ensure(base_minor >= 0, "a base is not negative")
    eligible = standing.eligible_minor + base_minor
    step = rate_floor(eligible, terms.rate_bp) - rate_floor(standing.eligible_minor, terms.rate_bp)
    matched = standing.matched_minor - standing.carried_minor
    after = due(terms, eligible, carried_minor=standing.carried_minor)
    wanted, bound = step, Bound.NONE
    if terms.cap_pledge_minor is not None and wanted > terms.cap_pledge_minor:
        wanted, bound = terms.cap_pledge_minor, Bound.PLEDGE_CAP
    room = max(0, after - matched)
    if wanted > room:
        capped = after < rate_floor(eligible, terms.rate_bp)
        wanted, bound = room, Bound.CAMPAIGN_CAP if capped else bound
    before = due(terms, standing.eligible_minor, carried_minor=standing.carried_minor)
    return Claim(wanted_minor=wanted, due_before_minor=before, due_after_minor=after, bound=bound)


def allot(wanted_minor: int, free_minor: int) -> tuple[int, bool]:
    """First come with a partial last match: return what the pool gives and whether it was short."""
    return first_come(wanted_minor, free_minor), wanted_minor > free_minor


def excess(terms: Terms, eligible_minor: int, matched_minor: int) -> int:
    """Return by how much live matches of one version exceed ⌊rate · eligible⌋ after a base went away, ≥ 0."""
    ensure(matched_minor >= 0, "what is matched is not negative")
    return max(0, matched_minor - rate_floor(eligible_minor, terms.rate_bp))


def shortfall(terms: Terms, eligible_minor: int, matched_minor: int) -> int:
    """Return by how much live matches of one version stay below ⌊rate · eligible⌋, ≥ 0."""
    ensure(matched_minor >= 0, "what is matched is not negative")
    return max(0, rate_floor(eligible_minor, terms.rate_bp) - matched_minor)
