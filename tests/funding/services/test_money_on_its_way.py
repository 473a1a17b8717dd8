"""What happens while money is on its way: a decline, a dispute or a silent provider come in between."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.core import clock
from backend.core.errors import Conflict, Unavailable
from funding.enums import CampaignState, MatchState, PayoutState, PledgeState, RefundState
from funding.gateways import gateway_override
from funding.gateways.memory_gateway import MemoryGateway
from funding.gateways.protocol import DisputeOutcome, GatewayRefused, GatewayUnknown, PaymentFacts
from funding.models import Campaign, Match, Payout, Pledge, Refund
from funding.services import payouts, sweeping
from funding.services.approvals import match_approve
from funding.services.approvals_bulk import match_approve_each
from funding.services.payments import payment_refresh, pledges_expire_due
from funding.services.payout_results import payout_give_up
from funding.services.payouts import payout_apply, payout_approve, payout_decline, payout_request, payout_submit
from funding.services.refunds import refund_request, refund_submit
from tests.factories.accounts import UserFactory
from tests.factories.funding import CampaignFactory, PositionFactory
from tests.funding.scenes import Scene, backer


@pytest.fixture
def ready(scene: Scene) -> Scene:
    scene.payee()
    return scene


def match_payout(scene: Scene) -> Payout:
    """Asked for by the first manager and approved by the second."""
    asked = payout_request(campaign=scene.campaign, actor=scene.managers[0])
    return payout_approve(payout=next(one for one in asked if one.fund_id), actor=scene.managers[1])


@pytest.mark.parametrize("state", [PayoutState.SUBMITTING, PayoutState.SUBMITTED, PayoutState.PAID])
def test_what_has_left_cannot_be_declined(ready: Scene, state: PayoutState) -> None:
    ready.approved(2_000)
    payout = match_payout(ready)
    if state == PayoutState.SUBMITTING:
        payouts._claim(payout.pk)
    else:
        payout = payout_submit(payout_id=payout.pk)
    if state == PayoutState.PAID:
        payout_apply(payout_id=payout.pk)
    with pytest.raises(Conflict):
        payout_decline(payout=payout, actor=ready.managers[1], reason="Doch nicht")
    assert Payout.objects.get(pk=payout.pk).state == state
    assert Match.objects.get().payout_id == payout.pk


def test_a_dispute_does_not_hold_up_what_has_left(ready: Scene) -> None:
    pledge = ready.approved(2_000)
    payout = payout_submit(payout_id=match_payout(ready).pk)
    ready.gateway.dispute(pledge.payment.checkout_session_id)
    ready.refresh(pledge)
    assert payout_apply(payout_id=payout.pk).state == PayoutState.PAID
    assert ready.match(pledge).state == MatchState.PAID
    ready.gateway.dispute_close(pledge.payment.checkout_session_id, DisputeOutcome.LOST)
    ready.refresh(pledge)
    match = ready.match(pledge)
    assert (match.state, match.borne_minor) == (MatchState.PAID, 500)


def test_a_dispute_keeps_back_what_was_refused(ready: Scene) -> None:
    """Sent, disputed, refused: then the match is ours again, and not to be paid until the dispute is over."""
    pledge = ready.approved(2_000)
    payout = match_payout(ready)
    payouts._claim(payout.pk)
    ready.gateway.dispute(pledge.payment.checkout_session_id)
    ready.refresh(pledge)
    payouts._change(payout.pk, lambda locked: payout_give_up(locked, failure="refused"))
    assert ready.match(pledge).state == MatchState.FROZEN
    ready.gateway.dispute_close(pledge.payment.checkout_session_id, DisputeOutcome.WON)
    ready.refresh(pledge)
    assert ready.match(pledge).state == MatchState.APPROVED


def give_back(scene: Scene, pledge: Pledge, amount_minor: int) -> None:
    """Made at the provider, as the campaign's money may have been asked for."""
    scene.gateway.refund(
        pledge.payment.payment_intent_id,
        amount_minor=amount_minor,
        reference="",
        key=f"{pledge.public_id}:{amount_minor}",
    )
    scene.refresh(pledge)


@pytest.mark.parametrize("approved", [False, True])
def test_a_refund_stops_a_payout_that_has_not_left(ready: Scene, *, approved: bool) -> None:
    pledge, other = ready.approved(2_000), ready.approved(4_000)
    payout = match_payout(ready) if approved else payout_request(campaign=ready.campaign, actor=ready.managers[0])[1]
    give_back(ready, pledge, 1_000)
    assert Payout.objects.get(pk=payout.pk).state == PayoutState.FAILED
    match = ready.match(pledge)
    assert (match.state, match.amount_minor, match.borne_minor) == (MatchState.APPROVED, 250, 0)
    assert (ready.water().borne, ready.water().approved, ready.match(other).amount_minor) == (0, 1_250, 1_000)
    assert match_payout(ready).amount_minor == 1_250


