"""Every documented card number does what is documented."""

from pathlib import Path

import pytest
import stripe

from funding.sandbox.cards import BANK_ACCOUNTS, CARDS, BankAccount, Card, card_by_number
from tests.funding.sandbox.receiver import Receiver
from tests.funding.sandbox.scenes import paid_intent, session_params
from tests.funding.sandbox.server import SandboxServer

DECLINES = [
    ("4000000000000002", "card_declined", "generic_decline"),
    ("4000000000009995", "card_declined", "insufficient_funds"),
    ("4000000000009987", "card_declined", "lost_card"),
    ("4000000000009979", "card_declined", "stolen_card"),
    ("4000000000006975", "card_declined", "card_velocity_exceeded"),
    ("4100000000000019", "card_declined", "fraudulent"),
    ("4000000000000069", "expired_card", "expired_card"),
    ("4000000000000127", "incorrect_cvc", "incorrect_cvc"),
    ("4000000000000119", "processing_error", "processing_error"),
]


def pay_with_number(client: stripe.StripeClient, number: str) -> stripe.PaymentIntent:
    method = client.v1.payment_methods.create(
        {"type": "card", "card": {"number": number, "exp_month": 12, "exp_year": 2034, "cvc": "123"}}
    )
    return paid_intent(client, method=method.id)


@pytest.mark.parametrize(("number", "code", "decline_code"), DECLINES)
def test_declines(client: stripe.StripeClient, receiver: Receiver, number: str, code: str, decline_code: str) -> None:
    with pytest.raises(stripe.CardError) as caught:
        pay_with_number(client, number)
    error = caught.value.error
    assert error is not None
    assert (caught.value.http_status, error.code, error.decline_code) == (402, code, decline_code)
    assert error.payment_intent is not None
    intent = client.v1.payment_intents.retrieve(error.payment_intent.id, {"expand": ["latest_charge"]})
    assert intent.status == "requires_payment_method"
    assert intent.last_payment_error is not None
    assert intent.last_payment_error.code == code
    assert isinstance(intent.latest_charge, stripe.Charge)
    assert (intent.latest_charge.status, intent.latest_charge.failure_code) == ("failed", code)
    assert client.v1.balance_transactions.list().data == []
    receiver.wait_for("payment_intent.payment_failed", about=intent.id)
    receiver.wait_for("charge.failed", about=intent.latest_charge.id)


@pytest.mark.parametrize(
    "card", [card for card in CARDS if card.decline is None and not card.challenge], ids=lambda c: c.number
)
def test_the_others_pay(client: stripe.StripeClient, card: Card) -> None:
    number = card.number
    intent = pay_with_number(client, number)
    assert (intent.status, intent.amount_received) == ("succeeded", 2_000)
    charge = client.v1.charges.list({"payment_intent": intent.id}).data[0]
    details = charge.payment_method_details
    assert details is not None
    assert details.card is not None
    assert details.card.last4 == number[-4:]


def test_tokens_stand_for_numbers(client: stripe.StripeClient) -> None:
    assert len({token for card in CARDS for token in card.tokens}) == sum(len(card.tokens) for card in CARDS)
    assert paid_intent(client, method="pm_card_mastercard").status == "succeeded"
    method = client.v1.payment_methods.create({"type": "card", "card": {"token": "tok_visa"}})
    assert method.card is not None
    assert (method.card.brand, method.card.last4) == ("visa", "4242")
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.payment_methods.create({"type": "card", "card": {"token": "tok_nothing"}})
    with pytest.raises(stripe.InvalidRequestError):
        paid_intent(client, method="pm_card_nothing")


def test_one_number_has_one_fingerprint(client: stripe.StripeClient) -> None:
    def fingerprint(token: str) -> str | None:
        charge = client.v1.charges.retrieve(str(paid_intent(client, method=token).latest_charge))
        assert charge.payment_method_details is not None
        assert charge.payment_method_details.card is not None
        return charge.payment_method_details.card.fingerprint

    assert fingerprint("pm_card_visa") == fingerprint("pm_card_visa") != fingerprint("pm_card_mastercard")


@pytest.mark.parametrize(
    ("number", "code"),
    [("4242424242424241", "incorrect_number"), ("1", "incorrect_number"), ("5105105105105100", "card_declined")],
)
def test_other_numbers_are_refused_and_not_kept(client: stripe.StripeClient, number: str, code: str) -> None:
    with pytest.raises(stripe.CardError) as caught:
        pay_with_number(client, number)
    assert caught.value.code == code
    assert client.v1.payment_methods.list().data == []


