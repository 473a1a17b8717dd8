"""Disputes and inquiries."""

import pytest
import stripe

from tests.funding.sandbox.receiver import Receiver
from tests.funding.sandbox.scenes import paid_intent
from tests.funding.sandbox.server import SandboxServer

PAID, FEE, DISPUTE_FEE = 2_000, 55, 2_000


def available(client: stripe.StripeClient) -> int:
    return client.v1.balance.retrieve().available[0].amount


def disputed(client: stripe.StripeClient, token: str = "pm_card_createDispute") -> stripe.Dispute:
    intent = paid_intent(client, PAID, token)
    return client.v1.disputes.list({"payment_intent": intent.id}).data[0]


@pytest.mark.parametrize(
    ("token", "reason"),
    [("pm_card_createDispute", "fraudulent"), ("pm_card_createDisputeProductNotReceived", "product_not_received")],
)
def test_a_dispute_takes_the_money_and_a_fee(
    client: stripe.StripeClient, receiver: Receiver, token: str, reason: str
) -> None:
    dispute = disputed(client, token)
    assert (dispute.status, dispute.reason, dispute.amount) == ("needs_response", reason, PAID)
    assert available(client) == -FEE - DISPUTE_FEE
    receiver.wait_for("charge.dispute.created", about=dispute.id)
    receiver.wait_for("charge.dispute.funds_withdrawn", about=dispute.id)
    assert client.v1.charges.retrieve(str(dispute.charge)).disputed is True
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.refunds.create({"charge": str(dispute.charge)})
    assert caught.value.code == "charge_disputed"


@pytest.mark.parametrize(
    ("evidence", "status", "left"),
    [("winning_evidence", "won", PAID - FEE), ("losing_evidence", "lost", -FEE - DISPUTE_FEE)],
)
def test_evidence_decides(
    client: stripe.StripeClient, receiver: Receiver, evidence: str, status: str, left: int
) -> None:
    dispute = disputed(client)
    sent = client.v1.disputes.update(dispute.id, {"evidence": {"uncategorized_text": evidence}})
    assert sent.status == "under_review"
    assert sent.evidence_details.submission_count == 1
    closed = receiver.wait_for("charge.dispute.closed", about=dispute.id)
    assert closed.data.object["status"] == status
    assert available(client) == left
    assert len(receiver.of("charge.dispute.funds_reinstated", about=dispute.id)) == (1 if status == "won" else 0)
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.disputes.update(dispute.id, {"evidence": {"uncategorized_text": evidence}})


def test_evidence_may_be_kept_back_and_sent_later(client: stripe.StripeClient, receiver: Receiver) -> None:
    dispute = disputed(client)
    staged = client.v1.disputes.update(
        dispute.id, {"evidence": {"uncategorized_text": "winning_evidence"}, "submit": False}
    )
    assert staged.status == "needs_response"
    assert staged.evidence.uncategorized_text == "winning_evidence"
    assert client.v1.disputes.update(dispute.id, {"metadata": {"a": "1"}}).status == "needs_response"
    assert client.v1.disputes.update(dispute.id, {"submit": True}).status == "under_review"
    receiver.wait_for("charge.dispute.closed", about=dispute.id)
    assert client.v1.disputes.retrieve(dispute.id).status == "won"


def test_to_close_is_to_give_in(client: stripe.StripeClient, receiver: Receiver) -> None:
    dispute = disputed(client)
    assert client.v1.disputes.close(dispute.id).status == "lost"
    receiver.wait_for("charge.dispute.closed", about=dispute.id)
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.disputes.close(dispute.id)


def test_an_inquiry_takes_nothing_and_ends_with_a_refund(client: stripe.StripeClient, receiver: Receiver) -> None:
    dispute = disputed(client, "pm_card_createDisputeInquiry")
    assert (dispute.status, dispute.is_charge_refundable) == ("warning_needs_response", True)
    assert available(client) == PAID - FEE
    reviewed = client.v1.disputes.update(dispute.id, {"evidence": {"uncategorized_text": "we called"}})
    assert reviewed.status == "warning_under_review"
    client.v1.refunds.create({"charge": str(dispute.charge)})
    receiver.wait_for("charge.dispute.closed", about=dispute.id)
    assert client.v1.disputes.retrieve(dispute.id).status == "warning_closed"
    assert receiver.of("charge.dispute.funds_withdrawn", about=dispute.id) == []


@pytest.mark.parametrize(("outcome", "left"), [("won", PAID - FEE), ("lost", -FEE - DISPUTE_FEE)])
def test_a_script_may_dispute_and_decide(
    sandbox: SandboxServer, client: stripe.StripeClient, outcome: str, left: int
) -> None:
    charge = str(paid_intent(client, PAID).latest_charge)
    dispute = sandbox.control.post(f"/charges/{charge}/dispute", reason="duplicate")
    assert dispute["reason"] == "duplicate"
    assert sandbox.control.post(f"/disputes/{dispute['id']}/close", outcome=outcome)["status"] == outcome
    assert available(client) == left


def test_a_charge_is_disputed_once_and_only_when_paid(sandbox: SandboxServer, client: stripe.StripeClient) -> None:
    dispute = disputed(client)
    with pytest.raises(Exception, match="400"):
        sandbox.control.post(f"/charges/{dispute.charge}/dispute")
    with pytest.raises(stripe.CardError):
        paid_intent(client, method="pm_card_chargeDeclined")
    failed = client.v1.charges.list({"limit": 1}).data[0]
    with pytest.raises(Exception, match="400"):
        sandbox.control.post(f"/charges/{failed.id}/dispute")


def test_what_was_refunded_before_is_not_disputed_again(sandbox: SandboxServer, client: stripe.StripeClient) -> None:
    charge = str(paid_intent(client, PAID).latest_charge)
    client.v1.refunds.create({"charge": charge, "amount": 500})
    assert sandbox.control.post(f"/charges/{charge}/dispute")["amount"] == PAID - 500
