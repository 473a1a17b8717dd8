"""Payment intents, setup intents, customers and payment methods, used from a server."""

import httpx
import pytest
import stripe

from tests.funding.sandbox.receiver import Receiver
from tests.funding.sandbox.scenes import paid_intent
from tests.funding.sandbox.server import SandboxServer


def test_an_intent_takes_as_many_attempts_as_it_needs(client: stripe.StripeClient, receiver: Receiver) -> None:
    intent = client.v1.payment_intents.create(
        {"amount": 100, "currency": "eur", "allowed_payment_method_types": ["card"]}
    )
    assert (intent.status, intent.payment_method_types) == ("requires_payment_method", ["card"])
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.payment_intents.confirm(intent.id)
    with pytest.raises(stripe.CardError):
        client.v1.payment_intents.confirm(intent.id, {"payment_method": "pm_card_chargeDeclined"})
    waiting = client.v1.payment_intents.update(intent.id, {"payment_method": "pm_card_visa", "amount": 200})
    assert waiting.status == "requires_confirmation"
    paid = client.v1.payment_intents.confirm(intent.id)
    assert (paid.status, paid.amount_received, paid.last_payment_error) == ("succeeded", 200, None)
    for act in (client.v1.payment_intents.confirm, client.v1.payment_intents.cancel, client.v1.payment_intents.capture):
        with pytest.raises(stripe.InvalidRequestError) as caught:
            act(intent.id)
        assert caught.value.code == "payment_intent_unexpected_state"
    receiver.wait_for("payment_intent.created", about=intent.id)
    receiver.wait_for("payment_intent.succeeded", about=intent.id)


def test_a_method_may_be_described_in_place(client: stripe.StripeClient) -> None:
    intent = client.v1.payment_intents.create(
        {
            "amount": 100,
            "currency": "eur",
            "confirm": True,
            "payment_method_data": {
                "type": "sepa_debit",
                "sepa_debit": {"iban": "DE89370400440532013000"},
                "billing_details": {"name": "Mira", "email": "mira@example.org"},
            },
        }
    )
    assert intent.status == "processing"
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.payment_methods.create({"type": "sepa_debit", "sepa_debit": {"iban": "DE00"}})
    assert caught.value.code == "invalid_bank_account_iban"
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.payment_methods.create({"type": "klarna"})


