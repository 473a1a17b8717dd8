"""Mails leave by id, outside any transaction: claim, send, mark."""

import smtplib
from collections.abc import Sequence
from datetime import timedelta

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F, Q

from backend.core import clock
from backend.core.db import refuse_transaction
from backend.core.errors import Unavailable
from backend.core.failpoints import declare, failpoint
from backend.notifications.enums import MailState
from backend.notifications.mails import digest_mail, message_mail
from backend.notifications.models import Message
from backend.notifications.texts import text_of

log = structlog.get_logger(__name__)
CLAIMED = declare("mail.claimed")
SENT = declare("mail.sent")


def mail_deliver(*, message_id: int) -> bool:
    """Send the mail of one message, once; return whether this call sent it.

    The claim is committed before the network is used, so two workers do not send the same mail side by side. A process
    that dies between the server's yes and our note sends it again: the same Message-ID lets mailboxes see that.
    Raises Unavailable if another worker is at it or the mail server does not answer.
    """
    refuse_transaction()
    waiting = Message.objects.filter(pk=message_id, mail_state=MailState.WAITING)
    message = waiting.select_related("recipient", "circular").first()
    if message is None:
        return False
    if message.recipient is not None and not message.recipient.is_active:
        _mark([message_id], MailState.NONE)
        return False
    # Written before the claim: a mail that cannot be written holds none, so each try tells the true reason.
    mail = message_mail(message)
    if not _claim([message_id], MailState.WAITING):
        if waiting.exists():
            raise Unavailable(code="mail_claimed")
        return False
    failpoint(CLAIMED)
    return _send([message_id], mail)


def digest_deliver(*, user_id: int, last_message_id: int) -> bool:
    """Send one daily mail with everything that waits for it up to that message; return whether this call sent it.

    A message that cannot be read (its text is gone with a release) keeps waiting and holds up no other.
    """
    refuse_transaction()
    waiting = Message.objects.filter(recipient_id=user_id, pk__lte=last_message_id, mail_state=MailState.DIGEST)
    messages = list(waiting.select_related("recipient", "circular").order_by("pk"))
    if not messages:
        return False
    ids, recipient = [message.pk for message in messages], messages[0].recipient
    if recipient is None or not recipient.is_active:
        _mark(ids, MailState.NONE)
        return False
    try:
        mail = digest_mail(messages, recipient)
    except Exception:
        readable = [message for message in messages if _is_readable(message)]
        if len(readable) in {0, len(messages)}:
            raise
        mail, ids = digest_mail(readable, recipient), [message.pk for message in readable]
    if _claim(ids, MailState.DIGEST) < len(ids):
        raise Unavailable(code="mail_claimed")
    failpoint(CLAIMED)
    return _send(ids, mail)


def _is_readable(message: Message) -> bool:
    try:
        text_of(message)
    except Exception:
        log.exception("message_unreadable", message=message.public_id)
        return False
    return True


@transaction.atomic
def _claim(ids: Sequence[int], state: MailState) -> int:
    """Claim all of these messages or none; return how many."""
    free = Q(mail_claimed_until=None) | Q(mail_claimed_until__lt=clock.now())
    rows = Message.objects.select_for_update(skip_locked=True).filter(free, pk__in=ids, mail_state=state)
    claimed = [row.pk for row in rows.order_by("pk")]
    if len(claimed) < len(ids):
        return 0
    return Message.objects.filter(pk__in=claimed).update(
        mail_claimed_until=clock.now() + timedelta(seconds=settings.MAIL_CLAIM_SECONDS),
        mail_attempts=F("mail_attempts") + 1,
    )


def _send(ids: Sequence[int], mail: EmailMultiAlternatives) -> bool:
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as refused:
        if _is_final(refused):
            log.warning("mail_refused", messages=len(ids))
            _mark(ids, MailState.FAILED)
            return False
        _release(ids)
        raise Unavailable(code="mail_server") from refused
    except (smtplib.SMTPException, OSError) as error:
        _release(ids)
        raise Unavailable(code="mail_server") from error
    failpoint(SENT)
    _mark(ids, MailState.SENT)
    return True


def _is_final(refused: smtplib.SMTPRecipientsRefused) -> bool:
    """5xx is for good; 4xx asks to come again."""
    return all(code >= 500 for code, _text in refused.recipients.values())  # noqa: PLR2004  SMTP's own border


def _mark(ids: Sequence[int], state: MailState) -> None:
    Message.objects.filter(pk__in=ids).update(
        mail_state=state,
        mail_sent_at=clock.now() if state == MailState.SENT else None,
        mail_claimed_until=None,
        secrets={},
    )


def _release(ids: Sequence[int]) -> None:
    Message.objects.filter(pk__in=ids).update(mail_claimed_until=None)
