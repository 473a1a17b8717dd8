"""Paid in against promised: what the campaigns that a fund takes in may still claim, against what is free."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, Sum

from funding.domain.demand import most_of_campaign, shares_what_there_is
from funding.domain.standing import Facts
from funding.enums import CampaignState, MatchState, PositionState
from funding.ledger.balances import balance_of
from funding.ledger.enums import AccountKind
from funding.models import Fund, FundBook, FundCampaign, Match, MatchingRule
from funding.selectors.batch_pledges import batch_comes, batch_settlements
from funding.selectors.funds import Waterline, fund_waterline
from funding.selectors.pots import FundPot, pots_of
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
    earmarked: list[FundPot]
    """Pots of the free money that may not go to every campaign."""

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
        claimable=_claimable(fund, rule_now(fund), _claiming(fund)),
        earmarked=[pot for pot in pots_of(fund) if pot.free_minor and not pot.is_for_anything],
    )


def claims_with(fund: Fund, position: FundCampaign) -> Claims:
    """What could be claimed if `position` were taken in, too."""
    claiming = {row.pk: row for row in _claiming(fund)} | {position.pk: position}
    free = balance_of(AccountKind.FUND_POOL, fund.public_id, fund.currency).free_minor
    return Claims(most_minor=_claimable(fund, rule_now(fund), claiming.values()), free_minor=free)


def _claiming(fund: Fund) -> list[FundCampaign]:
    """Campaigns that may still claim something: those that run, and those whose batch is still to come."""
    rows = FundCampaign.objects.filter(fund=fund, state=PositionState.ACCEPTED).select_related("campaign")
    settlements = batch_settlements(fund)
    return [row for row in rows if row.campaign.state != CampaignState.ENDED or batch_comes(row, settlements)]


def _claimable(fund: Fund, rule: MatchingRule | None, positions: Iterable[FundCampaign]) -> int | None:
    """A rule that shares what there is can never claim more than that, whatever the campaigns gather."""
    if rule is None:
        return None
    known = rule.rule_set
    book = FundBook.objects.filter(fund=fund).values_list("paid_in_minor", "given_minor").first()
    paid_in, given = book or (0, 0)
    mosts = [(row, most_of_campaign(known, _facts(row), paid_in_minor=paid_in)) for row in positions]
    claims = [None if most is None else max(0, most - row.matched_minor) for row, most in mosts]
    total = None if None in claims else sum(one for one in claims if one is not None)
    if not shares_what_there_is(known):
        return total
    return paid_in - given if total is None else min(total, paid_in - given)


def _facts(position: FundCampaign) -> Facts:
    return Facts(position.campaign.goal1_minor, position.campaign.goal2_minor)
