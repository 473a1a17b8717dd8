from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Max

from backend.core import clock
from backend.core.jobs import jobs_late
from backend.core.models import DueJob
from worker.schedule import JOBS, jobs_not_run


class Command(BaseCommand):
    help = "List scheduled jobs: when each was last done, and which are late."
    requires_system_checks = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        late = {*jobs_late(), *jobs_not_run(clock.now())}
        done = dict(DueJob.objects.values_list("name").annotate(last=Max("done_at")))
        for name in sorted(JOBS):
            last = done.get(name)
            word = "LATE" if name in late else "ok"
            self.stdout.write(
                f"{name:24} {word:5} last done {last:%Y-%m-%d %H:%M:%S}" if last else f"{name:24} {word:5} never done"
            )
