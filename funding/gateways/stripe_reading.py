"""From Stripe's objects to our facts."""

from collections.abc import Sequence
from typing import Literal

import stripe

from funding.gateways.protocol import (
    AccountFacts,
    DisputeFacts,
    DisputeOutcome,
    EventSubject,
    Outcome,
    PageStatus,
    PaymentFacts,
    RefundFacts,
    TransferFacts,
    WebhookEvent,
)

_PAID = {"paid", "no_payment_required"}
_PAYMENT_EVENTS = ("checkout.session.", "charge.refund", "refund.", "charge.dispute.")


def payment_facts(
    session: stripe.checkout.Session, refunds: Sequence[stripe.Refund], disputes: Sequence[stripe.Dispute]
) -> PaymentFacts:
    intent = session.payment_intent if isinstance(session.payment_intent, stripe.PaymentIntent) else None
    charge = intent.latest_charge if intent and isinstance(intent.latest_charge, stripe.Charge) else None
    status = PageStatus(session.status or "open")
    paid = session.payment_status in _PAID
    # Completed and not paid means that a bank transfer or debit is under way, until the intent falls back.
    failed = (
        status is PageStatus.COMPLETE and not paid and intent is not None and intent.status == "requires_payment_method"
    )
    return PaymentFacts(
        session_id=session.id,
        page=status,
        paid=paid,
        failed=failed,
        amount_minor=session.amount_total or 0,
        fee_minor=_fee(charge),
        payment_intent_id=intent.id if intent else "",
        charge_id=charge.id if charge else "",
        card_fingerprint=_fingerprint(charge, "card"),
        iban_fingerprint=_fingerprint(charge, "sepa_debit"),
        refunds=tuple(refund_facts(refund) for refund in refunds),
        disputes=tuple(_dispute_facts(dispute) for dispute in disputes if not dispute.status.startswith("warning_")),
    )


def _fee(charge: stripe.Charge | None) -> int:
    booked = charge.balance_transaction if charge else None
    return booked.fee if isinstance(booked, stripe.BalanceTransaction) else 0


def _fingerprint(charge: stripe.Charge | None, means: Literal["card", "sepa_debit"]) -> str:
    details = getattr(charge.payment_method_details, means, None) if charge else None
    return str((details and details.fingerprint) or "")


def named(metadata: stripe.StripeObject | None, name: str) -> str:
    return str(metadata[name]) if metadata is not None and name in metadata else ""


def refund_facts(refund: stripe.Refund) -> RefundFacts:
    outcomes = {"succeeded": Outcome.SUCCEEDED, "failed": Outcome.FAILED, "canceled": Outcome.FAILED}
    return RefundFacts(
        gateway_id=refund.id,
        reference=named(refund.metadata, "refund"),
        amount_minor=refund.amount,
        outcome=outcomes.get(refund.status or "", Outcome.PENDING),
    )


def _dispute_facts(dispute: stripe.Dispute) -> DisputeFacts:
    outcomes = {"won": DisputeOutcome.WON, "prevented": DisputeOutcome.WON, "lost": DisputeOutcome.LOST}
    return DisputeFacts(
        gateway_id=dispute.id,
        amount_minor=dispute.amount,
        outcome=outcomes.get(dispute.status, DisputeOutcome.OPEN),
    )


def transfer_facts(transfer: stripe.Transfer) -> TransferFacts:
    return TransferFacts(gateway_id=transfer.id, amount_minor=transfer.amount, reversed_minor=transfer.amount_reversed)


def account_facts(account: stripe.Account) -> AccountFacts:
    capabilities = account.capabilities
    transfers = getattr(capabilities, "transfers", "inactive") if capabilities else "inactive"
    return AccountFacts(
        gateway_id=account.id,
        can_be_paid=transfers == "active" and bool(account.payouts_enabled),
        details_submitted=bool(account.details_submitted),
        card_fingerprints=_fingerprints(account, "card"),
        iban_fingerprints=_fingerprints(account, "bank_account"),
    )


def _fingerprints(account: stripe.Account, kind: Literal["card", "bank_account"]) -> tuple[str, ...]:
    listed = account.external_accounts.data if account.external_accounts else []
    found = [one.fingerprint for one in listed if one.object == kind]
    return tuple(str(fingerprint) for fingerprint in found if fingerprint)


def webhook_event(event: stripe.Event) -> WebhookEvent:
    content = event.to_dict()["data"]["object"]
    kind = str(content.get("object", ""))
    is_session = kind == "checkout.session"
    return WebhookEvent(
        event_id=event.id,
        type=event.type,
        subject=_subject(event.type),
        object_id=str(content.get("id", "")),
        session_id=str(content.get("id", "")) if is_session else "",
        payment_intent_id="" if is_session else _id(content.get("payment_intent")),
        reference=str(content.get("client_reference_id") or "") if is_session else "",
    )


def _subject(kind: str) -> EventSubject:
    if kind.startswith(_PAYMENT_EVENTS):
        return EventSubject.PAYMENT
    if kind == "account.updated":
        return EventSubject.ACCOUNT
    if kind.startswith("transfer."):
        return EventSubject.TRANSFER
    return EventSubject.OTHER


def _id(value: object) -> str:
    """An object is named by its id, or stands here expanded."""
    return str(value.get("id") or "") if isinstance(value, dict) else str(value or "")
