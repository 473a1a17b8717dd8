"""The inbox as a person reads it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import translation

from backend.core.errors import NotFound
from backend.notifications.models import Message
from backend.notifications.people import Person
from backend.notifications.texts import Text, text_of


@dataclass(frozen=True)
class InboxItem:
    public_id: str
    category: str
    text: Text
    url: str
    at: datetime
    is_read: bool


def inbox_messages(user: Person) -> QuerySet[Message]:
    """A person's messages, newest first; for a paginator."""
    return Message.objects.filter(recipient_id=user.pk).select_related("circular").order_by("-id")


def inbox_items(messages: "QuerySet[Message] | list[Message]") -> list[InboxItem]:
    """The messages of one page, in the language that is being read."""
    language = translation.get_language()
    return [
        InboxItem(
            public_id=message.public_id,
            category=message.get_category_display(),
            text=text_of(message, language),
            url=message.url,
            at=message.created_at,
            is_read=message.read_at is not None,
        )
        for message in messages
    ]


def unread_count(user: Person) -> int:
    return Message.objects.filter(recipient_id=user.pk, read_at=None).count()


def message_to_read(user: Person, public_id: str) -> Message:
    """A person's own message. Raises NotFound, also for somebody else's."""
    rows = Message.objects.select_related("circular")
    message = rows.filter(recipient_id=user.pk, public_id=public_id).first()
    if message is None:
        raise NotFound
    return message
