"""Giving out what was handed in to the jury, as the outbox asks for it."""

from functools import partial

from programmes.events import JuryRunAsked
from programmes.services.jury_runs import jury_run_carry_out, jury_run_fail
from worker.computing import failing_openly


def jury_assign(event: JuryRunAsked) -> None:
    """Compute and assign. What goes wrong in the arithmetic is told on the page."""
    with failing_openly("jury_run_failed", partial(jury_run_fail, run_id=event.run_id), run=event.run_id):
        jury_run_carry_out(run_id=event.run_id)
