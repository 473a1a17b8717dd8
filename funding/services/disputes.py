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
from funding.models import BookPledge, Dispute, Pledge
from funding.selectors.locks import LockedPledge, disputes_for_update
from funding.services import money_back
from funding.services.book_matches import Cause
from funding.services.journal import pledge_tell, refunded_tell
from funding.services.matches import match_freeze, match_unfreeze, matches_of, matches_take_out

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
    is_first = locked.payment.state != PaymentState.DISPUTED
    dispute = Dispute.objects.create(payment=locked.payment, gateway_id=fact.gateway_id, amount_minor=amount)
    audit_add(actor=None, action="funding.dispute_opened", row=dispute, facts={"amount_minor": amount})
    outbox_add(DisputeOpened(dispute_id=dispute.pk))
    money_back.standing_refresh(locked)
    if is_first and locked.payment.refunded_minor < locked.pledge.amount_minor:
        opened = Opened(at=clock.now(), pledge=locked.pledge.public_id)
        pledge_tell(locked, opened, Cause(CauseKind.DISPUTE_OPENED, dispute.public_id), alone=True)
    for match in matches_take_out(locked, failure=PayoutFailure.DISPUTE):
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
    reference = f"dispute:{dispute.public_id}"
    if state == DisputeState.WON:
        _tell_closed(locked, dispute, 0)
        _unfreeze(locked, kind=CauseKind.DISPUTE_WON, ref=dispute.public_id)
        money_back.give_hold_back(
            locked.campaign,
            reference=reference,
            kind=PostingKind.DISPUTE_WON,
            transfer=dispute.hold,
            fee_minor=dispute.fee_borne_minor,
        )
        return
    matches_take_out(locked, failure=PayoutFailure.DISPUTE)
    _tell_closed(locked, dispute, locked.payment.refunded_minor - before)
    _unfreeze(locked, kind=CauseKind.DISPUTE_LOST, ref=dispute.public_id)
    money_back.leave(
        locked,
        reference=reference,
        kind=PostingKind.DISPUTE_LOST,
        transfer=dispute.hold,
        amount_minor=dispute.amount_minor,
    )


def _tell_closed(locked: LockedPledge, dispute: Dispute, amount_minor: int) -> None:
    """While another part of the payment is still disputed, a part that is lost is told as gone back."""
    pledge, moment = locked.pledge, clock.now()
    lost = dispute.state == DisputeState.LOST
    cause = Cause(CauseKind.DISPUTE_LOST if lost else CauseKind.DISPUTE_WON, dispute.public_id)
    if locked.payment.state == PaymentState.DISPUTED or not _is_disputed_in_book(pledge):
        refunded_tell(locked, amount_minor, cause)
    elif lost:
        pledge_tell(locked, Lost(at=moment, pledge=pledge.public_id, amount_minor=amount_minor), cause)
    else:
        pledge_tell(locked, Won(at=moment, pledge=pledge.public_id), cause, alone=True)


def _is_disputed_in_book(pledge: Pledge) -> bool:
    return BookPledge.objects.filter(pledge=pledge, disputed=True).exists()


def _unfreeze(locked: LockedPledge, *, kind: CauseKind, ref: str) -> None:
    """A bank may dispute one payment in several parts; the match waits for the last of them."""
    if locked.payment.state == PaymentState.DISPUTED:
        return
    for match in matches_of(locked.pledge):
        match_unfreeze(match=match, kind=kind, ref=ref)
