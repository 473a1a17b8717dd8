from dataclasses import replace

import pytest

from backend.core.errors import Unavailable
from backend.core.models import OutboxMessage
from funding.enums import PayeeState, PayoutState, PledgeState
from funding.events import GatewayEventReceived
from funding.gateways import gateway_override
from funding.gateways.memory_gateway import MemoryGateway
from funding.gateways.protocol import (
    EventSubject,
    GatewayRefused,
    GatewayUnknown,
    PaymentFacts,
    SignatureInvalid,
    WebhookEvent,
)
from funding.models import GatewayEvent, PayeeAccount, Payment, Payout, Pledge
from funding.services.gateway_events import SignatureWrong, gateway_event_record, payment_apply_event
from funding.services.payees import payee_onboard
from funding.services.payouts import payout_approve, payout_request, payout_submit
from tests.funding.scenes import Scene

EVENT = WebhookEvent(event_id="evt_1", type="checkout.session.completed", subject=EventSubject.PAYMENT, object_id="x")


class Door(MemoryGateway):
    """Hands out the event that it was given; everything else as the scene's provider says."""

    def __init__(self, inside: MemoryGateway, event: WebhookEvent | None) -> None:
        super().__init__("door")
        self.__dict__.update(inside.__dict__)
        self.event = event

    def verify_webhook(self, payload: bytes, signature: str) -> WebhookEvent:
        if self.event is None:
            raise SignatureInvalid
        return self.event


def receive(scene: Scene, event: WebhookEvent | None) -> GatewayEvent:
    with gateway_override(Door(scene.gateway, event)):
        return gateway_event_record(payload=b"{}", signature="s")


def follow(scene: Scene, event: WebhookEvent) -> None:
    payment_apply_event(gateway_event_id=receive(scene, event).pk)


def test_an_event_is_kept_once_and_told_once(scene: Scene) -> None:
    first = receive(scene, EVENT)
    assert receive(scene, EVENT).pk == first.pk
    assert GatewayEvent.objects.count() == 1
    assert OutboxMessage.objects.filter(topic=GatewayEventReceived.topic).count() == 1
    assert str(first) == "checkout.session.completed evt_1"


def test_a_wrong_signature_leaves_no_trace(scene: Scene) -> None:
    with pytest.raises(SignatureWrong):
        receive(scene, None)
    assert not GatewayEvent.objects.exists()


def test_what_is_not_ours_to_act_on_is_kept_without_work(scene: Scene) -> None:
    event = receive(scene, replace(EVENT, subject=EventSubject.OTHER, type="invoice.paid"))
    assert not OutboxMessage.objects.filter(topic=GatewayEventReceived.topic).exists()
    payment_apply_event(gateway_event_id=event.pk)
    event.refresh_from_db()
    assert event.applied_at is not None


@pytest.mark.parametrize("known_by", ["reference", "session_id", "payment_intent_id"])
def test_the_payment_is_found_by_what_the_event_knows(scene: Scene, known_by: str) -> None:
    pledge = scene.pledge(2_000)
    scene.gateway.pay(pledge.payment.checkout_session_id)
    facts = scene.gateway.sessions[pledge.payment.checkout_session_id].facts
    known = {
        "reference": replace(EVENT, reference=pledge.payment.public_id),
        "session_id": replace(EVENT, session_id=facts.session_id),
        "payment_intent_id": replace(EVENT, payment_intent_id=facts.payment_intent_id),
    }
    follow(scene, known[known_by])
    assert Pledge.objects.get().state == PledgeState.CONFIRMED


def test_a_known_intent_needs_no_question(scene: Scene) -> None:
    pledge = scene.paid(2_000)

    class Asked(MemoryGateway):
        def payment_state(self, session_id: str) -> PaymentFacts:
            return scene.gateway.payment_state(session_id)

        def payment_reference(self, payment_intent_id: str) -> str:
            raise AssertionError("this was known")

    event = receive(scene, replace(EVENT, payment_intent_id=pledge.payment.payment_intent_id))
    with gateway_override(Asked()):
        payment_apply_event(gateway_event_id=event.pk)


def test_an_event_that_overtakes_our_own_record_is_followed(scene: Scene) -> None:
    pledge = scene.pledge(2_000)
    session_id = pledge.payment.checkout_session_id
    Payment.objects.update(state="submitting", checkout_session_id="", page_url="")
    scene.gateway.pay(session_id)
    follow(scene, replace(EVENT, session_id=session_id, reference=pledge.payment.public_id))
    assert Pledge.objects.get().state == PledgeState.CONFIRMED
    assert Payment.objects.get().checkout_session_id == session_id


@pytest.mark.parametrize("event", [EVENT, replace(EVENT, reference="pay_x"), replace(EVENT, payment_intent_id="pi_x")])
def test_payments_of_others_are_left_alone(scene: Scene, event: WebhookEvent) -> None:
    scene.pledge(2_000)
    follow(scene, event)
    assert Pledge.objects.get().state == PledgeState.PENDING


@pytest.mark.parametrize(("error", "again"), [(GatewayUnknown("500"), True), (GatewayRefused("no such"), False)])
def test_when_nobody_says_whose_it_is(scene: Scene, error: Exception, again: bool) -> None:
    class Failing(MemoryGateway):
        def payment_reference(self, payment_intent_id: str) -> str:
            raise error

    event = receive(scene, replace(EVENT, payment_intent_id="pi_x"))
    with gateway_override(Failing()):
        if again:
            with pytest.raises(Unavailable):
                payment_apply_event(gateway_event_id=event.pk)
        else:
            payment_apply_event(gateway_event_id=event.pk)
    event.refresh_from_db()
    assert (event.applied_at is None) == again


def test_accounts_and_transfers_are_followed(scene: Scene) -> None:
    payee_onboard(project=scene.campaign.project, actor=scene.lead)
    account = PayeeAccount.objects.get().gateway_account_id
    scene.gateway.verify(account)
    follow(scene, replace(EVENT, event_id="evt_2", subject=EventSubject.ACCOUNT, object_id=account))
    assert PayeeAccount.objects.get().state == PayeeState.VERIFIED
    scene.paid(2_000)
    (payout,) = payout_request(campaign=scene.campaign, actor=scene.managers[0])
    payout_approve(payout=payout, actor=scene.managers[1])
    sent = payout_submit(payout_id=payout.pk)
    follow(scene, replace(EVENT, event_id="evt_3", subject=EventSubject.TRANSFER, object_id=sent.gateway_id))
    assert Payout.objects.get().state == PayoutState.PAID
