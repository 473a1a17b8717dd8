"""Be the worker of one topic until nothing of it is left to do, or until the process ends."""

import time
from collections.abc import Sequence

import django

django.setup()

from backend.core.models import OutboxMessage  # noqa: E402  the apps must be ready
from backend.core.outbox import Queue, outbox_claim  # noqa: E402  likewise
from tests.faults import twins  # noqa: E402  likewise
from worker import handling, tasks  # noqa: E402  likewise

SECONDS = 30.0


def work(topic: str, queues: Sequence[Queue] | None = None, twin: str = "") -> None:
    if twin:
        twins.TWINS[twin]()
    end = time.monotonic() + SECONDS
    waiting = OutboxMessage.objects.filter(topic=topic, handled_at=None)
    while waiting.exists() and time.monotonic() < end:
        for message in outbox_claim(queues=queues):
            handle = vars(tasks)["handle"] if message.topic == topic else handling.handle
            handle(message.pk)
        time.sleep(0.05)
