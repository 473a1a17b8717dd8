"""Faults: what happens to the next events and the next calls."""

import json

from starlette.requests import Request

from funding.sandbox.control.door import choice, count, seconds, text
from funding.sandbox.deliveries import held_release
from funding.sandbox.errors import ApiError
from funding.sandbox.sandbox import Sandbox
from funding.sandbox.store import JsonObject

_MANY_COPIES = 20


def event_fault_add(sandbox: Sandbox, _request: Request, given: JsonObject) -> JsonObject:
    """``{"kind": "delay|duplicate|drop|reorder", "type": "charge.*", "count": 3, "seconds": 5, "copies": 2}``."""
    kind = choice(given, "kind", ("delay", "duplicate", "drop", "reorder"))
    remaining = count(given, "count", 2 if kind == "reorder" else None)
    copies = count(given, "copies", 2) or 2
    if copies > _MANY_COPIES:
        message = f"copies must be at most {_MANY_COPIES}"
        raise ApiError(message, param="copies")
    fault: JsonObject = {
        "kind": kind,
        "type": text(given, "type", "*"),
        "seconds": seconds(given, 5.0),
        "copies": copies,
    }
    return _insert(sandbox, "event", remaining, fault)


def call_fault_add(sandbox: Sandbox, _request: Request, given: JsonObject) -> JsonObject:
    """``{"method": "POST", "path": "/v1/refunds", "how": "error|drop|timeout|slow", "when": "before|after"}``."""
    stored = given.get("stored", True)
    fault: JsonObject = {
        "method": choice(given, "method", ("*", "GET", "POST", "DELETE"), "POST"),
        "path": text(given, "path", "*"),
        "how": choice(given, "how", ("error", "drop", "timeout", "slow"), "error"),
        "when": choice(given, "when", ("before", "after"), "before"),
        "status": count(given, "status", 500, least=400, most=599),
        "seconds": seconds(given, 90.0),
        "stored": bool(stored),
    }
    return _insert(sandbox, "call", count(given, "count", 1), fault)


def _insert(sandbox: Sandbox, scope: str, remaining: int | None, fault: JsonObject) -> JsonObject:
    fault_id = sandbox.store.write(
        "INSERT INTO faults (scope, remaining, body) VALUES (?, ?, ?)", scope, remaining, json.dumps(fault)
    )
    return {"id": fault_id, "scope": scope, "remaining": remaining} | fault


def faults_list(sandbox: Sandbox, _request: Request, _given: JsonObject) -> JsonObject:
    rows = sandbox.store.rows("SELECT id, scope, remaining, body FROM faults ORDER BY id")
    return {"data": [{key: row[key] for key in ("id", "scope", "remaining")} | json.loads(row["body"]) for row in rows]}


def faults_clear(sandbox: Sandbox, _request: Request, _given: JsonObject) -> JsonObject:
    """Forget all faults; events that were held back for reordering go out."""
    rows = sandbox.store.rows("SELECT DISTINCT fault_id FROM deliveries WHERE state = 'held'")
    released = sum(held_release(sandbox.store, row["fault_id"]) for row in rows)
    sandbox.store.write("DELETE FROM faults")
    return {"cleared": True, "released": released}
