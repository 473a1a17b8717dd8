"""Two managers agree to a division at once, or money goes back while one agrees: with real connections, and twins."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction

from backend.core.errors import Conflict
from funding.gateways import gateway_override
from funding.gateways.memory_gateway import MemoryGateway
from funding.models import FundProposal, Match, Pledge
from funding.selectors.funds import fund_waterline
from funding.services import book, proposals
from funding.services.proposals import proposal_approve
from tests.factories.funding import FundManagerFactory
from tests.funding.batches import SHARED, Batch, batch_make
from tests.funding.books import assert_stored_as_replayed
from tests.funding.deciding import managers_of
from tests.funding.scenes import broken
from tests.races.meeting import meet_after, without_locks
from tests.races.money import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def gateway() -> MemoryGateway:
    return MemoryGateway()


@pytest.fixture
def batch(gateway: MemoryGateway, transactional_db: None) -> Batch:
    """Claims of 300 and 100 cents on 200, at the close, for three managers."""
    with transaction.atomic():
        made = batch_make(gateway, SHARED, [[], []], pool_minor=200)
        FundManagerFactory.create(fund=made.fund)
    with gateway_override(gateway):
        for scene, amount in zip(made.scenes, (300, 100), strict=True):
            scene.paid(amount)
    made.close()
    return made


def is_sound(batch: Batch) -> bool:
    if broken():
        return False
    assert_stored_as_replayed(batch.fund)
    return True


def agree_at_once(batch: Batch, gateway: MemoryGateway, proposal: FundProposal) -> list[object]:
    others = managers_of(batch.fund)[1:]
    return at_once(gateway, *(lambda actor=actor: proposal_approve(proposal=proposal, actor=actor) for actor in others))


def given(batch: Batch) -> list[int]:
    rows = Match.objects.filter(position__fund=batch.fund).order_by("position_id")
    return list(rows.values_list("amount_minor", flat=True))


def test_two_who_agree_at_once_divide_once(batch: Batch, gateway: MemoryGateway) -> None:
    results = agree_at_once(batch, gateway, batch.proposed(batch.computed()))
    assert all(isinstance(result, FundProposal) for result in results), results
    assert (given(batch), fund_waterline(batch.fund).free) == ([150, 50], 0)
    assert is_sound(batch)


def test_their_twins_without_a_lock_are_stopped_by_the_database(
    batch: Batch, gateway: MemoryGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposal = batch.proposed(batch.computed())
    without_locks(monkeypatch)
    meet_after(monkeypatch, (proposals, "_deputy_check"))
    results = agree_at_once(batch, gateway, proposal)
    assert sum(isinstance(result, DatabaseError) for result in results) == 1, results
    assert (given(batch), fund_waterline(batch.fund).free) == ([150, 50], 0)


def lose_while_agreeing(
    batch: Batch, gateway: MemoryGateway, *, ready: Callable[[], object] = lambda: None
) -> list[object]:
    """Another manager agrees while the bank of a backer takes the larger gift back; `ready` is called just before."""
    proposal = batch.proposed(batch.computed())
    scene, second = batch.scenes[0], batch.second
    pledge = Pledge.objects.select_related("payment").get(campaign=scene.campaign)
    with gateway_override(gateway):
        gateway.dispute(pledge.payment.checkout_session_id)
        scene.refresh(pledge)

    def lose() -> object:
        return scene.lost(pledge)

    ready()
    return at_once(gateway, lambda: proposal_approve(proposal=proposal, actor=second), lose)


def test_money_that_goes_back_meanwhile_comes_before_or_after(batch: Batch, gateway: MemoryGateway) -> None:
    agreed, lost = lose_while_agreeing(batch, gateway)
    assert isinstance(lost, Pledge), lost
    if isinstance(agreed, FundProposal):
        # First divided, then taken back: what had lost its base is free again.
        assert (given(batch), fund_waterline(batch.fund).free) == ([0, 50], 150)
    else:
        assert isinstance(agreed, Conflict), agreed
        assert (agreed.code, given(batch)) == ("allocation_differs", [])
    assert is_sound(batch)


def test_its_twin_without_a_lock_divides_what_has_gone_or_is_stopped(
    batch: Batch, gateway: MemoryGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_locks(monkeypatch)
    # Not before: what is made ready tells the book something, too, and nobody would come to meet it.
    results = lose_while_agreeing(batch, gateway, ready=lambda: meet_after(monkeypatch, (book, "_head")))
    assert any(isinstance(result, DatabaseError) for result in results) or not is_sound(batch), results
