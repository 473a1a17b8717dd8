"""Replies as HTTP, and the ways in which a call can fail to get one."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator

from starlette.responses import Response, StreamingResponse

from funding.sandbox.call_faults import CallFault
from funding.sandbox.configuration import API_VERSION
from funding.sandbox.replies import Reply


async def fault_suffer(fault: CallFault, reply: Reply | None, *, key: str | None, stopping: asyncio.Event) -> Response:
    """Wait, break or err as the fault says; a server that is stopping waits for nobody."""
    if fault.how in {"timeout", "slow"}:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), fault.seconds)
    if fault.how in {"error", "slow"} and reply is not None:
        return reply_response(reply, key=key)
    return _dropped()


def _dropped() -> Response:
    """Promise a body and break off: the server closes the connection, the caller never learns how the call ended."""

    async def broken() -> AsyncIterator[bytes]:
        yield b"{"

    return StreamingResponse(broken(), status_code=500, headers={"Content-Length": "4096", "Connection": "close"})


def reply_response(reply: Reply, *, key: str | None = None) -> Response:
    headers = {"Request-Id": reply.request_id, "Stripe-Version": API_VERSION, "Cache-Control": "no-store"}
    if key is not None:
        headers["Idempotency-Key"] = key
        headers["Original-Request"] = reply.original_request or reply.request_id
    if reply.original_request is not None:
        headers["Idempotent-Replayed"] = "true"
    content = json.dumps(reply.body, indent=2).encode()
    return Response(content, status_code=reply.status, media_type="application/json", headers=headers)
