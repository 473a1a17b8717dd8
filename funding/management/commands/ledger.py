"""`gemeinwerk ledger check`: every bookkeeping truth, one line each; ends with 1 if one does not hold."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from funding.selectors.ledger_checks import Finding, ledger_findings

SHOWN = 5


class Command(BaseCommand):
    help = "Prove the truths of the ledger and of the matches."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("check", help="one line a truth; ends with 1 if one does not hold")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = ledger_findings()
        for finding in findings:
            self.stdout.write(self._line(finding))
        if not all(finding.holds for finding in findings):
            sys.exit(1)

    def _line(self, finding: Finding) -> str:
        if finding.holds:
            return f"{self.style.SUCCESS('holds ')} {finding.check.name}: {finding.check.truth}"
        rows = "; ".join(" ".join(str(value) for value in row) for row in finding.broken[:SHOWN])
        more = f" and {len(finding.broken) - SHOWN} more" if len(finding.broken) > SHOWN else ""
        return f"{self.style.ERROR('BROKEN')} {finding.check.name}: {finding.check.truth} — {rows}{more}"
