"""The person behind the token: account, tokens, inbox."""

from collections.abc import Iterable
from typing import Any

from django.urls import path
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.accounts.selectors import api_tokens as token_reads
from backend.accounts.selectors.organisations import memberships_of
from backend.accounts.services import api_tokens, people
from backend.api.fields import Body, Integer, Language, Text
from backend.api.filters import ChoiceFilter, FilterSet, FlagFilter
from backend.api.operations import Data, operation
from backend.api.shapes import Shape
from backend.api.views import ApiView
from backend.core.errors import NotAllowed
from backend.notifications.enums import Category
from backend.notifications.selectors import inbox
from backend.notifications.services import messages
from backend.notifications.texts import text_of


class MembershipShape(Shape):
    organisation = serializers.CharField(source="organisation.public_id")
    name = serializers.CharField(source="organisation.name")
    role = serializers.CharField()


class MeShape(Shape):
    id = serializers.CharField(source="public_id")
    email = serializers.EmailField()
    display_name = serializers.CharField()
    language = serializers.CharField()
    organisations = serializers.SerializerMethodField()
    unread_messages = serializers.SerializerMethodField()

    @extend_schema_field(MembershipShape(many=True))
    def get_organisations(self, user: Any) -> list[dict[str, Any]]:
        return [dict(MembershipShape(row).data) for row in memberships_of(user)]

    def get_unread_messages(self, user: Any) -> int:
        return inbox.unread_count(user)


class MeBody(Body):
    display_name = Text(max_length=80, required=False, allow_blank=True)
    language = Language(required=False)


class TokenShape(Shape):
    id = serializers.CharField(source="public_id")
    name = serializers.CharField()
    hint = serializers.CharField(help_text="The last four characters.")
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=Scope.choices))
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField(allow_null=True)


class NewTokenShape(Shape):
    id = serializers.CharField()
    token = serializers.CharField(help_text="In clear. It is shown this once and kept only as a hash.")
    expires_at = serializers.DateTimeField()


class TokenBody(Body):
    name = Text(max_length=80)
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=Scope.choices), min_length=1, max_length=10)
    days = Integer(min_value=1, max_value=366, default=90)


class MessageShape(Shape):
    id = serializers.CharField(source="public_id")
    category = serializers.ChoiceField(choices=Category.choices)
    subject = serializers.SerializerMethodField()
    text = serializers.SerializerMethodField()
    url = serializers.CharField()
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)

    def get_subject(self, message: Any) -> str:
        return text_of(message, get_language()).subject

    def get_text(self, message: Any) -> str:
        return "\n\n".join(text_of(message, get_language()).paragraphs)


class MessageFilter(FilterSet):
    category = ChoiceFilter(choices=Category.choices)
    unread = FlagFilter(field_name="read_at", lookup_expr="isnull")


def require_cover(own: Any, scopes: Iterable[str]) -> None:
    """Raise NotAllowed if `own` token may not do all that `scopes` allow: a stolen one rules over no stronger one."""
    if missing := sorted(set(scopes) - set(own.scopes)):
        raise NotAllowed(code="scope_missing", scope=missing[0])


class Me(ApiView):
    @operation(id="me_read", summary="Who I am", gives=MeShape, scope=Scope.READ)
    def get(self) -> Any:
        return self.person

    @operation(
        id="me_update", summary="Change my name or language", takes=MeBody, gives=MeShape, scope=Scope.PROGRAMMES_WRITE
    )
    def patch(self, data: Data) -> Any:
        return people.person_update(user=self.person, **data)


class Tokens(ApiView):
    @operation(id="tokens_list", summary="My tokens", gives=TokenShape, many=True, scope=Scope.READ)
    def get(self) -> Any:
        return token_reads.tokens_of(self.person)

    @operation(
        id="tokens_create",
        example={"name": "Our website", "scopes": ["read"], "days": 90},
        summary="Make a token",
        description="A token can only make tokens that may do no more, and live no longer, than itself.",
        takes=TokenBody,
        gives=NewTokenShape,
        status=201,
        scope=Scope.READ,
    )
    def post(self, data: Data) -> Any:
        require_cover(self.token, data["scopes"])
        token, clear = api_tokens.token_create(user=self.person, maker=self.token, **data)
        return {"id": token.public_id, "token": clear, "expires_at": token.expires_at}


class Token(ApiView):
    @operation(
        id="tokens_revoke",
        summary="End a token",
        description="A token can end itself, and tokens that may do no more than itself.",
        status=204,
        scope=Scope.READ,
    )
    def delete(self, token_id: str) -> Any:
        token = token_reads.token_to_revoke(self.person, token_id)
        require_cover(self.token, token.scopes)
        api_tokens.token_revoke(token=token, actor=self.person)


class Inbox(ApiView):
    @operation(
        id="messages_list",
        summary="My messages",
        gives=MessageShape,
        many=True,
        filters=MessageFilter,
        scope=Scope.READ,
    )
    def get(self) -> Any:
        return inbox.inbox_messages(self.person)


class MessageRead(ApiView):
    @operation(id="messages_mark_read", summary="Mark a message as read", gives=MessageShape, scope=Scope.READ)
    def post(self, message_id: str) -> Any:
        return messages.message_mark_read(message=inbox.message_to_read(self.person, message_id))


urlpatterns = [
    path("me/", Me.as_view(), name="me"),
    path("me/tokens/", Tokens.as_view(), name="tokens"),
    path("me/tokens/<pid:token_id>/", Token.as_view(), name="token"),
    path("me/messages/", Inbox.as_view(), name="messages"),
    path("me/messages/<pid:message_id>/read/", MessageRead.as_view(), name="message-read"),
]
