"""What every writer needs to know of the transaction it runs in."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from backend.core.checks import ensure

ISOLATION = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"


def require_transaction() -> None:
    ensure(connection.in_atomic_block, "this runs inside a transaction")


@contextmanager
def one_moment() -> Iterator[None]:
    """Whoever reads inside sees the database as of one moment, while others write.

    Within a transaction that has begun already its own isolation holds.
    """
    begins = not connection.in_atomic_block
    with transaction.atomic():
        if begins:
            with connection.cursor() as cursor:
                cursor.execute(ISOLATION)
        yield


def refuse_transaction() -> None:
    """No network inside a transaction: gateways and mail call this first."""
    ensure(not _in_own_transaction(), "this talks to the network and runs outside a transaction")


def _in_own_transaction() -> bool:
    # Django's TestCase wraps each test in a transaction that no code under test has opened.
    blocks = [block for block in connection.atomic_blocks if not getattr(block, "_from_testcase", False)]
    return bool(blocks)
