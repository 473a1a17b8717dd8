"""Checkout sessions from their creation to their end."""

from collections.abc import Callable
from typing import Literal

import pytest
import stripe
from stripe.params.checkout import SessionCreateParams

from tests.funding.sandbox.receiver import Receiver
from tests.funding.sandbox.scenes import session_params
from tests.funding.sandbox.server import SandboxServer

HALF_AN_HOUR, A_DAY = 1_800, 86_400


def now_of(client: stripe.StripeClient) -> int:
    return client.v1.customers.create().created


@pytest.mark.parametrize(
    ("seconds", "refused"),
    [(HALF_AN_HOUR - 10, "expires_at"), (HALF_AN_HOUR + 10, None), (A_DAY - 10, None), (A_DAY + 10, "expires_at")],
)
def test_a_session_lives_between_half_an_hour_and_a_day(
    client: stripe.StripeClient, seconds: int, refused: str | None
) -> None:
    ends = now_of(client) + seconds
    params: SessionCreateParams = {**session_params(), "expires_at": ends}
    if refused is None:
        assert client.v1.checkout.sessions.create(params).expires_at == ends
    else:
        with pytest.raises(stripe.InvalidRequestError) as caught:
            client.v1.checkout.sessions.create(params)
        assert caught.value.param == refused


def test_a_session_ends_by_itself_and_says_so(
    sandbox: SandboxServer, client: stripe.StripeClient, receiver: Receiver
) -> None:
    session = client.v1.checkout.sessions.create({**session_params(), "expires_at": now_of(client) + HALF_AN_HOUR + 5})
    sandbox.pay(session.id, card="4000000000000002")
    sandbox.control.post("/clock", seconds=HALF_AN_HOUR - 5)
    assert client.v1.checkout.sessions.retrieve(session.id).status == "open"

    sandbox.control.post("/clock", seconds=11)

    receiver.wait_for("checkout.session.expired", about=session.id)
    after = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})
    assert (after.status, after.url) == ("expired", None)
    assert isinstance(after.payment_intent, stripe.PaymentIntent)
    assert after.payment_intent.status == "canceled"
    assert sandbox.pay(session.id)["error"]["code"] == "checkout_session_not_open"


def test_a_session_can_be_expired_once(client: stripe.StripeClient, receiver: Receiver) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    assert client.v1.checkout.sessions.expire(session.id).status == "expired"
    receiver.wait_for("checkout.session.expired", about=session.id)
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.checkout.sessions.expire(session.id)


def test_a_paid_session_cannot_be_expired(sandbox: SandboxServer, client: stripe.StripeClient) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    sandbox.pay(session.id)
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.checkout.sessions.expire(session.id)
    sandbox.control.post("/clock", seconds=A_DAY)
    assert client.v1.checkout.sessions.retrieve(session.id).status == "complete"


def test_what_was_given_is_kept_and_reaches_the_charge(sandbox: SandboxServer, client: stripe.StripeClient) -> None:
    customer = client.v1.customers.create({"email": "mira@example.org"})
    session = client.v1.checkout.sessions.create(
        {
            **session_params(),
            "customer": customer.id,
            "client_reference_id": "pledge-1",
            "metadata": {"pledge": "1"},
            "payment_intent_data": {
                "metadata": {"pledge": "1"},
                "transfer_group": "campaign-1",
                "description": "Thanks",
            },
        }
    )
    assert session.client_reference_id == "pledge-1"
    sandbox.pay(session.id)
    charge = client.v1.charges.list({"customer": customer.id}).data[0]
    assert (charge.transfer_group, charge.description) == ("campaign-1", "Thanks")
    assert charge.metadata.to_dict() == {"pledge": "1"}
    changed = client.v1.checkout.sessions.update(session.id, {"metadata": {"seen": "yes"}})
    assert changed.metadata is not None
    assert changed.metadata.to_dict() == {"pledge": "1", "seen": "yes"}


def test_a_session_is_found_by_its_intent(sandbox: SandboxServer, client: stripe.StripeClient) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    client.v1.checkout.sessions.create(session_params())
    intent = sandbox.pay(session.id)["session"]["payment_intent"]
    assert [found.id for found in client.v1.checkout.sessions.list({"payment_intent": intent}).data] == [session.id]


