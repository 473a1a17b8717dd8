"""What is computed as the outbox asks for it, such as a placement: whoever waits for it learns that it failed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
from django.db import InterfaceError, OperationalError

from backend.core.errors import Unavailable

log = structlog.get_logger(__name__)


@contextmanager
def failing_openly(event: str, fail: Callable[[], object], **facts: object) -> Iterator[None]:
    """Call `fail`, which tells it on the page, when something goes wrong in the arithmetic; log it as `event`.

    Without the database, and while another worker is at it, the message is tried again.
    """
    try:
        yield
    except (OperationalError, InterfaceError, Unavailable):
        raise
    except Exception:
        # Trying again would compute the same for as long and end the same.
        log.exception(event, **facts)
        fail()
