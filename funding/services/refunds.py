"""Refunds: asked for by a fund manager, held in the ledger at once, sent by the worker, settled by the provider's
state.
"""

from collections.abc import Sequence
from datetime import timedelta

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid, LimitReached, Unavailable
from backend.core.failpoints import declare, failpoint
from backend.core.outbox import outbox_add
from backend.core.predicates import require
from backend.core.transitions import transition
from funding.domain.book_events import RefundUndone
from funding.domain.texts import plain_text
from funding.enums import CauseKind, PaymentState, RefundReason, RefundState
from funding.events import RefundFailed, RefundRequested, RefundSucceeded
from funding.gateways import current_gateway
from funding.gateways.protocol import GatewayRefused, GatewayUnknown, Outcome, RefundFacts
from funding.ledger.enums import PostingKind
from funding.models import Payment, Refund
from funding.rules import can_refund
from funding.selectors.locks import (
    LockedPledge,
    campaign_positions_pledge_payment_for_update,
    refunds_for_update,
)
from funding.services import money_back
from funding.services.book_matches import Cause
from funding.services.journal import pledge_tell, refunded_tell
from funding.services.matches import match_confirmed, matches_of, matches_take_out

log = structlog.get_logger(__name__)
REFUNDABLE = frozenset({PaymentState.SUCCEEDED, PaymentState.PART_REFUNDED})
REASON_MAX = 1_000
# Well below the day after which Stripe forgets an idempotency key.
KEYS_HOLD = timedelta(hours=12)
SENT = declare("funding.refund_sent")
RECORDED = declare("funding.refund_recorded")


def refund_request(*, payment: Payment, amount_minor: int, reason: str, actor: User) -> Refund:
    """Ask for `amount_minor` of a payment to go back, and hold it on the campaign's account; tell the worker to send
    it.

    Locks campaign, positions, pledge, payment. Raises Invalid, NotAllowed, Conflict (not paid, or disputed) and
    LimitReached (more than is left of the payment, or the campaign's money has been paid out).
    """
    require(can_refund, actor, payment)
    if not plain_text(reason):
        raise Invalid({"reason": _("Please give a reason: the backer reads it.")})
    with transaction.atomic():
        locked = campaign_positions_pledge_payment_for_update(payment.pk)
        if locked.payment.state not in REFUNDABLE:
            raise Conflict(_("Only money that was paid can be paid back."), code="not_refundable")
        before = money_back.returning_minor(locked.payment)
        left = locked.pledge.amount_minor - before
        if not 0 < amount_minor <= left:
            raise Invalid({"amount_minor": _("This is more than is left of the payment.")}, left_minor=left)
        return _ask(locked, amount_minor, reason=plain_text(reason)[:REASON_MAX], actor=actor)


def _ask(locked: LockedPledge, amount_minor: int, *, reason: str, actor: User | None) -> Refund:
    before, payment = money_back.returning_minor(locked.payment), locked.payment
    refund = Refund.objects.create(
        payment=payment,
        amount_minor=amount_minor,
        fee_borne_minor=money_back.fee_part(locked, amount_minor, before),
        reason=reason,
        requested_by=actor,
    )
    audit_add(actor=actor, action="funding.refund_requested", row=refund, reason=reason, subject=locked.pledge.backer)
    outbox_add(RefundRequested(refund_id=refund.pk))
    _hold(locked, refund)
    return refund


def refund_failed_campaign(locked: LockedPledge) -> Refund | None:
    """Give back what is left of a payment for an all-or-nothing campaign that failed; None if nothing is left.

    Nobody has to ask for it. A disputed payment is its bank's matter. In the caller's transaction, with all of `locked`
    locked. Repeating it changes nothing.
    """
    if locked.payment.state not in REFUNDABLE:
        return None
    left = locked.pledge.amount_minor - money_back.returning_minor(locked.payment)
    return _ask(locked, left, reason=RefundReason.CAMPAIGN_FAILED, actor=None) if left > 0 else None


def _hold(locked: LockedPledge, refund: Refund) -> None:
    held = money_back.hold(
        locked,
        reference=f"refund:{refund.public_id}",
        kind=PostingKind.REFUND_HELD,
        amount_minor=refund.amount_minor,
        fee_minor=refund.fee_borne_minor,
    )
    if held.transfer_id is None:
        raise LimitReached(_("The money of this campaign has been paid out already."), code="paid_out")
    Refund.objects.filter(pk=refund.pk).update(hold=held.transfer_id)


def refund_submit(*, refund_id: int) -> Refund:
    """Send a refund to the provider. Its key makes repetition harmless, so it needs no claim.

    Raises Unavailable if the outcome is unknown. What then holds is settled from the provider's state.
    """
    refund = Refund.objects.select_related("payment").get(pk=refund_id)
    if refund.state != RefundState.REQUESTED:
        return refund
    facts = _send(refund)
    failpoint(SENT)
    with transaction.atomic():
        refunds_settle(campaign_positions_pledge_payment_for_update(refund.payment_id), [facts])
    failpoint(RECORDED)
    refund.refresh_from_db()
    return refund


