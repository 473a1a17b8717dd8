"""Matches that a campaign has as a whole wait while a question about one of its pledges is open, and go on after it."""

from backend.core.db import require_transaction
from backend.core.outbox import outbox_add
from backend.core.transitions import transition
from funding.enums import MatchState, PayoutFailure
from funding.events import MatchConfirmed, MatchFrozen
from funding.models import FundCampaign, Match
from funding.services.book_matches import Cause, cause_add
from funding.services.payout_ends import payout_withdraw

MOVING = (MatchState.CONFIRMED, MatchState.APPROVED, MatchState.FROZEN)


def wholes_follow(position: FundCampaign, cause: Cause, *, failure: PayoutFailure = PayoutFailure.CASE) -> None:
    """Hold them, or let them go on, as the book says of the campaign.

    A payout that holds one and has not left is ended with `failure`.
    In the caller's transaction, which has locked the campaign and told the book. Repeating it changes nothing.
    """
    require_transaction()
    waits = bool(position.book and position.book["frozen"])
    rows = Match.objects.select_for_update(no_key=True, of=("self",)).select_related("position__fund", "rule")
    for match in rows.filter(position=position, pledge=None, state__in=MOVING).order_by("id"):
        if waits and match.state != MatchState.FROZEN:
            payout_withdraw(match, failure=failure)
            transition(match, to=MatchState.FROZEN, actor=None)
            cause_add(match, cause=cause, before_minor=match.amount_minor)
            outbox_add(MatchFrozen(match_id=match.pk))
        elif not waits and match.state == MatchState.FROZEN:
            cause_add(match, cause=cause, before_minor=match.amount_minor)
            transition(match, to=MatchState.APPROVED if match.granted_at else MatchState.CONFIRMED, actor=None)
            if match.granted_at is None:
                outbox_add(MatchConfirmed(match_id=match.pk))
