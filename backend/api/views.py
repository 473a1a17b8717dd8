"""The base of every handler, and the answer for addresses that do not exist."""

from typing import Any

from rest_framework import exceptions
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.schemas.inspectors import ViewInspector
from rest_framework.views import APIView

from backend.accounts.enums import Scope
from backend.accounts.models import ApiToken, User
from backend.accounts.networks import network_of
from backend.api.authentication import TokenAuthentication
from backend.api.idempotency import Attempt
from backend.api.parsers import JsonParser
from backend.api.permissions import ScopedPermission
from backend.api.schema import OperationSchema
from backend.api.throttling import MinuteThrottle


class ApiView(APIView):
    authentication_classes = [TokenAuthentication]
    permission_classes = [ScopedPermission]
    throttle_classes = [MinuteThrottle]
    parser_classes = [JsonParser]
    schema: ViewInspector | None = OperationSchema()
    # A description of each address is the schema's job.
    metadata_class = None
    http_method_names = ["get", "post", "put", "patch", "delete", "head"]

    def perform_authentication(self, request: Request) -> None:
        """Count before anything is refused: who guesses tokens or knocks at closed doors is slowed down, too."""
        try:
            super().perform_authentication(request)
        finally:
            super().check_throttles(request)

    def check_throttles(self, request: Request) -> None:
        """Nothing more: `perform_authentication`, which comes first, has counted."""

    @property
    def actor(self) -> User | None:
        """Who asks. A token without the scope `read` sees what everybody sees."""
        user, token = self.request.user, self.request.auth
        if not isinstance(user, User) or not isinstance(token, ApiToken):
            return None
        return None if self.request.method in SAFE_METHODS and Scope.READ not in token.scopes else user

    @property
    def person(self) -> User:
        """Who acts, where the operation's scope has made sure that somebody does."""
        if not isinstance(self.request.user, User):
            raise exceptions.NotAuthenticated
        return self.request.user

    @property
    def token(self) -> ApiToken:
        """What it acts with; see `person`."""
        if not isinstance(self.request.auth, ApiToken):
            raise exceptions.NotAuthenticated
        return self.request.auth

    @property
    def network(self) -> str:
        """What stands for where it comes from, in limits."""
        return network_of(self.request)

    @property
    def request_key(self) -> str | None:
        """What stands for this request's `Idempotency-Key` in a service that talks to another server."""
        attempt: Attempt | None = getattr(self.request, "attempt", None)
        return attempt.key_hash if attempt else None


class UnknownAddress(ApiView):
    """Whatever no route takes: a problem, not a page."""

    schema = None
    permission_classes = []

    http_method_names = []

    def http_method_not_allowed(self, *_args: Any, **_kwargs: Any) -> Any:
        raise exceptions.NotFound
