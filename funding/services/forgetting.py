"""A person leaves for good: the law keeps the money, not the words."""

from django.db import transaction

from backend.accounts.models import User
from funding.models import Pledge


@transaction.atomic
def person_forget(*, user: User) -> None:
    """Drop what a person wrote beside pledges, and show none of them by name. Repeating it changes nothing."""
    Pledge.objects.filter(backer=user).update(message="", is_anonymous=True)
