"""A placement, computed as the outbox asks for it."""

import structlog
from django.db import InterfaceError, OperationalError

from backend.core.errors import Unavailable
from programmes.events import PlacingRunAsked
from programmes.services.placing_runs import placing_run_compute, placing_run_fail

log = structlog.get_logger(__name__)


def placing_compute(event: PlacingRunAsked) -> None:
    """Compute it. What goes wrong in the arithmetic is told on the page.

    It is tried again without the database, and while another worker is at it.
    """
    try:
        placing_run_compute(run_id=event.run_id)
    except (OperationalError, InterfaceError, Unavailable):
        raise
    except Exception:
        # Trying again would compute the same and end the same.
        log.exception("placing_failed", run=event.run_id)
        placing_run_fail(run_id=event.run_id)
