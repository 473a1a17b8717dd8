from contextlib import suppress
from typing import Final

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core.errors import Invalid, LimitReached, NotFound

MISSES_AN_HOUR: Final = 10
HOUR_SECONDS: Final = 3_600


def person_to_name(public_id: str) -> User:
    """Return an active person whom somebody names by public id, to give them a role. Raises NotFound."""
    person = User.objects.filter(public_id=public_id, is_active=True).first()
    if person is None:
        raise NotFound
    return person


def person_with_address(email: str) -> User:
    """Return the active person who signs in with this address. Raises Invalid if there is none."""
    person = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if person is None:
        raise Invalid({"email": _("Nobody with this address has signed in here yet.")})
    return person


def person_to_add(actor: User, email: str) -> User:
    """Return the person whom `actor` means by an address. Raises Invalid if nobody signs in with it.

    Anybody may found an organisation and ask so, which must not become a way to try addresses out: who has missed
    ten times within an hour waits (LimitReached), whether the next address is known or not. With Redis down nobody
    counts.
    """
    key = f"address-misses:{actor.public_id}"
    if (cache.get(key) or 0) >= MISSES_AN_HOUR:
        raise LimitReached(_("Too many unknown addresses. Please try again in an hour."), code="too_many_misses")
    try:
        return person_with_address(email)
    except Invalid:
        cache.add(key, 0, timeout=HOUR_SECONDS)
        # The key may be evicted between the two calls.
        with suppress(ValueError):
            cache.incr(key)
        raise
