from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from backend.accounts.models import User
from backend.notifications.enums import Category


@dataclass(frozen=True)
class Guest:
    """Someone without an account, known by an address."""

    email: str
    language: str


Receiver = User | Guest


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One text for some people."""

    to: Iterable[Receiver]
    category: Category
    template: str
    url: str
    context: Mapping[str, Any] = field(default_factory=dict)
    once: str = ""
    """Names an occasion of which each person is told once only, however many events belong to it."""
    urgent: bool = True
    asked_for: bool = False
    """The receiver has just done what this confirms, and gets it at once whatever they prefer."""
    calendar: Callable[[Receiver], bytes] | None = None
    """Makes the calendar file that goes with the mail, for one receiver."""
