"""What every writer needs to know of the transaction it runs in."""

from django.db import connection

from backend.core.checks import ensure


def require_transaction() -> None:
    ensure(connection.in_atomic_block, "this runs inside a transaction")


def refuse_transaction() -> None:
    """No network inside a transaction: gateways and mail call this first."""
    ensure(not _in_own_transaction(), "this talks to the network and runs outside a transaction")


def _in_own_transaction() -> bool:
    # Django's TestCase wraps each test in a transaction that no code under test has opened.
    blocks = [block for block in connection.atomic_blocks if not getattr(block, "_from_testcase", False)]
    return bool(blocks)
