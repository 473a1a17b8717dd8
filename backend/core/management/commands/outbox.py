from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Count, Q

from backend.core.jobs import jobs_late
from backend.core.models import OutboxMessage
from backend.core.outbox import outbox_retry


class Command(BaseCommand):
    help = "Show what waits in the outbox and what failed for good; give failed messages a new life."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        listing = actions.add_parser("list", help="Waiting and dead messages.")
        listing.add_argument("--limit", type=int, default=50)
        retry = actions.add_parser("retry", help="Try dead messages again: those named, or all.")
        retry.add_argument("ids", nargs="*", type=int, metavar="ID")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["action"] == "retry":
            count = outbox_retry(options["ids"] or None)
            self.stdout.write(f"{count} messages will be tried again")
        else:
            self._list(options["limit"])

    def _list(self, limit: int) -> None:
        waiting, dead = Q(handled_at=None, dead_at=None), Q(dead_at__isnull=False)
        counts = OutboxMessage.objects.aggregate(waiting=Count("id", filter=waiting), dead=Count("id", filter=dead))
        self.stdout.write(f"{counts['waiting']} waiting, {counts['dead']} dead")
        for name in jobs_late():
            self.stdout.write(f"LATE job {name}: see `gemeinwerk jobs`")
        for message in OutboxMessage.objects.filter(waiting | dead).order_by("-dead_at", "id")[:limit]:
            state = "dead" if message.dead_at else "waiting"
            last = message.error.splitlines()[0] if message.error else ""
            self.stdout.write(
                f"{message.pk:>8} {state:7} {message.topic:40} {message.queue:5} {message.created_at:%Y-%m-%d %H:%M:%S}"
                f" attempts {message.attempts} {last}".rstrip()
            )
