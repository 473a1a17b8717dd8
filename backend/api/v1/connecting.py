"""Bringing people and teams together: who may, who has agreed to it, and what the two sides answer."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Body, PublicId, Text
from backend.api.operations import Data, operation
from backend.api.shapes import PersonName, Ref, Shape
from backend.api.views import ApiView
from programmes import access
from programmes.enums import IntroductionState
from programmes.selectors import connecting as reads
from programmes.services import connecting


class ConnectorShape(Shape):
    id = serializers.CharField(source="public_id")
    sprint = Ref("sprint")
    person = Ref("user")
    name = PersonName("user")
    created_at = serializers.DateTimeField()


class ConnectorBody(Body):
    person = PublicId(help_text="Somebody who has a registration in the sprint.")


class IntroduciblePersonShape(Shape):
    id = serializers.CharField(source="public_id", help_text="Of the registration.")
    person = Ref("user")
    name = PersonName("user")
    skills = serializers.SerializerMethodField()
    introducible_since = serializers.DateTimeField()

    def get_skills(self, registration: Any) -> list[str]:
        profile = getattr(registration.user, "profile", None)
        return list(profile.skills) if profile else []


class IntroductionShape(Shape):
    id = serializers.CharField(source="public_id")
    team = Ref("team")
    person = Ref("user")
    name = PersonName("user")
    message = serializers.CharField()
    state = serializers.ChoiceField(choices=IntroductionState.choices)
    created_at = serializers.DateTimeField()


class IntroductionBody(Body):
    registration = PublicId(help_text="Of somebody who has agreed to be introduced.")
    team = PublicId()
    message = Text(max_length=1_000, help_text="The person and the team both read this.")


class Connectors(ApiView):
    @operation(
        id="connectors_list",
        summary="Who introduces people in this sprint",
        gives=ConnectorShape,
        many=True,
        ordering=("created_at", "id"),
        scope=Scope.READ,
    )
    def get(self, sprint_id: str) -> Any:
        return reads.connectors_of(access.sprint_to_manage(self.actor, sprint_id))

    @operation(
        id="connectors_appoint",
        summary="Let somebody introduce people",
        takes=ConnectorBody,
        gives=ConnectorShape,
        status=201,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, sprint_id: str, data: Data) -> Any:
        sprint = access.sprint_to_manage(self.person, sprint_id)
        user = access.participant_among(sprint, data["person"])
        return connecting.connector_appoint(actor=self.person, sprint=sprint, user=user)


class Connector(ApiView):
    @operation(id="connectors_dismiss", summary="Take the task away", status=204, scope=Scope.PROGRAMMES_MANAGE)
    def delete(self, connector_id: str) -> Any:
        row = access.connector_to_dismiss(self.person, connector_id)
        connecting.connector_dismiss(actor=self.person, connector=row)


class Introducing(ApiView):
    @operation(
        id="introducing_allow",
        summary="Let connectors see my name and my skills, and introduce me",
        status=204,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, sprint_id: str) -> Any:
        connecting.introducing_allow(actor=self.person, sprint=access.sprint_to_join(self.person, sprint_id))

    @operation(
        id="introducing_forbid",
        summary="Do not introduce me any more",
        status=204,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def delete(self, sprint_id: str) -> Any:
        connecting.introducing_forbid(actor=self.person, sprint=access.sprint_to_join(self.person, sprint_id))


class IntroduciblePeople(ApiView):
    @operation(
        id="introducible_people_list",
        summary="People without a team who have agreed to be introduced",
        description="For connectors and organisers of the sprint.",
        gives=IntroduciblePersonShape,
        many=True,
        ordering=("introducible_since", "id"),
        scope=Scope.READ,
    )
    def get(self, sprint_id: str) -> Any:
        return reads.people_to_introduce(access.sprint_to_connect(self.actor, sprint_id))


class Introductions(ApiView):
    @operation(
        id="introductions_list_sent",
        summary="Introductions that I have sent in this sprint",
        gives=IntroductionShape,
        many=True,
        scope=Scope.READ,
    )
    def get(self, sprint_id: str) -> Any:
        return reads.introductions_sent(access.sprint_to_connect(self.actor, sprint_id), self.person)

    @operation(
        id="introductions_send",
        summary="Introduce somebody to a team",
        description="Both are told; both must agree, and either may decline.",
        takes=IntroductionBody,
        gives=IntroductionShape,
        status=201,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, sprint_id: str, data: Data) -> Any:
        access.sprint_to_connect(self.person, sprint_id)
        person = access.registration_to_introduce(self.person, data["registration"]).user
        team = access.team_to_view(self.person, data["team"])
        return connecting.introduction_send(actor=self.person, team=team, user=person, message=data["message"])


class OwnIntroductions(ApiView):
    @operation(
        id="introductions_list_own",
        summary="Introductions of me to teams",
        gives=IntroductionShape,
        many=True,
        scope=Scope.READ,
    )
    def get(self) -> Any:
        return reads.introductions_of(self.person)


class IntroductionAgree(ApiView):
    @operation(
        id="introductions_agree",
        summary="Agree, as the person or for the team that I lead",
        description="When both have, the person is in the team.",
        gives=IntroductionShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, introduction_id: str) -> Any:
        row = access.introduction_to_answer(self.person, introduction_id)
        return connecting.introduction_agree(actor=self.person, introduction=row)


class IntroductionDecline(ApiView):
    @operation(
        id="introductions_decline",
        summary="Decline, as the person or for the team that I lead",
        gives=IntroductionShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, introduction_id: str) -> Any:
        row = access.introduction_to_answer(self.person, introduction_id)
        return connecting.introduction_decline(actor=self.person, introduction=row)


urlpatterns = [
    path("sprints/<pid:sprint_id>/connectors/", Connectors.as_view(), name="connectors"),
    path("connectors/<pid:connector_id>/", Connector.as_view(), name="connector"),
    path("sprints/<pid:sprint_id>/introducing/", Introducing.as_view(), name="introducing"),
    path("sprints/<pid:sprint_id>/introducible-people/", IntroduciblePeople.as_view(), name="introducible-people"),
    path("sprints/<pid:sprint_id>/introductions/", Introductions.as_view(), name="introductions"),
    path("introductions/<pid:introduction_id>/agree/", IntroductionAgree.as_view(), name="introduction-agree"),
    path("introductions/<pid:introduction_id>/decline/", IntroductionDecline.as_view(), name="introduction-decline"),
    path("me/introductions/", OwnIntroductions.as_view(), name="own-introductions"),
]
