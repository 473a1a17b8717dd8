"""`Authorization: Bearer gw_…`."""

from django.utils.translation import gettext_lazy as _
from rest_framework import authentication, exceptions
from rest_framework.request import Request

from backend.accounts.models import ApiToken, User
from backend.accounts.services.api_tokens import token_find


class TokenAuthentication(authentication.BaseAuthentication):
    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _space, clear = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = token_find(clear=clear.strip())
        if token is None:
            raise exceptions.AuthenticationFailed(_("This token is not valid, or not valid any more."))
        return token.user, token

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002  the framework hands it over
        return "Bearer"
