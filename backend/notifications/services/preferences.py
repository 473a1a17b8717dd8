"""What a person wants to be mailed about."""

from collections.abc import Mapping

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.core.errors import Invalid, NotFound
from backend.notifications.enums import ALWAYS_AT_ONCE, Category, Frequency, MailState
from backend.notifications.models import Message, Preference
from backend.notifications.people import Person
from backend.notifications.unsubscribing import unsubscribe_read


@transaction.atomic
def preference_save(*, user: Person, choices: Mapping[str, str]) -> None:
    """Keep how often a person wants mail, by category; what is off leaves the next daily mail, too.

    Raises Invalid for what cannot be chosen.
    """
    for category, frequency in choices.items():
        if category not in Category.values or frequency not in Frequency.values:
            raise Invalid({category: _("Please choose one of the offered answers.")})
        if category in ALWAYS_AT_ONCE and frequency != Frequency.AT_ONCE:
            raise Invalid({category: _("Mails about money and your account cannot be switched off.")})
    Preference.objects.bulk_create(
        [Preference(user_id=user.pk, category=category, frequency=chosen) for category, chosen in choices.items()],
        update_conflicts=True,
        unique_fields=["user", "category"],
        update_fields=["frequency"],
    )
    off = [category for category, chosen in choices.items() if chosen == Frequency.OFF]
    Message.objects.filter(recipient_id=user.pk, category__in=off, mail_state=MailState.DIGEST).update(
        mail_state=MailState.NONE
    )


@transaction.atomic
def unsubscribe(*, token: str) -> list[Category]:
    """End mails as the signed token says; return the categories that are off now. Repeating it changes nothing.

    The inbox keeps the messages. Raises NotFound for a token that is not ours, or whose person is gone.
    """
    user_ref, categories = unsubscribe_read(token)
    user = get_user_model().objects.filter(public_id=user_ref, is_active=True).first()
    if user is None:
        raise NotFound
    preference_save(user=user, choices={category.value: Frequency.OFF.value for category in categories})
    return categories
