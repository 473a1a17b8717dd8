from django.db.models import QuerySet

from backend.accounts.models import ApiToken, User
from backend.core.errors import NotFound


def tokens_of(user: User) -> QuerySet[ApiToken]:
    """A person's tokens that have not been ended, newest first."""
    return ApiToken.objects.filter(user=user, revoked_at=None)


def token_to_revoke(user: User, public_id: str) -> ApiToken:
    """Return a person's own token, ended or not. Raises NotFound, also for somebody else's."""
    token = ApiToken.objects.filter(user=user, public_id=public_id).first()
    if token is None:
        raise NotFound
    return token
