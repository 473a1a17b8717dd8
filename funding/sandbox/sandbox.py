"""The running sandbox: its configuration, its memory, its clock and its voice."""

import asyncio
import time
from dataclasses import dataclass, field

from funding.sandbox import deliveries
from funding.sandbox.configuration import API_VERSION, Configuration
from funding.sandbox.ids import new_id
from funding.sandbox.store import JsonObject, Store, public


@dataclass(frozen=True)
class Cause:
    """The request that made something happen; events name it."""

    request_id: str | None = None
    idempotency_key: str | None = None


NOBODY = Cause()


@dataclass
class Sandbox:
    """Passed to everything that acts; ``cause`` is set for the length of one transaction."""

    configuration: Configuration
    store: Store
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    cause: Cause = NOBODY

    def now(self) -> int:
        """The sandbox's own time: the real one plus what was advanced through the control door."""
        return int(time.time()) + int(self.store.fact("clock_offset", "0"))

    def clock_advance(self, seconds: int) -> int:
        self.store.fact_set("clock_offset", str(int(self.store.fact("clock_offset", "0")) + seconds))
        return self.now()

    def change(self, body: JsonObject, **fields: object) -> JsonObject:
        """Write named fields of an object, here and in memory."""
        body.update(fields)
        return self.store.save(body)

    def timer_set(self, action: str, target: str, *, at: int) -> None:
        self.store.write("INSERT INTO timers (due_at, action, target) VALUES (?, ?, ?)", at, action, target)

    def emit(self, kind: str, body: JsonObject, *, account: str = "", before: JsonObject | None = None) -> JsonObject:
        """Record an event with a copy of the object and put it on its way, within the caller's transaction."""
        data: JsonObject = {"object": public(body)}
        if before:
            data["previous_attributes"] = before
        event: JsonObject = {
            "id": new_id("evt"),
            "object": "event",
            "api_version": API_VERSION,
            "created": self.now(),
            "data": data,
            "livemode": False,
            "pending_webhooks": 1 if self.configuration.webhook_url else 0,
            "request": {"id": self.cause.request_id, "idempotency_key": self.cause.idempotency_key},
            "type": kind,
        }
        if account:
            event["account"] = account
        self.store.insert(event, account=account)
        if self.configuration.webhook_url:
            deliveries.delivery_add(self.store, event)
        return event
