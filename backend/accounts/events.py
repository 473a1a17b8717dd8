"""What this package tells others."""

from dataclasses import dataclass
from typing import ClassVar

from backend.core.outbox import Event


@dataclass(frozen=True, kw_only=True)
class DataExportRequested(Event):
    topic: ClassVar[str] = "accounts.data_export_requested"
    export_id: int


@dataclass(frozen=True, kw_only=True)
class AccountErased(Event):
    """A person has left for good: whoever holds words of or about this person forgets them now."""

    topic: ClassVar[str] = "accounts.account_erased"
    user_id: int
