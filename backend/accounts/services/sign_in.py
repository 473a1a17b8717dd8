"""Mails about signing in leave through the outbox like all others, so a slow mail server never holds up a page."""

import secrets

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import translation

from backend.accounts.models import User
from backend.notifications.enums import Category
from backend.notifications.models import Message
from backend.notifications.services.messages import message_create


@transaction.atomic
def sign_in_mail_request(*, address: str, subject: str, body: str, code: str = "") -> Message:
    """Write one mail to an address, in the language that is being read, and ask for its delivery.

    It goes to the address and into no inbox: who reads it is not signed in yet. Code and text are forgotten once sent.
    """
    return message_create(
        recipient=None,
        address=address,
        language=(translation.get_language() or "de")[:2],
        category=Category.ACCOUNT,
        template="account/sign_in",
        context={"subject": subject},
        secrets={"body": body, "code": code},
        awaited=True,
        dedupe_key=f"sign_in:{secrets.token_hex(16)}",
    )


@transaction.atomic
def address_vouched(*, user: User) -> None:
    """The identity provider has checked the address of this account, so no code needs to come back from it.

    A password that was set before anybody had confirmed the address may be a stranger's: it ends.
    """
    known = EmailAddress.objects.filter(user=user, email=user.email).first()
    if known is not None and known.verified:
        return
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    if user.has_usable_password():
        user.set_unusable_password()
        user.save(update_fields=["password", "updated_at"])
