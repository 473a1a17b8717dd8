"""The API key: bearer or basic, the one that was configured, never a live one."""

import base64
import binascii
import hmac

from starlette.requests import Request

from funding.sandbox.errors import ApiError


def key_required(request: Request, api_key: str) -> None:
    given = _key_given(request.headers.get("authorization", ""))
    if not given:
        message = (
            "You did not provide an API key. You need to provide your API key in the Authorization header, using "
            "Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY')."
        )
        raise ApiError(message, status=401)
    if not hmac.compare_digest(given.encode(), api_key.encode()):
        message = f"Invalid API Key provided: {given[:8]}{'*' * 8}"
        raise ApiError(message, status=401)


def _key_given(header: str) -> str:
    scheme, _, value = header.partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(value, validate=True).decode().partition(":")[0]
        except (binascii.Error, UnicodeDecodeError):
            return ""
    return ""
