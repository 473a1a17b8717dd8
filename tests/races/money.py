"""Several connections at once, with or without the locks; and what became of the money."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models import QuerySet

from funding.gateways import gateway_override
from funding.gateways.memory_gateway import MemoryGateway

TIMEOUT_SECONDS = 60.0
# Long enough for a busy machine: those that do meet wait for no longer than it takes.
MEET_SECONDS = 25.0


def at_once(gateway: MemoryGateway, *actions: Callable[[], object]) -> list[object]:
    """Run each action on a connection of its own, all with the same provider; return results and errors."""
    results: list[object] = [None] * len(actions)
    start = threading.Barrier(len(actions))

    def run(place: int, action: Callable[[], object]) -> None:
        try:
            with gateway_override(gateway):
                start.wait(timeout=TIMEOUT_SECONDS)
                results[place] = action()
        except Exception as error:  # noqa: BLE001  whatever it is, the test looks at it
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(TIMEOUT_SECONDS)
    assert not any(thread.is_alive() for thread in threads)
    return results


def without_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left is read, then write."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_options: rows)


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


def meet_after(monkeypatch: pytest.MonkeyPatch, where: Any, name: str, parties: int = 2) -> None:
    """Let all come past a function, the first time, before any goes on; a lock keeps the others from getting there."""
    meet_after_each(monkeypatch, (where, name), parties=parties)


def meet_after_each(monkeypatch: pytest.MonkeyPatch, *functions: tuple[Any, str], parties: int = 2) -> None:
    """Let all come past any of these functions before any goes on, once."""
    barrier = threading.Barrier(parties)
    here = threading.local()

    def meeting(original: Callable[..., Any]) -> Callable[..., Any]:
        def met(*args: Any, **named: Any) -> Any:
            result = original(*args, **named)
            if not hasattr(here, "met"):
                here.met = True
                # A barrier that breaks: the others wait for our lock, so the guard is at work.
                with suppress(threading.BrokenBarrierError):
                    barrier.wait(timeout=MEET_SECONDS)
            return result

        return met

    for where, name in functions:
        monkeypatch.setattr(where, name, meeting(getattr(where, name)))
