from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils.translation import override

from backend.core.errors import Conflict, NotAllowed, Unavailable
from backend.core.outbox import lease_end
from funding.enums import CampaignState, MatchState, PayeeState, PayoutKind, PayoutState
from funding.gateways import gateway_override
from funding.gateways.memory_gateway import MemoryGateway
from funding.gateways.protocol import GatewayRefused, GatewayUnknown, TransferFacts
from funding.ledger.balances import balance_of
from funding.ledger.enums import AccountKind
from funding.models import Campaign, FundCampaign, Match, PayeeAccount, Payout
from funding.services.payouts import (
    payout_apply,
    payout_approve,
    payout_decline,
    payout_request,
    payout_submit,
)
from tests.factories.accounts import UserFactory
from tests.factories.funding import FundManagerFactory
from tests.factories.programmes import ProgrammeRoleFactory, TeamMemberFactory
from tests.funding.scenes import Scene


class Transfers(MemoryGateway):
    """Acts or not, then says nothing, or no."""

    def __init__(self, error: Exception, *, acts: bool = False) -> None:
        super().__init__("transfers")
        self.error, self.acts, self.calls = error, acts, 0

    def transfer(
        self, account_id: str, *, amount_minor: int, currency: str, reference: str, group: str, key: str
    ) -> TransferFacts:
        self.calls += 1
        if self.acts:
            super().transfer(
                account_id, amount_minor=amount_minor, currency=currency, reference=reference, group=group, key=key
            )
        raise self.error


@pytest.fixture
def ready(scene: Scene) -> Scene:
    scene.approved(2_000)
    scene.payee()
    return scene


def requested(scene: Scene) -> dict[str, Payout]:
    return {payout.kind: payout for payout in payout_request(campaign=scene.campaign, actor=scene.managers[0])}


def approved(scene: Scene, kind: PayoutKind = PayoutKind.MATCH) -> Payout:
    return payout_approve(payout=requested(scene)[kind], actor=scene.managers[1])


def test_crowd_and_match_leave_as_two_transfers(ready: Scene) -> None:
    crowd, match = sorted(ready.paid_out(), key=lambda payout: payout.kind)
    assert [(row.kind, row.amount_minor, row.state) for row in (crowd, match)] == [
        ("crowd", 1_945, PayoutState.PAID),
        ("match", 500, PayoutState.PAID),
    ]
    assert (ready.water().paid, ready.water().approved) == (500, 0)
    assert Match.objects.get().state == MatchState.PAID
    assert len(ready.gateway.transfers) == 2
    assert balance_of(AccountKind.CAMPAIGN_MONEY, ready.campaign.public_id, "EUR").held_minor == 0


def test_the_same_money_is_not_asked_for_twice(ready: Scene) -> None:
    requested(ready)
    with pytest.raises(Conflict) as caught:
        requested(ready)
    assert caught.value.code == "nothing_to_pay"


def test_only_to_a_verified_account(ready: Scene) -> None:
    PayeeAccount.objects.update(state=PayeeState.RESTRICTED)
    with pytest.raises(Conflict) as caught:
        requested(ready)
    assert caught.value.code == "payee_not_verified"


def test_an_account_that_is_restricted_meanwhile_gets_nothing(ready: Scene) -> None:
    payout = approved(ready)
    PayeeAccount.objects.update(state=PayeeState.RESTRICTED)
    with override("de"):
        failed = payout_submit(payout_id=payout.pk)
    assert (failed.state, failed.failure) == (PayoutState.FAILED, "payee_not_verified")
    assert ready.gateway.transfers == {}


def test_not_before_the_campaign_has_run(ready: Scene) -> None:
    Campaign.objects.update(state=CampaignState.APPROVED)
    with pytest.raises(Conflict):
        requested(ready)


