"""A division of a fund's money, computed as the outbox asks for it."""

from functools import partial

from funding.events import AllocationAsked
from funding.services.allocation_runs import allocation_fail, allocation_run
from worker.computing import failing_openly


def allocation_compute(event: AllocationAsked) -> None:
    """Compute it. What goes wrong in the arithmetic is told on the page."""
    with failing_openly("allocation_failed", partial(allocation_fail, run_id=event.run_id), run=event.run_id):
        allocation_run(run_id=event.run_id)
