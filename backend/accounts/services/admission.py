"""How somebody who was never here comes to an account: by asking for a sign-in code."""

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import translation

from backend.accounts.models import User


@transaction.atomic
def person_admit(*, address: str) -> User:
    """Return the person of this address, new if there is none yet, with the language that is being read.

    Nobody can act for a new account before its code has come back from the address; strangers therefore learn
    nothing from this, neither whether an account exists nor by creating one.
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
    return person
