"""Stripe through its official library, whose typed parameters mypy checks here.

`settings.STRIPE_API_BASE` points it elsewhere, for instance to the payment sandbox.
"""

from collections.abc import Callable
from functools import cache
from typing import Literal, TypeVar

import stripe
from django.conf import settings
from stripe.params import (
    AccountCreateParams,
    AccountLinkCreateParams,
    DisputeListParams,
    RefundCreateParams,
    RefundListParams,
    TransferCreateParams,
    TransferListParams,
)
from stripe.params.checkout import SessionCreateParams, SessionRetrieveParams

from backend.core.db import refuse_transaction
from funding.gateways import stripe_reading
from funding.gateways.protocol import (
    AccountFacts,
    GatewayRefused,
    GatewayUnknown,
    Page,
    PageRequest,
    PaymentFacts,
    RefundFacts,
    SignatureInvalid,
    TransferFacts,
    WebhookEvent,
)

TIMEOUT_SECONDS = 10
RETRIES = 1
Answer = TypeVar("Answer")


class StripeGateway:
    def __init__(self, api_key: str, *, webhook_secret: str, api_base: str = "", retries: int = RETRIES) -> None:
        self._webhook_secret = webhook_secret
        self._client = stripe.StripeClient(
            api_key,
            base_addresses={"api": api_base} if api_base else {},
            max_network_retries=retries,
            http_client=stripe.RequestsClient(timeout=TIMEOUT_SECONDS),
        )

    def create_checkout_page(self, request: PageRequest, *, key: str) -> Page:
        locale: Literal["de", "en"] = "de" if request.language == "de" else "en"
        params: SessionCreateParams = {
            "mode": "payment",
            "client_reference_id": request.reference,
            "customer_email": request.email,
            "locale": locale,
            "line_items": [
                {
                    "price_data": {
                        "currency": request.currency.lower(),
                        "unit_amount": request.amount_minor,
                        "product_data": {"name": request.title},
                    },
                    "quantity": 1,
                }
            ],
            "metadata": {"payment": request.reference},
            "payment_intent_data": {"metadata": {"payment": request.reference}},
            "success_url": request.success_url,
            "cancel_url": request.cancel_url,
            "expires_at": int(request.expires_at.timestamp()),
        }
        session = _ask(lambda: self._client.v1.checkout.sessions.create(params, {"idempotency_key": key}))
        return Page(session_id=session.id, url=session.url or "")

    def expire_checkout_page(self, session_id: str) -> None:
        _ask(lambda: self._client.v1.checkout.sessions.expire(session_id))

    def payment_state(self, session_id: str) -> PaymentFacts:
        expanded: SessionRetrieveParams = {"expand": ["payment_intent.latest_charge.balance_transaction"]}
        session = _ask(lambda: self._client.v1.checkout.sessions.retrieve(session_id, expanded))
        intent = session.payment_intent
        if not isinstance(intent, stripe.PaymentIntent) or intent.latest_charge is None:
            return stripe_reading.payment_facts(session, [], [])
        of_intent: RefundListParams = {"payment_intent": intent.id, "limit": 100}
        disputed: DisputeListParams = {"payment_intent": intent.id, "limit": 100}
        refunds = _ask(lambda: self._client.v1.refunds.list(of_intent))
        disputes = _ask(lambda: self._client.v1.disputes.list(disputed))
        return stripe_reading.payment_facts(session, refunds.data, disputes.data)

    def payment_reference(self, payment_intent_id: str) -> str:
        intent = _ask(lambda: self._client.v1.payment_intents.retrieve(payment_intent_id))
        return stripe_reading.named(intent.metadata, "payment")

    def refund(self, payment_intent_id: str, *, amount_minor: int, reference: str, key: str) -> RefundFacts:
        params: RefundCreateParams = {
            "payment_intent": payment_intent_id,
            "amount": amount_minor,
            "metadata": {"refund": reference},
        }
        refund = _ask(lambda: self._client.v1.refunds.create(params, {"idempotency_key": key}))
        return stripe_reading.refund_facts(refund)

    def create_account(self, *, reference: str, title: str, email: str, key: str) -> AccountFacts:
        params: AccountCreateParams = {
            "type": "express",
            "country": "DE",
            "email": email,
            "capabilities": {"transfers": {"requested": True}},
            "business_profile": {"name": title},
            "metadata": {"payee": reference},
        }
        account = _ask(lambda: self._client.v1.accounts.create(params, {"idempotency_key": key}))
        return stripe_reading.account_facts(account)

    def account_link(self, account_id: str, *, return_url: str, refresh_url: str) -> str:
        params: AccountLinkCreateParams = {
            "account": account_id,
            "type": "account_onboarding",
            "return_url": return_url,
            "refresh_url": refresh_url,
        }
        return _ask(lambda: self._client.v1.account_links.create(params)).url

    def account_state(self, account_id: str) -> AccountFacts:
        return stripe_reading.account_facts(_ask(lambda: self._client.v1.accounts.retrieve(account_id)))

    def transfer(
        self, account_id: str, *, amount_minor: int, currency: str, reference: str, group: str, key: str
    ) -> TransferFacts:
        params: TransferCreateParams = {
            "amount": amount_minor,
            "currency": currency.lower(),
            "destination": account_id,
            "transfer_group": group,
            "metadata": {"payout": reference},
        }
        return stripe_reading.transfer_facts(
            _ask(lambda: self._client.v1.transfers.create(params, {"idempotency_key": key}))
        )

    def transfer_state(self, transfer_id: str) -> TransferFacts:
        return stripe_reading.transfer_facts(_ask(lambda: self._client.v1.transfers.retrieve(transfer_id)))

    def transfer_find(self, *, reference: str, group: str) -> TransferFacts | None:
        listed: TransferListParams = {"transfer_group": group, "limit": 100}
        found = _ask(lambda: self._client.v1.transfers.list(listed)).data
        ours = [one for one in found if stripe_reading.named(one.metadata, "payout") == reference]
        return stripe_reading.transfer_facts(ours[0]) if ours else None

    def verify_webhook(self, payload: bytes, signature: str) -> WebhookEvent:
        if not signature.isascii():  # the library compares texts that way only, and would fail instead of refusing
            raise SignatureInvalid("the signature is no ASCII text")
        try:
            event = self._client.construct_event(payload, signature, self._webhook_secret)
        except (stripe.SignatureVerificationError, ValueError) as error:
            raise SignatureInvalid(str(error)) from error
        return stripe_reading.webhook_event(event)


def _ask(call: Callable[[], Answer]) -> Answer:
    refuse_transaction()
    try:
        return call()
    except stripe.StripeError as error:
        # Answers below 500 are decisions, except those about how we ask: too often, or again under a key whose first
        # call is being worked on or said something else. None of them tells what became of the first call.
        status = error.http_status or 500
        about_asking = isinstance(error, stripe.RateLimitError | stripe.IdempotencyError) or status == 409  # noqa: PLR2004  HTTP
        if about_asking or status >= 500:  # noqa: PLR2004  HTTP
            raise GatewayUnknown(f"{type(error).__name__} {error.http_status}") from error
        raise GatewayRefused(error.user_message or str(error), code=error.code or "") from error


@cache
def _gateway(api_key: str, webhook_secret: str, api_base: str) -> StripeGateway:
    return StripeGateway(api_key, webhook_secret=webhook_secret, api_base=api_base)


def stripe_gateway() -> StripeGateway:
    return _gateway(settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET, settings.STRIPE_API_BASE)
