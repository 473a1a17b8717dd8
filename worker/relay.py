"""Outbox → queues. Any number of relays may run; each row is leased by one at a time."""

import time
from typing import Any, cast

import structlog
from celery import Celery
from django.conf import settings
from kombu.exceptions import OperationalError as BrokerError
from redis import Redis
from redis.client import PubSub
from redis.exceptions import RedisError

from backend.core.failpoints import declare, failpoint
from backend.core.health import heartbeat
from backend.core.models import OutboxMessage
from backend.core.outbox import RELAY_BATCH, Queue, outbox_claim, outbox_release
from backend.core.stopping import Stop
from backend.core.wake import WAKE_CHANNEL
from worker.celery import app
from worker.connections import survive

log = structlog.get_logger(__name__)
CLAIMED = declare("relay.claimed")
HANDED_OUT = declare("relay.handed_out")
HEARTBEAT_SECONDS = 5.0
# A queue that holds this many gets no more: what waits there would outlive its lease and be handed out twice.
QUEUE_ROOM = 400
GATHER_SECONDS = 0.05
# Rings that came while rows were handed out; each would call for a round of its own.
RINGS_AT_ONCE = 1_000
TASK = "worker.handle_message"
BROKER_ERRORS = (BrokerError, RedisError, OSError)


class Relay:
    def __init__(self, celery: Celery = app) -> None:
        self.celery = celery
        self.stopping = Stop()
        self.redis = Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=5)
        self._bell: PubSub | None = None
        # The library leaves it untyped.
        self._producer: Any = None
        self._next_heartbeat = 0.0

    def run(self) -> None:
        """Relay until `stopping` is set; a broker or database that drops out is waited for."""
        while not self.stopping.is_set():
            moved = survive(self.round, 0)
            if not moved:
                self._wait()
            elif moved < RELAY_BATCH:
                # In a rush the bell rings for each row: what comes in the next moment leaves together.
                self.stopping.wait(GATHER_SECONDS)
        self._hang_up()

    def round(self) -> int:
        """Claim once and hand out; return how many messages went to a queue."""
        self._show_life()
        queues = self._queues_with_room()
        rows = outbox_claim(queues=queues) if queues else []
        if rows:
            failpoint(CLAIMED)
        return self._hand_out(rows)

    def _show_life(self) -> None:
        if time.monotonic() >= self._next_heartbeat:
            heartbeat("relay")
            self._next_heartbeat = time.monotonic() + HEARTBEAT_SECONDS

    def _queues_with_room(self) -> list[str]:
        """Ask the broker first: without it nothing is claimed, so no lease runs for nothing."""
        names = [queue.value for queue in Queue]
        try:
            pipeline = self.redis.pipeline(transaction=False)
            for name in names:
                pipeline.llen(name)
            lengths = pipeline.execute()
        except BROKER_ERRORS as error:
            log.warning("broker_unavailable", error=type(error).__name__)
            return []
        return [name for name, length in zip(names, lengths, strict=True) if length < QUEUE_ROOM]

    def _hand_out(self, rows: list[OutboxMessage]) -> int:
        if not rows:
            return 0
        sent = 0
        try:
            producer = self._kept_producer()
            for row in rows:
                self.celery.send_task(TASK, args=[row.pk], queue=row.queue, producer=producer, retry=False)
                sent += 1
                failpoint(HANDED_OUT)
        except BROKER_ERRORS as error:
            self._hang_up()
            log.warning("broker_unavailable", error=type(error).__name__, released=len(rows) - sent)
            outbox_release([row.pk for row in rows[sent:]])
        return sent

    def _kept_producer(self) -> Any:
        """To connect anew in each round would cost more than most rounds hand out."""
        if self._producer is None:
            self._producer = self.celery.amqp.Producer(self.celery.connection_for_write(), auto_declare=False)
        return self._producer

    def _wait(self) -> None:
        """Until the doorbell rings, or the poll interval is over."""
        seconds = settings.OUTBOX_POLL_MS / 1_000
        try:
            bell = self._bell or self._subscribe()
            if bell.get_message(timeout=seconds):
                _hear_all(bell)
        except BROKER_ERRORS:
            self._hang_up()
            self.stopping.wait(seconds)

    def _subscribe(self) -> PubSub:
        bell: PubSub = cast(Any, self.redis).pubsub(ignore_subscribe_messages=True)  # the library leaves it untyped
        bell.subscribe(WAKE_CHANNEL)
        self._bell = bell
        return bell

    def _hang_up(self) -> None:
        if self._bell is not None:
            self._bell.close()
            self._bell = None
        if self._producer is not None:
            self._producer.connection.release()
            self._producer = None


def _hear_all(bell: PubSub) -> None:
    """One round answers all who have rung by now."""
    for _ring in range(RINGS_AT_ONCE):
        if not bell.get_message():
            return
