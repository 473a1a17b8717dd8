"""API tokens: made once in clear, kept as a hash."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.accounts.enums import Scope
from backend.accounts.models import ApiToken, User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Invalid

PREFIX = "gw_"
DEFAULT_DAYS = 90
MAX_DAYS = 366
# The last use is shown by the minute; a write per call would cost more than the call.
LAST_USE_STEP = timedelta(minutes=1)


def token_hash(token: str) -> str:
    # 160 random bits need no slow hash: there is nothing to guess.
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def token_create(
    *, user: User, name: str, scopes: Iterable[str], days: int = DEFAULT_DAYS, maker: ApiToken | None = None
) -> tuple[ApiToken, str]:
    """Create a token; return the row and the token in clear, which is shown this once. Raises Invalid.

    One that is made with another token ends with its `maker` at the latest, else a stolen token would never end.
    """
    wanted = sorted(set(scopes))
    if not wanted or not set(wanted) <= set(Scope.values):
        raise Invalid({"scopes": _("Please choose at least one of the offered scopes.")})
    if not 1 <= days <= MAX_DAYS:
        raise Invalid({"days": _("A token is valid for 1 to 366 days.")})
    ends_at = clock.now() + timedelta(days=days)
    clear = PREFIX + secrets.token_urlsafe(24)
    token = ApiToken.objects.create(
        user=user,
        name=name[:80] or "API",
        token_hash=token_hash(clear),
        hint=clear[-4:],
        scopes=wanted,
        expires_at=min(ends_at, maker.expires_at) if maker else ends_at,
    )
    audit_add(actor=user, action="accounts.token_created", row=token, facts={"scopes": wanted})
    return token, clear


@transaction.atomic
def token_revoke(*, token: ApiToken, actor: User) -> ApiToken:
    """End a token at once. Repeating it changes nothing."""
    token.refresh_from_db(from_queryset=ApiToken.objects.select_for_update())
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        token.save(update_fields=["revoked_at", "updated_at"])
        audit_add(actor=actor, action="accounts.token_revoked", row=token)
    return token


def token_find(*, clear: str) -> ApiToken | None:
    """Return the valid token of this clear text with its user, noting its use; None if there is none."""
    moment = clock.now()
    found = (
        ApiToken.objects.select_related("user")
        .filter(token_hash=token_hash(clear), revoked_at=None, expires_at__gt=moment, user__is_active=True)
        .first()
    )
    if found and (found.last_used_at is None or moment - found.last_used_at > LAST_USE_STEP):
        stale = Q(last_used_at=None) | Q(last_used_at__lt=moment - LAST_USE_STEP)
        ApiToken.objects.filter(stale, pk=found.pk).update(last_used_at=moment)
    return found
