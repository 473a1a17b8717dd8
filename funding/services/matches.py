"""Matches: reserved with the pledge, confirmed by the payment, on hold while a question is open.

All of these run in the caller's transaction, which has locked campaign, positions, pledge and payment. How much a match
is says the fund's book (`services.book`).
"""

from collections.abc import Sequence

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
from funding.selectors.locks import LockedPledge, accepted
from funding.selectors.persons import exclusion_of
from funding.services.book import About, fund_tell
from funding.services.book_matches import Cause
from funding.services.book_matches import cause_add as book_cause_add
from funding.services.journal import backer_in_book, pledged
from funding.services.payout_ends import payout_withdraw
from funding.services.stacking import events_shared


def match_reserve(*, pledge: Pledge, positions: Sequence[FundCampaign]) -> None:
    """Tell the funds of a new pledge, and reserve what each adds: all that is due, or as much as the pool still has.

    `positions` are all of the campaign; those that top it up are asked, several of them together. The locks on the
    funds' books come last, so call this as the last thing before commit. A pledge that brings no money gets a match of
    zero that says why.
    """
    require_transaction()
    # If a fund has closed while this waited for the campaign, its book knows.
    asked = [row for row in accepted(positions) if row.book is not None and row.fund.state == FundState.OPEN]
    backer = backer_in_book(pledge)
    events = {row.pk: pledged(pledge, excluded=why_not(pledge, row.fund_id)) for row in asked}
    if len(asked) > 1:
        events = events_shared(pledge, events, positions, backers=dict.fromkeys(events, backer))
    cause = Cause(CauseKind.PLEDGE, pledge.public_id)
    for row in asked:
        about = About(positions=[row], pledge=pledge, backer=backer)
        fund_tell(fund_id=row.fund_id, event=events[row.pk], cause=cause, about=about)


def why_not(pledge: Pledge, fund_id: int) -> MatchBound:
    """Why a pledge does not count because of who gave it. What a person has decided stands above what is known."""
    decided = decided_reason(pledge, fund_id=fund_id)
    return exclusion_of(pledge, fund_id=fund_id) if decided is None else decided


def matches_of(pledge: Pledge) -> list[Match]:
    """The live matches of a pledge, locked: one at most of each fund."""
    rows = Match.objects.select_for_update(no_key=True, of=("self",)).select_related("position__fund", "rule")
    return list(rows.filter(pledge=pledge, state__in=LIVE_MATCH_STATES).order_by("id"))


def match_of(pledge: Pledge, position_id: int) -> Match | None:
    """The live match of a pledge in one fund, locked."""
    return next((match for match in matches_of(pledge) if match.position_id == position_id), None)


def matches_take_out(locked: LockedPledge, *, failure: PayoutFailure = PayoutFailure.REFUND) -> list[Match]:
    """End the payouts that a pledge's matches are in, if they have not left: they can be asked for again."""
    matches = matches_of(locked.pledge)
    for match in matches:
        payout_withdraw(match, failure=failure)
    return matches


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
