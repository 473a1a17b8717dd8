"""What every page knows."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from backend.accounts.models import User
from backend.notifications.selectors.inbox import unread_count


def site(request: HttpRequest) -> dict[str, Any]:
    @cache
    def unread() -> int:
        """Asked by pages that show it, once; the fragments for htmx do not."""
        person = getattr(request, "user", None)
        return unread_count(person) if isinstance(person, User) else 0

    return {"site_url": settings.SITE_URL, "demo_sign_in": settings.DEMO_SIGN_IN, "unread_count": unread}
