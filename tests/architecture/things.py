"""What the world of the authorization matrix holds, and how what happens in it is undone."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from backend.accounts.models import User
from funding.gateways.memory_gateway import MemoryGateway


@dataclass
class World:
    gateway: MemoryGateway = field(default_factory=MemoryGateway)
    people: dict[str, User] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    """In clear, one a person, with all scopes: it is the person's right that is asked about."""
    sessions: dict[str, str] = field(default_factory=dict)
    known: dict[tuple[object, ...], Any] = field(default_factory=dict)
    """Who has been looked up by a token or a session."""

    def __getitem__(self, name: str) -> Any:
        return self.things[name]

    def __setitem__(self, name: str, row: Any) -> None:
        self.things[name] = row


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside did not happen. The code under test does not take it for a transaction of its own."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]  # as Django's TestCase marks its own
    with block:
        yield
        transaction.set_rollback(True)
