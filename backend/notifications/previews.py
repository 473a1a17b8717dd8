"""What a message will look like, before there is one."""

from collections.abc import Mapping
from typing import Any

from django.core.mail import EmailMultiAlternatives

from backend.notifications.enums import Category
from backend.notifications.mails import message_mail
from backend.notifications.models import Message
from backend.notifications.people import Person
from backend.notifications.texts import Text, text_of


def text_preview(template: str, context: Mapping[str, Any], language: str) -> Text:
    """As the inbox will show it in `language`."""
    return text_of(Message(template=template, context=dict(context), language=language))


def mail_preview(
    template: str, context: Mapping[str, Any], language: str, *, reader: Person, category: Category, url: str
) -> EmailMultiAlternatives:
    """As `reader` would get it by mail in `language`."""
    message = Message(
        recipient_id=reader.pk,
        template=template,
        context=dict(context),
        language=language,
        category=category,
        url=url,
    )
    return message_mail(message)
