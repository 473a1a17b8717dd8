"""Computing what a division in one batch would be: outside any lock, as of one moment, and told how far it is."""

from django.db import transaction

from backend.core import clock
from backend.core.db import one_moment
from backend.core.evidence.codec import encode
from backend.core.transitions import transition
from funding.domain.book_allocation import Groups, Preview, preview, why_not_allocated
from funding.enums import AllocationState
from funding.models import AllocationRun
from funding.selectors.allocations import book_of_batch
from funding.selectors.people_across import people_across

ERROR = "error"
READ = 90
"""Percent of the work that reading the book is, as it is told."""


def allocation_run(*, run_id: int) -> None:
    """Compute it and keep the figures; what is not waiting for that is left alone, so repeating it is safe.

    Locks nothing while it computes: whether the figures still hold is asked again when they are carried out.
    """
    row = AllocationRun.objects.select_related("position__campaign").filter(pk=run_id).first()
    if row is None or row.state != AllocationState.COMPUTING:
        return
    campaign = row.position.campaign.public_id if row.position else None
    at = clock.now()
    with one_moment():
        state = book_of_batch(row.fund_id, row.position_id)
        people = people_across(state, row.fund_id)
    AllocationRun.objects.filter(pk=run_id, state=AllocationState.COMPUTING).update(progress_percent=READ)
    problem = why_not_allocated(state, campaign)
    if problem:
        allocation_fail(run_id=run_id, problem=problem)
        return
    _keep(run_id, preview(state, campaign, at, people=people), state.sequence, people)


@transaction.atomic
def _keep(run_id: int, found: Preview, sequence: int, people: Groups) -> None:
    row = AllocationRun.objects.select_for_update(no_key=True).get(pk=run_id)
    if row.state != AllocationState.COMPUTING:
        return
    changes = {
        "lines": [encode(line) for line in found.lines],
        "pool_minor": found.pool_minor,
        "amount_minor": found.amount_minor,
        "sequence": sequence,
        "people": people,
        "progress_percent": 100,
        "ready_at": clock.now(),
    }
    transition(row, to=AllocationState.READY, actor=None, changes=changes)


@transaction.atomic
def allocation_fail(*, run_id: int, problem: str = ERROR) -> None:
    """Say that it could not be computed, and why, as a stable word. One that does not run any more stays as it is."""
    row = AllocationRun.objects.select_for_update(no_key=True).filter(pk=run_id).first()
    if row is not None and row.state == AllocationState.COMPUTING:
        transition(row, to=AllocationState.FAILED, actor=None, changes={"problem": problem})
