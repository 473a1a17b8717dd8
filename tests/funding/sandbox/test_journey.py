"""The way that money takes: session, page, webhook, refund, account, transfer."""

import stripe

from tests.funding.sandbox.receiver import Receiver
from tests.funding.sandbox.scenes import session_params
from tests.funding.sandbox.server import SandboxServer, http_get, http_post

CARD_FORM = {
    "method": "card", "email": "mira@example.org", "number": "4242 4242 4242 4242", "expiry": "12 / 34", "cvc": "123",
}  # fmt: skip


def test_a_session_is_paid_on_its_page_and_told_by_a_signed_webhook(
    client: stripe.StripeClient, receiver: Receiver
) -> None:
    session = client.v1.checkout.sessions.create(session_params(2_000))
    assert (session.status, session.payment_status, session.payment_intent) == ("open", "unpaid", None)
    assert session.url is not None

    answer = http_post(session.url, data=CARD_FORM)

    assert answer.status_code == 303
    assert answer.headers["location"] == f"http://shop.example/done?id={session.id}"
    event = receiver.wait_for("checkout.session.completed")
    assert event.api_version == "2026-10-28.endive"
    assert event.data.object["id"] == session.id
    assert event.data.object["payment_status"] == "paid"
    fetched = client.v1.checkout.sessions.retrieve(
        session.id, {"expand": ["payment_intent.latest_charge.balance_transaction"]}
    )
    assert isinstance(fetched.payment_intent, stripe.PaymentIntent)
    assert fetched.payment_intent.status == "succeeded"
    charge = fetched.payment_intent.latest_charge
    assert isinstance(charge, stripe.Charge)
    assert isinstance(charge.balance_transaction, stripe.BalanceTransaction)
    assert (charge.balance_transaction.amount, charge.balance_transaction.fee) == (2_000, 55)
    assert receiver.rejected == []


def test_a_project_is_onboarded_and_paid_out(
    sandbox: SandboxServer, client: stripe.StripeClient, receiver: Receiver
) -> None:
    account = client.v1.accounts.create({"type": "express", "capabilities": {"transfers": {"requested": True}}})
    assert account.payouts_enabled is False
    link = client.v1.account_links.create(
        {
            "account": account.id,
            "type": "account_onboarding",
            "return_url": "http://shop.example/returned",
            "refresh_url": "http://shop.example/again",
        }
    )
    assert http_get(link.url).status_code == 200
    assert http_post(link.url).headers["location"] == "http://shop.example/returned"
    assert receiver.wait_for("account.updated").account == account.id
    sandbox.control.post("/balance", amount=5_000)

    transfer = client.v1.transfers.create({"amount": 5_000, "currency": "eur", "destination": account.id})

    receiver.wait_for("transfer.created")
    assert transfer.amount == 5_000
    assert client.v1.balance.retrieve(options={"stripe_account": account.id}).available[0].amount == 5_000
    assert client.v1.balance.retrieve().available[0].amount == 0
