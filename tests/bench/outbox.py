"""Messages through relay, broker and worker until they are handled, against rows that are only written."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable

from django.db import connection, transaction

from backend.core import clock
from backend.core.models import Heartbeat, OutboxMessage
from backend.core.outbox import outbox_add
from tests.bench.figure import Figure
from worker.events import JobDue

COUNT, ENDLESS_SECONDS = 1_000, 40.0


def figures() -> list[Figure]:
    # What other figures have told is none of this one's business, and some of it would call the payment provider.
    OutboxMessage.objects.all().delete()
    environment = os.environ | {"OUTBOX_POLL_MS": "50", "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", "backend"]
    quiet = {"env": environment, "stdout": subprocess.DEVNULL, "start_new_session": True}
    processes = [
        subprocess.Popen([*command, *words], **quiet)  # type: ignore[call-overload]  # keywords as a dict
        for words in (["worker", "--concurrency", "2"], ["relay"])
    ]
    try:
        wait_until(lambda: Heartbeat.objects.filter(name__in=["worker", "relay"]).count() == 2)
        tell(1)
        wait_until(none_waits)
        written = rate_of(lambda: write_raw(COUNT))
        handled = rate_of(tell_and_wait)
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(20)
    note = "raw inserts of the same rows, one transaction each; two worker processes, one relay"
    return [Figure(name="outbox: told, relayed and handled", ours=handled, baseline=written, note=note)]


def rate_of(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return COUNT / (time.perf_counter() - began)


def tell_and_wait() -> None:
    tell(COUNT)
    wait_until(none_waits)


def tell(count: int) -> None:
    """Of a job that no longer exists: the handler looks for it and finds nothing to do."""
    for number in range(count):
        with transaction.atomic():
            outbox_add(JobDue(job_id=-number, name="bench"))


def write_raw(count: int) -> None:
    """Written as handled, so that nobody takes them."""
    moment = clock.now()
    for _number in range(count):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO core_outboxmessage"
                " (topic, queue, payload, dedupe_key, created_at, available_at, attempts, handled_at, error)"
                " VALUES ('worker.job_due', 'bulk', '{\"job_id\": 1, \"name\": \"bench\"}', %s, %s, %s, 0, %s, '')",
                [secrets.token_hex(12), moment, moment, moment],
            )


def none_waits() -> bool:
    return not OutboxMessage.objects.filter(handled_at=None).exists()


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + ENDLESS_SECONDS
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("the outbox of the bench does not empty")
        time.sleep(0.02)
