"""A decision against an approval, and two payments that link the same people: with real connections.

Each race has a twin without the guard that goes wrong, so that it is a race.
"""

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, transaction

from backend.core.errors import Conflict
from funding.enums import CaseState, MatchBound, MatchState
from funding.gateways.memory_gateway import MemoryGateway
from funding.models import CaseDecision, Match, Pledge, PledgeCase
from funding.selectors.cases import who_counts
from funding.services import approvals, book, cases
from funding.services.approvals import match_approve
from funding.services.cases import case_decide, case_open
from funding.services.payments import payment_refresh
from tests.funding.scenes import Scene, backer, broken, scene_make
from tests.races.meeting import meet_after, without_locks
from tests.races.money import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def gateway() -> MemoryGateway:
    return MemoryGateway()


@pytest.fixture
def scene(gateway: MemoryGateway, transactional_db: None) -> Scene:
    with transaction.atomic():
        return scene_make(gateway)


@pytest.fixture
def in_order(scene: Scene) -> Iterator[None]:
    yield
    assert broken() == []


def with_one_approval(scene: Scene, gateway: MemoryGateway) -> Pledge:
    (pledge,) = at_once(gateway, lambda: scene.paid(400))
    assert isinstance(pledge, Pledge), pledge
    match_approve(match=scene.match(pledge), actor=scene.managers[0])
    return pledge


def opened(scene: Scene, pledge: Pledge) -> PledgeCase:
    return case_open(pledge=pledge, position=scene.position, actor=scene.managers[0], note="?")


def excluded(scene: Scene, case: PledgeCase) -> CaseDecision:
    return case_decide(
        case=case,
        actor=scene.managers[0],
        verdict=CaseState.EXCLUDED,
        reason=MatchBound.EXCLUDED,
        note="x",
        answer_de="x",
        answer_en="x",
    )


# A decision against an approval.


def test_a_case_and_an_approval_take_turns(
    scene: Scene, gateway: MemoryGateway, in_order: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    pledge = with_one_approval(scene, gateway)
    match = scene.match(pledge)
    meet_after(monkeypatch, (approvals, "campaign_positions_of_match_for_update"), parties=1)
    approved, case = at_once(
        gateway, lambda: match_approve(match=match, actor=scene.managers[1]), lambda: opened(scene, pledge)
    )
    assert isinstance(case, PledgeCase), case
    assert isinstance(approved, Match | Conflict), approved
    assert scene.match(pledge).state == MatchState.FROZEN
    excluded(scene, case)
    assert scene.water().free == scene.water().paid_in


def test_an_exclusion_and_an_approval_take_turns(scene: Scene, gateway: MemoryGateway, in_order: None) -> None:
    """Counted first, so that both are possible: whoever comes second finds what the first has left."""
    pledge = with_one_approval(scene, gateway)
    case = opened(scene, pledge)
    case_decide(case=case, actor=scene.managers[0], verdict=CaseState.COUNTED, note="x", answer_de="x", answer_en="x")
    match = scene.match(pledge)
    approved, decision = at_once(
        gateway, lambda: match_approve(match=match, actor=scene.managers[1]), lambda: excluded(scene, case)
    )
    assert isinstance(decision, CaseDecision), decision
    assert isinstance(approved, Match | Conflict), approved
    assert (scene.match(pledge).state, scene.match(pledge).amount_minor) == (MatchState.RELEASED, 0)
    assert scene.water().free == scene.water().paid_in


def test_without_our_locks_an_approval_passes_a_case(
    scene: Scene, gateway: MemoryGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have looked before either writes: the approval counts on what the case is about to hold."""
    pledge = with_one_approval(scene, gateway)
    match = scene.match(pledge)
    without_locks(monkeypatch)
    meet_after(monkeypatch, (approvals, "_check"), (cases, "campaign_positions_pledge_payment_for_update"))
    results = at_once(
        gateway, lambda: match_approve(match=match, actor=scene.managers[1]), lambda: opened(scene, pledge)
    )
    outcome = scene.match(pledge).state, broken()
    assert any(isinstance(result, Exception) for result in results) or outcome != (MatchState.FROZEN, []), results


# Two payments that link the same people.


def two_with_one_card(scene: Scene, gateway: MemoryGateway) -> list[Pledge]:
    def begun(name: str) -> Pledge:
        return scene.pledge(1_000, backer=backer(email=f"{name}@example.org"))

    made = at_once(gateway, *(lambda name=name: begun(name) for name in ("a", "b")))
    pledges = [pledge for pledge in made if isinstance(pledge, Pledge)]
    assert len(pledges) == 2, made
    for pledge in pledges:
        gateway.pay(pledge.payment.checkout_session_id, card_fingerprint="same")
    return pledges


def test_two_payments_at_once_link_the_same_people(scene: Scene, gateway: MemoryGateway, in_order: None) -> None:
    pledges = two_with_one_card(scene, gateway)
    results = at_once(gateway, *(lambda key=row.payment.pk: payment_refresh(payment_id=key) for row in pledges))
    assert results == [None, None]
    assert who_counts(scene.campaign).people == 1
    assert set(Pledge.objects.values_list("person", flat=True)) == {1}


def test_without_our_locks_each_sees_itself_alone_and_the_journal_takes_but_one(
    scene: Scene, gateway: MemoryGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    pledges = two_with_one_card(scene, gateway)
    without_locks(monkeypatch)
    meet_after(monkeypatch, (book, "_head"))
    results = at_once(gateway, *(lambda key=row.payment.pk: payment_refresh(payment_id=key) for row in pledges))
    assert set(Pledge.objects.values_list("person", flat=True)) == {1, 2}
    assert sum(isinstance(result, DatabaseError) for result in results) == 1, results
