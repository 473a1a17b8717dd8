"""Be the worker until nothing is left to do, or until the process ends."""

import time

import django

django.setup()

from backend.core.models import OutboxMessage  # noqa: E402  the apps must be ready
from backend.core.outbox import outbox_claim  # noqa: E402  likewise
from funding.events import ApprovalsDue  # noqa: E402  likewise
from tests.faults import twins  # noqa: E402  likewise
from worker import handling, tasks  # noqa: E402  likewise

SECONDS = 30.0


def work() -> None:
    end = time.monotonic() + SECONDS
    waiting = OutboxMessage.objects.filter(topic=ApprovalsDue.topic, handled_at=None)
    while waiting.exists() and time.monotonic() < end:
        for message in outbox_claim():
            handle = vars(tasks)["handle"] if message.topic == ApprovalsDue.topic else handling.handle
            handle(message.pk)
        time.sleep(0.05)


def work_marking_first() -> None:
    twins.TWINS["marked_first"]()
    work()
