"""The background task that carries signed events to the webhook address."""

import asyncio
import hashlib
import hmac
import json
import logging
import time

import httpx

from funding.sandbox.deliveries import Delivery, deliveries_due, delivery_record
from funding.sandbox.sandbox import Sandbox
from funding.sandbox.store import JsonObject

_POLL_SECONDS = 0.2
_TIMEOUT_SECONDS = 10.0
_SUCCESS = range(200, 300)
logger = logging.getLogger(__name__)


def signature_header(payload: str, *, secret: str, at: int) -> str:
    """``Stripe-Signature`` for a payload; ``at`` is real time, because the receiver compares it with its own clock."""
    signed = hmac.new(secret.encode(), f"{at}.{payload}".encode(), hashlib.sha256).hexdigest()
    return f"t={at},v1={signed}"


async def deliver_forever(sandbox: Sandbox) -> None:
    """Send what is due until cancelled; several at once, because Stripe promises no order either."""
    under_way: dict[int, asyncio.Task[None]] = {}
    async with httpx.AsyncClient(timeout=_TIMEOUT_SECONDS, trust_env=False) as client:
        while True:
            free = sandbox.configuration.webhook_workers - len(under_way)
            for delivery in deliveries_due(sandbox.store, limit=free + len(under_way)):
                if delivery.id not in under_way and len(under_way) < sandbox.configuration.webhook_workers:
                    under_way[delivery.id] = asyncio.create_task(_deliver(sandbox, client, delivery))
            sandbox.wake.clear()
            await _pause(sandbox, list(under_way.values()))
            for task in under_way.values():
                if task.done() and (problem := task.exception()) is not None:
                    logger.error("a delivery failed", exc_info=problem)
            under_way = {key: task for key, task in under_way.items() if not task.done()}


async def _pause(sandbox: Sandbox, tasks: list[asyncio.Task[None]]) -> None:
    woken = asyncio.create_task(sandbox.wake.wait())
    try:
        await asyncio.wait([woken, *tasks], timeout=_POLL_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    finally:
        woken.cancel()


async def _deliver(sandbox: Sandbox, client: httpx.AsyncClient, delivery: Delivery) -> None:
    event = sandbox.store.find(delivery.event, account=sandbox.store.account_of(delivery.event))
    status, error = (None, "the event is gone") if event is None else await _post(sandbox, client, event)
    with sandbox.store.transaction():
        base = sandbox.configuration.retry_base_seconds
        delivery_record(sandbox.store, delivery, status=status, error=error, base_seconds=base)
        if error is None and event is not None:
            sandbox.change(event, pending_webhooks=0)


async def _post(sandbox: Sandbox, client: httpx.AsyncClient, event: JsonObject) -> tuple[int | None, str | None]:
    payload = json.dumps(event, indent=2)
    header = signature_header(payload, secret=sandbox.configuration.webhook_secret, at=int(time.time()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Stripe-Signature": header,
        "User-Agent": "Stripe/1.0 (sandbox)",
    }
    try:
        answer = await client.post(sandbox.configuration.webhook_url, content=payload.encode(), headers=headers)
    except (httpx.HTTPError, httpx.InvalidURL) as problem:
        return None, f"{type(problem).__name__}: {problem}"
    return answer.status_code, None if answer.status_code in _SUCCESS else f"answered {answer.status_code}"
