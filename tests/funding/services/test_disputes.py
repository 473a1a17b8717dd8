from dataclasses import replace

import pytest

from backend.core.errors import Conflict
from funding.enums import DisputeState, MatchState, PaymentState, PayoutState, PledgeState
from funding.gateways.protocol import DisputeFacts, DisputeOutcome
from funding.ledger.balances import balance_of, sums_of
from funding.ledger.enums import AccountKind
from funding.models import Dispute, Match, Payout, Pledge
from funding.services.approvals import match_approve
from funding.services.payouts import payout_request
from funding.services.refunds import refund_request, refund_submit
from tests.funding.scenes import Scene


def money_of(scene: Scene) -> int:
    return balance_of(AccountKind.CAMPAIGN_MONEY, scene.campaign.public_id, "EUR").free_minor


def disputed(scene: Scene, pledge: Pledge) -> Pledge:
    scene.gateway.dispute(pledge.payment.checkout_session_id)
    return scene.refresh(pledge)


def decided(scene: Scene, pledge: Pledge, outcome: DisputeOutcome) -> Pledge:
    scene.gateway.dispute_close(pledge.payment.checkout_session_id, outcome)
    return scene.refresh(pledge)


def test_an_open_dispute_freezes_match_and_money(scene: Scene) -> None:
    pledge = disputed(scene, scene.paid(2_000))
    assert (pledge.state, pledge.payment.state) == (PledgeState.DISPUTED, PaymentState.DISPUTED)
    assert scene.match(pledge).state == MatchState.FROZEN
    assert money_of(scene) == 0
    with pytest.raises(Conflict):
        match_approve(match=scene.match(pledge), actor=scene.managers[0])
    scene.payee()
    with pytest.raises(Conflict):
        payout_request(campaign=scene.campaign, actor=scene.managers[0])


@pytest.mark.parametrize("state", [MatchState.CONFIRMED, MatchState.APPROVED])
def test_won_everything_is_as_before(scene: Scene, state: MatchState) -> None:
    pledge = scene.approved(2_000) if state == MatchState.APPROVED else scene.paid(2_000)
    pledge = decided(scene, disputed(scene, pledge), DisputeOutcome.WON)
    assert (pledge.state, scene.match(pledge).state, money_of(scene)) == (PledgeState.CONFIRMED, state, 1_945)
    assert Dispute.objects.get().state == DisputeState.WON
    scene.refresh(pledge)
    assert money_of(scene) == 1_945


def test_lost_the_money_is_gone_and_the_match_is_free_again(scene: Scene) -> None:
    pledge = decided(scene, disputed(scene, scene.approved(2_000)), DisputeOutcome.LOST)
    assert (pledge.state, pledge.payment.refunded_minor) == (PledgeState.REFUNDED, 2_000)
    assert (scene.match(pledge).state, scene.water().free, money_of(scene)) == (MatchState.RELEASED, 1_000_000, 0)
    assert [cause.kind for cause in scene.match(pledge).causes.all()][-2:] == ["dispute_opened", "dispute_lost"]


def test_opened_and_lost_between_two_looks(scene: Scene) -> None:
    pledge = scene.paid(2_000)
    scene.gateway.dispute(pledge.payment.checkout_session_id)
    pledge = decided(scene, pledge, DisputeOutcome.LOST)
    assert pledge.state == PledgeState.REFUNDED


@pytest.mark.parametrize(("outcome", "owed"), [(DisputeOutcome.WON, 0), (DisputeOutcome.LOST, 2_000)])
def test_a_bank_may_ask_for_what_went_back_already(scene: Scene, outcome: DisputeOutcome, owed: int) -> None:
    pledge = scene.paid(2_000)
    asked = refund_request(payment=pledge.payment, amount_minor=2_000, reason="Doppelt", actor=scene.managers[0])
    refund_submit(refund_id=asked.pk)
    assert disputed(scene, pledge).state == PledgeState.DISPUTED
    assert decided(scene, pledge, outcome).state == PledgeState.REFUNDED
    assert sums_of(AccountKind.CAMPAIGN_DEBT, scene.campaign.public_id, "EUR").debits_posted == owed
    assert (scene.match(pledge).state, scene.water().free) == (MatchState.RELEASED, 1_000_000)


@pytest.mark.parametrize("first", [DisputeOutcome.WON, DisputeOutcome.LOST])
def test_a_match_waits_for_the_last_of_two_disputes(scene: Scene, first: DisputeOutcome) -> None:
    pledge = scene.approved(2_000)
    session = scene.gateway.sessions[pledge.payment.checkout_session_id]
    one, two = (
        DisputeFacts(gateway_id=name, amount_minor=800, outcome=DisputeOutcome.OPEN) for name in ("dp_1", "dp_2")
    )
    for facts in ((one, two), (replace(one, outcome=first), two)):
        session.facts = replace(session.facts, disputes=facts)
        assert scene.refresh(pledge).state == PledgeState.DISPUTED
        assert scene.match(pledge).state == MatchState.FROZEN
    scene.payee()
    assert [row.kind for row in payout_request(campaign=scene.campaign, actor=scene.managers[0])] == ["crowd"]
    decided(scene, pledge, DisputeOutcome.WON)
    assert scene.match(pledge).state == MatchState.APPROVED


def test_lost_after_the_payout_is_a_debt(scene: Scene) -> None:
    pledge = scene.approved(2_000)
    scene.payee()
    scene.paid_out()
    pledge = decided(scene, disputed(scene, pledge), DisputeOutcome.LOST)
    assert scene.match(pledge).state == MatchState.PAID
    assert scene.water().borne == 500
    assert sums_of(AccountKind.CAMPAIGN_DEBT, scene.campaign.public_id, "EUR").debits_posted == 2_000


def test_a_payout_that_has_not_left_is_stopped(scene: Scene) -> None:
    pledge = scene.approved(2_000)
    scene.approved(4_000)
    scene.payee()
    payout_request(campaign=scene.campaign, actor=scene.managers[0])
    disputed(scene, pledge)
    assert Payout.objects.get(kind="match").state == PayoutState.FAILED
    assert scene.match(pledge).state == MatchState.FROZEN
    (again,) = [row for row in payout_request(campaign=scene.campaign, actor=scene.managers[0]) if row.kind == "match"]
    assert again.amount_minor == 1_000
    assert Match.objects.get(payout=again).pledge_id != pledge.pk
