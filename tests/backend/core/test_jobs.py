from datetime import timedelta

import pytest

from backend.core import clock, jobs
from backend.core.models import DueJob

pytestmark = pytest.mark.django_db


def test_a_run_is_written_once() -> None:
    now = clock.now()
    first = jobs.job_add(name="sweep", due_at=now, alarm_at=now)
    assert first is not None
    assert jobs.job_add(name="sweep", due_at=now, alarm_at=now) is None
    assert jobs.job_add(name="other", due_at=now, alarm_at=now) is not None
    assert DueJob.objects.count() == 2


def test_what_is_not_done_in_time_is_late() -> None:
    now = clock.now()
    minute = timedelta(minutes=1)
    for name, alarm in (("late", -minute), ("in time", minute), ("done", -minute)):
        job = jobs.job_add(name=name, due_at=now - minute, alarm_at=now + alarm)
        assert job is not None
        if name == "done":
            jobs.job_done(job)
    assert jobs.jobs_late() == ["late"]


def test_done_runs_are_forgotten_after_a_while() -> None:
    now = clock.now()
    DueJob.objects.create(name="old", due_at=now, alarm_at=now, done_at=now - timedelta(days=3))
    DueJob.objects.create(name="open", due_at=now - timedelta(days=3), alarm_at=now)
    assert jobs.jobs_prune(timedelta(days=2)) == 1
    assert DueJob.objects.get().name == "open"
