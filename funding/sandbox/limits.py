"""The longest body that any door reads: it is counted while it arrives, so that a huge one never fills the memory."""

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 1_000_000
_TOO_LARGE = 413


class BodyLimit:
    """Stops reading at the limit, whatever the caller promised, and lets the application answer 413."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        read = 0

        async def limited() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > LARGEST_BODY:
                raise HTTPException(_TOO_LARGE, "The request body is too large.")
            return message

        await self._app(scope, limited if scope["type"] == "http" else receive, send)