@pytest.mark.parametrize(("parts", "left"), [([2_000], 0), ([500, 700], 200)])
def test_what_the_fund_bore_is_free_again_when_the_payout_fails(ready: Scene, parts: list[int], left: int) -> None:
    pledge, other = ready.approved(2_000), ready.approved(4_000)
    payout = match_payout(ready)
    payouts._claim(payout.pk)
    for part in parts:
        give_back(ready, pledge, part)
    match = ready.match(pledge)
    assert (match.amount_minor, match.borne_minor, ready.water().borne) == (500, 500 - left, 500 - left)
    payouts._change(payout.pk, lambda locked: payout_give_up(locked, failure="refused"))
    match = ready.match(pledge)
    assert match.state == (MatchState.APPROVED if left else MatchState.RELEASED)
    assert (match.amount_minor, match.borne_minor, match.base_minor) == (left, 0, 4 * left)
    water = ready.water()
    assert (water.borne, water.approved, water.free) == (0, 1_000 + left, 1_000_000 - 1_000 - left)
    assert ready.match(other).amount_minor == 1_000
    assert match_payout(ready).amount_minor == 1_000 + left


def test_several_that_the_fund_bore_shrink_to_the_cent(ready: Scene) -> None:
    """Of pledges of 1.02 some are matched with 26 cents: the rate holds for those that stay, whoever gives the cent."""
    pledges = [ready.approved(102) for _ in range(6)]
    payout = match_payout(ready)
    payouts._claim(payout.pk)
    for pledge in pledges[1:4]:
        give_back(ready, pledge, 102)
    payouts._change(payout.pk, lambda locked: payout_give_up(locked, failure="refused"))
    left = [ready.match(pledge).amount_minor for pledge in pledges]
    assert (left[1:4], sum(left)) == ([0, 0, 0], 3 * 102 // 4)
    assert (ready.water().borne, ready.water().approved) == (0, 3 * 102 // 4)


class Forgetful(MemoryGateway):
    """Acts, but is not heard; and has forgotten all keys when it is asked again."""

    def transfer_and_refund_are_lost(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("transfer", "refund"):
            monkeypatch.setattr(self, name, self._unheard(getattr(self, name)))
        for name in ("transfer_find", "payment_state"):
            monkeypatch.setattr(self, name, self._silent)

    def _unheard(self, act: Callable[..., object]) -> Callable[..., object]:
        def acts(*args: object, **kwargs: object) -> None:
            act(*args, **kwargs)
            self._answers.clear()
            raise GatewayUnknown("timeout")

        return acts

    def _silent(self, *_args: object, **_kwargs: object) -> None:
        raise GatewayUnknown("timeout")

    def looks_are_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("transfer_find", "payment_state"):
            monkeypatch.setattr(self, name, self._refuse)

    def _refuse(self, *_args: object, **_kwargs: object) -> None:
        raise GatewayRefused("Invalid API Key provided")


@pytest.fixture
def gateway() -> Iterator[MemoryGateway]:
    with gateway_override(Forgetful()) as made:
        assert isinstance(made, MemoryGateway)
        yield made


def test_a_payout_asked_for_again_after_days_leaves_once(ready: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    ready.approved(2_000)
    payout = match_payout(ready)
    assert isinstance(ready.gateway, Forgetful)
    with monkeypatch.context() as lost:
        ready.gateway.transfer_and_refund_are_lost(lost)
        with pytest.raises(Unavailable):
            payout_submit(payout_id=payout.pk)
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        assert payout_submit(payout_id=payout.pk).state == PayoutState.SUBMITTED
    assert len(ready.gateway.transfers) == 1


def test_a_refund_asked_for_again_after_days_leaves_once(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    pledge = scene.paid(2_000)
    refund = refund_request(payment=pledge.payment, amount_minor=700, reason="Doppelt", actor=scene.managers[0])
    assert isinstance(scene.gateway, Forgetful)
    with monkeypatch.context() as lost:
        scene.gateway.transfer_and_refund_are_lost(lost)
        with pytest.raises(Unavailable):
            refund_submit(refund_id=refund.pk)
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        assert refund_submit(refund_id=refund.pk).state == RefundState.SUCCEEDED
    assert len(scene.gateway.sessions[pledge.payment.checkout_session_id].facts.refunds) == 1


def test_a_refused_look_is_no_refused_payout(ready: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first call may have acted: what it sent must not be free to be sent again."""
    ready.approved(2_000)
    payout = match_payout(ready)
    assert isinstance(ready.gateway, Forgetful)
    with monkeypatch.context() as lost:
        ready.gateway.transfer_and_refund_are_lost(lost)
        with pytest.raises(Unavailable):
            payout_submit(payout_id=payout.pk)
    with monkeypatch.context() as refused, time_machine.travel(clock.now() + timedelta(hours=1), tick=False):
        ready.gateway.looks_are_refused(refused)
        with pytest.raises(Unavailable):
            payout_submit(payout_id=payout.pk)
    with time_machine.travel(clock.now() + timedelta(hours=2), tick=False):
        assert payout_submit(payout_id=payout.pk).state == PayoutState.SUBMITTED
    assert len(ready.gateway.transfers) == 1


@pytest.mark.parametrize("waited", [timedelta(), timedelta(days=2)])
def test_a_refused_look_is_no_refused_refund(scene: Scene, monkeypatch: pytest.MonkeyPatch, waited: timedelta) -> None:
    pledge = scene.paid(2_000)
    refund = refund_request(payment=pledge.payment, amount_minor=700, reason="Doppelt", actor=scene.managers[0])
    assert isinstance(scene.gateway, Forgetful)
    with monkeypatch.context() as lost, time_machine.travel(clock.now() + waited, tick=False):
        scene.gateway.transfer_and_refund_are_lost(lost)
        scene.gateway.looks_are_refused(lost)
        with pytest.raises(Unavailable):
            refund_submit(refund_id=refund.pk)
    assert Refund.objects.get().state == RefundState.REQUESTED


def test_one_payment_that_nobody_knows_does_not_stop_the_sweep(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    pledges = [scene.pledge(2_000) for _ in range(3)]
    forgotten = pledges[0].payment.checkout_session_id
    known = MemoryGateway.payment_state

    def state(gateway: MemoryGateway, session_id: str) -> PaymentFacts:
        if session_id == forgotten:
            raise GatewayRefused("No such checkout.session", code="resource_missing")
        return known(gateway, session_id)

    monkeypatch.setattr(MemoryGateway, "payment_state", state)
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=False):
        pledges_expire_due()
    states = [Pledge.objects.get(pk=pledge.pk).state for pledge in pledges]
    assert states == [PledgeState.PENDING, PledgeState.EXPIRED, PledgeState.EXPIRED]


def test_the_sweep_leaves_the_worker_to_others(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.pledge(2_000)
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=False):
        monkeypatch.setattr(sweeping, "SECONDS", 0)
        assert pledges_expire_due() == 0
        monkeypatch.undo()
        assert pledges_expire_due() == 1


def test_a_fee_that_comes_after_the_payout_is_owed(ready: Scene) -> None:
    pledge = ready.pledge(2_000)
    session_id = pledge.payment.checkout_session_id
    ready.gateway.pay(session_id)
    session = ready.gateway.sessions[session_id]
    fee = session.facts.fee_minor
    session.facts = replace(session.facts, fee_minor=0)
    ready.refresh(pledge)
    ready.paid_out()
    session.facts = replace(session.facts, fee_minor=fee)
    payment_refresh(payment_id=pledge.payment.pk)
    pledge.payment.refresh_from_db()
    assert pledge.payment.fee_minor == fee


def test_many_approvals_lock_all_campaigns_before_any_balance(scene: Scene) -> None:
    """Pledges lock campaign, then pool: whoever held the pool and waited for a campaign would wait for ever."""
    other = PositionFactory.create(fund=scene.fund, campaign=CampaignFactory.create()).campaign
    matches = [scene.match(scene.paid(2_000)), match_of_other(scene, other)]
    for match in matches:
        match_approve(match=match, actor=scene.managers[0])
    with CaptureQueriesContext(connection) as seen:
        match_approve_each(matches=matches, actor=scene.managers[1])
    statements = [query["sql"] for query in seen]
    first_balance = next(number for number, text in enumerate(statements) if "ledger_post" in text)
    before = [text for text in statements[:first_balance] if 'FROM "funding_campaign"' in text and "FOR NO KEY" in text]
    assert {
        campaign.pk for campaign in (scene.campaign, other) if any(f"= {campaign.pk} " in text for text in before)
    } == {
        scene.campaign.pk,
        other.pk,
    }


def match_of_other(scene: Scene, campaign: Campaign) -> Match:
    assert campaign.state == CampaignState.RUNNING
    theirs = Scene(campaign, scene.fund, scene.position, scene.gateway, scene.managers)
    return scene.match(theirs.paid(2_000, backer=backer()))


def test_a_key_holds_for_one_campaign(scene: Scene) -> None:
    """The same key for another campaign is another pledge, not an error of ours."""
    other = PositionFactory.create(fund=scene.fund, campaign=CampaignFactory.create()).campaign
    first = scene.pledge(2_000, request_key="k")
    theirs = Scene(other, scene.fund, scene.position, scene.gateway, scene.managers)
    assert theirs.pledge(2_000, request_key="k").pk != first.pk
    assert scene.pledge(2_000, request_key="k").pk == first.pk


def test_a_key_holds_for_one_backer(scene: Scene) -> None:
    """Whoever sends another's key is not led to the other's pledge, whether with an account or as a guest."""
    person = UserFactory.create()
    guest, member = (
        scene.pledge(2_000, request_key="g"),
        scene.pledge(2_000, request_key="m", backer=backer(user=person)),
    )
    same = scene.pledge(2_000, request_key="g", backer=backer(email="GESINE@example.org"))
    assert (same.pk, scene.pledge(2_000, request_key="m", backer=backer(user=person)).pk) == (guest.pk, member.pk)
    strangers = [("g", backer(email="other@example.org")), ("g", backer(user=person)), ("m", backer())]
    for key, stranger in [*strangers, ("m", backer(user=UserFactory.create()))]:
        with pytest.raises(Conflict) as caught:
            scene.pledge(2_000, request_key=key, backer=stranger)
        assert caught.value.code == "request_key_taken"
    assert Pledge.objects.count() == 2
