"""A placement, computed as the outbox asks for it."""

from functools import partial

from programmes.events import PlacingRunAsked
from programmes.services.placing_runs import placing_run_compute, placing_run_fail
from worker.computing import failing_openly


def placing_compute(event: PlacingRunAsked) -> None:
    """Compute it. What goes wrong in the arithmetic is told on the page."""
    with failing_openly("placing_failed", partial(placing_run_fail, run_id=event.run_id), run=event.run_id):
        placing_run_compute(run_id=event.run_id)
