"""Events leave a transaction as outbox rows; a relay hands them to workers until they are handled.

An event is a frozen dataclass of primitive ids with a `topic` (past tense, dotted). Writing one never dispatches.
"""

import dataclasses
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import transaction

from backend.core import clock
from backend.core.checks import ensure
from backend.core.db import require_transaction
from backend.core.models import OutboxMessage
from backend.core.wake import wake_after_commit

RELAY_BATCH = 200
# Queue by queue: read together, all that waits for those that are not wanted would be passed by each time.
WAITING_FOR_UPDATE = """
SELECT message.* FROM unnest(%s::text[]) AS wanted(queue) CROSS JOIN LATERAL (
    SELECT * FROM core_outboxmessage WHERE queue = wanted.queue AND handled_at IS NULL AND dead_at IS NULL
        AND available_at <= %s AND (leased_until IS NULL OR leased_until < %s)
    ORDER BY available_at, id LIMIT %s FOR UPDATE SKIP LOCKED
) AS message ORDER BY message.queue <> 'awaited', message.available_at, message.id LIMIT %s
"""
BEGIN = """
UPDATE core_outboxmessage SET attempts = attempts + 1, leased_until = %s WHERE id = (
    SELECT id FROM core_outboxmessage WHERE id = %s AND handled_at IS NULL AND dead_at IS NULL FOR UPDATE SKIP LOCKED
) RETURNING *
"""
EVENTS: "dict[str, type[Event]]" = {}


class Queue(StrEnum):
    """Kept apart, so that none holds up another: workers take from each in turn."""

    AWAITED = "awaited"
    """What somebody sits in front of the screen for, as for a code to sign in with: handed out before all others."""
    MONEY = "money"
    MAIL = "mail"
    BULK = "bulk"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Event:
    """Subclass as a frozen keyword-only dataclass with a `topic`; fields are primitive."""

    topic: ClassVar[str] = ""
    queue: ClassVar[Queue] = Queue.BULK

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        ensure(cls.topic, f"{cls.__name__} has a topic")
        ensure(cls.topic not in EVENTS, f"the topic {cls.topic} is declared once")
        EVENTS[cls.topic] = cls

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> Self:
        return cls(**payload)


def outbox_add(event: Event, *, dedupe_key: str | None = None) -> None:
    """Write `event` in the caller's transaction. Of two with the same `dedupe_key` the second is dropped."""
    require_transaction()
    OutboxMessage.objects.bulk_create([_row(event, dedupe_key)], ignore_conflicts=True)
    wake_after_commit()


def outbox_add_many(events: Sequence[Event]) -> None:
    require_transaction()
    OutboxMessage.objects.bulk_create([_row(event, None) for event in events], batch_size=1_000)
    wake_after_commit()


def outbox_claim(limit: int = RELAY_BATCH, queues: Sequence[str] | None = None) -> list[OutboxMessage]:
    """Lease up to `limit` messages that wait, in one short transaction; of all queues or of those named.

    What is awaited comes first, then the oldest.

    Only begun attempts count towards the limit of attempts, so a long queue or an emptied broker wears no message out.
    """
    moment = clock.now()
    wanted = [queue.value for queue in Queue] if queues is None else list(queues)
    with transaction.atomic():
        rows = list(OutboxMessage.objects.raw(WAITING_FOR_UPDATE, [wanted, moment, moment, limit, limit]))
        spent = [row.pk for row in rows if row.attempts >= settings.OUTBOX_MAX_ATTEMPTS]
        if spent:
            dead = OutboxMessage.objects.filter(pk__in=spent)
            dead.update(dead_at=moment, leased_until=None)
            # Whoever is ended in the middle leaves no reason.
            dead.filter(error="").update(error="each attempt ended without an answer, as when a process is killed")
        claimed = [row for row in rows if row.attempts < settings.OUTBOX_MAX_ATTEMPTS]
        OutboxMessage.objects.filter(pk__in=[row.pk for row in claimed]).update(leased_until=lease_end())
    return claimed


def outbox_release(message_ids: Sequence[int]) -> None:
    """Give back what was claimed and could not be handed out, because the broker did not answer."""
    OutboxMessage.objects.filter(pk__in=message_ids, handled_at=None).update(leased_until=None)


def outbox_begin(message_id: int) -> OutboxMessage | None:
    """Count an attempt and renew the lease before work begins; None if there is nothing to do or another is at it.

    Committed on its own: an attempt that takes its whole process down counts too.
    """
    with transaction.atomic():
        return next(iter(OutboxMessage.objects.raw(BEGIN, [lease_end(), message_id])), None)


def outbox_lock(message_id: int) -> OutboxMessage | None:
    """Lock one message for its handler; None if it is handled already or another worker holds it."""
    require_transaction()
    rows = OutboxMessage.objects.select_for_update(skip_locked=True).filter(
        pk=message_id, handled_at=None, dead_at=None
    )
    return rows.first()


def outbox_mark_handled(message: OutboxMessage) -> None:
    OutboxMessage.objects.filter(pk=message.pk).update(handled_at=clock.now(), leased_until=None, error="")


def outbox_mark_failed(message_id: int, error: str) -> None:
    """Keep the error and try again in 2, 4, 8 … seconds, at most ten minutes; after the last attempt park it."""
    message = OutboxMessage.objects.filter(pk=message_id, handled_at=None).first()
    if message is None:
        return
    moment = clock.now()
    wait = timedelta(seconds=min(600, 2 ** min(message.attempts, 10)))
    OutboxMessage.objects.filter(pk=message_id, handled_at=None).update(
        leased_until=None,
        available_at=moment + wait,
        dead_at=moment if message.attempts >= settings.OUTBOX_MAX_ATTEMPTS else None,
        error=error[:4_000],
    )


def outbox_retry(message_ids: Sequence[int] | None = None) -> int:
    """Give dead messages (all, or those named) a new life; return how many."""
    dead = OutboxMessage.objects.filter(dead_at__isnull=False)
    if message_ids is not None:
        dead = dead.filter(pk__in=message_ids)
    return dead.update(dead_at=None, attempts=0, leased_until=None, available_at=clock.now())


def outbox_prune(older_than: timedelta) -> int:
    """Forget what was handled longer ago than `older_than`; return how many."""
    return OutboxMessage.objects.filter(handled_at__lt=clock.now() - older_than).delete()[0]


def lease_end() -> datetime:
    """Until when a message, or what is done because of it, belongs to whoever takes it up now."""
    return clock.now() + timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)


def _row(event: Event, dedupe_key: str | None) -> OutboxMessage:
    return OutboxMessage(
        topic=event.topic,
        queue=event.queue.value,
        payload=dataclasses.asdict(event),
        dedupe_key=f"{event.topic}:{dedupe_key}" if dedupe_key else f"{event.topic}#{secrets.token_hex(12)}",
    )
