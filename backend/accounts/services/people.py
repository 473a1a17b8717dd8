"""What people change about themselves."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core.errors import Invalid
from backend.core.text import clean_for

LANGUAGES = frozenset({"de", "en"})


@transaction.atomic
def person_update(*, user: User, display_name: str | None = None, language: str | None = None) -> User:
    """Change the name shown to others and the language of pages and mails; None leaves a value. Raises Invalid."""
    if language is not None and language not in LANGUAGES:
        raise Invalid({"language": _("Please choose German or English.")})
    clean = {} if display_name is None else clean_for(User, {"display_name": display_name})
    user.refresh_from_db(from_queryset=User.objects.select_for_update(no_key=True))
    user.display_name = " ".join(clean.get("display_name", user.display_name).split())
    user.language = language or user.language
    user.save(update_fields=["display_name", "language", "updated_at"])
    return user
