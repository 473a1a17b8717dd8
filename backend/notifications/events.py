from dataclasses import dataclass
from typing import ClassVar

from backend.core.outbox import Event, Queue


@dataclass(frozen=True, kw_only=True)
class MailRequested(Event):
    """A message row waits for its mail."""

    topic: ClassVar[str] = "notifications.mail_requested"
    queue: ClassVar[Queue] = Queue.MAIL
    message_id: int


@dataclass(frozen=True, kw_only=True)
class AwaitedMailRequested(Event):
    """Likewise, and somebody waits for it: in a rush it must not stand behind thousands that nobody waits for."""

    topic: ClassVar[str] = "notifications.awaited_mail_requested"
    queue: ClassVar[Queue] = Queue.AWAITED
    message_id: int


@dataclass(frozen=True, kw_only=True)
class DigestRequested(Event):
    """One person's messages up to `last_message_id` wait for their daily mail."""

    topic: ClassVar[str] = "notifications.digest_requested"
    queue: ClassVar[Queue] = Queue.MAIL
    user_id: int
    last_message_id: int
