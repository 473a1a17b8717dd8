"""A division of a fund's money, computed as the outbox asks for it."""

import structlog
from django.db import InterfaceError, OperationalError

from funding.events import AllocationAsked
from funding.services.allocation_runs import allocation_fail, allocation_run

log = structlog.get_logger(__name__)


def allocation_compute(event: AllocationAsked) -> None:
    """Compute it. What goes wrong in the arithmetic is told on the page; without the database it is tried again."""
    try:
        allocation_run(run_id=event.run_id)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        # Trying again would compute the same and end the same.
        log.exception("allocation_failed", run=event.run_id)
        allocation_fail(run_id=event.run_id)
