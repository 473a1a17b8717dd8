"""Doors to payment providers. `current_gateway()` is the one in use; only this package imports a provider's library."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from funding.gateways.protocol import Gateway
from funding.gateways.stripe_gateway import stripe_gateway

_override: ContextVar[Gateway | None] = ContextVar("gateway", default=None)


def current_gateway() -> Gateway:
    return _override.get() or stripe_gateway()


@contextmanager
def gateway_override(gateway: Gateway) -> Iterator[Gateway]:
    """Use another gateway in this context: for seeds and tests."""
    token = _override.set(gateway)
    try:
        yield gateway
    finally:
        _override.reset(token)


__all__ = ["Gateway", "current_gateway", "gateway_override"]
