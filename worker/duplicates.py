"""A search for challenges that are likely the same, as the outbox asks for it."""

from functools import partial

from programmes.events_of_moderation import DuplicatesAsked
from programmes.services.duplicates import duplicates_compute, duplicates_fail
from worker.computing import failing_openly


def duplicates_search(event: DuplicatesAsked) -> None:
    """Compute it. What goes wrong in the arithmetic is told on the page."""
    with failing_openly("duplicates_failed", partial(duplicates_fail, run_id=event.run_id), run=event.run_id):
        duplicates_compute(run_id=event.run_id)
