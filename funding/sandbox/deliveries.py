"""Rows that say which event still has to reach the webhook address, and the faults that play with them.

A row is written in the transaction that caused the event, so that an event is lost by neither a crash nor a restart.
The faults act here, when the row is written: what the background task does afterwards is plain work from top to bottom.
"""

import fnmatch
import json
import time
from dataclasses import dataclass

from funding.sandbox.store import JsonObject, Store

MAXIMAL_ATTEMPTS = 3 * 24 * 60  # about three days at the longest pause, as long as Stripe tries
_LONGEST_PAUSE_SECONDS = 60.0


@dataclass(frozen=True)
class Delivery:
    """One event on its way."""

    id: int
    event: str
    attempts: int


def delivery_add(store: Store, event: JsonObject) -> None:
    """Queue an event once, or as the first matching fault wants it."""
    fault = _fault_taken(store, str(event["type"]))
    if fault is None:
        _insert(store, event)
        return
    match fault["kind"]:
        case "drop":
            _insert(store, event, state="dropped")
        case "delay":
            _insert(store, event, due_at=time.time() + float(fault["seconds"]))
        case "duplicate":
            for _ in range(int(fault["copies"])):
                _insert(store, event)
        case "reorder":
            _insert(store, event, state="held", fault_id=int(fault["id"]))
            if fault["remaining"] == 0:
                held_release(store, int(fault["id"]))


def redeliver(store: Store, event: JsonObject) -> int:
    return _insert(store, event)


def held_release(store: Store, fault_id: int) -> int:
    """Let the held events go, last one first, each only after the one before it was tried."""
    rows = store.rows("SELECT id FROM deliveries WHERE fault_id = ? AND state = 'held' ORDER BY id DESC", fault_id)
    before: int | None = None
    for row in rows:
        store.write(
            "UPDATE deliveries SET state = 'pending', due_at = ?, after_id = ? WHERE id = ?",
            time.time(),
            before,
            row["id"],
        )
        before = row["id"]
    return len(rows)


def deliveries_due(store: Store, *, limit: int) -> list[Delivery]:
    rows = store.rows(
        "SELECT id, event, attempts FROM deliveries AS d WHERE state = 'pending' AND due_at <= ?"
        " AND (after_id IS NULL OR EXISTS (SELECT 1 FROM deliveries AS p WHERE p.id = d.after_id AND p.attempts > 0))"
        " ORDER BY due_at, id LIMIT ?",
        time.time(),
        limit,
    )
    return [Delivery(row["id"], row["event"], row["attempts"]) for row in rows]


def delivery_record(
    store: Store, delivery: Delivery, *, status: int | None, error: str | None, base_seconds: float
) -> None:
    """Write down how an attempt ended: done, to be repeated after a doubling pause, or given up."""
    attempts = delivery.attempts + 1
    pause = min(_LONGEST_PAUSE_SECONDS, base_seconds * 2 ** (attempts - 1))
    state = "delivered" if error is None else "pending" if attempts < MAXIMAL_ATTEMPTS else "failed"
    store.write(
        "UPDATE deliveries SET state = ?, attempts = ?, status = ?, error = ?, due_at = ? WHERE id = ?",
        state,
        attempts,
        status,
        error,
        time.time() + pause,
        delivery.id,
    )


def _insert(
    store: Store, event: JsonObject, *, state: str = "pending", due_at: float | None = None, fault_id: int | None = None
) -> int:
    return store.write(
        "INSERT INTO deliveries (event, type, state, due_at, fault_id) VALUES (?, ?, ?, ?, ?)",
        str(event["id"]),
        str(event["type"]),
        state,
        time.time() if due_at is None else due_at,
        fault_id,
    )


def _fault_taken(store: Store, kind: str) -> JsonObject | None:
    """The oldest fault that wants this type of event, counted down by one."""
    for row in store.rows("SELECT id, remaining, body FROM faults WHERE scope = 'event' ORDER BY id"):
        fault: JsonObject = json.loads(row["body"])
        if row["remaining"] == 0 or not fnmatch.fnmatchcase(kind, str(fault["type"])):
            continue
        remaining = None if row["remaining"] is None else int(row["remaining"]) - 1
        store.write("UPDATE faults SET remaining = ? WHERE id = ?", remaining, row["id"])
        return fault | {"id": row["id"], "remaining": remaining}
    return None
