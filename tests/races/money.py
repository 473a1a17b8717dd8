"""Several connections at once, with or without the locks; and what became of the money."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from funding.gateways import gateway_override
from funding.gateways.memory_gateway import MemoryGateway
from tests.races import meeting
from tests.races.meeting import Action


def at_once(gateway: MemoryGateway, *actions: Action) -> list[object]:
    """Run each action on a connection of its own, all with the same provider; return results and errors."""
    return meeting.at_once(*actions, around=lambda: gateway_override(gateway))


COVERED = "credits_posted + v_change.cc >= debits_posted + v_change.dd + debits_pending + v_change.dp"
SOURCE = "SELECT pg_get_functiondef('ledger_post'::regproc)"
LIMIT = "ledger_balance_covered"


@contextmanager
def without_limits() -> Iterator[None]:
    """A ledger that moves what is not there: neither its function nor its table asks whether an account has it."""
    with connection.cursor() as cursor:
        cursor.execute(SOURCE)
        (source,) = cursor.fetchone()
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [LIMIT])
        (limit,) = cursor.fetchone()
        assert COVERED in source
        cursor.execute(source.replace(COVERED, "true"))
        cursor.execute(f"ALTER TABLE ledger_balance DROP CONSTRAINT {LIMIT}")
        try:
            yield
        finally:
            _limits_again(cursor, source, limit)


def _limits_again(cursor: Any, source: str, limit: str) -> None:
    cursor.execute(source)
    cursor.execute("UPDATE ledger_balance SET debits_pending = 0, debits_posted = 0")
    cursor.execute(f"ALTER TABLE ledger_balance ADD CONSTRAINT {LIMIT} {limit}")
