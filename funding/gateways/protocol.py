"""What a payment provider must be able to do for us, in our words. Adapters translate; nothing else knows a provider.

Every call talks to the network: never inside a transaction. A call either returns, or raises GatewayRefused (the
provider said no, nothing happened) or GatewayUnknown (no answer, or a server error: it may have happened). After
GatewayUnknown the same call with the same idempotency key is safe and finds out.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class GatewayError(Exception):
    pass


class GatewayRefused(GatewayError):
    def __init__(self, message: str, *, code: str = "") -> None:
        super().__init__(message)
        self.message, self.code = message, code


class GatewayUnknown(GatewayError):
    pass


class SignatureInvalid(GatewayError):
    pass


class PageStatus(StrEnum):
    OPEN = "open"
    COMPLETE = "complete"
    EXPIRED = "expired"


class Outcome(StrEnum):
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class DisputeOutcome(StrEnum):
    OPEN = "open"
    WON = "won"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRequest:
    """`reference` is our payment's public id; amounts are minor units; `language` is "de" or "en"."""

    reference: str
    amount_minor: int
    currency: str
    title: str
    email: str
    language: str
    success_url: str
    cancel_url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    session_id: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundFacts:
    gateway_id: str
    reference: str
    amount_minor: int
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeFacts:
    gateway_id: str
    amount_minor: int
    outcome: DisputeOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentFacts:
    """The present state of one payment. `failed`: the page was completed, but the bank has said no since.

    The fingerprints are equal for the same card or bank account; only their keyed hashes may be kept.
    """

    session_id: str
    page: PageStatus
    paid: bool
    failed: bool = False
    amount_minor: int = 0
    fee_minor: int = 0
    payment_intent_id: str = ""
    charge_id: str = ""
    card_fingerprint: str = ""
    iban_fingerprint: str = ""
    refunds: tuple[RefundFacts, ...] = ()
    disputes: tuple[DisputeFacts, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferFacts:
    gateway_id: str
    amount_minor: int
    reversed_minor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFacts:
    """The fingerprints are those of the bank accounts and cards that its payouts go to."""

    gateway_id: str
    can_be_paid: bool
    details_submitted: bool
    card_fingerprints: tuple[str, ...] = ()
    iban_fingerprints: tuple[str, ...] = ()


class EventSubject(StrEnum):
    """What an event is about; everything else is stored and left alone."""

    PAYMENT = "payment"
    ACCOUNT = "account"
    TRANSFER = "transfer"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookEvent:
    """`session_id`, `payment_intent_id` and `reference` say which payment, as far as the event knows."""

    event_id: str
    type: str
    subject: EventSubject
    object_id: str
    session_id: str = ""
    payment_intent_id: str = ""
    reference: str = ""


class Gateway(Protocol):
    def create_checkout_page(self, request: PageRequest, *, key: str) -> Page: ...

    def expire_checkout_page(self, session_id: str) -> None:
        """End the page now. Refused if it is not open any more."""

    def payment_state(self, session_id: str) -> PaymentFacts: ...

    def payment_reference(self, payment_intent_id: str) -> str:
        """Return our payment's public id, or "" if the payment is not ours."""

    def refund(self, payment_intent_id: str, *, amount_minor: int, reference: str, key: str) -> RefundFacts: ...

    def create_account(self, *, reference: str, title: str, email: str, key: str) -> AccountFacts: ...

    def account_link(self, account_id: str, *, return_url: str, refresh_url: str) -> str: ...

    def account_state(self, account_id: str) -> AccountFacts: ...

    def transfer(
        self, account_id: str, *, amount_minor: int, currency: str, reference: str, group: str, key: str
    ) -> TransferFacts: ...

    def transfer_state(self, transfer_id: str) -> TransferFacts: ...

    def transfer_find(self, *, reference: str, group: str) -> TransferFacts | None:
        """Return the transfer that we made under `reference`, if it did happen."""

    def verify_webhook(self, payload: bytes, signature: str) -> WebhookEvent:
        """Check the signature over the raw bytes. Raises SignatureInvalid."""
