"""Faults of the next calls: an error, a dropped connection, silence or slowness, before or after the call acts."""

import fnmatch
import json
from dataclasses import dataclass

from funding.sandbox.store import JsonObject, Store


@dataclass(frozen=True)
class CallFault:
    """What one call is going to suffer."""

    how: str
    when: str
    status: int
    seconds: float
    stored: bool

    def error_body(self) -> JsonObject:
        message = "An unknown error occurred (fault of the sandbox)"
        return {"error": {"message": message, "type": "api_error"}}


def call_fault_take(store: Store, method: str, path: str) -> CallFault | None:
    """The oldest fault that waits for this call, counted down by one."""
    for row in store.rows("SELECT id, remaining, body FROM faults WHERE scope = 'call' AND remaining > 0 ORDER BY id"):
        fault: JsonObject = json.loads(row["body"])
        if fault["method"] in {"*", method} and fnmatch.fnmatchcase(path, str(fault["path"])):
            store.write("UPDATE faults SET remaining = remaining - 1 WHERE id = ?", row["id"])
            return CallFault(
                how=fault["how"],
                when=fault["when"],
                status=fault["status"],
                seconds=fault["seconds"],
                stored=fault["stored"],
            )
    return None
