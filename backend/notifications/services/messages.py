"""Messages are written in the transaction of what they tell about; mails follow later, by id."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from backend.core import clock
from backend.core.checks import ensure
from backend.core.db import require_transaction
from backend.core.outbox import outbox_add
from backend.notifications.enums import ALWAYS_AT_ONCE, Category, Frequency, MailState
from backend.notifications.events import AwaitedMailRequested, MailRequested
from backend.notifications.models import Message
from backend.notifications.people import Person
from backend.notifications.selectors.preferences import preference_of

GUEST_MAIL_KEPT = timedelta(days=30)
# Values of a context that the person named in it has written.
WRITTEN = frozenset({"motivation", "topic", "said"})
MAIL_STATES = {
    Frequency.AT_ONCE: MailState.WAITING,
    Frequency.DAILY: MailState.DIGEST,
    Frequency.OFF: MailState.NONE,
}


def message_create(
    *,
    recipient: Person | None,
    category: Category,
    template: str,
    dedupe_key: str,
    address: str = "",
    language: str = "",
    context: Mapping[str, Any] | None = None,
    secrets: Mapping[str, str] | None = None,
    url: str = "",
    urgent: bool = True,
    asked_for: bool = False,
    awaited: bool = False,
    at: datetime | None = None,
) -> Message:
    """Write one message, once per `dedupe_key`, and ask for its mail as the receiver prefers.

    A receiver without an account is an `address` and gets only what money or the account requires. What is not `urgent`
    is mailed once a day at most; what the receiver has just `asked_for` is mailed at once, and what is `awaited` in
    front of a screen before all others. `at` is when it happened, by default now. Runs in the caller's transaction;
    adds an outbox row for a mail at once; returns the message that is there, new or old.
    """
    require_transaction()
    ensure(recipient is not None or category in ALWAYS_AT_ONCE, "only who has an account gets what can be switched off")
    frequency = Frequency.AT_ONCE if recipient is None or asked_for else preference_of(recipient, category)
    if not urgent and frequency == Frequency.AT_ONCE and category not in ALWAYS_AT_ONCE:
        frequency = Frequency.DAILY
    message, created = Message.objects.get_or_create(
        dedupe_key=dedupe_key,
        defaults={
            "recipient_id": None if recipient is None else recipient.pk,
            "address": address,
            "language": language or (recipient.language if recipient else "de"),
            "category": category,
            "template": template,
            "context": dict(context or {}),
            # What is mailed to nobody is forgotten at once.
            "secrets": {} if frequency == Frequency.OFF else dict(secrets or {}),
            "url": url,
            "mail_state": MAIL_STATES[frequency],
            "created_at": at or clock.now(),
        },
    )
    if created and message.mail_state == MailState.WAITING:
        event = AwaitedMailRequested if awaited else MailRequested
        outbox_add(event(message_id=message.pk), dedupe_key=str(message.pk))
    return message


@transaction.atomic
def message_mark_read(*, message: Message) -> Message:
    """Note when a message was first read. Repeating it changes nothing."""
    Message.objects.filter(pk=message.pk, read_at=None).update(read_at=clock.now())
    message.refresh_from_db(fields=["read_at"])
    return message


@transaction.atomic
def messages_mark_all_read(*, user: Person) -> int:
    """Note all of a person's unread messages as read; return how many."""
    return Message.objects.filter(recipient_id=user.pk, read_at=None).update(read_at=clock.now())


@transaction.atomic
def messages_forget(*, by: str, names: Mapping[str, str], told: Person | None = None) -> int:
    """In what others were told, put another name (by language) for a person; drop what the person wrote to them.

    `by` is the public id beside the name in a message's context; `told` is the only one who can have read it, if it is
    known, so that not all messages are looked through. Returns how many; repeating it changes nothing.
    """
    rows = Message.objects.all() if told is None else Message.objects.filter(recipient_id=told.pk)
    found = list(rows.filter(context__by=by).order_by("pk"))
    for message in found:
        written = dict.fromkeys(WRITTEN & message.context.keys(), "")
        message.context = {**message.context, **written, "name": names[message.language], "by": ""}
    Message.objects.bulk_update(found, ["context"], batch_size=500)
    return len(found)


@transaction.atomic
def messages_to_guest_drop(*, about: str) -> int:
    """Forget what somebody without an account was told of one thing, sent or not; return how many."""
    return Message.objects.filter(recipient=None, context__about=about).delete()[0]


def messages_prune() -> int:
    """Forget mails to addresses without an account a month after they were written; return how many."""
    old = Message.objects.filter(recipient=None, created_at__lt=clock.now() - GUEST_MAIL_KEPT)
    return old.exclude(mail_state=MailState.WAITING).delete()[0]
