"""Money that was paid out and has lost its pledge: what is claimed, what waits for a decision, what the fund bears."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum

from funding.enums import MatchState, PayoutState
from funding.models import Campaign, Fund, Match, Payout

WAITING = Q(claim_minor__gt=0) | Q(open_minor__gt=0) | Q(kept__isnull=False)


def claims_of_fund(fund: Fund) -> "QuerySet[Match]":
    """Matches of which something was paid out without a pledge, or was claimed back; what waits first."""
    rows = Match.objects.filter(WAITING | Q(borne_minor__gt=0) | Q(state=MatchState.CLAWED_BACK), position__fund=fund)
    related = ("rule", "position__fund", "position__campaign")
    return rows.select_related(*related).order_by("-open_minor", "-claim_minor", "-id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """What one fund wants back from a campaign, in minor units."""

    fund: Fund
    claimed_minor: int = 0
    open_minor: int = 0


def claims_on_campaign(campaign: Campaign) -> list[Claimed]:
    """What funds claim from a campaign, or have yet to decide about, fund by fund."""
    rows = Match.objects.filter(WAITING, position__campaign=campaign).select_related("position__fund")
    found: dict[int, Claimed] = {}
    for row in rows.order_by("position_id", "id"):
        before = found.get(row.position.fund_id, Claimed(fund=row.position.fund))
        found[row.position.fund_id] = Claimed(
            fund=before.fund,
            claimed_minor=before.claimed_minor + row.claimed_minor,
            open_minor=before.open_minor + row.open_minor,
        )
    return list(found.values())


def to_be_kept_of(payout: Payout) -> int:
    """What would be kept of a payout of a fund's money if it left now, in minor units; 0 once it has left."""
    if payout.fund_id is None or payout.state not in {PayoutState.REQUESTED, PayoutState.APPROVED}:
        return 0
    rows = Match.objects.filter(position__campaign=payout.campaign_id, position__fund=payout.fund_id)
    claimed = rows.aggregate(sum=Sum("claim_minor", default=0))["sum"]
    return min(int(claimed), payout.amount_minor)
