"""Single matches with all that explains them, and which part of a fund's money they are."""

from typing import Final

from django.db.models import Q, QuerySet, Sum

from funding.enums import MatchState
from funding.models import Fund, Match, Pledge
from funding.selectors.funds import matches_public

FROZEN = Q(state=MatchState.FROZEN)
PARTS: Final[dict[str, Q]] = {
    "paid": Q(state__in=[MatchState.PAID, MatchState.CLAWED_BACK]),
    "approved": Q(state=MatchState.APPROVED) | (FROZEN & Q(granted_at__isnull=False)),
    "reserved": Q(state__in=[MatchState.RESERVED, MatchState.CONFIRMED]) | (FROZEN & Q(granted_at=None)),
}
"""As in `Waterline`: the matches of a part add up to its sum."""


def matches_explained(fund: Fund, *, part: str = "", campaign: str = "") -> "QuerySet[Match]":
    """Every match of a fund with its causes, the latest first; `part` is a key of PARTS, `campaign` a slug.

    Names no backer.
    """
    rows = matches_public(fund).prefetch_related("causes")
    if part in PARTS:
        rows = rows.filter(PARTS[part])
    return rows.filter(position__campaign__slug=campaign) if campaign else rows


def matches_sum(rows: "QuerySet[Match]") -> int:
    total: int = rows.order_by().aggregate(sum=Sum("amount_minor", default=0))["sum"]
    return total


def matches_of_pledge(pledge: Pledge) -> list[Match]:
    """The latest of each fund, by fund: a payment after the end of its page is matched anew."""
    rows = Match.objects.filter(pledge=pledge).select_related("rule", "position__fund")
    latest = {match.position_id: match for match in rows.prefetch_related("causes").order_by("id")}
    return sorted(latest.values(), key=lambda match: (match.position.fund.rank, match.position.fund_id))
