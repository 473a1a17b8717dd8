"""What people change about themselves."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.errors import Invalid
from backend.core.text import clean_for

LANGUAGES = frozenset({"de", "en"})


def person_update(*, user: User, display_name: str | None = None, language: str | None = None) -> User:
    """Change the name shown to others and the language of pages and mails; None leaves a value. Raises Invalid.

    One statement, which writes what is given and nothing else: of two changes at once neither undoes the other.
    """
    if language is not None and language not in LANGUAGES:
        raise Invalid({"language": _("Please choose German or English.")})
    changes: dict[str, Any] = {}
    if display_name is not None:
        clean = clean_for(User, {"display_name": display_name})
        changes["display_name"] = " ".join(clean["display_name"].split())
    if language:
        changes["language"] = language
    if changes:
        changes["updated_at"] = clock.now()
        User.objects.filter(pk=user.pk).update(**changes)
    for name, value in changes.items():
        setattr(user, name, value)
    return user
