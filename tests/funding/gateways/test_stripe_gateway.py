"""Every call of the adapter against the sandbox, and what its answers and silences mean."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
import stripe
from django.db import transaction

from backend.core import clock
from backend.core.checks import InvariantViolation
from funding.gateways import current_gateway, gateway_override
from funding.gateways.memory_gateway import MemoryGateway
from funding.gateways.protocol import (
    DisputeOutcome,
    EventSubject,
    GatewayRefused,
    GatewayUnknown,
    Outcome,
    Page,
    PageRequest,
    PageStatus,
    SignatureInvalid,
)
from funding.gateways.stripe_gateway import StripeGateway, _ask
from tests.funding.sandbox.server import WEBHOOK_SECRET, SandboxServer


def request(reference: str = "pay_test", minutes: int = 32) -> PageRequest:
    return PageRequest(
        reference=reference,
        amount_minor=2_000,
        currency="EUR",
        title="Hilfekarte",
        email="gesine@example.org",
        language="de",
        success_url="http://shop.example/danke",
        cancel_url="http://shop.example/zurueck",
        expires_at=(clock.now() + timedelta(minutes=minutes)).replace(microsecond=0),
    )


def paid_page(gateway: StripeGateway, sandbox: SandboxServer, **how: str) -> Page:
    page = gateway.create_checkout_page(request(), key="payment:pay_test:page")
    sandbox.pay(page.session_id, **how)
    return page


def test_a_page_is_made_once_for_one_key(stripe_gateway: StripeGateway) -> None:
    asked = request()
    first = stripe_gateway.create_checkout_page(asked, key="k")
    assert stripe_gateway.create_checkout_page(asked, key="k") == first
    assert first.url.startswith("http")
    assert stripe_gateway.payment_state(first.session_id).page is PageStatus.OPEN


def test_the_same_key_with_other_content_is_unknown(stripe_gateway: StripeGateway) -> None:
    """Something did happen under this key; whoever takes that for a no gives up what may have left."""
    stripe_gateway.create_checkout_page(request(), key="k")
    with pytest.raises(GatewayUnknown, match="IdempotencyError"):
        stripe_gateway.create_checkout_page(request("pay_other"), key="k")


@pytest.mark.parametrize(
    ("kind", "words", "status", "expected"),
    [
        (stripe.RateLimitError, ["slow down"], 429, GatewayUnknown),
        (stripe.RateLimitError, ["slow down"], 400, GatewayUnknown),
        (stripe.IdempotencyError, ["other parameters"], 400, GatewayUnknown),
        (stripe.APIError, ["the key is in use"], 409, GatewayUnknown),
        (stripe.APIError, ["broken"], 500, GatewayUnknown),
        (stripe.APIConnectionError, ["nobody there"], None, GatewayUnknown),
        (stripe.CardError, ["declined", None, "card_declined"], 402, GatewayRefused),
        (stripe.InvalidRequestError, ["no such account", None], 404, GatewayRefused),
        (stripe.AuthenticationError, ["wrong key"], 401, GatewayRefused),
        (stripe.PermissionError, ["not yours"], 403, GatewayRefused),
    ],
)
def test_every_error_is_a_no_or_unknown(
    kind: Callable[..., stripe.StripeError], words: list[str | None], status: int | None, expected: type[Exception]
) -> None:
    def call() -> None:
        error = kind(*words)
        error.http_status = status
        raise error

    with pytest.raises(expected):
        _ask(call)


def test_a_page_shorter_than_half_an_hour_is_refused(stripe_gateway: StripeGateway) -> None:
    with pytest.raises(GatewayRefused, match="30 minutes"):
        stripe_gateway.create_checkout_page(request(minutes=5), key="k")


def test_a_paid_page_tells_charge_fee_and_card(stripe_gateway: StripeGateway, sandbox: SandboxServer) -> None:
    page = paid_page(stripe_gateway, sandbox)
    facts = stripe_gateway.payment_state(page.session_id)
    assert (facts.page, facts.paid, facts.failed) == (PageStatus.COMPLETE, True, False)
    assert (facts.amount_minor, facts.fee_minor) == (2_000, 55)
    assert facts.payment_intent_id.startswith("pi_")
    assert facts.charge_id.startswith("ch_")
    assert facts.card_fingerprint
    assert stripe_gateway.payment_reference(facts.payment_intent_id) == "pay_test"


def test_a_declined_card_leaves_the_page_open(stripe_gateway: StripeGateway, sandbox: SandboxServer) -> None:
    page = paid_page(stripe_gateway, sandbox, card="4000000000000002")
    facts = stripe_gateway.payment_state(page.session_id)
    assert (facts.page, facts.paid, facts.failed) == (PageStatus.OPEN, False, False)


def test_a_page_is_expired_once(stripe_gateway: StripeGateway) -> None:
    page = stripe_gateway.create_checkout_page(request(), key="k")
    stripe_gateway.expire_checkout_page(page.session_id)
    assert stripe_gateway.payment_state(page.session_id).page is PageStatus.EXPIRED
    with pytest.raises(GatewayRefused):
        stripe_gateway.expire_checkout_page(page.session_id)


def test_a_debit_is_under_way_and_may_fail_later(stripe_gateway: StripeGateway, sandbox: SandboxServer) -> None:
    page = paid_page(stripe_gateway, sandbox, iban="DE62370400440532013001")
    sandbox.control.post("/clock", seconds=14 * 24 * 3_600)
    facts = stripe_gateway.payment_state(page.session_id)
    assert (facts.page, facts.paid, facts.failed) == (PageStatus.COMPLETE, False, True)


def test_refunds_in_parts_and_no_more_than_was_paid(stripe_gateway: StripeGateway, sandbox: SandboxServer) -> None:
    page = paid_page(stripe_gateway, sandbox)
    intent = stripe_gateway.payment_state(page.session_id).payment_intent_id
    first = stripe_gateway.refund(intent, amount_minor=500, reference="ref_a", key="r1")
    assert (first.amount_minor, first.reference, first.outcome) == (500, "ref_a", Outcome.SUCCEEDED)
    assert stripe_gateway.refund(intent, amount_minor=500, reference="ref_a", key="r1") == first
    with pytest.raises(GatewayRefused):
        stripe_gateway.refund(intent, amount_minor=1_501, reference="ref_b", key="r2")
    assert stripe_gateway.payment_state(page.session_id).refunds == (first,)


@pytest.mark.parametrize("outcome", [DisputeOutcome.WON, DisputeOutcome.LOST])
def test_disputes(stripe_gateway: StripeGateway, sandbox: SandboxServer, outcome: DisputeOutcome) -> None:
    page = paid_page(stripe_gateway, sandbox)
    sandbox.control.post(f"/charges/{stripe_gateway.payment_state(page.session_id).charge_id}/dispute")
    (dispute,) = stripe_gateway.payment_state(page.session_id).disputes
    assert (dispute.amount_minor, dispute.outcome) == (2_000, DisputeOutcome.OPEN)
    sandbox.control.post(f"/disputes/{dispute.gateway_id}/close", outcome=outcome.value)
    assert stripe_gateway.payment_state(page.session_id).disputes[0].outcome is outcome


def test_a_project_is_onboarded_and_paid(stripe_gateway: StripeGateway, sandbox: SandboxServer) -> None:
    made = stripe_gateway.create_account(reference="pya_a", title="Karte", email="t@example.org", key="a")
    again = stripe_gateway.create_account(reference="pya_a", title="Karte", email="t@example.org", key="a")
    assert made == again
    assert (made.can_be_paid, made.details_submitted) == (False, False)
    transfer = {"amount_minor": 700, "currency": "EUR", "reference": "pot_a", "group": "cam_a"}
    sandbox.control.post("/balance", amount=1_000)
    with pytest.raises(GatewayRefused) as refused:
        stripe_gateway.transfer(made.gateway_id, key="t1", **transfer)  # type: ignore[arg-type]  # one dict for two calls
    assert refused.value.code == "insufficient_capabilities_for_transfer"
    link = stripe_gateway.account_link(made.gateway_id, return_url="http://a.example/", refresh_url="http://a.example/")
    assert link.startswith("http")
    sandbox.control.post(f"/accounts/{made.gateway_id}", state="complete")
    assert stripe_gateway.account_state(made.gateway_id).can_be_paid
    sent = stripe_gateway.transfer(made.gateway_id, key="t2", **transfer)  # type: ignore[arg-type]  # as above
    assert stripe_gateway.transfer(made.gateway_id, key="t2", **transfer) == sent  # type: ignore[arg-type]  # as above
    assert stripe_gateway.transfer_state(sent.gateway_id) == sent
    assert stripe_gateway.transfer_find(reference="pot_a", group="cam_a") == sent
    assert stripe_gateway.transfer_find(reference="pot_b", group="cam_a") is None
    assert (sent.amount_minor, sent.reversed_minor) == (700, 0)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("how", ["error", "drop"])
def test_no_answer_is_unknown_and_the_same_key_finds_out(
    stripe_gateway: StripeGateway, sandbox: SandboxServer, when: str, how: str
) -> None:
    fault = {"path": "/v1/checkout/sessions", "how": how, "when": when, "count": 1, "stored": False}
    sandbox.control.post("/faults/calls", **fault)
    asked = request()
    with pytest.raises(GatewayUnknown):
        stripe_gateway.create_checkout_page(asked, key="k")
    page = stripe_gateway.create_checkout_page(asked, key="k")
    assert len(sandbox.client().v1.checkout.sessions.list().data) == 1
    assert stripe_gateway.payment_state(page.session_id).page is PageStatus.OPEN


def test_silence_is_unknown() -> None:
    nobody = StripeGateway("sk_test_x", webhook_secret="x", api_base="http://127.0.0.1:9", retries=0)
    with pytest.raises(GatewayUnknown):
        nobody.payment_reference("pi_x")


def test_a_wrong_key_is_refused(sandbox: SandboxServer) -> None:
    stranger = StripeGateway("sk_test_wrong", webhook_secret="x", api_base=sandbox.base_url, retries=0)
    with pytest.raises(GatewayRefused):
        stranger.payment_reference("pi_x")


@pytest.mark.django_db(transaction=True)
def test_never_inside_a_transaction(stripe_gateway: StripeGateway) -> None:
    with transaction.atomic(), pytest.raises(InvariantViolation):
        stripe_gateway.payment_state("cs_x")


def signed(payload: bytes, secret: str = WEBHOOK_SECRET, at: int | None = None) -> str:
    moment = at if at is not None else int(time.time())
    signature = hmac.new(secret.encode(), f"{moment}.".encode() + payload, hashlib.sha256).hexdigest()
    return f"t={moment},v1={signature}"


def event(kind: str, **content: object) -> bytes:
    return json.dumps({"id": "evt_1", "object": "event", "type": kind, "data": {"object": content}}).encode()


def test_a_signed_event_says_what_it_is_about(stripe_gateway: StripeGateway) -> None:
    payload = event("checkout.session.completed", object="checkout.session", id="cs_1", client_reference_id="pay_a")
    read = stripe_gateway.verify_webhook(payload, signed(payload))
    assert (read.event_id, read.subject, read.session_id, read.reference) == (
        "evt_1", EventSubject.PAYMENT, "cs_1", "pay_a",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "content", "subject", "intent"),
    [
        ("charge.dispute.created", {"object": "dispute", "id": "dp_1", "payment_intent": "pi_1"}, "payment", "pi_1"),
        ("refund.updated", {"object": "refund", "id": "re_1", "payment_intent": {"id": "pi_2"}}, "payment", "pi_2"),
        ("charge.refunded", {"object": "charge", "id": "ch_1", "payment_intent": None}, "payment", ""),
        ("account.updated", {"object": "account", "id": "acct_1"}, "account", ""),
        ("transfer.created", {"object": "transfer", "id": "tr_1"}, "transfer", ""),
        ("invoice.paid", {"object": "invoice", "id": "in_1"}, "other", ""),
    ],
)
def test_events_by_what_they_are_about(
    stripe_gateway: StripeGateway, kind: str, content: dict[str, object], subject: str, intent: str
) -> None:
    payload = event(kind, **content)
    read = stripe_gateway.verify_webhook(payload, signed(payload))
    assert (read.subject.value, read.payment_intent_id, read.object_id) == (subject, intent, content["id"])


def test_a_wrong_signature_an_old_one_and_no_event_are_refused(stripe_gateway: StripeGateway) -> None:
    payload = event("account.updated", object="account", id="acct_1")
    for signature in ("", "t=1,v1=x", signed(payload, "whsec_other"), signed(payload, at=int(time.time()) - 3_600)):
        with pytest.raises(SignatureInvalid):
            stripe_gateway.verify_webhook(payload, signature)
    with pytest.raises(SignatureInvalid):
        stripe_gateway.verify_webhook(payload + b" ", signed(payload))
    with pytest.raises(SignatureInvalid):
        stripe_gateway.verify_webhook(b"no json", signed(b"no json"))


def test_the_one_in_use_is_stripes_unless_it_is_overridden() -> None:
    assert isinstance(current_gateway(), StripeGateway)
    assert current_gateway() is current_gateway()
    with gateway_override(MemoryGateway()) as memory:
        assert current_gateway() is memory
    assert isinstance(current_gateway(), StripeGateway)


def test_one_card_and_one_bank_account_are_recognised(stripe_gateway: StripeGateway, sandbox: SandboxServer) -> None:
    def paid(number: int, **how: str) -> tuple[str, str]:
        page = stripe_gateway.create_checkout_page(request(), key=f"payment:{number}:page")
        sandbox.pay(page.session_id, **how)
        facts = stripe_gateway.payment_state(page.session_id)
        return facts.card_fingerprint, facts.iban_fingerprint

    cards = [paid(1, card="4242424242424242"), paid(2, card="4242424242424242"), paid(3, card="5555555555554444")]
    assert cards[0] == cards[1] != cards[2]
    assert all(card and not iban for card, iban in cards)
    ada = [paid(number, card="4242424242424242", holder="ada") for number in (4, 5)]
    assert ada[0] == ada[1] not in cards
    card, iban = paid(6, iban="DE89370400440532013000")
    assert (card, bool(iban)) == ("", True)
    assert paid(7, iban="DE89370400440532013000") == ("", iban)


def test_an_account_tells_where_its_payouts_go(stripe_gateway: StripeGateway, sandbox: SandboxServer) -> None:
    made = stripe_gateway.create_account(reference="pya", title="Karte", email="t@example.org", key="a")
    assert stripe_gateway.account_state(made.gateway_id).iban_fingerprints == ()
    sandbox.control.post(f"/accounts/{made.gateway_id}", state="complete")
    first = stripe_gateway.account_state(made.gateway_id)
    assert len(first.iban_fingerprints) == 1
    assert first == stripe_gateway.account_state(made.gateway_id)
