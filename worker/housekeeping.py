"""Jobs that keep the house in order."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings

from backend.core.checks import ensure
from backend.core.jobs import jobs_prune
from backend.core.outbox import outbox_prune
from funding.selectors.ledger_checks import ledger_findings

KEPT = timedelta(days=14)


def outbox_prune_old() -> None:
    outbox_prune(KEPT)
    jobs_prune(KEPT)


def sessions_prune() -> None:
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def ledger_verify() -> None:
    """Raises InvariantViolation with what does not hold: the job fails, is seen as late, and its message tells why."""
    broken = [finding.check.truth for finding in ledger_findings() if not finding.holds]
    ensure(not broken, f"the ledger holds: {'; '.join(broken)}")
