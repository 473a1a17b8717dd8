import signal
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command

from backend.core import clock
from backend.core.checks import InvariantViolation
from backend.core.errors import Unavailable
from backend.core.jobs import jobs_late
from backend.core.models import AuditEntry, DueJob, Heartbeat, OutboxMessage
from backend.core.outbox import Queue
from backend.core.stopping import Stop
from funding.selectors.ledger_checks import Check, Finding
from tests.faults.effects import Effect, have_effect
from worker import beat, housekeeping, schedule
from worker.beat import Beat, due_write
from worker.calendar import Every
from worker.events import JobDue, MoneyJobDue
from worker.handlers import NETWORK
from worker.processes import run_loops
from worker.schedule import JOBS, Job, job_run

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def job(name: str = "sweep", *, catch_up: int = 1, queue: Queue = Queue.BULK) -> Job:
    return Job(name=name, rhythm=Every(MINUTE), run=lambda: None, alarm_after=MINUTE, catch_up=catch_up, queue=queue)


def due_times() -> list[datetime]:
    return list(DueJob.objects.order_by("due_at").values_list("due_at", flat=True))


def test_two_schedulers_write_each_run_once() -> None:
    for moment in (NOON, NOON + timedelta(seconds=30), NOON + MINUTE):
        with time_machine.travel(moment, tick=False):
            for scheduler in (Beat({"sweep": job()}), Beat({"sweep": job()})):
                scheduler.tick()
    assert due_times() == [NOON, NOON + MINUTE]
    assert OutboxMessage.objects.count() == 2


def test_without_the_unique_key_they_would_write_it_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = iter((1, 2))
    monkeypatch.setattr(beat, "job_add", lambda **_: next(keys))
    for _ in range(2):
        due_write(job(), NOON)
    assert OutboxMessage.objects.count() == 2


def test_a_new_installation_is_not_late_with_what_was_due_before_it() -> None:
    with time_machine.travel(NOON, tick=False):
        due_write(job(), NOON - 60 * MINUTE)
        assert jobs_late() == []
    with time_machine.travel(NOON + 2 * MINUTE, tick=False):
        assert jobs_late() == ["sweep"]


@pytest.mark.parametrize(("catch_up", "missed"), [(1, 1), (3, 3)])
def test_what_was_missed_is_made_up_for_within_bounds(catch_up: int, missed: int) -> None:
    scheduler = Beat({"sweep": job(catch_up=catch_up)})
    with time_machine.travel(NOON, tick=False):
        Beat({"sweep": job()}).tick()
    with time_machine.travel(NOON + 60 * MINUTE, tick=False):
        scheduler.tick()
    assert len(due_times()) == 1 + missed
    assert due_times()[-1] == NOON + 60 * MINUTE


def test_a_scheduler_does_not_ask_the_database_twice_for_the_same_run(monkeypatch: pytest.MonkeyPatch) -> None:
    written = []
    monkeypatch.setattr(beat, "due_write", lambda job, due_at: written.append((job.name, due_at)))
    scheduler = Beat({"sweep": job()})
    with time_machine.travel(NOON, tick=False):
        scheduler.tick()
        scheduler.tick()
    assert written == [("sweep", NOON)]


def test_money_has_a_queue_of_its_own() -> None:
    due_write(job(queue=Queue.MONEY), NOON)
    row = OutboxMessage.objects.get()
    assert (row.topic, row.queue) == (MoneyJobDue.topic, "money")


def test_it_seals_the_audit_log_and_shows_that_it_lives() -> None:
    have_effect(Effect(number=1))
    Beat({}).tick()
    assert not AuditEntry.objects.filter(position=None).exists()
    assert Heartbeat.objects.get().name == "beat"


def test_a_run_is_done_once_and_noted() -> None:
    ran = []
    sweep = Job(name="sweep", rhythm=Every(MINUTE), run=lambda: ran.append(1), alarm_after=MINUTE)
    due_write(sweep, NOON)
    event = JobDue(**OutboxMessage.objects.get().payload)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(schedule.JOBS, "sweep", sweep)
        for _ in range(2):
            job_run(event)
    assert ran == [1]
    assert DueJob.objects.get().done_at is not None


