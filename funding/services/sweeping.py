"""A sweep asks the provider about many things, one after the other, and none of them keeps the others waiting."""

import time
from collections.abc import Callable, Iterable

import structlog

from backend.core.checks import InvariantViolation
from backend.core.errors import Unavailable
from funding.gateways.protocol import GatewayRefused

log = structlog.get_logger(__name__)
BATCH = 200
SECONDS = 45


def sweep(name: str, asked: Iterable[tuple[object, Callable[[], object]]]) -> int:
    """Do each of `asked`, which has a key for the log; return how many were looked at.

    Those without an answer come again next time. A silent provider takes many seconds for each, so a sweep ends in time
    to leave the worker to others.
    """
    until, count = time.monotonic() + SECONDS, 0
    for about, ask in asked:
        if time.monotonic() >= until:
            break
        count += 1
        try:
            ask()
        except Unavailable as error:
            log.info("sweep_postponed", sweep=name, about=about, reason=error.code)
        except (GatewayRefused, InvariantViolation):
            # Needs a person; meanwhile the others must not wait for it.
            log.exception("sweep_failed", sweep=name, about=about)
    return count
