"""Paid in against promised: what the campaigns that a fund takes in may still claim, against what is free."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, Sum

from funding.domain.demand import most_of_campaign, shares_what_there_is
from funding.domain.standing import Facts
from funding.enums import CampaignState, MatchState, PositionState
from funding.models import Fund, FundCampaign, Match
from funding.selectors.batch_pledges import batch_comes, batch_settlements
from funding.selectors.funds import Waterline, fund_waterline
from funding.selectors.pot_coverage import MayClaim, ShortPots, pots_short
from funding.selectors.pots import FundPot, pots_of
from funding.selectors.rules import rule_now


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """The most that campaigns may still claim, in minor units: None where the rule sets no limit for a campaign."""

    most_minor: int | None
    free_minor: int
    short: list[ShortPots]
    """Pots that are not enough for those whom no other money may reach."""

    @property
    def covered(self) -> bool:
        return self.most_minor is not None and not self.short


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
    short: list[ShortPots]
    """Pots that are not enough if every accepted campaign claims all it can."""

    @property
    def short_by(self) -> int:
        """How much is missing for certain then, since money for one thing does not help another."""
        return sum(one.missing_minor for one in self.short if one.certain)


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
    pots = pots_of(fund)
    claims = _claims(fund, _claiming(fund), pots)
    return Exposure(
        waterline=fund_waterline(fund),
        waiting_payment=sums["payment"],
        waiting_approval=sums["approval"],
        claimable=claims.most_minor,
        earmarked=[pot for pot in pots if pot.free_minor and not pot.is_for_anything],
        short=claims.short,
    )


def claims_with(fund: Fund, position: FundCampaign) -> Claims:
    """What could be claimed if `position` were taken in, too; which pots would be short for it, or because of it."""
    claiming = {row.pk: row for row in _claiming(fund)} | {position.pk: position}
    return _claims(fund, claiming.values(), pots_of(fund), about=position)


def _claiming(fund: Fund) -> list[FundCampaign]:
    """Campaigns that may still claim something: those that run, and those whose batch is still to come."""
    rows = FundCampaign.objects.filter(fund=fund, state=PositionState.ACCEPTED).select_related("campaign")
    settlements = batch_settlements(fund)
    return [row for row in rows if row.campaign.state != CampaignState.ENDED or batch_comes(row, settlements)]


def _claims(
    fund: Fund, positions: Iterable[FundCampaign], pots: Sequence[FundPot], *, about: FundCampaign | None = None
) -> Claims:
    """A rule that shares what there is can never claim more than that, whatever the campaigns gather."""
    rule = rule_now(fund)
    paid_in, free = sum(pot.paid_in_minor for pot in pots), sum(pot.free_minor for pot in pots)
    if rule is None:
        return Claims(most_minor=None, free_minor=free, short=[])
    known, claims = rule.rule_set, list[MayClaim]()
    for row in positions:
        most = most_of_campaign(known, _facts(row), paid_in_minor=paid_in)
        if most is None:
            return Claims(most_minor=free if shares_what_there_is(known) else None, free_minor=free, short=[])
        claims.append(MayClaim(row, max(0, most - row.matched_minor)))
    total = sum(claim.minor for claim in claims)
    if shares_what_there_is(known):
        total = min(total, free)
    return Claims(most_minor=total, free_minor=free, short=pots_short(known, pots, claims, about=about))


def _facts(position: FundCampaign) -> Facts:
    return Facts(position.campaign.goal1_minor, position.campaign.goal2_minor)
