"""`python -m tests.faults.announcements_run`: be the worker until nothing is left to do, or until the process ends."""

import time

import django

django.setup()

from backend.core.models import OutboxMessage  # noqa: E402  the apps must be ready
from backend.core.outbox import Queue, outbox_claim  # noqa: E402  likewise
from programmes.events import AnnouncementPieceDue  # noqa: E402  likewise
from tests.faults import twins  # noqa: E402  likewise
from worker import handling, tasks  # noqa: E402  likewise

SECONDS = 30.0


def work() -> None:
    end = time.monotonic() + SECONDS
    waiting = OutboxMessage.objects.filter(topic=AnnouncementPieceDue.topic, handled_at=None)
    while waiting.exists() and time.monotonic() < end:
        # Mails are not its matter: they leave from another queue.
        for message in outbox_claim(queues=[Queue.BULK]):
            handle = vars(tasks)["handle"] if message.topic == AnnouncementPieceDue.topic else handling.handle
            handle(message.pk)
        time.sleep(0.05)


if __name__ == "__main__":
    twins.put_in_place()
    work()
