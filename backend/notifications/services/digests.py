"""The daily mail: who has something waiting gets one request, delivered like any other mail."""

from django.db import transaction
from django.db.models import Max

from backend.core.outbox import outbox_add
from backend.notifications.enums import MailState
from backend.notifications.events import DigestRequested
from backend.notifications.models import Message


@transaction.atomic
def digests_request() -> int:
    """Ask for one daily mail per person with messages waiting for it; return how many. Repeating it adds nothing."""
    waiting = (
        Message.objects.filter(mail_state=MailState.DIGEST, recipient__isnull=False)
        .values("recipient_id")
        .annotate(last=Max("id"))
        .order_by("recipient_id")
    )
    for row in waiting:
        outbox_add(
            DigestRequested(user_id=row["recipient_id"], last_message_id=row["last"]),
            dedupe_key=f"{row['recipient_id']}:{row['last']}",
        )
    return len(waiting)
