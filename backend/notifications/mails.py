"""Mails: text and HTML from the same texts, with the headers that good mail has."""

from collections.abc import Sequence
from email.mime.text import MIMEText
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from backend.core.calendars import method_of
from backend.notifications.enums import ALWAYS_AT_ONCE, Category
from backend.notifications.models import Message
from backend.notifications.people import Person
from backend.notifications.texts import text_of
from backend.notifications.unsubscribing import unsubscribe_url

CALENDAR = "calendar"
"""Among a message's secrets: a calendar file that goes with the mail, and is kept no longer."""


def message_mail(message: Message) -> EmailMultiAlternatives:
    """Return the mail of one message, ready to be sent, in the receiver's language."""
    recipient: Person | None = message.recipient
    category = Category(message.category)
    unsubscribe = "" if recipient is None or category in ALWAYS_AT_ONCE else unsubscribe_url(recipient, category)
    with translation.override(message.language):
        text = text_of(message)
        context = {
            "text": text,
            "code": message.secrets.get("code", ""),
            "url": absolute(message.url) if message.url else "",
            "category": category.label,
            "unsubscribe": unsubscribe,
        }
        to = message.address if recipient is None else recipient.email
        return _mail("message", text.subject, to, message.public_id, context, [message])


def digest_mail(messages: Sequence[Message], recipient: Person) -> EmailMultiAlternatives:
    """Return one daily mail with all of `messages`, oldest first."""
    with translation.override(recipient.language):
        texts = [text_of(message, recipient.language) for message in messages]
        items = [
            {"text": text, "url": absolute(message.url) if message.url else ""}
            for text, message in zip(texts, messages, strict=True)
        ]
        subject = _("Your day on Gemeinwerk: %(count)s messages") % {"count": len(texts)}
        if len(texts) == 1:
            subject = _("Your day on Gemeinwerk: %(subject)s") % {"subject": texts[0].subject}
        context = {
            "items": items,
            "url": absolute("/nachrichten/"),
            "unsubscribe": unsubscribe_url(recipient, None),
        }
        return _mail("digest", subject, recipient.email, f"digest.{messages[-1].public_id}", context, messages)


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _mail(  # noqa: PLR0917  six parts of one mail
    layout: str, subject: str, to: str, reference: str, context: dict[str, Any], messages: Sequence[Message]
) -> EmailMultiAlternatives:
    unsubscribe = context["unsubscribe"]
    headers = {
        # The same message always bears the same id: who gets it twice after a crash can tell.
        "Message-ID": f"<{reference}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": translation.get_language() or "de",
    }
    if unsubscribe:
        # RFC 8058: one POST to this address ends it, without a question and without a cookie.
        headers["List-Unsubscribe"] = f"<{unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    shared = {**context, "subject": subject, "site_url": settings.SITE_URL, "settings_url": absolute("/einstellungen/")}
    mail = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(f"notifications/layout/{layout}.txt", shared),
        to=[to],
        headers=headers,
    )
    mail.attach_alternative(render_to_string(f"notifications/layout/{layout}.html", shared), "text/html")
    for message in messages:
        if calendar := message.secrets.get(CALENDAR):
            mail.attach(_calendar_part(calendar))
    return mail


def _calendar_part(text: str) -> MIMEText:
    """A calendar file as mail programs know one: what is to be done with it stands in the type, too (RFC 6047)."""
    part = MIMEText(text, "calendar", "utf-8")
    part.set_param("method", method_of(text))
    part.add_header("Content-Disposition", "attachment", filename="termin.ics")
    return part