def _send(refund: Refund) -> RefundFacts:
    """Send, or find what was sent before.

    Providers repeat a stored 500 for the same key, and they forget a key after a day. So silence is followed by a look
    whether it did happen, and what waits for long is looked for first.
    """
    reference, payment = refund.public_id, refund.payment
    is_old = clock.now() - refund.created_at > KEYS_HOLD
    if is_old and (found := _find(payment.checkout_session_id, reference)):
        return found
    try:
        return current_gateway().refund(
            payment.payment_intent_id, amount_minor=refund.amount_minor, reference=reference, key=f"refund:{reference}"
        )
    except GatewayRefused as error:
        log.warning("refund_refused", refund=reference, code=error.code, reason=error.message)
        return RefundFacts(gateway_id="", reference=reference, amount_minor=refund.amount_minor, outcome=Outcome.FAILED)
    except GatewayUnknown as error:
        if found := _find(payment.checkout_session_id, reference):
            return found
        raise Unavailable(code="refund_unknown") from error


def _find(session_id: str, reference: str) -> RefundFacts | None:
    """A refused look says nothing about the refund: the money may be on its way, so it stays held."""
    try:
        made = current_gateway().payment_state(session_id).refunds
    except (GatewayRefused, GatewayUnknown) as error:
        raise Unavailable(code="refund_unknown") from error
    return next((fact for fact in made if fact.reference == reference), None)


def refunds_settle(locked: LockedPledge, facts: Sequence[RefundFacts]) -> None:
    """Bring our refunds in line with the provider's, also those made in its own dashboard.

    Locks refunds after the payment.
    """
    if not facts:
        return
    ours = refunds_for_update(locked.payment.pk)
    by_reference = {refund.public_id: refund for refund in ours}
    by_gateway_id = {refund.gateway_id: refund for refund in ours if refund.gateway_id}
    for fact in facts:
        refund = by_gateway_id.get(fact.gateway_id) or by_reference.get(fact.reference)
        if refund is None:
            refund = _made_elsewhere(locked, fact)
        if fact.gateway_id and refund.gateway_id != fact.gateway_id:
            refund.gateway_id = fact.gateway_id
            refund.save(update_fields=["gateway_id", "updated_at"])
        _settle(locked, refund, fact.outcome)


def _made_elsewhere(locked: LockedPledge, fact: RefundFacts) -> Refund:
    return Refund.objects.create(
        payment=locked.payment,
        amount_minor=fact.amount_minor,
        reason=RefundReason.MADE_ELSEWHERE,
        gateway_id=fact.gateway_id,
    )


def _settle(locked: LockedPledge, refund: Refund, outcome: Outcome) -> None:
    match outcome:
        case Outcome.PENDING:
            if refund.state == RefundState.REQUESTED:
                transition(refund, to=RefundState.SUBMITTED, actor=None)
        case Outcome.SUCCEEDED:
            if refund.state in {RefundState.REQUESTED, RefundState.SUBMITTED}:
                _succeeded(locked, refund)
        case Outcome.FAILED:
            if refund.state != RefundState.FAILED:
                _failed(locked, refund)


def _succeeded(locked: LockedPledge, refund: Refund) -> None:
    transition(refund, to=RefundState.SUCCEEDED, actor=None)
    outbox_add(RefundSucceeded(refund_id=refund.pk))
    before = locked.payment.refunded_minor
    money_back.standing_refresh(locked)
    matches_take_out(locked)
    cause = Cause(CauseKind.REFUND, refund.public_id)
    refunded_tell(locked, locked.payment.refunded_minor - before, cause)
    money_back.leave(
        locked,
        reference=f"refund:{refund.public_id}",
        kind=PostingKind.REFUND_PAID,
        transfer=refund.hold,
        amount_minor=refund.amount_minor,
    )


def _failed(locked: LockedPledge, refund: Refund) -> None:
    """Before it left, the hold is given back; afterwards the bank has sent it back, and it is the campaign's again."""
    had_left = refund.state == RefundState.SUCCEEDED
    transition(refund, to=RefundState.FAILED, actor=None)
    outbox_add(RefundFailed(refund_id=refund.pk))
    before = locked.payment.refunded_minor
    money_back.standing_refresh(locked)
    reference = f"refund:{refund.public_id}"
    if had_left:
        money_back.come_again(
            locked, reference=reference, amount_minor=refund.amount_minor, fee_minor=refund.fee_borne_minor
        )
        _match_again(locked, before - locked.payment.refunded_minor)
    else:
        money_back.give_hold_back(
            locked.campaign,
            reference=reference,
            kind=PostingKind.REFUND_FAILED,
            transfer=refund.hold,
            fee_minor=refund.fee_borne_minor,
        )


def _match_again(locked: LockedPledge, again_minor: int) -> None:
    """The money is the campaign's again: it is matched anew, if the fund has money free."""
    if not again_minor:
        return
    told = RefundUndone(at=clock.now(), pledge=locked.pledge.public_id, amount_minor=again_minor)
    pledge_tell(locked, told, Cause(CauseKind.PAYMENT, locked.payment.public_id))
    for match in matches_of(locked.pledge):
        match_confirmed(match)
