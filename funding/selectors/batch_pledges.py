"""Pledges that count in a fund's book without a match of their own: what they bring is settled in a batch."""

from django.db.models import Exists, OuterRef, QuerySet

from funding.domain.rule_axes import Settlement
from funding.enums import LIVE_MATCH_STATES
from funding.models import BookPledge, Fund, FundBook, FundCampaign, Match
from funding.selectors.book import rule_known
from funding.selectors.locks import LockedPledge


def batch_settlements(fund: Fund) -> dict[int, Settlement]:
    """The rule versions that settle in a batch, and when."""
    digests = FundBook.objects.filter(fund=fund).values_list("rules", flat=True).first() or []
    rules = {version: rule_known(fund.pk, version, one)[1] for version, one in enumerate(digests, 1)}
    return {version: rule.settlement for version, rule in rules.items() if rule.settlement is not Settlement.AT_PLEDGE}


def batch_pledges(position: FundCampaign) -> "QuerySet[BookPledge]":
    """A campaign's pledges under rules that settle in a batch, as far as they have no live match of their own."""
    versions = [*batch_settlements(position.fund)]
    if not versions:
        return BookPledge.objects.none()
    live = Match.objects.filter(pledge=OuterRef("pledge"), state__in=LIVE_MATCH_STATES)
    rows = BookPledge.objects.filter(position=position, version__in=versions).exclude(Exists(live))
    return rows.select_related("pledge__campaign", "pledge__payment").order_by("sequence")


def batch_position(locked: LockedPledge) -> FundCampaign | None:
    """The fund in whose book a pledge counts without a match of its own, if there is one."""
    for position in locked.positions:
        if batch_pledges(position).filter(pledge=locked.pledge, excluded="").exists():
            return position
    return None
