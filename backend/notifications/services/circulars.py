"""The same words to many people, in pieces that the caller chooses."""

from collections.abc import Mapping, Sequence
from typing import Any

from backend.core.db import require_transaction
from backend.core.outbox import outbox_add_many
from backend.notifications.enums import Category, Frequency, MailState
from backend.notifications.events import MailRequested
from backend.notifications.models import Circular, Message
from backend.notifications.people import Person
from backend.notifications.selectors.preferences import preferences_differing
from backend.notifications.services.messages import MAIL_STATES


def circular_create(*, context: Mapping[str, Any]) -> Circular:
    """Keep the words; nobody is told yet. Runs in the caller's transaction."""
    require_transaction()
    return Circular.objects.create(context=dict(context))


def circular_send(
    *, circular: Circular, recipients: Sequence[Person], category: Category, template: str, url: str = ""
) -> int:
    """Write a message to each of `recipients` who has none of this circular, and ask for mails as each prefers.

    Returns how many are new. Runs in the caller's transaction, with the same few queries for one and for a thousand
    people. Pieces of one circular come one after the other: the caller holds a lock.
    """
    require_transaction()
    keys = {f"circular:{circular.public_id}:{one.public_id}": one for one in recipients}
    told = set(Message.objects.filter(dedupe_key__in=list(keys)).values_list("dedupe_key", flat=True))
    missing = {key: one for key, one in keys.items() if key not in told}
    chosen = preferences_differing([one.pk for one in missing.values()], category)
    messages = Message.objects.bulk_create(
        Message(
            recipient_id=one.pk,
            language=one.language,
            category=category,
            template=template,
            circular=circular,
            url=url,
            dedupe_key=key,
            mail_state=MAIL_STATES[chosen.get(one.pk, Frequency.AT_ONCE)],
        )
        for key, one in missing.items()
    )
    mails = [row.pk for row in messages if row.mail_state == MailState.WAITING]
    outbox_add_many([MailRequested(message_id=key) for key in mails])
    return len(messages)
