"""A pledge goes back, whole or in part: its match follows it down, and comes again if the money does.

In the caller's transaction, which has locked campaign, positions, pledge and payment.
"""

from backend.core.audit import Actor
from funding.domain.book_events import Event
from funding.enums import CauseKind, MatchState, PaymentState, PayoutFailure
from funding.models import Match, Pledge
from funding.selectors.locks import LockedPledge, accepted
from funding.services.borne import fund_bears, fund_bears_less, remains
from funding.services.journal import pledge_tell
from funding.services.matches import (
    match_change,
    match_confirm,
    match_of,
    match_reserve,
    position_sums_refresh,
    rounding_give_back,
    rounding_make_good,
)
from funding.services.payout_results import payout_withdraw


def pledge_match_shrink(
    *, pledge: Pledge, base_minor: int, kind: CauseKind, ref: str, actor: Actor = None
) -> Match | None:
    """Let the match of `pledge` follow its base down to at most `base_minor`; what it frees goes back to the pool.

    A payout that has not left is ended for it, and can be asked for again. What has left for the project already stays
    there: the fund bears it, and the ledger says so. Recomputed with the rule version of its time; cents of rounding
    come from the latest matches or go to them, each with a cause of its own.
    """
    match = match_of(pledge)
    if match is None or base_minor >= match.base_minor:
        return match
    payout_withdraw(match, failure=PayoutFailure.REFUND)
    amount, before = remains(match, base_minor), match.amount_minor
    if match.payout_id is not None:
        fund_bears(match, match.amount_minor - amount - match.borne_minor, kind=kind, ref=ref)
    else:
        match_change(match=match, amount_minor=amount, base_minor=base_minor, kind=kind, ref=ref, actor=actor)
    rounding_give_back(match, ref=ref)
    rounding_make_good(match, freed_minor=before - match.amount_minor, ref=ref)
    position_sums_refresh(match.position)
    return match


def pledge_match_restore(locked: LockedPledge, *, ref: str, event: Event | None) -> None:
    """The refund `ref` did not arrive and the money is the campaign's again: match it anew, if the fund has money free.

    Only where that refund ended the match; it then waits for its approval like any other. What had left stands on its
    pledge again, so the fund bears it no more. Takes the lock on the pool, so call it last.
    """
    pledge, payment = locked.pledge, locked.payment
    left, match = pledge.amount_minor - payment.refunded_minor, match_of(pledge)
    if match is not None and match.borne_minor:
        fund_bears_less(match, min(left, match.base_minor), kind=CauseKind.PAYMENT, ref=payment.public_id)
    ended = pledge.matches.filter(state=MatchState.RELEASED, causes__kind=CauseKind.REFUND, causes__ref=ref)
    if payment.state == PaymentState.DISPUTED or match is not None or not ended.exists():
        if event is not None:
            pledge_tell(pledge, event)
        return
    position = accepted(locked.positions)
    if position is not None:
        # Another refund of this payment may just have changed its sums.
        position.refresh_from_db(fields=["rule", "eligible_minor", "carried_minor", "matched_minor"])
    match = match_reserve(pledge=pledge, position=position, base_minor=left, event=event)
    if match is not None:
        match_confirm(match=match, ref=payment.public_id)
