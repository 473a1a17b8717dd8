"""Paid in against promised: what the campaigns that a fund takes in may still claim, against what is free."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum

from funding.enums import CampaignState, MatchState, PositionState
from funding.ledger.balances import balance_of
from funding.ledger.enums import AccountKind
from funding.models import Fund, FundCampaign, Match, MatchingRule
from funding.selectors.funds import Waterline, fund_waterline
from funding.selectors.rules import rule_now


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """The most that campaigns may still claim, in minor units: None where the rule sets no limit for a campaign."""

    most_minor: int | None
    free_minor: int

    @property
    def covered(self) -> bool:
        return self.most_minor is not None and self.most_minor <= self.free_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """What the accepted campaigns may still claim, against what is free. Minor units."""

    waterline: Waterline
    waiting_payment: int
    waiting_approval: int
    claimable: int | None
    """The most that running campaigns can still claim: None where the rule has no cap per campaign."""

    @property
    def short_by(self) -> int:
        """How much is missing if every accepted campaign claims all it can."""
        return max(0, (self.claimable or 0) - self.waterline.free)


def exposure(fund: Fund) -> Exposure:
    # What was approved before its dispute waits for no approval.
    approval = Q(state__in=(MatchState.CONFIRMED, MatchState.FROZEN), granted_at=None)
    sums = (
        Match.objects.filter(position__fund=fund)
        .order_by()
        .aggregate(
            payment=Sum("amount_minor", filter=Q(state=MatchState.RESERVED), default=0),
            approval=Sum("amount_minor", filter=approval, default=0),
        )
    )
    return Exposure(
        waterline=fund_waterline(fund),
        waiting_payment=sums["payment"],
        waiting_approval=sums["approval"],
        claimable=_claimable(rule_now(fund), _running(fund)),
    )


def claims_with(fund: Fund, position: FundCampaign) -> Claims:
    """What could be claimed if `position` were taken in, too."""
    running = {row.pk: row for row in _running(fund)} | {position.pk: position}
    free = balance_of(AccountKind.FUND_POOL, fund.public_id, fund.currency).free_minor
    return Claims(most_minor=_claimable(rule_now(fund), running.values()), free_minor=free)


def _running(fund: Fund) -> "QuerySet[FundCampaign]":
    rows = FundCampaign.objects.filter(fund=fund, state=PositionState.ACCEPTED)
    return rows.exclude(campaign__state=CampaignState.ENDED)


def _claimable(rule: MatchingRule | None, positions: Iterable[FundCampaign]) -> int | None:
    if rule is None or rule.cap_campaign_minor is None:
        return None
    return sum(max(0, rule.cap_campaign_minor - row.matched_minor) for row in positions)
