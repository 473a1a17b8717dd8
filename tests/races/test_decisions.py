"""Two managers agree at once, two campaigns are taken in at once: with real connections, each with its twin."""

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, transaction

from backend.core.errors import Conflict
from funding.enums import Admission, PositionState, ProposalKind
from funding.gateways.memory_gateway import MemoryGateway
from funding.models import FundCampaign, FundProposal
from funding.services import book, proposals
from funding.services.funds import fund_campaign_accept
from funding.services.proposals import proposal_approve, proposal_make
from tests.factories.funding import DepositFactory, FundManagerFactory, PositionFactory
from tests.funding.scenes import Scene, broken, scene_make
from tests.races.meeting import meet_after, without_locks
from tests.races.money import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def gateway() -> MemoryGateway:
    return MemoryGateway()


@pytest.fixture
def scene(gateway: MemoryGateway, transactional_db: None) -> Iterator[Scene]:
    """350 cents free, 175 for each campaign: one more has room beside the one that is there."""
    with transaction.atomic():
        made = scene_make(gateway, pool_minor=350, admission=Admission.REFUSE, caps={"cap_campaign_minor": 175})
        made.managers.append(FundManagerFactory.create(fund=made.fund).user)
    yield made
    assert broken() == []


def proposed(scene: Scene) -> FundProposal:
    deposit = DepositFactory.create(fund=scene.fund, amount_minor=100, state="announced")
    data = {"deposit": deposit.public_id}
    return proposal_make(fund=scene.fund, kind=ProposalKind.DEPOSIT, actor=scene.managers[0], data=data)


def agree_at_once(scene: Scene, gateway: MemoryGateway, proposal: FundProposal) -> list[object]:
    others = scene.managers[1:]
    return at_once(gateway, *(lambda actor=actor: proposal_approve(proposal=proposal, actor=actor) for actor in others))


def test_two_who_agree_at_once_carry_it_out_once(scene: Scene, gateway: MemoryGateway) -> None:
    results = agree_at_once(scene, gateway, proposed(scene))
    assert all(isinstance(result, FundProposal) for result in results), results
    assert scene.water().paid_in == 450


def test_their_twins_without_a_lock_are_stopped_by_the_database(
    scene: Scene, gateway: MemoryGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposal = proposed(scene)
    without_locks(monkeypatch)
    meet_after(monkeypatch, (proposals, "_deputy_check"))
    results = agree_at_once(scene, gateway, proposal)
    assert sum(isinstance(result, DatabaseError) for result in results) == 1, results
    assert scene.water().paid_in == 450


def take_in_at_once(scene: Scene, gateway: MemoryGateway) -> list[object]:
    with transaction.atomic():
        rows = [PositionFactory.create(fund=scene.fund, state=PositionState.APPLIED) for _ in range(2)]
    manager = scene.managers[0]
    return at_once(gateway, *(lambda row=row: fund_campaign_accept(position=row, actor=manager) for row in rows))


def test_two_campaigns_at_once_do_not_both_take_the_last_room(scene: Scene, gateway: MemoryGateway) -> None:
    results = take_in_at_once(scene, gateway)
    assert sum(isinstance(result, FundCampaign) for result in results) == 1, results
    assert sum(isinstance(result, Conflict) for result in results) == 1, results


def test_their_twins_without_a_lock_are_stopped_by_the_journal_alone(
    scene: Scene, gateway: MemoryGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_locks(monkeypatch)
    meet_after(monkeypatch, (book, "_head"))
    results = take_in_at_once(scene, gateway)
    assert sum(isinstance(result, DatabaseError) for result in results) == 1, results
