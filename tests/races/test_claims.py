"""A claim is taken from a payout and waived at once: with real connections, each with its twin."""

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, transaction

from backend.core.errors import Conflict
from funding.domain.rule_set import to_data
from funding.enums import ProposalKind
from funding.gateways import gateway_override
from funding.gateways.memory_gateway import MemoryGateway
from funding.models import FundProposal, Match
from funding.services import book
from funding.services.payouts import payout_request
from funding.services.proposals import proposal_approve, proposal_make
from tests.funding.deciding import rule_changed
from tests.funding.scenes import Scene, broken, scene_make
from tests.funding.services.test_claims import CLAIMS
from tests.races.meeting import meet_after, without_locks
from tests.races.money import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def gateway() -> MemoryGateway:
    return MemoryGateway()


@pytest.fixture
def scene(gateway: MemoryGateway, transactional_db: None) -> Iterator[Scene]:
    """500 cents are claimed, and backers' money is there that would pay them."""
    with gateway_override(gateway):
        with transaction.atomic():
            made = scene_make(gateway)
        rule_changed(made.fund, definition=to_data(CLAIMS))
        made.payee()
        pledge = made.approved(2_000)
        made.paid_out()
        made.paid(10_000)
        made.lost(pledge)
    yield made
    assert broken() == []


def at_the_same_time(scene: Scene, gateway: MemoryGateway) -> list[object]:
    first, second = scene.managers
    match = Match.objects.get(claim_minor=500)
    data = {"match": match.public_id, "burden": "bear"}
    waiver = proposal_make(fund=scene.fund, kind=ProposalKind.BURDEN, actor=first, data=data)
    return at_once(
        gateway,
        lambda: proposal_approve(proposal=waiver, actor=second),
        lambda: payout_request(campaign=scene.campaign, actor=first),
    )


def test_a_claim_is_waived_or_taken_and_never_both(scene: Scene, gateway: MemoryGateway) -> None:
    waived, asked = at_the_same_time(scene, gateway)
    match = Match.objects.earliest("id")
    assert isinstance(asked, list), asked
    if isinstance(waived, FundProposal):
        assert (match.amount_minor, match.borne_minor, match.claim_minor) == (500, 500, 0)
    else:
        assert isinstance(waived, Conflict), waived
        assert (match.amount_minor, match.borne_minor, match.claim_minor) == (0, 0, 0)


def test_their_twins_without_a_lock_are_stopped_by_the_journal_alone(
    scene: Scene, gateway: MemoryGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_locks(monkeypatch)
    meet_after(monkeypatch, (book, "_begin"))
    results = at_the_same_time(scene, gateway)
    assert sum(isinstance(result, DatabaseError) for result in results) == 1, results
