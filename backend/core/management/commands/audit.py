from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend.core.audit import audit_first_bad, audit_seal
from backend.core.models import AuditEntry, AuditSeal


class Command(BaseCommand):
    help = "Verify the audit log's chain, or seal what has been written since the last seal."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["verify", "seal"])

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["action"] == "seal":
            self.stdout.write(f"{audit_seal()} entries sealed")
        else:
            self._verify()

    def _verify(self) -> None:
        bad = audit_first_bad()
        if bad is not None:
            raise CommandError(f"the chain does not hold: entry {bad[0]}: {bad[1]}")
        seal = AuditSeal.objects.order_by("-last_position").first()
        unsealed = AuditEntry.objects.filter(position=None).count()
        head = f"{seal.last_position} entries, head {seal.head}" if seal else "no entries yet"
        self.stdout.write(f"the chain holds: {head}; {unsealed} not sealed yet")
