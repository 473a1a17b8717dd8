"""Whether the pots of a fund can pay what its campaigns may still claim, each out of money that may go to it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.core import clock
from funding.domain.coverage import Demand, Supply, connected, shortages
from funding.domain.demand import shares_what_there_is
from funding.domain.pots import pot_owner
from funding.domain.rule_axes import Settlement
from funding.domain.rule_set import RuleSet
from funding.enums import CampaignState
from funding.models import Campaign, FundCampaign
from funding.selectors.pots import FundPot, topics_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortPots:
    """`pots` alone may pay `campaigns`, and are not enough: for certain, or if others draw on them first.

    Minor units; `claims_minor` is the most that the campaigns may still claim, `free_minor` what the pots have.
    """

    pots: list[FundPot]
    campaigns: list[Campaign]
    claims_minor: int
    free_minor: int
    missing_minor: int
    certain: bool
    everything: bool
    """Whether these are all the pots that have something, so that it is the fund that is short."""

    @property
    def campaign_ids(self) -> list[str]:
        return [row.public_id for row in self.campaigns]


@dataclass(frozen=True, slots=True)
class MayClaim:
    """The most that a campaign may still claim, in minor units."""

    position: FundCampaign
    minor: int


def pots_short(
    rule: RuleSet, pots: Sequence[FundPot], claims: Sequence[MayClaim], *, about: FundCampaign | None = None
) -> list[ShortPots]:
    """Return which pots are short if every campaign claims the most it may, what is missing for certain first.

    A rule that shares what there is never promises more than that. With `about` only what has to do with that
    campaign: who has no pot in common with it, not even by way of others, is none of its business.
    """
    if shares_what_there_is(rule):
        return []
    at, known = clock.now(), {pot.name: pot for pot in pots}
    campaigns = {one.position.campaign.public_id: one.position.campaign for one in claims}
    demands = [_demand(rule, pots, one, at) for one in claims]
    if about is not None:
        name = about.campaign.public_id
        near = connected(demands, name)
        demands = [one for one in demands if one.id == name or one.ever & near]
    having = {pot.name for pot in pots if pot.free_minor}
    return [
        ShortPots(
            pots=[known[name] for name in one.supplies],
            campaigns=[campaigns[name] for name in one.demands],
            claims_minor=one.claims_minor,
            free_minor=one.free_minor,
            missing_minor=one.missing_minor,
            certain=one.certain,
            everything=having <= set(one.supplies),
        )
        for one in shortages([_supply(pot) for pot in pots], demands)
    ]


def _supply(pot: FundPot) -> Supply:
    return Supply(pot.name, pot.free_minor, pot.priority, pot_owner(pot.name))


def _demand(rule: RuleSet, pots: Sequence[FundPot], claim: MayClaim, at: datetime) -> Demand:
    campaign, book = claim.position.campaign, claim.position.book
    topics, region = (book["topics"], book["region"]) if book else (topics_of(campaign), campaign.region)
    until = _until(rule, campaign, at)
    near = [pot for pot in pots if pot.earmark.is_for(topics=topics, region=region)]
    ever = frozenset(pot.name for pot in near if _meets(pot, at, until))
    always = frozenset(pot.name for pot in near if pot.name in ever and _covers(pot, at, until))
    cap, minor, limits = rule.caps.sponsor_minor, claim.minor, None
    if cap is not None:
        had: Counter[str] = Counter()
        for name, amount in (book["from_pots"] if book else {}).items():
            had[pot_owner(name)] += amount
        limits = {owner: max(0, cap - had[owner]) for owner in {pot_owner(name) for name in ever}}
        # What a sponsor may not give by the rule is no claim.
        minor = min(minor, sum(limits.values()))
    return Demand(campaign.public_id, minor, always, ever, limits)


def _until(rule: RuleSet, campaign: Campaign, at: datetime) -> datetime | None:
    """Until when a campaign may draw on pots: as long as it runs, and in a batch nobody knows when."""
    if rule.settlement is not Settlement.AT_PLEDGE:
        return None
    return at if campaign.state == CampaignState.ENDED else max(at, campaign.ends_at)


def _meets(pot: FundPot, at: datetime, until: datetime | None) -> bool:
    starts, ends = pot.earmark.starts_at, pot.earmark.ends_at
    return (ends is None or at < ends) and (starts is None or until is None or starts <= until)


def _covers(pot: FundPot, at: datetime, until: datetime | None) -> bool:
    starts, ends = pot.earmark.starts_at, pot.earmark.ends_at
    return (starts is None or starts <= at) and (ends is None or (until is not None and until <= ends))