def test_a_session_may_wait_for_the_capture(sandbox: SandboxServer, client: stripe.StripeClient) -> None:
    session = client.v1.checkout.sessions.create(
        {**session_params(), "payment_intent_data": {"capture_method": "manual"}}
    )
    paid = sandbox.pay(session.id)["session"]
    assert (paid["status"], paid["payment_status"]) == ("complete", "unpaid")
    assert client.v1.payment_intents.retrieve(paid["payment_intent"]).status == "requires_capture"


@pytest.mark.parametrize("act", ["confirm", "cancel", "update"])
def test_what_a_session_collects_nobody_else_collects(
    sandbox: SandboxServer, client: stripe.StripeClient, act: str
) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    intent = sandbox.pay(session.id, card="4000000000000002")["session"]["payment_intent"]
    acts: dict[str, Callable[[], object]] = {
        "confirm": lambda: client.v1.payment_intents.confirm(intent, {"payment_method": "pm_card_visa"}),
        "cancel": lambda: client.v1.payment_intents.cancel(intent),
        "update": lambda: client.v1.payment_intents.update(intent, {"amount": 100}),
    }
    with pytest.raises(stripe.InvalidRequestError) as caught:
        acts[act]()
    assert caught.value.code == "payment_intent_unexpected_state"
    assert caught.value.error is not None
    assert caught.value.error.payment_intent is not None
    assert not [name for name in caught.value.error.payment_intent.to_dict() if name.startswith("_")]
    assert sandbox.pay(session.id)["session"]["payment_status"] == "paid"
    assert client.v1.balance.retrieve().available[0].amount == 2_000 - 55


def test_what_waits_for_its_capture_may_be_cancelled(sandbox: SandboxServer, client: stripe.StripeClient) -> None:
    session = client.v1.checkout.sessions.create(
        {**session_params(), "payment_intent_data": {"capture_method": "manual"}}
    )
    assert client.v1.payment_intents.cancel(sandbox.pay(session.id)["session"]["payment_intent"]).status == "canceled"


REFUSED: dict[str, tuple[SessionCreateParams, str]] = {
    "subscription": ({"mode": "subscription"}, "mode"),
    "embedded": ({"ui_mode": "embedded_page"}, "ui_mode"),
    "bad success_url": ({"success_url": "javascript:alert(1)"}, "success_url"),
    "success_url with a policy of its own": ({"success_url": "http://a.example; script-src */"}, "success_url"),
    "bad cancel_url": ({"cancel_url": "/relative"}, "cancel_url"),
    "too little": (session_params(49), "line_items"),
    "stored price": ({"line_items": [{"price": "price_1", "quantity": 1}]}, "line_items[0][price_data]"),
    "no amount": ({"line_items": [{"price_data": {"currency": "eur"}, "quantity": 1}]}, "line_items[0][price_data]"),
    "no quantity": (
        {
            "line_items": [
                {"price_data": {"currency": "eur", "unit_amount": 100, "product_data": {"name": "x"}}, "quantity": 0}
            ]
        },
        "line_items[0][quantity]",
    ),
    "two currencies": (
        {"line_items": [*session_params()["line_items"], *session_params(100, "usd")["line_items"]]},
        "line_items",
    ),
    "no method": ({"allowed_payment_method_types": ["klarna"]}, "allowed_payment_method_types"),
    "discounts": ({"discounts": [{"coupon": "c"}]}, "discounts"),
    "destination charge": (
        {"payment_intent_data": {"transfer_data": {"destination": "acct_1"}}},
        "payment_intent_data[transfer_data]",
    ),
    "no such customer": ({"customer": "cus_none"}, "customer"),
    "metadata": ({"payment_intent_data": {"metadata": {"k" * 41: "v"}}}, "payment_intent_data[metadata]"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_stripe_refuses_is_refused(client: stripe.StripeClient, name: str) -> None:
    change, param = REFUSED[name]
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.checkout.sessions.create({**session_params(), **change})
    assert caught.value.param == param


@pytest.mark.parametrize("name", ["success_url", "line_items"])
def test_what_stripe_needs_must_be_there(
    client: stripe.StripeClient, name: Literal["success_url", "line_items"]
) -> None:
    params = session_params()
    del params[name]
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.checkout.sessions.create(params)
    assert (caught.value.param, caught.value.code) == (name, "parameter_missing")
