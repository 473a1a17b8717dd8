from typing import Any

from django.core.management.base import BaseCommand

from worker.beat import Beat
from worker.connections import keep_one_connection
from worker.processes import run_loops


class Command(BaseCommand):
    help = "Write scheduled jobs when they are due and seal the audit log, until told to stop."
    # Pages and their addresses are not loaded here.
    requires_system_checks = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        keep_one_connection()
        run_loops(Beat())
