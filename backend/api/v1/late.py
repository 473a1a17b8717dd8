"""Who came after the deadline: for organisers, and for each team its own."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.operations import operation
from backend.api.shapes import PersonName, Ref, Shape
from backend.api.views import ApiView
from programmes import access
from programmes.enums_of_building import LateOutcome
from programmes.selectors.handing_in import late_hand_ins, late_hand_ins_of


class LateHandInShape(Shape):
    id = serializers.CharField(source="public_id")
    team = Ref("team")
    team_name = serializers.CharField(source="team.name")
    person = Ref("user")
    name = PersonName("user")
    at = serializers.DateTimeField(help_text="By the server's clock.")
    deadline = serializers.DateTimeField()
    outcome = serializers.ChoiceField(choices=LateOutcome.choices)
    version = Ref("version", allow_null=True)


class SprintLateHandIns(ApiView):
    @operation(
        id="late_hand_ins_list",
        summary="Who handed in after the deadline, or tried to, the latest first",
        description="Written once and never changed.",
        gives=LateHandInShape,
        many=True,
        ordering=("-at", "-id"),
        scope=Scope.READ,
    )
    def get(self, sprint_id: str) -> Any:
        return late_hand_ins(access.sprint_to_manage(self.actor, sprint_id))


class TeamLateHandIns(ApiView):
    @operation(
        id="late_hand_ins_list_of_team",
        summary="When the team came after the deadline",
        gives=LateHandInShape,
        many=True,
        ordering=("-at", "-id"),
        scope=Scope.READ,
    )
    def get(self, team_id: str) -> Any:
        return late_hand_ins_of(access.team_to_hand_in(self.actor, team_id))


urlpatterns = [
    path("sprints/<pid:sprint_id>/late-hand-ins/", SprintLateHandIns.as_view(), name="sprint-late-hand-ins"),
    path("teams/<pid:team_id>/late-hand-ins/", TeamLateHandIns.as_view(), name="team-late-hand-ins"),
]
