"""Many approvals at once: each by itself, each by two people, and one that is refused stands in no other's way."""

from backend.core.errors import Conflict, NotAllowed
from funding.enums import MatchState
from funding.models import MatchApproval
from funding.services.approvals_bulk import match_approve_each
from tests.factories.accounts import UserFactory
from tests.funding.scenes import Scene, broken


def test_each_has_its_own_result_in_the_order_given(scene: Scene) -> None:
    first, second = scene.managers
    waiting, reserved, other = (
        scene.match(scene.paid(2_000)),
        scene.match(scene.pledge(2_000)),
        scene.match(scene.paid(1_000)),
    )
    results = match_approve_each(matches=[other, reserved, waiting], actor=first, note="geprüft")
    assert [one.match.pk for one in results] == [other.pk, reserved.pk, waiting.pk]
    assert [type(one.refusal) for one in results] == [type(None), Conflict, type(None)]
    assert MatchApproval.objects.count() == 2

    match_approve_each(matches=[waiting, reserved, other], actor=second)
    for match in (waiting, reserved, other):
        match.refresh_from_db()
    assert [waiting.state, reserved.state, other.state] == [
        MatchState.APPROVED,
        MatchState.RESERVED,
        MatchState.APPROVED,
    ]
    assert broken() == []


def test_two_people_are_needed_for_each(scene: Scene) -> None:
    matches = [scene.match(scene.paid(2_000)) for _ in range(3)]
    for _ in range(2):
        results = match_approve_each(matches=matches, actor=scene.managers[0])
        assert all(one.refusal is None for one in results)
    for match in matches:
        match.refresh_from_db()
        assert match.state == MatchState.CONFIRMED
    assert MatchApproval.objects.count() == 3


def test_somebody_else_notes_nothing(scene: Scene) -> None:
    match = scene.match(scene.paid(2_000))
    (result,) = match_approve_each(matches=[match], actor=UserFactory.create())
    assert isinstance(result.refusal, NotAllowed)
    assert MatchApproval.objects.count() == 0
