"""Scheduled work as rows: written by any number of schedulers, done once, missed by nobody unseen."""

from datetime import datetime, timedelta

from django.db import connection

from backend.core import clock
from backend.core.db import require_transaction
from backend.core.models import DueJob


def job_add(*, name: str, due_at: datetime, alarm_at: datetime) -> int | None:
    """Write one run of a job in the caller's transaction; return its id, None if it was written before by anyone."""
    require_transaction()
    with connection.cursor() as cursor:
        # The ORM does not tell whether ON CONFLICT DO NOTHING wrote a row.
        cursor.execute(
            "INSERT INTO core_duejob (name, due_at, alarm_at) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING RETURNING id",
            [name, due_at, alarm_at],
        )
        written = cursor.fetchone()
    return None if written is None else int(written[0])


def job_done(job_id: int) -> None:
    DueJob.objects.filter(pk=job_id, done_at=None).update(done_at=clock.now())


def jobs_late() -> list[str]:
    """Names of jobs with a run that should have been done by now."""
    late = DueJob.objects.filter(done_at=None, alarm_at__lt=clock.now())
    return list(late.order_by("name").values_list("name", flat=True).distinct())


def jobs_prune(older_than: timedelta) -> int:
    return DueJob.objects.filter(done_at__lt=clock.now() - older_than).delete()[0]
