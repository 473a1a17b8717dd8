"""A worker is killed in the middle of a piece of many approvals; the next one goes on: each is noted once."""

from collections import Counter
from functools import partial

import pytest
from django.db import transaction

from backend.core.models import AuditEntry
from funding.enums import ApprovalRunState
from funding.events import ApprovalsDue
from funding.gateways.memory_gateway import MemoryGateway
from funding.models import ApprovalRun, MatchApproval
from funding.selectors.approvals import Wanted
from funding.services import approval_runs
from funding.services.approval_runs import approvals_piece, approvals_start
from tests.faults import pieces_run
from tests.faults.forked import exit_code_of
from tests.funding.conftest import gateway
from tests.funding.scenes import Scene, backer, broken, scene_make

__all__ = ["gateway"]
pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]
COUNT = approval_runs.PIECE + 5
WORK = partial(pieces_run.work, ApprovalsDue.topic)
MARKING_FIRST = partial(WORK, twin="marked_first")


@pytest.fixture
def scene(transactional_db: None, gateway: MemoryGateway) -> Scene:
    with transaction.atomic():
        made = scene_make(gateway)
    for number in range(COUNT):
        made.paid(1_000, backer=backer(email=f"b{number}@example.org"))
    return made


def start(scene: Scene) -> ApprovalRun:
    return approvals_start(fund=scene.fund, actor=scene.managers[0], wanted=Wanted())


@pytest.mark.parametrize("pieces", [0, 1])
def test_a_crash_in_a_piece_loses_and_doubles_nothing(scene: Scene, pieces: int) -> None:
    run = start(scene)
    for piece in range(pieces):
        approvals_piece(run_id=run.pk, piece=piece + 1)
    assert exit_code_of(WORK, FAILPOINT=approval_runs.IN_A_PIECE) == -9, "the place was reached"
    assert MatchApproval.objects.count() == pieces * approval_runs.PIECE
    assert exit_code_of(WORK) == 0
    run.refresh_from_db()
    assert (run.state, run.noted, run.left) == (ApprovalRunState.DONE, COUNT, 0)
    assert MatchApproval.objects.filter(manager=scene.managers[0]).count() == COUNT
    entries = AuditEntry.objects.filter(action="funding.match_approval_given")
    assert set(Counter(entries.values_list("object_ref", flat=True)).values()) == {1}
    assert broken() == []


def test_its_twin_that_marks_first_stands_still_for_ever(scene: Scene) -> None:
    run = start(scene)
    assert exit_code_of(MARKING_FIRST, FAILPOINT=approval_runs.IN_A_PIECE) == -9
    assert exit_code_of(MARKING_FIRST) == 0
    run.refresh_from_db()
    assert (run.state, run.noted) == (ApprovalRunState.RUNNING, 0)
