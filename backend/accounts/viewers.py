"""Who looks: a person who has signed in, or anybody."""

from django.contrib.auth.models import AnonymousUser

from backend.accounts.models import User

Viewer = User | AnonymousUser | None


def person_of(viewer: Viewer) -> User | None:
    """Return the person, or None for anybody and for accounts that are switched off."""
    return viewer if isinstance(viewer, User) and viewer.is_active else None
