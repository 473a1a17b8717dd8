"""Reading public content needs no token; everything else needs one with the scope that the operation names."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from rest_framework import permissions
from rest_framework.request import Request
from rest_framework.views import APIView

from backend.accounts.models import ApiToken
from backend.api.operations import operation_of
from backend.core.errors import NotAllowed


class ScopedPermission(permissions.BasePermission):
    """The right of the person behind the token is asked later, by `access`; this asks what the token is for."""

    def has_permission(self, request: Request | HttpRequest, view: APIView) -> bool:
        operation = operation_of(view, request.method or "")
        if operation is None or operation.scope is None:
            return True
        token = getattr(request, "auth", None)
        if not isinstance(token, ApiToken):
            return False
        if operation.scope not in token.scopes:
            raise NotAllowed(
                _("This token may not be used for this."), code="scope_missing", scope=operation.scope.value
            )
        return True
