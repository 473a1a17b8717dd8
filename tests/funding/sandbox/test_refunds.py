"""Money back."""

import pytest
import stripe

from tests.funding.sandbox.receiver import Receiver
from tests.funding.sandbox.scenes import paid_intent
from tests.funding.sandbox.server import SandboxServer


def available(client: stripe.StripeClient) -> int:
    return client.v1.balance.retrieve().available[0].amount


def charge_of(client: stripe.StripeClient, intent: stripe.PaymentIntent) -> stripe.Charge:
    return client.v1.charges.retrieve(str(intent.latest_charge))


def test_a_whole_refund(client: stripe.StripeClient, receiver: Receiver) -> None:
    intent = paid_intent(client, 2_000)
    refund = client.v1.refunds.create(
        {"payment_intent": intent.id, "reason": "requested_by_customer", "metadata": {"a": "1"}}
    )
    assert (refund.amount, refund.status, refund.charge) == (2_000, "succeeded", intent.latest_charge)
    charge = charge_of(client, intent)
    assert (charge.refunded, charge.amount_refunded) == (True, 2_000)
    assert available(client) == -55  # the fee is not given back
    receiver.wait_for("charge.refunded", about=charge.id)
    receiver.wait_for("refund.created", about=refund.id)


def test_parts_may_be_refunded_up_to_the_whole(client: stripe.StripeClient) -> None:
    intent = paid_intent(client, 2_000)
    client.v1.refunds.create({"charge": str(intent.latest_charge), "amount": 500})
    assert charge_of(client, intent).refunded is False
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.refunds.create({"charge": str(intent.latest_charge), "amount": 1_501})
    assert caught.value.param == "amount"
    client.v1.refunds.create({"charge": str(intent.latest_charge), "amount": 1_500})
    assert charge_of(client, intent).refunded is True
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.refunds.create({"charge": str(intent.latest_charge)})
    assert caught.value.code == "charge_already_refunded"


def test_what_was_not_paid_cannot_be_refunded(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.CardError):
        paid_intent(client, method="pm_card_chargeDeclined")
    intent = client.v1.payment_intents.list().data[0]
    for params in ({"payment_intent": intent.id}, {"charge": str(intent.latest_charge)}, {}):
        with pytest.raises(stripe.InvalidRequestError):
            client.v1.refunds.create(params)  # type: ignore[arg-type]  # three shapes in one loop


def test_a_refund_may_fail_later(sandbox: SandboxServer, client: stripe.StripeClient, receiver: Receiver) -> None:
    intent = paid_intent(client, 2_000, "pm_card_refundFail")
    refund = client.v1.refunds.create({"payment_intent": intent.id})
    assert refund.status == "succeeded"
    sandbox.control.post("/clock", seconds=5)
    receiver.wait_for("refund.failed", about=refund.id)
    after = client.v1.refunds.retrieve(refund.id)
    assert (after.status, after.failure_reason) == ("failed", "expired_or_canceled_card")
    assert (charge_of(client, intent).amount_refunded, charge_of(client, intent).refunded) == (0, False)
    assert available(client) == 2_000 - 55


@pytest.mark.parametrize(("outcome", "left"), [("succeeded", -55), ("failed", 1_945)])
def test_a_pending_refund_is_decided_later(
    sandbox: SandboxServer, client: stripe.StripeClient, receiver: Receiver, outcome: str, left: int
) -> None:
    intent = paid_intent(client, 2_000, "pm_card_pendingRefund")
    refund = client.v1.refunds.create({"payment_intent": intent.id})
    assert (refund.status, refund.pending_reason) == ("pending", "processing")
    sandbox.control.post(f"/refunds/{refund.id}/close", outcome=outcome)
    receiver.wait_for("refund.updated", about=refund.id)
    assert client.v1.refunds.retrieve(refund.id).status == outcome
    assert available(client) == left
    sandbox.control.post(f"/refunds/{refund.id}/close", outcome=outcome)  # a second decision changes nothing
    assert available(client) == left


@pytest.mark.parametrize("decided", [False, True])
def test_a_pending_refund_arrives_by_itself_unless_it_was_decided(
    sandbox: SandboxServer, client: stripe.StripeClient, receiver: Receiver, *, decided: bool
) -> None:
    intent = paid_intent(client, 2_000, "pm_card_pendingRefund")
    refund = client.v1.refunds.create({"payment_intent": intent.id})
    if decided:
        sandbox.control.post(f"/refunds/{refund.id}/close", outcome="failed")
    sandbox.control.post("/clock", seconds=60)
    receiver.wait_for("refund.updated", about=refund.id)
    assert client.v1.refunds.retrieve(refund.id).status == ("failed" if decided else "succeeded")
    assert available(client) == (1_945 if decided else -55)


def test_a_pending_refund_may_be_cancelled(client: stripe.StripeClient) -> None:
    intent = paid_intent(client, 2_000, "pm_card_pendingRefund")
    refund = client.v1.refunds.create({"payment_intent": intent.id})
    assert client.v1.refunds.cancel(refund.id).status == "canceled"
    assert charge_of(client, intent).amount_refunded == 0
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.refunds.cancel(refund.id)


def test_a_refund_may_be_annotated(client: stripe.StripeClient, receiver: Receiver) -> None:
    refund = client.v1.refunds.create({"payment_intent": paid_intent(client).id})
    changed = client.v1.refunds.update(refund.id, {"metadata": {"why": "late"}})
    assert changed.metadata is not None
    assert changed.metadata.to_dict() == {"why": "late"}
    receiver.wait_for("refund.updated", about=refund.id)


def test_a_direct_debit_is_refunded_to_the_bank(sandbox: SandboxServer, client: stripe.StripeClient) -> None:
    method = client.v1.payment_methods.create(
        {"type": "sepa_debit", "sepa_debit": {"iban": "DE89370400440532013000"}, "billing_details": {"email": "a@b.de"}}
    )
    intent = paid_intent(client, 2_000, method.id)
    sandbox.control.post("/clock", seconds=5)
    refund = client.v1.refunds.create({"payment_intent": intent.id})
    assert refund.id.startswith("pyr_")
    assert refund.destination_details is not None
    assert refund.destination_details.type == "sepa_bank_transfer"
