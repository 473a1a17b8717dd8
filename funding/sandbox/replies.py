"""Idempotency keys as Stripe keeps them.

A key remembers the first answer to a POST, errors of the endpoint and 500s included, and gives it again for the same
parameters. Refusals from before the endpoint began (unknown parameters, no permission, a key in use) are not kept.
Each account has keys of its own: what was asked for a connected account never answers for the platform.
"""

import hashlib
import json
from dataclasses import dataclass

from funding.sandbox.errors import ApiError
from funding.sandbox.store import JsonObject, Store

_LONGEST_KEY = 255
_KEPT_SECONDS = 24 * 3_600


@dataclass(frozen=True)
class Reply:
    """An answer before it becomes HTTP."""

    status: int
    body: JsonObject
    request_id: str
    original_request: str | None = None


def request_fingerprint(method: str, path: str, body: str) -> str:
    return hashlib.sha256(f"{method}\n{path}\n{body}".encode()).hexdigest()


def _scoped(account: str, key: str) -> str:
    """A header holds no line break, so that no key of the platform can look like one of an account."""
    return f"{account}\n{key}" if account else key


def key_checked(key: str) -> str:
    if not key or len(key) > _LONGEST_KEY:
        message = f"Idempotency keys must be between 1 and {_LONGEST_KEY} characters long."
        raise ApiError(message, kind="idempotency_error")
    return key


def key_in_use(key: str) -> ApiError:
    message = (
        "There is currently another in-progress request using this Idempotent Key (that probably means you submitted "
        f"twice, and the other request is still going through): {key}. Please try again later."
    )
    return ApiError(message, status=409, kind="idempotency_error", code="idempotency_key_in_use")


def reply_find(store: Store, key: str, *, account: str, fingerprint: str, path: str, now: int) -> Reply | None:
    """The kept answer, or nothing; refuses a key that was used for something else."""
    row = store.row("SELECT * FROM replies WHERE key = ? AND created > ?", _scoped(account, key), now - _KEPT_SECONDS)
    if row is None:
        return None
    if row["path"] != path:
        message = (
            "Keys for idempotent requests can only be used for the same endpoint they were first used for "
            f"('{row['path']}' vs '{path}'). Try using a key other than '{key}' if you meant a different request."
        )
        raise ApiError(message, kind="idempotency_error")
    if row["request"] != fingerprint:
        message = (
            "Keys for idempotent requests can only be used with the same parameters they were first used with. "
            f"Try using a key other than '{key}' if you meant to execute a different request."
        )
        raise ApiError(message, kind="idempotency_error")
    return Reply(row["status"], json.loads(row["body"]), row["request_id"], original_request=row["request_id"])


def reply_keep(store: Store, key: str, reply: Reply, *, account: str, fingerprint: str, path: str, now: int) -> None:
    store.write(
        "INSERT OR REPLACE INTO replies (key, request, path, request_id, status, body, created)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        _scoped(account, key),
        fingerprint,
        path,
        reply.request_id,
        reply.status,
        json.dumps(reply.body),
        now,
    )
