"""What becomes free is offered to earlier pledges that got less than was due, where the rule says so."""

from django.db import transaction

from backend.core import clock
from funding.domain.book_events import OfferedAgain
from funding.enums import CauseKind, FundState
from funding.models import BookPledge, Fund, FundBook, FundCampaign
from funding.selectors.locks import campaigns_positions_for_update
from funding.services.book import About, fund_tell
from funding.services.book_matches import Cause


@transaction.atomic
def fund_offer_again(*, fund_id: int) -> int:
    """Offer a fund's free money to the pledges that wait for some, in sequence; return how many matches grew.

    Repeating it changes nothing: what is free goes to the earliest who may have it, and then it is promised. Locks the
    campaigns that wait and their positions by id, the fund's book, the balances last.
    """
    fund = Fund.objects.get(pk=fund_id)
    waiting = BookPledge.objects.filter(position__fund=fund).exclude(hungry=[])
    campaigns = sorted(set(waiting.order_by().values_list("position__campaign_id", flat=True)))
    free = FundBook.objects.filter(fund=fund).values_list("paid_in_minor", "given_minor").first()
    if fund.state != FundState.OPEN or not campaigns or free is None or free[0] == free[1]:
        return 0
    campaigns_positions_for_update(campaigns)
    rows = FundCampaign.objects.select_related("fund__book", "campaign").filter(fund=fund, campaign__in=campaigns)
    told = fund_tell(
        fund_id=fund_id,
        event=OfferedAgain(at=clock.now()),
        cause=Cause(CauseKind.OFFER, fund.public_id),
        about=About(positions=list(rows.order_by("id"))),
    )
    return sum(entry.amount_after_minor > entry.amount_before_minor for entry in told.entries)