@pytest.mark.parametrize(
    ("change", "code", "param"),
    [
        ({"exp_month": 13}, "invalid_expiry_month", "exp_month"),
        ({"exp_month": 0}, "invalid_expiry_month", "exp_month"),
        ({"exp_year": 2020}, "invalid_expiry_year", "exp_year"),
        ({"exp_year": 34}, "invalid_expiry_year", "exp_year"),
        ({"cvc": "12"}, "invalid_cvc", "cvc"),
    ],
)
def test_impossible_details_are_refused(
    client: stripe.StripeClient, change: dict[str, int | str], code: str, param: str
) -> None:
    card = {"number": "4242424242424242", "exp_month": 12, "exp_year": 2034, "cvc": "123"} | change
    with pytest.raises(stripe.CardError) as caught:
        client.v1.payment_methods.create({"type": "card", "card": card})  # type: ignore[arg-type]  # wrong on purpose
    assert (caught.value.code, caught.value.param) == (code, param)


def test_what_is_blocked_never_reached_the_bank(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.CardError):
        paid_intent(client, method="pm_card_radarBlock")
    outcome = client.v1.charges.list().data[0].outcome
    assert outcome is not None
    assert (outcome.type, outcome.network_status, outcome.risk_level) == ("blocked", "not_sent_to_network", "highest")


def test_nobody_answers_the_bank_when_nobody_is_there(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.CardError) as caught:
        client.v1.payment_intents.create(
            {
                "amount": 100,
                "currency": "eur",
                "payment_method": "pm_card_authenticationRequired",
                "confirm": True,
                "off_session": True,
            }
        )
    assert caught.value.code == "authentication_required"
    assert client.v1.payment_intents.list().data[0].status == "requires_payment_method"


def test_every_card_stands_in_the_manual() -> None:
    manual = (Path(__file__).parents[3] / "docs" / "sandbox.md").read_text(encoding="utf-8").replace(" ", "")
    assert [card.number for card in CARDS if card.number not in manual] == []
    assert [card.number for card in CARDS if not any(token in manual for token in card.tokens)] == []


def test_spaces_and_hyphens_do_not_matter() -> None:
    assert card_by_number("4242 4242-4242 4242") is CARDS[0]


def test_a_challenge_is_asked_and_answered_on_a_page(sandbox: SandboxServer, client: stripe.StripeClient) -> None:
    intent = paid_intent(client, method="pm_card_threeDSecure2Required")
    assert intent.status == "requires_action"
    assert intent.next_action is not None
    assert intent.next_action.redirect_to_url is not None
    assert intent.next_action.redirect_to_url.url == f"{sandbox.base_url}/c/challenge/{intent.id}"
    assert intent.latest_charge is None


@pytest.mark.parametrize(("challenge", "status"), [("complete", "complete"), ("fail", "open"), ("leave", "open")])
@pytest.mark.parametrize("number", ["4000002500003155", "4000000000003220"])
def test_challenges_through_the_control_door(
    sandbox: SandboxServer, client: stripe.StripeClient, number: str, challenge: str, status: str
) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    assert sandbox.pay(session.id, card=number, challenge=challenge)["session"]["status"] == status


def test_a_passed_challenge_may_still_be_declined(sandbox: SandboxServer, client: stripe.StripeClient) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    error = sandbox.pay(session.id, card="4000008260003178")["error"]
    assert error["decline_code"] == "insufficient_funds"
    assert client.v1.checkout.sessions.retrieve(session.id).status == "open"


@pytest.mark.parametrize("bank", BANK_ACCOUNTS, ids=lambda bank: bank.iban)
def test_direct_debits_end_later(
    sandbox: SandboxServer, client: stripe.StripeClient, receiver: Receiver, bank: BankAccount
) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    paid = sandbox.pay(session.id, iban=bank.iban)["session"]
    assert (paid["status"], paid["payment_status"]) == ("complete", "unpaid")
    intent = client.v1.payment_intents.retrieve(paid["payment_intent"])
    assert intent.status == "processing"
    receiver.wait_for("checkout.session.completed", about=session.id)

    sandbox.control.post("/clock", seconds=180)

    ending = "async_payment_failed" if bank.fails else "async_payment_succeeded"
    receiver.wait_for(f"checkout.session.{ending}", about=session.id)
    after = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent.latest_charge"]})
    assert after.payment_status == ("unpaid" if bank.fails else "paid")
    assert isinstance(after.payment_intent, stripe.PaymentIntent)
    assert isinstance(after.payment_intent.latest_charge, stripe.Charge)
    assert after.payment_intent.latest_charge.status == ("failed" if bank.fails else "succeeded")
    assert after.payment_intent.latest_charge.disputed == bank.dispute
    details = after.payment_intent.latest_charge.payment_method_details
    assert details is not None
    assert details.sepa_debit is not None
    assert details.sepa_debit.last4 == bank.iban[-4:]
