"""Who may use the control door, and how its JSON is read and written."""

import hmac
import ipaddress
import json
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from funding.sandbox.configuration import Configuration
from funding.sandbox.errors import ApiError
from funding.sandbox.sandbox import Sandbox
from funding.sandbox.store import JsonObject

_FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
_A_CENTURY_SECONDS = 100 * 365 * 86_400
Action = Callable[[Sandbox, Request, JsonObject], JsonObject]


def control_endpoint(sandbox: Sandbox, action: Action) -> Callable[[Request], object]:
    """Wrap an action: permission, JSON in, one transaction, JSON out."""

    async def endpoint(request: Request) -> Response:
        try:
            _permission_required(request, sandbox.configuration)
            given = await _json_read(request)
            with sandbox.store.transaction():
                answer = action(sandbox, request, given)
        except ApiError as refused:
            return JSONResponse(refused.body(), status_code=refused.status)
        sandbox.wake.set()
        return JSONResponse(answer)

    return endpoint


def _permission_required(request: Request, configuration: Configuration) -> None:
    """With pages that are reached from elsewhere there is a proxy, behind which everybody looks local."""
    if configuration.control_token:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(given.encode(), configuration.control_token.encode()):
            message = "The control door needs its bearer token."
            raise ApiError(message, status=401)
    elif not (_is_local(request) and _is_loopback(urlsplit(configuration.public_url).hostname or "localhost")):
        message = "Without a control token the control door answers on loopback only, and not beside a public address."
        raise ApiError(message, status=403)


def _is_local(request: Request) -> bool:
    """From this machine, under a name of this machine, and not on behalf of somebody behind a proxy.

    The name matters because a web page can point a name of its own at 127.0.0.1 and then speak to us as to itself.
    """
    names = (request.client.host if request.client else "", request.url.hostname or "")
    forwarded = any(name in request.headers for name in _FORWARDED)
    return not forwarded and all(_is_loopback(name) for name in names)


def _is_loopback(name: str) -> bool:
    try:
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


async def _json_read(request: Request) -> JsonObject:
    """JSON bodies only: a form on some web page must not be able to reach this door through a browser."""
    if request.method == "GET":
        return {}
    body = await request.body()
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        message = "The control door reads JSON: send Content-Type: application/json."
        raise ApiError(message, status=415)
    try:
        given = json.loads(body or b"{}")
    except ValueError as problem:
        message = "The body is not JSON."
        raise ApiError(message) from problem
    if not isinstance(given, dict):
        message = "The body must be a JSON object."
        raise ApiError(message)
    return given


def choice(given: JsonObject, name: str, allowed: tuple[str, ...], default: str | None = None) -> str:
    value = given.get(name, default)
    if value not in allowed:
        message = f"{name} must be one of: {', '.join(allowed)}"
        raise ApiError(message, param=name)
    return str(value)


def count(
    given: JsonObject, name: str, default: int | None, *, least: int = 1, most: int = _A_CENTURY_SECONDS
) -> int | None:
    """A whole number, or ``None`` where the default says that there need not be one."""
    value = given.get(name, default)
    if value is None and default is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        message = f"{name} must be a whole number between {least} and {most}"
        raise ApiError(message, param=name)
    return value


def seconds(given: JsonObject, default: float) -> float:
    value = given.get("seconds", default)
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= _A_CENTURY_SECONDS:
        message = f"seconds must be a number between 0 and {_A_CENTURY_SECONDS}"
        raise ApiError(message, param="seconds")
    return float(value)


def text(given: JsonObject, name: str, default: str | None = None) -> str:
    value = given.get(name, default)
    if not isinstance(value, str) or not value:
        message = f"{name} must be a text"
        raise ApiError(message, param=name)
    return value
