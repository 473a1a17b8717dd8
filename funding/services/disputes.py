"""Disputes: the backer's bank asks for the money back. Nothing of it is paid out until that is decided."""

from collections.abc import Sequence

from backend.core import clock
from backend.core.audit import audit_add
from backend.core.outbox import outbox_add
from backend.core.transitions import transition
from funding.domain.book_events import DisputeLost as Lost
from funding.domain.book_events import DisputeOpened as Opened
from funding.domain.book_events import DisputeWon as Won
from funding.enums import CauseKind, DisputeState, PaymentState, PayoutFailure
from funding.events import DisputeClosed, DisputeOpened
from funding.gateways.protocol import DisputeFacts, DisputeOutcome
from funding.ledger.enums import PostingKind
from funding.models import Dispute
from funding.selectors.locks import LockedPledge, disputes_for_update
from funding.services import money_back
from funding.services.journal import pledge_tell, refunded_tell
from funding.services.matches import match_freeze, match_of, match_unfreeze
from funding.services.payout_results import payout_withdraw
from funding.services.shrinking import pledge_match_shrink

STATES = {
    DisputeOutcome.OPEN: DisputeState.OPEN,
    DisputeOutcome.WON: DisputeState.WON,
    DisputeOutcome.LOST: DisputeState.LOST,
}


def disputes_settle(locked: LockedPledge, facts: Sequence[DisputeFacts]) -> None:
    """Bring our disputes in line with the provider's. In the caller's transaction, with all of `locked` locked."""
    if not facts:
        return
    ours = {dispute.gateway_id: dispute for dispute in disputes_for_update(locked.payment.pk)}
    for fact in facts:
        dispute = ours.get(fact.gateway_id) or _open(locked, fact)
        if dispute.state == DisputeState.OPEN and fact.outcome is not DisputeOutcome.OPEN:
            _close(locked, dispute, STATES[fact.outcome])


def _open(locked: LockedPledge, fact: DisputeFacts) -> Dispute:
    amount = fact.amount_minor
    before = money_back.returning_minor(locked.payment)
    if locked.payment.state != PaymentState.DISPUTED:
        pledge_tell(locked.pledge, Opened(at=clock.now(), pledge=locked.pledge.public_id))
    dispute = Dispute.objects.create(payment=locked.payment, gateway_id=fact.gateway_id, amount_minor=amount)
    audit_add(actor=None, action="funding.dispute_opened", row=dispute, facts={"amount_minor": amount})
    outbox_add(DisputeOpened(dispute_id=dispute.pk))
    money_back.standing_refresh(locked)
    match = match_of(locked.pledge)
    if match is not None:
        payout_withdraw(match, failure=PayoutFailure.DISPUTE)
        match_freeze(match=match, ref=dispute.public_id)
    held = money_back.hold(
        locked,
        reference=f"dispute:{dispute.public_id}",
        kind=PostingKind.DISPUTE_HELD,
        amount_minor=amount,
        fee_minor=money_back.fee_part(locked, amount, before),
    )
    dispute.hold_id, dispute.fee_borne_minor = held.transfer_id, held.fee_minor
    dispute.save(update_fields=["hold", "fee_borne_minor", "updated_at"])
    return dispute


def _close(locked: LockedPledge, dispute: Dispute, state: DisputeState) -> None:
    transition(dispute, to=state, actor=None)
    outbox_add(DisputeClosed(dispute_id=dispute.pk))
    before = locked.payment.refunded_minor
    money_back.standing_refresh(locked)
    _tell_closed(locked, state, locked.payment.refunded_minor - before)
    reference = f"dispute:{dispute.public_id}"
    if state == DisputeState.WON:
        _unfreeze(locked, kind=CauseKind.DISPUTE_WON, ref=dispute.public_id)
        money_back.give_hold_back(
            locked.campaign,
            reference=reference,
            kind=PostingKind.DISPUTE_WON,
            transfer=dispute.hold,
            fee_minor=dispute.fee_borne_minor,
        )
        return
    left = locked.pledge.amount_minor - locked.payment.refunded_minor
    pledge_match_shrink(pledge=locked.pledge, base_minor=left, kind=CauseKind.DISPUTE_LOST, ref=dispute.public_id)
    _unfreeze(locked, kind=CauseKind.DISPUTE_LOST, ref=dispute.public_id)
    money_back.leave(
        locked,
        reference=reference,
        kind=PostingKind.DISPUTE_LOST,
        transfer=dispute.hold,
        amount_minor=dispute.amount_minor,
    )


def _tell_closed(locked: LockedPledge, state: DisputeState, amount_minor: int) -> None:
    """While another part of the payment is still disputed, a part that is lost is told as gone back."""
    pledge, moment = locked.pledge, clock.now()
    if locked.payment.state == PaymentState.DISPUTED:
        refunded_tell(locked, amount_minor)
    elif state == DisputeState.WON:
        pledge_tell(pledge, Won(at=moment, pledge=pledge.public_id))
    else:
        pledge_tell(pledge, Lost(at=moment, pledge=pledge.public_id, amount_minor=amount_minor))


def _unfreeze(locked: LockedPledge, *, kind: CauseKind, ref: str) -> None:
    """A bank may dispute one payment in several parts; the match waits for the last of them."""
    match = match_of(locked.pledge)
    if match is not None and locked.payment.state != PaymentState.DISPUTED:
        match_unfreeze(match=match, kind=kind, ref=ref)
