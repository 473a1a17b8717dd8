"""So many requests a minute for an address or a token. With Redis down all pass: a limit must not be an outage."""

from django.conf import settings
from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from backend.accounts.models import ApiToken
from backend.core import clock

WINDOW_SECONDS = 60


class MinuteThrottle(BaseThrottle):
    """Counts in fixed minutes: one round trip or two, and nothing to lock."""

    def allow_request(self, request: Request, view: APIView) -> bool:  # noqa: ARG002  the framework hands it over
        token = request.auth
        if isinstance(token, ApiToken):
            limit, who = settings.API_TOKEN_REQUESTS_A_MINUTE, str(token.public_id)
        else:
            limit, who = settings.API_ADDRESS_REQUESTS_A_MINUTE, str(self.get_ident(request))
        return not limit or self._count(who) <= limit

    def wait(self) -> float:
        return WINDOW_SECONDS - clock.now().timestamp() % WINDOW_SECONDS

    def _count(self, who: str) -> int:
        key = f"throttle:{who}:{int(clock.now().timestamp()) // WINDOW_SECONDS}"
        cache.add(key, 0, timeout=2 * WINDOW_SECONDS)
        try:
            return cache.incr(key)
        except ValueError:  # the key was evicted between the two calls
            return 0
