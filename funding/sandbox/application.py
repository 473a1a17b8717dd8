"""The ASGI application: the API, the pages, the control door, and the two tasks behind them."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from funding.sandbox.api import ApiDoor, Endpoint
from funding.sandbox.balance import opening_balance_pay
from funding.sandbox.control.routes import control_routes
from funding.sandbox.limits import BodyLimit
from funding.sandbox.pages.challenge import ChallengePage
from funding.sandbox.pages.html import stylesheet
from funding.sandbox.pages.onboarding import OnboardingPage
from funding.sandbox.pages.payment import PaymentPage
from funding.sandbox.routes import ENDPOINTS
from funding.sandbox.sandbox import Sandbox
from funding.sandbox.timers import timers_run_forever
from funding.sandbox.webhooks import deliver_forever

logger = logging.getLogger(__name__)
_METHODS = ["GET", "POST", "DELETE", "PUT", "PATCH"]


def application(sandbox: Sandbox) -> Starlette:
    """Everything that the sandbox answers, around one state."""

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        with sandbox.store.transaction():
            opening_balance_pay(sandbox)
        tasks = [asyncio.create_task(timers_run_forever(sandbox)), asyncio.create_task(deliver_forever(sandbox))]
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        sandbox.store.close()

    async def broken(_request: Request, problem: Exception) -> Response:
        logger.error("a request failed", exc_info=problem)
        return JSONResponse({"error": {"message": "The sandbox itself failed.", "type": "api_error"}}, status_code=500)

    async def refused(_request: Request, problem: Exception) -> Response:
        """What the framework itself refuses: no such address, a body too large, a form that is none."""
        status = problem.status_code if isinstance(problem, HTTPException) else 400
        error = {"message": str(getattr(problem, "detail", "")), "type": "invalid_request_error"}
        return JSONResponse({"error": error}, status_code=status)

    return Starlette(
        routes=[*_api_routes(sandbox), *_page_routes(sandbox), *control_routes(sandbox)],
        lifespan=lifespan,
        middleware=[Middleware(BodyLimit)],
        exception_handlers={Exception: broken, HTTPException: refused},
    )


def _api_routes(sandbox: Sandbox) -> list[Route]:
    door = ApiDoor(sandbox)

    def bound(endpoint: Endpoint | None) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            return await door.answer(endpoint, request)

        return answer

    known = [Route(endpoint.path, bound(endpoint), methods=[endpoint.method]) for endpoint in ENDPOINTS]
    return [
        *known,
        Route("/v1/{rest:path}", bound(None), methods=_METHODS),
        Route("/v2/{rest:path}", bound(None), methods=_METHODS),
    ]


def _page_routes(sandbox: Sandbox) -> list[Route]:
    payment, challenge, onboarding = PaymentPage(sandbox), ChallengePage(sandbox), OnboardingPage(sandbox)
    style = stylesheet()

    async def styles(_request: Request) -> Response:
        return Response(
            style, media_type="text/css", headers={"Cache-Control": "max-age=3600", "X-Content-Type-Options": "nosniff"}
        )

    async def icon(_request: Request) -> Response:
        return Response(status_code=204)

    async def health(_request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    return [
        Route("/healthz", health),
        Route("/favicon.ico", icon),
        Route("/c/style.css", styles),
        Route("/c/pay/{id}", payment.show, methods=["GET"]),
        Route("/c/pay/{id}", payment.take, methods=["POST"]),
        Route("/c/challenge/{id}", challenge.show, methods=["GET"]),
        Route("/c/challenge/{id}", challenge.take, methods=["POST"]),
        Route("/c/onboarding/{id}", onboarding.show, methods=["GET"]),
        Route("/c/onboarding/{id}", onboarding.take, methods=["POST"]),
    ]