def test_a_run_that_fails_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise Unavailable

    sweep = Job(name="sweep", rhythm=Every(MINUTE), run=fail, alarm_after=MINUTE)
    due_write(sweep, NOON)
    monkeypatch.setitem(schedule.JOBS, "sweep", sweep)
    event = JobDue(**OutboxMessage.objects.get().payload)
    with pytest.raises(Unavailable):
        job_run(event)
    assert DueJob.objects.get().done_at is None


def test_a_job_that_no_longer_exists_is_done() -> None:
    due_write(job("forgotten"), NOON)
    job_run(JobDue(**OutboxMessage.objects.get().payload))
    assert DueJob.objects.get().done_at is not None


@pytest.mark.parametrize("name", sorted(JOBS))
def test_each_job_runs_on_an_empty_platform(name: str) -> None:
    assert JOBS[name].name == name
    due_write(JOBS[name], NOON)
    row = OutboxMessage.objects.get()
    NETWORK[row.topic][0]((JobDue if row.topic == JobDue.topic else MoneyJobDue)(**row.payload))
    assert DueJob.objects.get().done_at is not None


def test_a_ledger_that_does_not_hold_is_loud(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Finding(Check("sums", "debits equal credits", ""), ((1,),))
    monkeypatch.setattr(housekeeping, "ledger_findings", lambda: [broken])
    with pytest.raises(InvariantViolation, match="debits equal credits"):
        housekeeping.ledger_verify()


def test_the_console_shows_which_are_late(capsys: pytest.CaptureFixture[str]) -> None:
    late, fine = "accounts.exports_expire", "funding.campaigns_end"
    past = clock.now() - MINUTE
    DueJob.objects.create(name=late, due_at=past, alarm_at=past)
    DueJob.objects.create(name=fine, due_at=past, alarm_at=past, done_at=past)
    call_command("jobs")
    lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines()}
    assert "LATE" in lines[late]
    assert "never done" in lines[late]
    assert f"ok    last done {past:%Y-%m-%d %H:%M:%S}" in lines[fine]


def test_it_ticks_until_it_is_told_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    scheduler = Beat({})
    ticks = []

    def tick() -> None:
        ticks.append(1)
        if len(ticks) == 3:
            scheduler.stopping.set()

    monkeypatch.setattr(beat, "TICK_SECONDS", 0.01)
    monkeypatch.setattr(scheduler, "tick", tick)
    scheduler.run()
    assert len(ticks) == 3


def test_a_job_that_no_scheduler_asks_for_is_late_too(capsys: pytest.CaptureFixture[str]) -> None:
    silent, fine = "funding.campaigns_end", "funding.campaigns_start"
    for name, ago in ((silent, timedelta(hours=3)), (fine, 5 * MINUTE)):
        past = clock.now() - ago
        DueJob.objects.create(name=name, due_at=past, alarm_at=past, done_at=past)
    call_command("jobs")
    words = {line.split()[0]: line.split()[1] for line in capsys.readouterr().out.splitlines()}
    assert (words[silent], words[fine]) == ("LATE", "ok")


class Idle:
    def __init__(self) -> None:
        self.stopping = Stop()

    def run(self) -> None:
        assert self.stopping.wait(5)


class Failing(Idle):
    def run(self) -> None:
        raise ValueError("a fault of ours")


@pytest.mark.parametrize("loops", [(Failing(), Idle()), (Idle(), Failing())])
def test_a_loop_that_fails_ends_the_process_with_it(loops: tuple[Idle, ...]) -> None:
    before = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]
    try:
        with pytest.raises(ValueError, match="a fault of ours"):
            run_loops(*loops)
    finally:
        for number, handler in zip((signal.SIGTERM, signal.SIGINT), before, strict=True):
            signal.signal(number, handler)
    assert all(loop.stopping.is_set() for loop in loops)
