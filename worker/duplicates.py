"""A search for challenges that are likely the same, as the outbox asks for it."""

import structlog
from django.db import InterfaceError, OperationalError

from backend.core.errors import Unavailable
from programmes.events_of_moderation import DuplicatesAsked
from programmes.services.duplicates import duplicates_compute, duplicates_fail

log = structlog.get_logger(__name__)


def duplicates_search(event: DuplicatesAsked) -> None:
    """Compute it. What goes wrong in the arithmetic is told on the page.

    It is tried again without the database, and while another worker is at it.
    """
    try:
        duplicates_compute(run_id=event.run_id)
    except (OperationalError, InterfaceError, Unavailable):
        raise
    except Exception:
        # Trying again would compute the same and end the same.
        log.exception("duplicates_failed", run=event.run_id)
        duplicates_fail(run_id=event.run_id)
