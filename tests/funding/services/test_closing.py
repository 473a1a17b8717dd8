"""A fund is closed: no new matches, what runs may finish, what is left goes where two managers say, to the cent."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.errors import Conflict, Invalid, NotAllowed
from backend.core.models import OutboxMessage
from backend.core.money import split_largest_remainder
from funding.enums import (
    Admission,
    DepositState,
    FundState,
    PositionState,
    ProposalKind,
    ProposalState,
    RemainderUse,
)
from funding.ledger.balances import sums_of
from funding.ledger.enums import PLATFORM, AccountKind
from funding.models import Deposit, Fund, FundCampaign, FundProposal, RemainderShare
from funding.selectors.closing import debts_of, sponsors_of
from funding.selectors.funds import fund_waterline
from funding.services.closing import funds_close_due
from funding.services.deposits import deposit_return
from funding.services.funds import fund_campaign_accept
from funding.services.payments import pledge_expire
from funding.services.payouts import payout_request
from funding.services.proposals import proposal_approve, proposal_make
from tests.factories.funding import DepositFactory, FundFactory, FundManagerFactory, PositionFactory
from tests.funding.deciding import decided
from tests.funding.scenes import Scene, broken, scene_make

pytestmark = pytest.mark.django_db


def state(fund: Fund) -> str:
    fund.refresh_from_db()
    return fund.state


def other_fund(**changes: Any) -> Fund:
    return FundFactory.create(pool_minor=0, **changes)


def remainder(scene: Scene, use: RemainderUse, **data: Any) -> FundProposal:
    return decided(scene.fund, ProposalKind.REMAINDER, use=use, **data)


def test_what_runs_may_finish_then_the_rest_goes_back(scene: Scene) -> None:
    waiting, paid = scene.pledge(2_000), scene.approved(4_000)
    decided(scene.fund, ProposalKind.CLOSE)
    assert state(scene.fund) == FundState.CLOSING
    assert not scene.pledge(2_000).matches.exists()
    with pytest.raises(Conflict) as caught:
        proposal_make(
            fund=scene.fund, kind=ProposalKind.REMAINDER, actor=scene.managers[0], data={"use": RemainderUse.RETURNED}
        )
    assert caught.value.code == "fund_not_settled"
    pledge_expire(pledge_id=waiting.pk)
    scene.payee()
    scene.paid_out()
    assert funds_close_due() == 0
    remainder(scene, RemainderUse.RETURNED)
    assert state(scene.fund) == FundState.CLOSED
    water = scene.water()
    assert (water.free, water.paid, water.returned) == (0, 1_000, 999_000)
    assert water.adds_up
    assert RemainderShare.objects.get().amount_minor == 999_000
    assert paid.matches.get().state == "paid"
    assert broken() == []


def test_a_fund_that_is_used_up_closes_by_itself(gateway: Any) -> None:
    scene = scene_make(gateway, pool_minor=1_000)
    scene.approved(4_000)
    decided(scene.fund, ProposalKind.CLOSE)
    assert (funds_close_due(), state(scene.fund)) == (0, FundState.CLOSING)
    scene.payee()
    scene.paid_out()
    assert (funds_close_due(), state(scene.fund)) == (1, FundState.CLOSED)
    assert funds_close_due() == 0
    assert OutboxMessage.objects.filter(topic="funding.fund_closed").count() == 1
    assert broken() == []


def three_sponsors(scene: Scene) -> list[Deposit]:
    """33.34, 33.33 and 33.33 of 100.00 were it shared equally; here 100 cents beside the first million."""
    return [DepositFactory.create(fund=scene.fund, amount_minor=amount) for amount in (100, 100, 100)]


def test_the_rest_is_shared_by_largest_remainder(gateway: Any) -> None:
    scene = scene_make(gateway, pool_minor=0)
    three_sponsors(scene)
    pledge = scene.approved(800)
    assert pledge.matches.get().amount_minor == 200
    scene.payee()
    scene.paid_out()
    decided(scene.fund, ProposalKind.CLOSE)
    remainder(scene, RemainderUse.RETURNED)
    # Which of three equal sponsors gave the odd cents to the match, their ids decide.
    assert sorted(RemainderShare.objects.values_list("amount_minor", flat=True)) == [33, 33, 34]
    assert sorted(row.left_minor for row in sponsors_of(scene.fund)) == [66, 67, 67]
    assert broken() == []


def test_the_rest_goes_over_into_another_fund_in_the_sponsors_names(scene: Scene) -> None:
    target = other_fund()
    second = DepositFactory.create(fund=scene.fund, amount_minor=500_000)
    decided(scene.fund, ProposalKind.CLOSE)
    proposal = remainder(scene, RemainderUse.ROLLED_OVER, to_fund=target.public_id)
    assert state(scene.fund) == FundState.CLOSED
    assert fund_waterline(target).free == 1_500_000
    moved = Deposit.objects.filter(fund=target, rolled_over_by=proposal)
    assert set(moved.values_list("amount_minor", "state")) == {(1_000_000, "received"), (500_000, "received")}
    assert moved.filter(sponsor=second.sponsor).count() == 1
    assert fund_waterline(target).adds_up
    assert scene.water().returned == 1_500_000
    assert broken() == []


@pytest.mark.parametrize("wrong", ["draft", "currency", "itself", "unknown"])
def test_money_goes_over_only_into_an_open_fund(scene: Scene, wrong: str) -> None:
    decided(scene.fund, ProposalKind.CLOSE)
    targets = {
        "draft": other_fund(state="draft").public_id,
        "currency": other_fund(currency="CHF").public_id,
        "itself": scene.fund.public_id,
        "unknown": "fun_unknown",
    }
    with pytest.raises(Invalid):
        remainder(scene, RemainderUse.ROLLED_OVER, to_fund=targets[wrong])


def test_a_remainder_that_has_changed_is_proposed_anew(scene: Scene) -> None:
    decided(scene.fund, ProposalKind.CLOSE)
    data = {"use": RemainderUse.RETURNED, "to_fund": ""}
    proposal = FundProposal.objects.create(
        fund=scene.fund, kind=ProposalKind.REMAINDER, payload=data, amount_minor=1, proposed_by=scene.managers[0]
    )
    with pytest.raises(Conflict) as caught:
        proposal_approve(proposal=proposal, actor=scene.managers[1])
    assert caught.value.code == "remainder_changed"
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.PROPOSED


def test_a_fund_that_closes_takes_and_gives_no_single_deposits(scene: Scene) -> None:
    deposit = DepositFactory.create(fund=scene.fund, state=DepositState.ANNOUNCED)
    decided(scene.fund, ProposalKind.CLOSE)
    with pytest.raises(Conflict):
        decided(scene.fund, ProposalKind.DEPOSIT, deposit=deposit.public_id)
    with pytest.raises(Conflict):
        deposit_return(deposit=scene.fund.deposits.get(state="received"), actor=scene.managers[0])
    for kind, data in ((ProposalKind.CLOSE, {}), (ProposalKind.RULE, {"rate_bp": 100})):
        with pytest.raises(Conflict):
            decided(scene.fund, kind, **data)


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=12), st.data())
def test_nobody_gets_back_more_than_is_theirs(left: list[int], data: st.DataObject) -> None:
    amount = data.draw(st.integers(0, sum(left)))
    parts = split_largest_remainder(amount, left)
    assert sum(parts) == amount
    assert all(part <= own for part, own in zip(parts, left, strict=True))


# Write-offs


def indebted(scene: Scene) -> None:
    """The pledge was paid out before the bank took it back: the campaign owes it."""
    pledge = scene.approved(4_000)
    scene.payee()
    scene.paid_out()
    scene.lost(pledge)


def write_off(scene: Scene, amount_minor: int) -> FundProposal:
    return decided(scene.fund, ProposalKind.WRITE_OFF, campaign=scene.campaign.public_id, amount_minor=amount_minor)


def debts(scene: Scene) -> list[int]:
    return [row.owed_minor for row in debts_of(scene.fund)]


def test_what_will_not_come_is_written_off_and_borne_by_the_platform(scene: Scene) -> None:
    indebted(scene)
    (owed,) = debts(scene)
    before = sums_of(AccountKind.PLATFORM_COSTS, PLATFORM, "EUR").debits_posted
    write_off(scene, 100)
    assert debts(scene) == [owed - 100]
    write_off(scene, owed - 100)
    assert debts(scene) == []
    assert sums_of(AccountKind.PLATFORM_COSTS, PLATFORM, "EUR").debits_posted == before + owed
    with pytest.raises(Conflict):
        write_off(scene, 1)
    assert broken() == []


@pytest.mark.parametrize("more", [1, 10**6])
def test_no_more_than_is_owed_is_written_off(scene: Scene, more: int) -> None:
    indebted(scene)
    for amount in (0, -1, debts(scene)[0] + more):
        with pytest.raises(Invalid):
            write_off(scene, amount)


def test_a_write_off_that_has_come_meanwhile_is_proposed_anew(scene: Scene) -> None:
    indebted(scene)
    owed = debts(scene)[0]
    data = {"campaign": scene.campaign.public_id, "amount_minor": owed}
    proposal = proposal_make(fund=scene.fund, kind=ProposalKind.WRITE_OFF, actor=scene.managers[0], data=data)
    scene.paid(8_000)
    payout_request(campaign=scene.campaign, actor=scene.managers[0])
    assert debts(scene) == []
    with pytest.raises(Conflict) as caught:
        proposal_approve(proposal=proposal, actor=scene.managers[1])
    assert caught.value.code == "owes_less"


def test_nobody_writes_off_for_the_own_project(scene: Scene) -> None:
    indebted(scene)
    FundManagerFactory.create(fund=scene.fund, user=scene.lead)
    data = {"campaign": scene.campaign.public_id, "amount_minor": 1}
    with pytest.raises(NotAllowed):
        proposal_make(fund=scene.fund, kind=ProposalKind.WRITE_OFF, actor=scene.lead, data=data)
    proposal = proposal_make(fund=scene.fund, kind=ProposalKind.WRITE_OFF, actor=scene.managers[0], data=data)
    with pytest.raises(NotAllowed):
        proposal_approve(proposal=proposal, actor=scene.lead)


# Admission


def applied(scene: Scene) -> FundCampaign:
    return PositionFactory.create(fund=scene.fund, state=PositionState.APPLIED)


@pytest.mark.parametrize(("cap", "taken"), [(500_000, True), (500_001, False), (None, False)])
def test_a_campaign_is_refused_when_the_claims_exceed_the_pool(gateway: Any, cap: int | None, taken: bool) -> None:
    """Two campaigns, 10,000.00 euros free."""
    scene = scene_make(gateway, pool_minor=1_000_000, caps={"cap_campaign_minor": cap})
    decided(scene.fund, ProposalKind.SETTINGS, admission=Admission.REFUSE)
    position = applied(scene)
    if taken:
        assert fund_campaign_accept(position=position, actor=scene.managers[0]).state == PositionState.ACCEPTED
    else:
        with pytest.raises(Conflict) as caught:
            fund_campaign_accept(position=position, actor=scene.managers[0])
        assert caught.value.code == "claims_exceed_pool"
    decided(scene.fund, ProposalKind.SETTINGS, admission=Admission.WARN)
    assert fund_campaign_accept(position=position, actor=scene.managers[0]).state == PositionState.ACCEPTED


def test_a_fund_that_closes_takes_nobody_in(scene: Scene) -> None:
    position = applied(scene)
    decided(scene.fund, ProposalKind.CLOSE)
    with pytest.raises(Conflict) as caught:
        fund_campaign_accept(position=position, actor=scene.managers[0])
    assert caught.value.code == "fund_not_open"