def test_whoever_asks_does_not_approve(ready: Scene) -> None:
    payout = requested(ready)["match"]
    with pytest.raises(NotAllowed) as caught:
        payout_approve(payout=payout, actor=ready.managers[0])
    assert caught.value.code == "four_eyes"
    with pytest.raises(IntegrityError), transaction.atomic():
        Payout.objects.filter(pk=payout.pk).update(approved_by=ready.managers[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        Payout.objects.filter(pk=payout.pk).update(state=PayoutState.SUBMITTED)


def test_neither_strangers_nor_the_team(ready: Scene) -> None:
    payout = requested(ready)["crowd"]
    inside = TeamMemberFactory.create(team=ready.campaign.project.team).user
    FundManagerFactory.create(fund=ready.fund, user=inside)
    for actor in (UserFactory.create(), ready.lead, inside):
        with pytest.raises(NotAllowed):
            payout_request(campaign=ready.campaign, actor=actor)
        with pytest.raises(NotAllowed):
            payout_approve(payout=payout, actor=actor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Payout.objects.filter(pk=payout.pk).update(approved_by=inside)


def test_without_a_fund_organisers_pay_the_backers_money(ready: Scene) -> None:
    FundCampaign.objects.update(state="rejected")
    programme = ready.campaign.project.cohort.programme
    one, two = (ProgrammeRoleFactory.create(programme=programme, user=UserFactory.create()).user for _ in range(2))
    (payout,) = payout_request(campaign=ready.campaign, actor=one)
    assert payout.kind == PayoutKind.CROWD
    assert payout_approve(payout=payout, actor=two).state == PayoutState.APPROVED


def test_approving_and_sending_again_change_nothing(ready: Scene) -> None:
    payout = approved(ready)
    payout_approve(payout=payout, actor=ready.managers[1])
    for _ in range(3):
        payout_submit(payout_id=payout.pk)
        payout_apply(payout_id=payout.pk)
        assert payout_approve(payout=payout, actor=ready.managers[1]).state == PayoutState.PAID
    assert len(ready.gateway.transfers) == 1
    assert ready.water().paid == 500


def test_a_payout_is_not_sent_without_approval(ready: Scene) -> None:
    payout = requested(ready)["match"]
    assert payout_submit(payout_id=payout.pk).state == PayoutState.REQUESTED
    assert ready.gateway.transfers == {}


def test_a_declined_payout_frees_what_it_held(ready: Scene) -> None:
    payout = requested(ready)["match"]
    declined = payout_decline(payout=payout, actor=ready.managers[1], reason="Konto unklar")
    assert (declined.state, declined.failure) == (PayoutState.FAILED, "Konto unklar")
    assert Match.objects.get().payout_id is None
    assert requested(ready)["match"].amount_minor == 500


def test_a_refusal_frees_what_it_held(ready: Scene) -> None:
    payout = approved(ready)
    with gateway_override(Transfers(GatewayRefused("insufficient funds"))):
        failed = payout_submit(payout_id=payout.pk)
    assert (failed.state, failed.failure) == (PayoutState.FAILED, "insufficient funds")
    assert (ready.water().approved, Match.objects.get().state) == (500, MatchState.APPROVED)


def test_silence_is_not_failure_and_the_lease_keeps_others_away(ready: Scene) -> None:
    payout = approved(ready)
    silent = Transfers(GatewayUnknown("500"))
    with gateway_override(silent):
        with pytest.raises(Unavailable):
            payout_submit(payout_id=payout.pk)
        with pytest.raises(Unavailable):
            payout_submit(payout_id=payout.pk)
        assert silent.calls == 1
        with time_machine.travel(lease_end() + timedelta(seconds=1), tick=False), pytest.raises(Unavailable):
            payout_submit(payout_id=payout.pk)
        assert silent.calls == 2
    assert Payout.objects.get(pk=payout.pk).state == PayoutState.SUBMITTING


def test_silence_after_acting_is_found_out(ready: Scene) -> None:
    payout = approved(ready)
    with gateway_override(Transfers(GatewayUnknown("500"), acts=True)) as silent:
        assert payout_submit(payout_id=payout.pk).state == PayoutState.SUBMITTED
        assert payout_apply(payout_id=payout.pk).state == PayoutState.PAID
        assert isinstance(silent, Transfers)
        assert len(silent.transfers) == 1


def test_what_the_provider_takes_back_is_failed(ready: Scene) -> None:
    payout = payout_submit(payout_id=approved(ready).pk)
    sent = ready.gateway.transfers[payout.gateway_id]
    ready.gateway.transfers[payout.gateway_id] = TransferFacts(
        gateway_id=sent.gateway_id, amount_minor=sent.amount_minor, reversed_minor=sent.amount_minor
    )
    assert payout_apply(payout_id=payout.pk).state == PayoutState.FAILED
    assert ready.water().approved == 500


def test_the_state_is_asked_again_when_nobody_answers(ready: Scene) -> None:
    class Silent(MemoryGateway):
        def transfer_state(self, transfer_id: str) -> TransferFacts:
            raise GatewayUnknown("500")

    payout = payout_submit(payout_id=approved(ready).pk)
    with gateway_override(Silent()), pytest.raises(Unavailable):
        payout_apply(payout_id=payout.pk)
    assert Payout.objects.get(pk=payout.pk).state == PayoutState.SUBMITTED
