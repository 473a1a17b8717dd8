"""What the provider tells: stored at the door without work, applied by the worker from the provider's present state."""

from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.core import clock
from backend.core.errors import DomainError, Unavailable
from backend.core.failpoints import declare, failpoint
from backend.core.outbox import outbox_add
from funding.events import GatewayEventReceived
from funding.gateways import current_gateway
from funding.gateways.protocol import EventSubject, GatewayRefused, GatewayUnknown, SignatureInvalid
from funding.models import GatewayEvent, PayeeAccount, Payment, Payout
from funding.services.payees import payee_refresh
from funding.services.payments import payment_refresh
from funding.services.payouts import payout_apply

STORED = declare("funding.gateway_event_stored")
APPLIED = declare("funding.gateway_event_applied")


class SignatureWrong(DomainError):
    status = 400
    code = "signature_invalid"
    message = _("The signature does not fit.")


def gateway_event_record(*, payload: bytes, signature: str) -> GatewayEvent:
    """Verify, keep the event once, tell the worker; nothing else. A doubled event returns the row that is there.

    Raises SignatureWrong.
    """
    try:
        event = current_gateway().verify_webhook(payload, signature)
    except SignatureInvalid as error:
        raise SignatureWrong from error
    facts = {name: value for name, value in asdict(event).items() if name not in {"event_id", "type"}}
    with transaction.atomic():
        row, made = GatewayEvent.objects.get_or_create(
            event_id=event.event_id, defaults={"type": event.type, "payload": facts}
        )
        if made and event.subject is not EventSubject.OTHER:
            outbox_add(GatewayEventReceived(gateway_event_id=row.pk), dedupe_key=event.event_id)
    failpoint(STORED)
    return row


def payment_apply_event(*, gateway_event_id: int) -> None:
    """Follow an event: it only says what to look at. Old, doubled and reordered events therefore all end in the same
    state.

    Raises Unavailable if the provider does not answer.
    """
    event = GatewayEvent.objects.get(pk=gateway_event_id)
    match EventSubject(event.payload["subject"]):
        case EventSubject.PAYMENT:
            payment = _payment_of(event)
            if payment is not None:
                payment_refresh(payment_id=payment.pk, session_id=event.payload["session_id"])
        case EventSubject.ACCOUNT:
            for payee in PayeeAccount.objects.filter(gateway_account_id=event.payload["object_id"]):
                payee_refresh(payee=payee)
        case EventSubject.TRANSFER:
            for payout in Payout.objects.filter(gateway_id=event.payload["object_id"]):
                payout_apply(payout_id=payout.pk)
        case EventSubject.OTHER:
            pass
    failpoint(APPLIED)
    GatewayEvent.objects.filter(pk=event.pk, applied_at=None).update(applied_at=clock.now())


def _payment_of(event: GatewayEvent) -> Payment | None:
    """By our reference or what we know of the provider's ids; else the provider is asked whose payment it is."""
    facts = event.payload
    payments = Payment.objects.all()
    if facts["reference"]:
        return payments.filter(public_id=facts["reference"]).first()
    if facts["session_id"]:
        return payments.filter(checkout_session_id=facts["session_id"]).first()
    if not facts["payment_intent_id"]:
        return None
    known = payments.filter(payment_intent_id=facts["payment_intent_id"]).first()
    return known or payments.filter(public_id=_reference(facts["payment_intent_id"])).first()


def _reference(payment_intent_id: str) -> str:
    try:
        return current_gateway().payment_reference(payment_intent_id)
    except GatewayUnknown as error:
        raise Unavailable(code="payment_unknown") from error
    except GatewayRefused:
        return ""
