from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from worker.beat import Beat
from worker.connections import keep_one_connection
from worker.processes import run_loops
from worker.relay import Relay


class Command(BaseCommand):
    help = "Hand out what waits in the outbox to the workers' queues, until told to stop."
    # Pages and their addresses are not loaded here.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--with-beat", action="store_true", help="Schedule jobs too: one process less on a small machine."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        keep_one_connection()
        run_loops(Relay(), *([Beat()] if options["with_beat"] else []))
