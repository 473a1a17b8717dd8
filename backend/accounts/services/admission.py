"""How somebody who was never here comes to an account: by asking for a sign-in code."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import translation

from backend.accounts.models import User
from backend.core import clock

# Far longer than any code is valid.
KEPT = timedelta(days=7)
BATCH = 500


@transaction.atomic
def person_admit(*, address: str) -> User:
    """Return the person of this address, new if there is none yet, with the language that is being read.

    Nobody can act for a new account before its code has come back from the address; strangers therefore learn
    nothing from this, neither whether an account exists nor by creating one. One whose code never comes back is
    forgotten after a week, see `newcomers_prune`.
    """
    email = User.objects.normalize_email(address).lower()
    language = (translation.get_language() or "de")[:2]
    newcomer = User(email=email, language=language, password=make_password(None))
    if not User.objects.filter(email=email).exists():
        # Two windows may ask at the same moment; the second finds what the first has made.
        User.objects.bulk_create([newcomer], ignore_conflicts=True)
    person = User.objects.get(email=email)
    # The row that the code will confirm; people made by an import or a seed have none yet.
    EmailAddress.objects.bulk_create([EmailAddress(user=person, email=email, primary=True)], ignore_conflicts=True)
    if person.last_login is None:
        # The week begins anew, so that nobody is forgotten between the code and its entry.
        User.objects.filter(pk=person.pk, last_login=None).update(updated_at=clock.now())
    return person


def newcomers_prune() -> int:
    """Delete accounts of addresses that were typed and never confirmed, to which nothing belongs; return how many.

    For the scheduler: a batch a transaction. What is in use right now is locked, so it is skipped.
    """
    pruned = 0
    while keys := _prune_batch():
        pruned += len(keys)
    return pruned


@transaction.atomic
def _prune_batch() -> list[int]:
    locked = _never_came().select_for_update(skip_locked=True, of=("self",))[:BATCH]
    # Looked at again under the lock: from now on nothing can be attached to them.
    people = list(_never_came().filter(pk__in=[person.pk for person in locked]).values_list("pk", flat=True))
    User.objects.filter(pk__in=people).delete()
    return people


def _never_came() -> QuerySet[User]:
    addresses = EmailAddress.objects.filter(user=OuterRef("pk"))
    rows = User.objects.filter(last_login=None, erased_at=None, is_staff=False, updated_at__lt=clock.now() - KEPT)
    rows = rows.filter(Exists(addresses), ~Exists(addresses.filter(verified=True)))
    for relation in User._meta.related_objects:  # noqa: SLF001  Django's public underscore
        if relation.related_model is not EmailAddress:
            attached = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})  # noqa: SLF001  as above
            rows = rows.filter(~Exists(attached))
    return rows.order_by("pk")
