"""Several connections at once, and a place where all of them come past a line before any goes on."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import Any

import pytest
from django.db import connections
from django.db.models import QuerySet

TIMEOUT_SECONDS = 60.0
# Long enough for a busy machine: those that do meet wait for no longer than it takes.
MEET_SECONDS = 25.0
# Where a lock keeps the others away, nobody comes: the guard is at work.
GUARDED_SECONDS = 1.0
Action = Callable[[], object]


def no_lock(rows: "QuerySet[Any]", **_options: object) -> "QuerySet[Any]":
    return rows


def without_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left is read, then write."""
    monkeypatch.setattr(QuerySet, "select_for_update", no_lock)


def unguarded() -> bool:
    return QuerySet.__dict__["select_for_update"] is no_lock


def at_once(*actions: Action, around: Callable[[], AbstractContextManager[object]] = nullcontext) -> list[object]:
    """Run each action on a connection of its own, inside `around()`; return results and errors."""
    results: list[object] = [None] * len(actions)
    start = threading.Barrier(len(actions))

    def run(place: int, action: Action) -> None:
        try:
            with around():
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
    assert not any(thread.is_alive() for thread in threads), "nobody waits for ever"
    return results


def meet_after(
    monkeypatch: pytest.MonkeyPatch, *functions: tuple[Any, str], parties: int = 2, seconds: float | None = None
) -> None:
    """Let all come past one of `functions`, the first time, before any goes on, unless a lock keeps the others away.

    With the guards off, a meeting that does not come about raises BrokenBarrierError: such a twin would prove nothing.
    """
    barrier = threading.Barrier(parties)
    here = threading.local()

    def meeting(original: Callable[..., Any]) -> Callable[..., Any]:
        def met(*args: Any, **named: Any) -> Any:
            result = original(*args, **named)
            if not hasattr(here, "met"):
                here.met = True
                must_meet = seconds is None and unguarded()
                with nullcontext() if must_meet else suppress(threading.BrokenBarrierError):
                    barrier.wait(timeout=seconds or (MEET_SECONDS if must_meet else GUARDED_SECONDS))
            return result

        return met

    for where, name in functions:
        monkeypatch.setattr(where, name, meeting(getattr(where, name)))
