"""Pledges that count in a fund's book without a match of their own: what they bring is settled in a batch."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from funding.domain.rule_axes import Settlement
from funding.enums import LIVE_MATCH_STATES, MatchBound
from funding.models import BookPledge, Fund, FundBook, FundCampaign, Match, Pledge
from funding.selectors.book import VERSIONS
from funding.selectors.locks import LockedPledge

SETTLED = 5
"""Where the sums of a campaign under one rule version say whether its batch has been."""


def batch_settlements(fund: Fund) -> dict[int, Settlement]:
    """The rule versions that settle in a batch, and when."""
    digests = FundBook.objects.filter(fund=fund).values_list("rules", flat=True).first() or []
    rules = {version: VERSIONS.find(fund.pk, version, one)[1] for version, one in enumerate(digests, 1)}
    return {version: rule.settlement for version, rule in rules.items() if rule.settlement is not Settlement.AT_PLEDGE}


def batch_comes(position: FundCampaign, settlements: Mapping[int, Settlement]) -> bool:
    """Whether a batch is still to come for a campaign, or may come: one at success, only while it may be one."""
    if position.book is None or position.book["failed"]:
        return False
    hopes = position.book["facts"]["successful"] or not position.book["ended"]
    groups = position.book["groups"].items()
    waiting = {settlements.get(int(version)) for version, sums in groups if not sums[SETTLED]}
    return Settlement.AT_CLOSE in waiting or (Settlement.AT_SUCCESS in waiting and hopes)


def batch_pledges(position: FundCampaign) -> "QuerySet[BookPledge]":
    """A campaign's pledges under rules that settle in a batch, as far as they have no live match of their own."""
    versions = [*batch_settlements(position.fund)]
    if not versions:
        return BookPledge.objects.none()
    live = Match.objects.filter(pledge=OuterRef("pledge"), state__in=LIVE_MATCH_STATES)
    rows = BookPledge.objects.filter(position=position, version__in=versions).exclude(Exists(live))
    return rows.select_related("pledge__campaign", "pledge__payment").order_by("sequence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """What is settled later for a pledge: when, whether that has been, and why the pledge does not count, if so."""

    settlement: Settlement
    settled: bool
    excluded: MatchBound
    position: FundCampaign


def settled_later(pledge: Pledge) -> Later | None:
    """Return when what a fund adds is settled, for a pledge that has no match of its own."""
    row = BookPledge.objects.filter(pledge=pledge).select_related("position__fund").first()
    settlement = batch_settlements(row.position.fund).get(row.version) if row else None
    if row is None or settlement is None:
        return None
    groups = (row.position.book or {})["groups"]
    settled = bool(groups[str(row.version)][SETTLED]) if str(row.version) in groups else False
    excluded = MatchBound(row.excluded) if row.excluded in MatchBound.values else MatchBound.EXCLUDED
    return Later(settlement=settlement, settled=settled, excluded=excluded, position=row.position)


def batch_position(locked: LockedPledge) -> FundCampaign | None:
    """The fund in whose book a pledge counts without a match of its own, if there is one."""
    for position in locked.positions:
        if batch_pledges(position).filter(pledge=locked.pledge, excluded="").exists():
            return position
    return None
