"""The scheduler: due jobs become rows, rows become outbox messages. Any number may run; a killed one skips nothing."""

import time
from collections.abc import Mapping
from datetime import datetime
from itertools import islice

import structlog
from django.db import transaction

from backend.core import clock
from backend.core.audit import SEAL_BATCH, audit_seal
from backend.core.failpoints import declare, failpoint
from backend.core.health import heartbeat
from backend.core.jobs import job_add
from backend.core.outbox import Queue, outbox_add
from backend.core.stopping import Stop
from worker.connections import survive
from worker.events import JobDue, MoneyJobDue
from worker.schedule import JOBS, Job

log = structlog.get_logger(__name__)
TICK_SECONDS = 1.0
HEARTBEAT_SECONDS = 5.0
JOB_WRITTEN = declare("beat.job_written")


class Beat:
    def __init__(self, jobs: Mapping[str, Job] = JOBS) -> None:
        self.jobs = jobs
        self.stopping = Stop()
        self._last_due: dict[str, datetime] = {}
        self._next_heartbeat = 0.0

    def run(self) -> None:
        """Tick until `stopping` is set."""
        while not self.stopping.is_set():
            began = time.monotonic()
            survive(self.tick, None)
            self.stopping.wait(max(0.0, TICK_SECONDS - (time.monotonic() - began)))

    def tick(self) -> None:
        if time.monotonic() >= self._next_heartbeat:
            heartbeat("beat")
            self._next_heartbeat = time.monotonic() + HEARTBEAT_SECONDS
        moment = clock.now()
        for job in self.jobs.values():
            self._write_due(job, moment)
        while audit_seal() == SEAL_BATCH:
            pass

    def _write_due(self, job: Job, moment: datetime) -> None:
        """Write what is due, and what was missed while no scheduler ran: at most the job's `catch_up` runs."""
        latest = list(islice(job.rhythm.backwards(moment), job.catch_up))
        if self._last_due.get(job.name) == latest[0]:
            return
        for due_at in reversed(latest):
            due_write(job, due_at)
        self._last_due[job.name] = latest[0]


@transaction.atomic
def due_write(job: Job, due_at: datetime) -> None:
    """Write one run of a job and its message in one transaction. Repeating it changes nothing.

    What is made up for, on a new installation too, is late only after its time from now on: until the scheduler ran,
    its missing heartbeat told so.
    """
    job_id = job_add(name=job.name, due_at=due_at, alarm_at=max(due_at, clock.now()) + job.alarm_after)
    if job_id is None:
        return
    failpoint(JOB_WRITTEN)
    event = MoneyJobDue if job.queue == Queue.MONEY else JobDue
    outbox_add(event(job_id=job_id, name=job.name), dedupe_key=str(job_id))
