"""Handle one outbox message exactly once, as far as the database sees it."""

import structlog
from django.db import InterfaceError, OperationalError, transaction

from backend.core.errors import Unavailable
from backend.core.failpoints import declare, failpoint
from backend.core.models import OutboxMessage
from backend.core.outbox import (
    EVENTS,
    Event,
    outbox_begin,
    outbox_lock,
    outbox_mark_failed,
    outbox_mark_handled,
)
from worker.handlers import NETWORK, TRANSACTIONAL
from worker.notify import CATALOGUE, notify

log = structlog.get_logger(__name__)
# SQLSTATEs of deadlocks, locks and statements that took too long: the next try may come soon, not after the lease.
REFUSED_FOR_NOW = ("40", "55P03", "57014")
BEGUN = declare("worker.begun")
NETWORK_DONE = declare("worker.network_done")
BEFORE_COMMIT = declare("worker.before_commit")
HANDLED = declare("worker.handled")


def handle(message_id: int) -> None:
    """Run what a message asks for. A failure is kept beside the message, which is tried again later.

    Raises only if the database itself is gone: then nothing can be kept, and the lease that runs out brings it back.
    """
    message = outbox_begin(message_id)
    if message is None:
        return
    failpoint(BEGUN)
    try:
        _run(message)
    except (OperationalError, InterfaceError) as error:
        if not _is_there(error):
            raise
        reason = type(error.__cause__).__name__
        log.info("message_postponed", topic=message.topic, message=message_id, reason=reason)
        outbox_mark_failed(message_id, reason)
    except Unavailable as error:
        log.info("message_postponed", topic=message.topic, message=message_id, reason=error.code)
        outbox_mark_failed(message_id, str(error))
    except Exception as error:
        log.exception("message_failed", topic=message.topic, message=message_id, attempt=message.attempts)
        outbox_mark_failed(message_id, _reason(error))
    else:
        failpoint(HANDLED)


def _is_there(error: Exception) -> bool:
    """Whether the database has refused one statement for now, and not gone away."""
    return (getattr(error.__cause__, "sqlstate", None) or "").startswith(REFUSED_FOR_NOW)


def _reason(error: Exception) -> str:
    """Name the error in one line: further lines of the database quote the row, with the people in it."""
    # PostgreSQL keeps no zero byte, and a reason that cannot be kept would leave the message without one.
    text = str(error).replace("\0", "\N{REPLACEMENT CHARACTER}")
    return f"{type(error).__name__}: {text.partition(chr(10))[0]}"


def _run(message: OutboxMessage) -> None:
    event: Event = EVENTS[message.topic].from_payload(message.payload)
    # First what talks to the network, outside any transaction; it survives being repeated by a claim of its own.
    for act in NETWORK.get(message.topic, ()):
        act(event)
        failpoint(NETWORK_DONE)
    with transaction.atomic():
        locked = outbox_lock(message.pk)
        if locked is None:
            return
        for react in TRANSACTIONAL.get(message.topic, ()):
            react(event)
        if message.topic in CATALOGUE:
            notify(event, str(message.pk), message.created_at)
        outbox_mark_handled(locked)
        failpoint(BEFORE_COMMIT)
