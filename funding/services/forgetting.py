"""A person leaves for good: the law keeps the money, not the words."""

from django.db import transaction

from backend.accounts.models import User
from funding.models import Pledge, PledgeIdentity


@transaction.atomic
def person_forget(*, user: User) -> None:
    """Drop what a person wrote beside pledges and what it is recognised by, and show no pledge by name.

    `Pledge.person` stays: a number that says which pledges came from one person, and not from whom. Repeating it
    changes nothing.
    """
    PledgeIdentity.objects.filter(pledge__backer=user).delete()
    Pledge.objects.filter(backer=user).update(message="", is_anonymous=True)
