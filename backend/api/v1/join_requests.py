"""Who asks to join a team, and what the team answers."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Body, PublicId, Text
from backend.api.operations import Data, operation
from backend.api.shapes import PersonName, Ref, Shape
from backend.api.views import ApiView
from programmes import access
from programmes.enums import JoinRequestState
from programmes.selectors import teams as reads
from programmes.services import join_requests


class JoinRequestShape(Shape):
    id = serializers.CharField(source="public_id")
    team = Ref("team")
    role = Ref("role", allow_null=True)
    person = Ref("user")
    name = PersonName("user")
    motivation = serializers.CharField()
    state = serializers.ChoiceField(choices=JoinRequestState.choices)
    answer = serializers.CharField()
    created_at = serializers.DateTimeField()


class JoinRequestBody(Body):
    motivation = Text(max_length=2_000)
    role = PublicId(required=False, allow_null=True, help_text="The open role that you would take.")


class AnswerBody(Body):
    answer = Text(max_length=2_000, required=False, allow_blank=True)


class TeamJoinRequests(ApiView):
    @operation(
        id="join_requests_list",
        summary="Requests that wait for the team's answer",
        gives=JoinRequestShape,
        many=True,
        ordering=("created_at", "id"),
        scope=Scope.READ,
    )
    def get(self, team_id: str) -> Any:
        return reads.requests_pending(access.team_to_edit(self.actor, team_id))

    @operation(
        id="join_requests_create",
        example={"motivation": "I draw, and my aunt needs this."},
        summary="Ask for a place in a team",
        takes=JoinRequestBody,
        gives=JoinRequestShape,
        status=201,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, team_id: str, data: Data) -> Any:
        team = access.team_to_join(self.person, team_id)
        role = access.open_role_to_view(self.person, data["role"]) if data.get("role") else None
        return join_requests.join_request_create(actor=self.person, team=team, motivation=data["motivation"], role=role)


class JoinRequest(ApiView):
    @operation(
        id="join_requests_read",
        summary="A request: my own, or to a team that I lead",
        gives=JoinRequestShape,
        scope=Scope.READ,
    )
    def get(self, request_id: str) -> Any:
        return access.join_request_to_view(self.actor, request_id)


class JoinRequestAccept(ApiView):
    @operation(
        id="join_requests_accept",
        summary="Take somebody into the team",
        takes=AnswerBody,
        gives=JoinRequestShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, request_id: str, data: Data) -> Any:
        request = access.join_request_to_answer(self.person, request_id)
        return join_requests.join_request_accept(actor=self.person, join_request=request, **data)


class JoinRequestDecline(ApiView):
    @operation(
        id="join_requests_decline",
        summary="Decline a request",
        takes=AnswerBody,
        gives=JoinRequestShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, request_id: str, data: Data) -> Any:
        request = access.join_request_to_answer(self.person, request_id)
        return join_requests.join_request_decline(actor=self.person, join_request=request, **data)


class JoinRequestWithdraw(ApiView):
    @operation(
        id="join_requests_withdraw",
        summary="Take my request back",
        gives=JoinRequestShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, request_id: str) -> Any:
        request = access.join_request_to_withdraw(self.person, request_id)
        return join_requests.join_request_withdraw(actor=self.person, join_request=request)


class OwnJoinRequests(ApiView):
    @operation(id="join_requests_list_own", summary="My requests", gives=JoinRequestShape, many=True, scope=Scope.READ)
    def get(self) -> Any:
        return reads.requests_of(self.person)


urlpatterns = [
    path("teams/<pid:team_id>/join-requests/", TeamJoinRequests.as_view(), name="team-join-requests"),
    path("join-requests/<pid:request_id>/", JoinRequest.as_view(), name="join-request"),
    path("join-requests/<pid:request_id>/accept/", JoinRequestAccept.as_view(), name="join-request-accept"),
    path("join-requests/<pid:request_id>/decline/", JoinRequestDecline.as_view(), name="join-request-decline"),
    path("join-requests/<pid:request_id>/withdraw/", JoinRequestWithdraw.as_view(), name="join-request-withdraw"),
    path("me/join-requests/", OwnJoinRequests.as_view(), name="own-join-requests"),
]
