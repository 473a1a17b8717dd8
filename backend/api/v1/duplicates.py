"""Challenges of a sprint that are likely the same, for its organisers."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.operations import operation
from backend.api.shapes import Ref, Shape
from backend.api.views import ApiView
from programmes import access
from programmes.enums import DuplicateRunState
from programmes.selectors import duplicates as reads
from programmes.services import duplicates


class DuplicateRunShape(Shape):
    id = serializers.CharField(source="public_id")
    sprint = Ref("sprint")
    state = serializers.ChoiceField(choices=DuplicateRunState.choices)
    progress_percent = serializers.IntegerField()
    compared = serializers.IntegerField(help_text="Challenges that were compared.")
    created_at = serializers.DateTimeField()
    ready_at = serializers.DateTimeField(allow_null=True)


class DuplicateMemberShape(Shape):
    challenge = Ref("challenge")
    title = serializers.CharField(source="challenge.title")
    percent = serializers.IntegerField(help_text="How much it is like the first one of the group.")


class DuplicateGroupShape(Shape):
    id = serializers.CharField(source="public_id")
    members = DuplicateMemberShape(many=True, source="open_members")


class SprintDuplicateRuns(ApiView):
    @operation(
        id="duplicate_runs_list",
        summary="Searches for challenges that are likely the same, the latest first",
        gives=DuplicateRunShape,
        many=True,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def get(self, sprint_id: str) -> Any:
        return reads.duplicate_runs_of(access.sprint_to_manage(self.person, sprint_id))

    @operation(
        id="duplicate_runs_ask",
        summary="Search for challenges that are likely the same",
        description="A worker does it; nothing is merged. One search at a time: a second request returns the first.",
        gives=DuplicateRunShape,
        status=202,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, sprint_id: str) -> Any:
        return duplicates.duplicates_ask(actor=self.person, sprint=access.sprint_to_manage(self.person, sprint_id))


class DuplicateRun(ApiView):
    @operation(
        id="duplicate_runs_read",
        summary="How far a search is",
        gives=DuplicateRunShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def get(self, duplicate_run_id: str) -> Any:
        return access.duplicate_run_to_manage(self.person, duplicate_run_id)


class DuplicateGroups(ApiView):
    @operation(
        id="duplicate_runs_groups",
        summary="What a search has found, the most alike first",
        description="Without what was merged since.",
        gives=DuplicateGroupShape,
        many=True,
        ordering=("place", "id"),
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def get(self, duplicate_run_id: str) -> Any:
        return reads.groups_of(access.duplicate_run_to_manage(self.person, duplicate_run_id))


urlpatterns = [
    path("sprints/<pid:sprint_id>/duplicate-runs/", SprintDuplicateRuns.as_view(), name="sprint-duplicate-runs"),
    path("duplicate-runs/<pid:duplicate_run_id>/", DuplicateRun.as_view(), name="duplicate-run"),
    path("duplicate-runs/<pid:duplicate_run_id>/groups/", DuplicateGroups.as_view(), name="duplicate-run-groups"),
]
