"""What this package tells others."""

from dataclasses import dataclass
from typing import ClassVar

from backend.core.outbox import Event


@dataclass(frozen=True, kw_only=True)
class DataExportRequested(Event):
    topic: ClassVar[str] = "accounts.data_export_requested"
    export_id: int


@dataclass(frozen=True, kw_only=True)
class InvitationCreated(Event):
    topic: ClassVar[str] = "accounts.invitation_created"
    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class MemberAdded(Event):
    topic: ClassVar[str] = "accounts.member_added"
    membership_id: int
    actor_id: int | None


@dataclass(frozen=True, kw_only=True)
class MemberRoleChanged(Event):
    topic: ClassVar[str] = "accounts.member_role_changed"
    membership_id: int
    actor_id: int | None
    is_inherited: bool = False
    """The only owner has left for good, and this person has followed."""


@dataclass(frozen=True, kw_only=True)
class MemberRemoved(Event):
    """Someone was taken out of an organisation, or has left it (then `actor_id` is `user_id`)."""

    topic: ClassVar[str] = "accounts.member_removed"
    organisation_id: int
    user_id: int
    actor_id: int | None


@dataclass(frozen=True, kw_only=True)
class AccountErased(Event):
    """A person has left for good: whoever holds words of or about this person forgets them now."""

    topic: ClassVar[str] = "accounts.account_erased"
    user_id: int
