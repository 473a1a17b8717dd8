"""The live picture of a sprint, for its organisers."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.operations import operation
from backend.api.shapes import Shape
from backend.api.views import ApiView
from programmes import access
from programmes.selectors.dashboard import dashboard


class StepShape(Shape):
    """What there was by the end of one step of time."""

    at = serializers.DateTimeField(help_text="When the step begins.")
    registered = serializers.IntegerField()
    waiting = serializers.IntegerField()
    without_team = serializers.IntegerField()
    handed_in = serializers.IntegerField()


class SkillShape(Shape):
    name = serializers.CharField()
    wanted = serializers.IntegerField(help_text="Places in open roles that ask for it.")
    offered = serializers.IntegerField(help_text="People with a place and no team who can do it.")


class SizeShape(Shape):
    people = serializers.IntegerField()
    teams = serializers.IntegerField()


class DashboardShape(Shape):
    """Some seconds old at most."""

    at = serializers.DateTimeField()
    unit = serializers.ChoiceField(choices=["hour", "day", "week"])
    capacity = serializers.IntegerField(allow_null=True, help_text="Null: there is room for everybody.")
    team_size_max = serializers.IntegerField()
    registered = serializers.IntegerField()
    waiting = serializers.IntegerField()
    without_team = serializers.IntegerField()
    teams = serializers.IntegerField()
    handed_in = serializers.IntegerField()
    steps = StepShape(many=True)
    skills = SkillShape(many=True, help_text="The most wanted first.")
    sizes = SizeShape(many=True, help_text="How many teams have so many people.")


class SprintDashboard(ApiView):
    @operation(
        id="sprints_dashboard",
        summary="How a sprint fills up, in figures over time",
        gives=DashboardShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def get(self, sprint_id: str) -> Any:
        return dashboard(access.sprint_to_manage(self.actor, sprint_id))


urlpatterns = [path("sprints/<pid:sprint_id>/dashboard/", SprintDashboard.as_view(), name="sprint-dashboard")]
