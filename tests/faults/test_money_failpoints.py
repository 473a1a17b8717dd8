"""A process ends at each named place on the way of money; the next one goes on: nothing is lost or comes twice."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import transaction

import funding.services.gateway_events
import funding.services.payouts
import funding.services.pledges
import funding.services.refunds  # noqa: F401  imported for the names that they declare
from backend.core.failpoints import FAILPOINTS
from funding.enums import PayoutState, PledgeState, RefundState
from funding.gateways.memory_gateway import MemoryGateway
from funding.models import PayeeAccount, Payout, Pledge, Refund
from tests.factories.funding import PayeeAccountFactory
from tests.faults.forked import exit_code_of
from tests.faults.money_run import whole_way, whole_way_without_keys
from tests.funding.sandbox.server import API_KEY, WEBHOOK_SECRET, SandboxServer, running_sandbox
from tests.funding.scenes import Scene, broken, scene_make

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]
POINTS = sorted(point for point in FAILPOINTS if point.startswith("funding."))


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[SandboxServer]:
    with running_sandbox(tmp_path) as server:
        yield server


@pytest.fixture
def scene(transactional_db: None, sandbox: SandboxServer) -> Scene:
    with transaction.atomic():
        made = scene_make(MemoryGateway())
        client = sandbox.client()
        account = client.v1.accounts.create({"type": "express", "capabilities": {"transfers": {"requested": True}}})
        PayeeAccountFactory.create(project=made.campaign.project, gateway_account_id=account.id)
    sandbox.control.post(f"/accounts/{PayeeAccount.objects.get().gateway_account_id}", state="complete")
    sandbox.control.post("/balance", amount=100_000)
    return made


def run(sandbox: SandboxServer, way: Callable[[], None] = whole_way, **changes: str) -> int:
    """One process that goes the whole way, or as far as it comes."""
    given = {"STRIPE_API_BASE": sandbox.base_url, "STRIPE_SECRET_KEY": API_KEY, "STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET}
    return exit_code_of(way, **given, **changes)


def sessions(sandbox: SandboxServer) -> int:
    return len(sandbox.client().v1.checkout.sessions.list().data)


def test_there_is_a_place_between_any_two_steps() -> None:
    assert len(POINTS) >= 12


@pytest.mark.parametrize("point", POINTS)
def test_a_crash_there_loses_and_doubles_no_money(scene: Scene, sandbox: SandboxServer, point: str) -> None:
    assert run(sandbox, FAILPOINT=point) == -9, "the place was reached"
    assert run(sandbox) == 0
    states = dict(Pledge.objects.values_list("request_key", "state"))
    assert states == {"ended": PledgeState.EXPIRED, "paid": PledgeState.PART_REFUNDED}
    assert list(Refund.objects.values_list("state", flat=True)) == [RefundState.SUCCEEDED]
    payouts = dict(Payout.objects.values_list("kind", "amount_minor"))
    assert payouts == {"crowd": 2_000 - 55 - 400 + 11, "match": 400}
    assert set(Payout.objects.values_list("state", flat=True)) == {PayoutState.PAID}
    client = sandbox.client()
    assert (sessions(sandbox), len(client.v1.refunds.list().data), len(client.v1.transfers.list().data)) == (2, 1, 2)
    water = scene.water()
    assert (water.paid, water.reserved, water.approved, water.free) == (400, 0, 0, 999_600)
    assert broken() == []


def test_its_twin_with_new_keys_asks_twice(scene: Scene, sandbox: SandboxServer) -> None:
    assert run(sandbox, whole_way_without_keys, FAILPOINT="funding.payment_page_made") == -9
    assert run(sandbox, whole_way_without_keys) == 0
    assert sessions(sandbox) == 3
