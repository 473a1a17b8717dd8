"""How the invented backers pay: at the payment sandbox, if one answers, so that refunds work later; else in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import httpx
from django.conf import settings

from funding.gateways import gateway_override
from funding.gateways.memory_gateway import MemoryGateway

TIMEOUT_SECONDS = 10


class Till(Protocol):
    def pay(self, session_id: str, *, card: str) -> None:
        """With a card that is the same wherever `card` is."""

    def verify(self, account_id: str) -> None: ...

    def top_up(self, amount_minor: int) -> None: ...


class SandboxTill:
    """Pays through the sandbox's control door."""

    def __init__(self, base: str) -> None:
        self._client = httpx.Client(base_url=f"{base}/_control", timeout=TIMEOUT_SECONDS, trust_env=False)

    def pay(self, session_id: str, *, card: str) -> None:
        self._post(f"/checkout/sessions/{session_id}/pay", card="4242424242424242", holder=card)

    def verify(self, account_id: str) -> None:
        self._post(f"/accounts/{account_id}", state="complete")

    def top_up(self, amount_minor: int) -> None:
        """Money that sponsors have sent by bank transfer lies at the provider, too."""
        self._post("/balance", amount=amount_minor)

    def _post(self, path: str, **given: object) -> None:
        self._client.post(path, json=given).raise_for_status()

    def close(self) -> None:
        self._client.close()


class MemoryTill:
    def __init__(self, gateway: MemoryGateway) -> None:
        self._gateway = gateway

    def pay(self, session_id: str, *, card: str) -> None:
        self._gateway.pay(session_id, card_fingerprint=card)

    def verify(self, account_id: str) -> None:
        self._gateway.verify(account_id)

    def top_up(self, amount_minor: int) -> None:
        """Nothing counts the money here."""


def sandbox_answers(base: str) -> bool:
    if not base:
        return False
    try:
        return httpx.get(f"{base}/_control/faults", timeout=1, trust_env=False).is_success
    except httpx.HTTPError:
        return False


@contextmanager
def open_till(prefix: str) -> Iterator[Till]:
    """Yield the sandbox's till where there is one; else put a provider in memory into its place for the block."""
    base = settings.STRIPE_API_BASE
    if sandbox_answers(base):
        till = SandboxTill(base)
        try:
            yield till
        finally:
            till.close()
        return
    memory = MemoryGateway(prefix)
    with gateway_override(memory):
        yield MemoryTill(memory)
