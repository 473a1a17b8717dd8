"""Pledges on a campaign that two funds top up, with a refund and a deposit beside them: with real connections."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from django.db import transaction

from funding.gateways.memory_gateway import MemoryGateway
from funding.models import Fund, Match, Pledge
from funding.selectors.fund_package import fund_replay
from funding.services import pledges
from funding.services.pledges import pledge_create
from funding.services.refunds import refund_request, refund_submit
from funding.services.stacking import stacking_declare
from tests.factories.funding import DepositFactory, FundFactory, PositionFactory
from tests.factories.programmes import ProgrammeRoleFactory
from tests.funding.scenes import Scene, backer, broken, scene_make
from tests.races.meeting import meet_after, without_locks
from tests.races.money import at_once

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 8


@pytest.fixture
def gateway() -> MemoryGateway:
    return MemoryGateway()


@pytest.fixture
def scene(gateway: MemoryGateway, transactional_db: None) -> Iterator[Scene]:
    with transaction.atomic():
        made = scene_make(gateway, pool_minor=350)
    yield made
    assert broken() == []


def two_funds(scene: Scene) -> list[Fund]:
    """The first, public, has 350 and adds 25 %; the second adds up to the largest of their claims."""
    with transaction.atomic():
        role = ProgrammeRoleFactory.create(programme=scene.campaign.project.cohort.programme)
        stacking_declare(programme=role.programme, policy="priority", actor=role.user)
        second = FundFactory.create(rate_bp=2_500, rank=1, pool_minor=250)
        PositionFactory.create(fund=second, campaign=scene.campaign)
    return [scene.fund, second]


def promises(scene: Scene) -> list[Callable[[], object]]:
    """Each wants 100 of both funds together."""
    return [
        partial(pledge_create, campaign=scene.campaign, amount_minor=400, backer=backer(email=f"{number}@example.org"))
        for number in range(MANY)
    ]


def given_together() -> list[int]:
    sums: dict[int, int] = {}
    for pledge, amount in Match.objects.values_list("pledge", "amount_minor"):
        sums[pledge] = sums.get(pledge, 0) + amount
    return sorted(sums.values(), reverse=True)


def test_pledges_at_once_share_out_two_funds(scene: Scene, gateway: MemoryGateway) -> None:
    """And a refund and a deposit meanwhile, which come for the funds from elsewhere, end nobody's wait badly."""
    funds = two_funds(scene)
    (early,) = at_once(gateway, lambda: scene.paid(400))
    assert isinstance(early, Pledge), early
    refund = refund_request(payment=early.payment, amount_minor=400, reason="x", actor=scene.managers[0])

    def pay_in() -> None:
        with transaction.atomic():
            DepositFactory.create(fund=funds[1], amount_minor=100)

    results = at_once(gateway, *promises(scene), lambda: refund_submit(refund_id=refund.pk), pay_in)
    assert not any(isinstance(result, Exception) for result in results), results
    assert all(amount <= 100 for amount in given_together())
    assert sum(given_together()) <= 700
    assert [fund_replay(fund).holds for fund in funds] == [True, True]


def test_their_twins_without_a_lock_are_stopped_by_the_number_of_the_pledge(
    scene: Scene, gateway: MemoryGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_funds(scene)
    without_locks(monkeypatch)
    meet_after(monkeypatch, (pledges, "campaign_for_update"))
    results = at_once(gateway, *promises(scene)[:2])
    # A campaign takes no number twice: whoever was too late to see the other is refused before any fund is asked.
    assert any(isinstance(result, Exception) for result in results), results
