"""The same parts with a guard left out: the negative controls. `TWIN=name` puts one of them in place."""

import os
import time
from collections.abc import Callable, Sequence

from backend.core.failpoints import declare, failpoint
from backend.core.models import OutboxMessage
from backend.core.outbox import EVENTS, RELAY_BATCH, outbox_begin, outbox_mark_handled
from tests.faults.effects import Effect, have_effect
from worker import relay, tasks
from worker.celery import app
from worker.handlers import NETWORK, TRANSACTIONAL

BETWEEN = declare("tests.between")
DIRECT = "tests.direct_effect"


@app.task(name=DIRECT, acks_late=False, reject_on_worker_lost=False)
def direct_effect(number: int, pid_file: str = "") -> None:
    """What one would write without an outbox: a task that is told to the broker alone."""
    if pid_file:
        with open(pid_file, "a") as file:  # noqa: PTH123  nothing but a sign that the task has begun
            file.write("begun\n")
    have_effect(Effect(number=number))


def handle_without_mark(message_id: int) -> None:
    """Effect and mark in two transactions."""
    message = outbox_begin(message_id)
    if message is None:
        return
    have_effect(EVENTS[message.topic].from_payload(message.payload))  # type: ignore[arg-type]  # the one event of these tests
    failpoint(BETWEEN)
    time.sleep(float(os.environ.get("PAUSE_BETWEEN", "0")))
    outbox_mark_handled(message)


def handle_marked_first(message_id: int) -> None:
    """What one would write who thinks that to begin is to be done."""
    message = outbox_begin(message_id)
    if message is None:
        return
    outbox_mark_handled(message)
    time.sleep(float(os.environ.get("PAUSE_BETWEEN", "0")))
    event = EVENTS[message.topic].from_payload(message.payload)
    for act in (*NETWORK.get(message.topic, ()), *TRANSACTIONAL.get(message.topic, ())):
        act(event)


def claim_without_lease(limit: int = RELAY_BATCH, queues: Sequence[str] | None = None) -> list[OutboxMessage]:
    """Read what waits, and remember nothing."""
    return list(OutboxMessage.objects.filter(handled_at=None, dead_at=None).order_by("id")[:limit])


def _two_steps() -> None:
    vars(tasks)["handle"] = handle_without_mark


def _marked_first() -> None:
    vars(tasks)["handle"] = handle_marked_first


def _no_lease() -> None:
    vars(relay)["outbox_claim"] = claim_without_lease


TWINS: dict[str, Callable[[], None]] = {
    "two_steps": _two_steps,
    "marked_first": _marked_first,
    "no_lease": _no_lease,
}


def put_in_place() -> None:
    name = os.environ.get("TWIN")
    if name:
        TWINS[name]()
