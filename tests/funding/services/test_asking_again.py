"""A message that never came: what is on its way at the provider is asked for again after an hour."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from backend.core import clock
from backend.core.errors import Unavailable
from funding.enums import DisputeState, PayoutState, RefundState
from funding.gateways.protocol import DisputeOutcome, Outcome
from funding.models import Dispute, Payout, Refund
from funding.services import asking_again
from funding.services.asking_again import money_ask_again
from funding.services.payments import payment_refresh
from funding.services.payouts import payout_approve, payout_request, payout_submit
from funding.services.refunds import refund_request, refund_submit
from tests.funding.scenes import Scene

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=61)


def on_its_way(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Refund:
    pledge = scene.paid(2_000)
    asked = refund_request(payment=pledge.payment, amount_minor=1_000, reason="Auf Wunsch.", actor=scene.managers[0])
    sent = type(scene.gateway).refund
    with monkeypatch.context() as slow:
        slow.setattr(
            type(scene.gateway), "refund", lambda *args, **named: replace(sent(*args, **named), outcome=Outcome.PENDING)
        )
        return refund_submit(refund_id=asked.pk)


def test_a_refund_is_settled_as_if_it_had_been_told(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    refund = on_its_way(scene, monkeypatch)
    assert refund.state == RefundState.SUBMITTED
    assert money_ask_again() == 0
    with time_machine.travel(clock.now() + LATER, tick=False):
        assert money_ask_again() == 1
        refund.refresh_from_db()
        assert refund.state == RefundState.SUCCEEDED
        assert money_ask_again() == 0


def test_a_dispute_that_was_closed_unheard_is_closed(scene: Scene) -> None:
    pledge = scene.paid(2_000)
    session = pledge.payment.checkout_session_id
    scene.gateway.dispute(session)
    scene.refresh(pledge)
    scene.gateway.dispute_close(session, DisputeOutcome.WON)
    with time_machine.travel(clock.now() + LATER, tick=False):
        assert money_ask_again() == 1
    assert Dispute.objects.get().state == DisputeState.WON


def test_a_payout_arrives_unheard(scene: Scene) -> None:
    scene.approved(2_000)
    scene.payee()
    first, second = scene.managers
    for asked in payout_request(campaign=scene.campaign, actor=first):
        payout_approve(payout=asked, actor=second)
        assert payout_submit(payout_id=asked.pk).state == PayoutState.SUBMITTED
    assert money_ask_again() == 0
    with time_machine.travel(clock.now() + LATER, tick=False):
        assert money_ask_again() == 2
    assert set(Payout.objects.values_list("state", flat=True)) == {PayoutState.PAID}


def test_one_without_an_answer_does_not_keep_the_others(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = on_its_way(scene, monkeypatch), on_its_way(scene, monkeypatch)

    def refresh(*, payment_id: int) -> None:
        if payment_id == first.payment_id:
            raise Unavailable(code="payment_state_unknown")
        payment_refresh(payment_id=payment_id)

    monkeypatch.setattr(asking_again, "payment_refresh", refresh)
    with time_machine.travel(clock.now() + LATER, tick=False):
        assert money_ask_again() == 2
    states = dict(Refund.objects.values_list("pk", "state"))
    assert states == {first.pk: RefundState.SUBMITTED, second.pk: RefundState.SUCCEEDED}
