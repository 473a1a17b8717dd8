"""So many requests a minute for an address or a token. With Redis down all pass: a limit must not be an outage."""

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from backend.accounts.models import ApiToken
from backend.core.counting import count_in_window, seconds_left

WINDOW_SECONDS = 60


class MinuteThrottle(BaseThrottle):
    """Counts in fixed minutes."""

    def allow_request(self, request: Request, view: APIView) -> bool:  # noqa: ARG002  the framework hands it over
        token = request.auth
        if isinstance(token, ApiToken):
            limit, who = settings.API_TOKEN_REQUESTS_A_MINUTE, str(token.public_id)
        else:
            limit, who = settings.API_ADDRESS_REQUESTS_A_MINUTE, str(self.get_ident(request))
        return not limit or count_in_window(f"throttle:{who}", WINDOW_SECONDS) <= limit

    def wait(self) -> float:
        return seconds_left(WINDOW_SECONDS)
