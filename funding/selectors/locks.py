"""Rows locked for change, in the order that the names say.

It is campaign → positions by id → pledge → payment → payout → books by fund → balances.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from backend.core.db import require_transaction
from backend.core.errors import NotFound
from funding.enums import PositionState
from funding.models import Campaign, Dispute, FundBook, FundCampaign, Match, Payment, Payout, Pledge, Refund


@dataclass(frozen=True, slots=True)
class LockedPledge:
    """A pledge with all that may change together with it."""

    campaign: Campaign
    positions: list[FundCampaign]
    pledge: Pledge
    payment: Payment


def campaign_for_update(campaign_id: int) -> Campaign:
    require_transaction()
    return Campaign.objects.select_for_update(no_key=True).get(pk=campaign_id)


def positions_for_update(campaign_id: int) -> list[FundCampaign]:
    """All positions of a campaign, after the campaign itself."""
    require_transaction()
    rows = FundCampaign.objects.select_for_update(no_key=True, of=("self",))
    return list(rows.filter(campaign_id=campaign_id).select_related("fund__book", "campaign").order_by("id"))


def campaigns_positions_for_update(campaign_ids: Iterable[int]) -> None:
    """For what touches several campaigns at once: all of them by id, then all their positions by id."""
    require_transaction()
    ids = sorted(set(campaign_ids))
    for campaign_id in ids:
        campaign_for_update(campaign_id)
    rows = FundCampaign.objects.select_for_update(no_key=True).filter(campaign_id__in=ids)
    list(rows.order_by("id"))


def positions_of_fund_for_update(fund_id: int) -> list[FundCampaign]:
    require_transaction()
    rows = FundCampaign.objects.select_for_update(no_key=True, of=("self",)).select_related("fund__book", "campaign")
    return list(rows.filter(fund_id=fund_id).order_by("id"))


def accepted(positions: Iterable[FundCampaign]) -> list[FundCampaign]:
    """The positions that top the campaign up, by their funds; mostly one."""
    rows = [row for row in positions if row.state == PositionState.ACCEPTED]
    return sorted(rows, key=lambda row: row.fund_id)


def books_for_update(fund_ids: Iterable[int]) -> None:
    """Lock the books of several funds before any of their balances; one alone is locked when it is told something.

    Always in the order of the funds, so that nobody waits for somebody who waits for them.
    """
    require_transaction()
    ids = sorted(set(fund_ids))
    if len(ids) > 1:
        list(FundBook.objects.select_for_update().filter(fund__in=ids).order_by("fund_id").values_list("pk"))


def campaign_positions_pledge_payment_for_update(payment_id: int) -> LockedPledge:
    """Raises NotFound."""
    require_transaction()
    known = Payment.objects.filter(pk=payment_id).values("pledge_id", "pledge__campaign_id").first()
    if known is None:
        raise NotFound
    campaign = campaign_for_update(known["pledge__campaign_id"])
    positions = positions_for_update(campaign.pk)
    pledge = Pledge.objects.select_for_update(no_key=True).get(pk=known["pledge_id"])
    payment = Payment.objects.select_for_update(no_key=True).get(pk=payment_id)
    pledge.campaign, payment.pledge = campaign, pledge
    return LockedPledge(campaign=campaign, positions=positions, pledge=pledge, payment=payment)


def campaign_positions_of_match_for_update(match_id: int) -> Match:
    """Lock what stands before a match, then the match itself; return it fresh."""
    require_transaction()
    known = Match.objects.filter(pk=match_id).values_list("position__campaign_id", flat=True).first()
    if known is None:
        raise NotFound
    campaign_for_update(known)
    positions_for_update(known)
    related = "position__fund", "position__campaign__project__solution", "rule", "pledge"
    return Match.objects.select_for_update(no_key=True, of=("self",)).select_related(*related).get(pk=match_id)


def payout_for_update(payout_id: int) -> Payout:
    require_transaction()
    rows = Payout.objects.select_for_update(no_key=True, of=("self",))
    found = rows.select_related("campaign", "payee", "fund", "hold").filter(pk=payout_id).first()
    if found is None:
        raise NotFound
    return found


def refunds_for_update(payment_id: int) -> list[Refund]:
    require_transaction()
    return list(Refund.objects.select_for_update(no_key=True).filter(payment_id=payment_id).order_by("id"))


def disputes_for_update(payment_id: int) -> list[Dispute]:
    require_transaction()
    return list(Dispute.objects.select_for_update(no_key=True).filter(payment_id=payment_id).order_by("id"))
