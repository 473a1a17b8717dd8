"""A rule may hold matches back for some days after a direct debit, because a bank can return it. Services' side."""

from datetime import datetime

from django.db import transaction

from backend.core import clock
from backend.core.outbox import outbox_add
from funding.domain.book_approvals import held_until
from funding.domain.book_records import MatchState as InBook
from funding.enums import CauseKind
from funding.events_of_funds import MatchHoldOver
from funding.models import FundBook, FundCampaign, Match
from funding.selectors.book import slice_add, slice_begin
from funding.selectors.locks import campaign_for_update, positions_for_update
from funding.services.book_matches import Cause, cause_add

ENDED = frozenset({InBook.PAID, InBook.RELEASED})


def holds_refresh(position: FundCampaign) -> list[Match]:
    """Write down until when each match of a campaign is held back; return those that are so no more.

    What is paid out or released is not held. The campaign and its positions are locked.
    """
    digests = FundBook.objects.filter(fund=position.fund_id).values_list("rules", flat=True).first() or []
    found = slice_begin(position.fund_id, digests)
    if position.book is None or not any(rule.sepa_hold_days for rule in found.state.versions):
        return []
    slice_add(found, [position])
    moment, free = clock.now(), []
    for name, row in found.state.matches.items():
        until = None if row.state in ENDED else held_until(found.state, row)
        is_over = _write(found.matches[name], until if until and until > moment else None)
        if is_over and row.state not in ENDED:
            free.append(found.matches[name])
    return free


def _write(match: Match, until: datetime | None) -> bool:
    """Say whether the match was held back before and is not any more."""
    before = match.held_until
    if before == until:
        return False
    match.held_until = until
    match.save(update_fields=["held_until", "updated_at"])
    return until is None and before is not None and before <= clock.now()


def holds_end_due() -> int:
    """Let go what was held back long enough, with a cause, and tell the managers; return how many matches.

    Locks each campaign and its positions. Repeating it changes nothing.
    """
    due = Match.objects.filter(held_until__lte=clock.now()).order_by("position__campaign_id")
    campaigns = list(due.values_list("position__campaign_id", flat=True).distinct())
    return sum(_end(campaign_id) for campaign_id in campaigns)


@transaction.atomic
def _end(campaign_id: int) -> int:
    campaign, count = campaign_for_update(campaign_id), 0
    for position in positions_for_update(campaign.pk):
        for match in holds_refresh(position):
            cause_add(match, cause=Cause(CauseKind.HOLD_OVER, campaign.public_id), before_minor=match.amount_minor)
            outbox_add(MatchHoldOver(match_id=match.pk))
            count += 1
    return count
