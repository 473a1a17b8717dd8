"""Matches: reserved with the pledge, confirmed by the payment, on hold while a question is open.

All of these run in the caller's transaction, which has locked campaign, positions, pledge and payment. How much a match
is says the fund's book (`services.book`).
"""

from backend.core.db import require_transaction
from backend.core.outbox import outbox_add
from backend.core.transitions import transition
from funding.enums import (
    LIVE_MATCH_STATES,
    CaseState,
    CauseKind,
    DisputeState,
    FundState,
    MatchBound,
    MatchState,
    PayoutFailure,
)
from funding.events import MatchConfirmed, MatchFrozen
from funding.models import Dispute, FundCampaign, Match, Pledge
from funding.selectors.cases import case_of, decided_reason
from funding.selectors.locks import LockedPledge
from funding.selectors.persons import exclusion_of
from funding.services.book import About, fund_tell
from funding.services.book_matches import Cause
from funding.services.book_matches import cause_add as book_cause_add
from funding.services.journal import backer_in_book, pledged
from funding.services.payout_ends import payout_withdraw


def match_reserve(*, pledge: Pledge, position: FundCampaign | None) -> None:
    """Tell the fund of a new pledge, and reserve what it adds: all that is due, or as much as the pool still has.

    The lock on the fund's book comes last, so call this as the last thing before commit. A pledge that brings no money
    gets a match of zero that says why.
    """
    require_transaction()
    # If the fund has closed while this waited for the campaign, its book knows.
    if position is None or position.book is None or position.fund.state != FundState.OPEN:
        return
    event = pledged(pledge, excluded=why_not(pledge, position.fund_id))
    about = About(positions=[position], pledge=pledge, backer=backer_in_book(pledge))
    cause = Cause(CauseKind.PLEDGE, pledge.public_id)
    fund_tell(fund_id=position.fund_id, event=event, cause=cause, about=about)


def why_not(pledge: Pledge, fund_id: int) -> MatchBound:
    """Why a pledge does not count because of who gave it. What a person has decided stands above what is known."""
    decided = decided_reason(pledge, fund_id=fund_id)
    return exclusion_of(pledge, fund_id=fund_id) if decided is None else decided


def match_of(pledge: Pledge) -> Match | None:
    """The live match of a pledge, locked."""
    rows = Match.objects.select_for_update(no_key=True, of=("self",)).select_related("position__fund", "rule")
    return rows.filter(pledge=pledge, state__in=LIVE_MATCH_STATES).order_by("id").last()


def match_take_out(locked: LockedPledge, *, failure: PayoutFailure = PayoutFailure.REFUND) -> Match | None:
    """End the payout that a pledge's match is in, if it has not left: it can be asked for again. Return the match."""
    match = match_of(locked.pledge)
    if match is not None:
        payout_withdraw(match, failure=failure)
    return match


def match_confirmed(match: Match) -> None:
    """The payment has arrived: the match now waits for its approval, or for the decision of an open case."""
    if match.state != MatchState.CONFIRMED:
        return
    case = case_of(match, state=CaseState.OPEN)
    if case is None:
        outbox_add(MatchConfirmed(match_id=match.pk))
    else:
        match_hold(match=match, ref=case.public_id)


def match_hold(*, match: Match, ref: str) -> None:
    """A case is open: nothing of it is approved or paid until that is decided."""
    if match.state in {MatchState.CONFIRMED, MatchState.APPROVED}:
        transition(match, to=MatchState.FROZEN, actor=None)
    cause_add(match, kind=CauseKind.HOLD, ref=ref)


def match_freeze(*, match: Match, ref: str) -> None:
    """A dispute is open: nothing of it is approved or paid until that is over."""
    if match.state in {MatchState.CONFIRMED, MatchState.APPROVED}:
        transition(match, to=MatchState.FROZEN, actor=None)
        cause_add(match, kind=CauseKind.DISPUTE_OPENED, ref=ref)
        outbox_add(MatchFrozen(match_id=match.pk))


def match_unfreeze(*, match: Match, kind: CauseKind, ref: str) -> None:
    """A dispute is over or a case decided: let the match go on, unless the other still holds it."""
    if match.state != MatchState.FROZEN:
        return
    cause_add(match, kind=kind, ref=ref)
    if not _is_held(match):
        transition(match, to=MatchState.APPROVED if match.granted_at else MatchState.CONFIRMED, actor=None)
        if match.granted_at is None:
            outbox_add(MatchConfirmed(match_id=match.pk))


def _is_held(match: Match) -> bool:
    disputed = Dispute.objects.filter(payment__pledge=match.pledge_id, state=DisputeState.OPEN)
    return disputed.exists() or case_of(match, state=CaseState.OPEN) is not None


def cause_add(match: Match, *, kind: CauseKind, ref: str) -> None:
    """Write down what happened to a match that is as much as before."""
    book_cause_add(match, cause=Cause(kind, ref), before_minor=match.amount_minor)