def test_what_the_sandbox_cannot_do_is_refused_instead_of_ignored(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.payment_intents.create({"amount": 100, "currency": "eur", "application_fee_amount": 10})
    assert caught.value.param == "application_fee_amount"
    intent = paid_intent(client)
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.refunds.create({"payment_intent": intent.id, "reverse_transfer": True})
    assert caught.value.param == "reverse_transfer"


def test_an_intent_may_be_cancelled(client: stripe.StripeClient, receiver: Receiver) -> None:
    intent = client.v1.payment_intents.create({"amount": 100, "currency": "eur"})
    gone = client.v1.payment_intents.cancel(intent.id, {"cancellation_reason": "abandoned"})
    assert (gone.status, gone.cancellation_reason) == ("canceled", "abandoned")
    receiver.wait_for("payment_intent.canceled", about=intent.id)


def test_a_capture_takes_at_most_what_was_authorized(client: stripe.StripeClient, receiver: Receiver) -> None:
    intent = client.v1.payment_intents.create(
        {
            "amount": 1_000,
            "currency": "eur",
            "capture_method": "manual",
            "payment_method": "pm_card_visa",
            "confirm": True,
        }
    )
    assert (intent.status, intent.amount_capturable) == ("requires_capture", 1_000)
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.refunds.create({"charge": str(intent.latest_charge)})
    for amount in (0, 1_001):
        with pytest.raises(stripe.InvalidRequestError):
            client.v1.payment_intents.capture(intent.id, {"amount_to_capture": amount})
    taken = client.v1.payment_intents.capture(intent.id, {"amount_to_capture": 600})
    assert (taken.status, taken.amount_received) == ("succeeded", 600)
    assert client.v1.charges.retrieve(str(intent.latest_charge)).amount_captured == 600
    receiver.wait_for("charge.captured", about=str(intent.latest_charge))


def test_a_charge_may_be_annotated(client: stripe.StripeClient, receiver: Receiver) -> None:
    charge = str(paid_intent(client).latest_charge)
    assert client.v1.charges.update(charge, {"description": "Thanks"}).description == "Thanks"
    receiver.wait_for("charge.updated", about=charge)


def test_customers_come_and_go(client: stripe.StripeClient, receiver: Receiver) -> None:
    customer = client.v1.customers.create({"name": "Mira", "email": "mira@example.org"})
    changed = client.v1.customers.update(customer.id, {"name": "Mira M."})
    assert (changed.name, changed.phone) == ("Mira M.", None)
    event = receiver.wait_for("customer.updated", about=customer.id)
    assert event.data.previous_attributes is not None
    assert event.data.previous_attributes.to_dict() == {"name": "Mira"}
    assert client.v1.customers.retrieve(customer.id).email == "mira@example.org"
    assert client.v1.customers.delete(customer.id).deleted is True
    receiver.wait_for("customer.deleted", about=customer.id)
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.customers.update(customer.id, {"name": "Mira"})
    assert client.v1.customers.list().data == []


def test_what_a_deleted_customer_paid_still_points_at_it(client: stripe.StripeClient) -> None:
    customer = client.v1.customers.create({"email": "mira@example.org"})
    method = client.v1.payment_methods.attach("pm_card_visa", {"customer": customer.id})
    intent = client.v1.payment_intents.create(
        {"amount": 100, "currency": "eur", "customer": customer.id, "payment_method": method.id, "confirm": True}
    )
    client.v1.customers.delete(customer.id)
    gone = {"id": customer.id, "object": "customer", "deleted": True}
    assert client.v1.customers.retrieve(customer.id).to_dict() == gone
    expanded = client.v1.payment_intents.retrieve(intent.id, {"expand": ["customer"]}).customer
    assert isinstance(expanded, stripe.StripeObject)
    assert expanded.to_dict() == gone
    assert client.v1.payment_methods.retrieve(method.id).customer is None
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.payment_intents.create({"amount": 100, "currency": "eur", "customer": customer.id})


def test_methods_are_kept_by_customers(client: stripe.StripeClient, receiver: Receiver) -> None:
    customer = client.v1.customers.create()
    method = client.v1.payment_methods.attach("pm_card_visa", {"customer": customer.id})
    assert [found.id for found in client.v1.customers.payment_methods.list(customer.id).data] == [method.id]
    assert client.v1.payment_methods.list({"customer": customer.id, "type": "card"}).data[0].id == method.id
    client.v1.payment_methods.update(method.id, {"metadata": {"a": "1"}})
    assert client.v1.payment_methods.retrieve(method.id).metadata is not None
    intent = client.v1.payment_intents.create(
        {"amount": 100, "currency": "eur", "customer": customer.id, "payment_method": method.id, "confirm": True}
    )
    assert intent.status == "succeeded"
    assert client.v1.payment_methods.detach(method.id).customer is None
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.payment_methods.detach(method.id)
    receiver.wait_for("payment_method.detached", about=method.id)
    with pytest.raises(stripe.CardError):
        client.v1.payment_methods.attach("pm_card_chargeDeclined", {"customer": customer.id})
    assert (
        client.v1.payment_methods.attach("pm_card_chargeCustomerFail", {"customer": customer.id}).customer
        == customer.id
    )


def test_a_method_is_attached_to_somebody(client: stripe.StripeClient) -> None:
    """The library leaves both out, because there are two kinds of owners by now; one of them is needed."""
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.payment_methods.attach("pm_card_visa")
    assert (caught.value.code, caught.value.param) == ("parameter_missing", "customer")


def test_a_setup_keeps_the_method(client: stripe.StripeClient, receiver: Receiver) -> None:
    customer = client.v1.customers.create()
    intent = client.v1.setup_intents.create({"customer": customer.id})
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.setup_intents.confirm(intent.id)
    client.v1.setup_intents.update(intent.id, {"description": "Later", "metadata": {"a": "1"}})
    done = client.v1.setup_intents.confirm(intent.id, {"payment_method": "pm_card_visa"})
    assert (done.status, done.description) == ("succeeded", "Later")
    assert client.v1.payment_methods.retrieve(str(done.payment_method)).customer == customer.id
    receiver.wait_for("setup_intent.succeeded", about=intent.id)
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.setup_intents.cancel(intent.id)
    assert [found.id for found in client.v1.setup_intents.list().data] == [intent.id]
    assert client.v1.setup_intents.retrieve(intent.id).status == "succeeded"


def test_a_setup_may_be_declined_or_cancelled(client: stripe.StripeClient, receiver: Receiver) -> None:
    intent = client.v1.setup_intents.create(
        {"payment_method_data": {"type": "sepa_debit", "sepa_debit": {"iban": "DE89370400440532013000"}}}
    )
    with pytest.raises(stripe.CardError):
        client.v1.setup_intents.confirm(intent.id, {"payment_method": "pm_card_chargeDeclined"})
    receiver.wait_for("setup_intent.setup_failed", about=intent.id)
    assert client.v1.setup_intents.cancel(intent.id, {"cancellation_reason": "abandoned"}).status == "canceled"


@pytest.mark.parametrize(("outcome", "status"), [("complete", "succeeded"), ("fail", "requires_payment_method")])
def test_the_bank_may_ask_before_a_setup(
    sandbox: SandboxServer, client: stripe.StripeClient, outcome: str, status: str
) -> None:
    intent = client.v1.setup_intents.create(
        {"payment_method": "pm_card_threeDSecure2Required", "confirm": True, "return_url": "http://shop.example/kept"}
    )
    assert intent.status == "requires_action"
    challenge = f"{sandbox.base_url}/c/challenge/{intent.id}"
    assert "later payments" in httpx.get(challenge).text
    answer = httpx.post(challenge, data={"outcome": outcome})
    assert answer.headers["location"].startswith("http://shop.example/kept?setup_intent=")
    assert client.v1.setup_intents.retrieve(intent.id).status == status
