"""Giving out what was handed in to the jury, all at once."""

from typing import Any

from django.urls import path
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Body, Integer, PublicId, Text
from backend.api.operations import Data, operation
from backend.api.shapes import Ref, Shape
from backend.api.views import ApiView
from programmes import access
from programmes.domain.jury_assignment import MOST, PER_SOLUTION_MOST
from programmes.enums import JuryRunState
from programmes.selectors import jury_runs as reads
from programmes.selectors.conflicts import conflicts_declared
from programmes.services import jury_runs
from programmes.services.conflicts import conflict_declare


class JuryRunBody(Body):
    per_solution = Integer(min_value=1, max_value=PER_SOLUTION_MOST, help_text="Jurors for each solution.")
    most_each = Integer(min_value=1, max_value=MOST, help_text="Reviews that a juror has at most, in all.")


class JuryRunShape(Shape):
    id = serializers.CharField(source="public_id")
    sprint = Ref("sprint")
    state = serializers.ChoiceField(choices=JuryRunState.choices)
    progress_percent = serializers.IntegerField()
    per_solution = serializers.IntegerField()
    most_each = serializers.IntegerField()
    assigned = serializers.IntegerField(help_text="New reviews.")
    missing = serializers.SerializerMethodField(help_text="How many jurors a solution is short of, by its id.")
    created_at = serializers.DateTimeField()
    ready_at = serializers.DateTimeField(allow_null=True)

    @extend_schema_field(serializers.DictField(child=serializers.IntegerField()))
    def get_missing(self, run: Any) -> dict[str, int]:
        return dict(run.missing)


class ReleaseBody(Body):
    reason = Text(max_length=1_000)


class ConflictBody(Body):
    juror = PublicId()
    reason = Text(max_length=1_000, help_text="The juror reads this.")


class ConflictShape(Shape):
    id = serializers.CharField(source="public_id")
    solution = Ref("solution")
    juror = Ref("juror")
    reason = serializers.CharField()
    created_at = serializers.DateTimeField()


class SolutionConflicts(ApiView):
    @operation(
        id="conflicts_list",
        summary="Who is not impartial about a solution, as organisers have noted",
        gives=ConflictShape,
        many=True,
        ordering=("created_at", "id"),
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def get(self, solution_id: str) -> Any:
        return conflicts_declared(access.solution_to_manage(self.person, solution_id))

    @operation(
        id="conflicts_declare",
        summary="Note that a juror is not impartial about a solution",
        description="A review of it does not count any more, also if it is submitted. The juror is told. Once noted, "
        "it stays.",
        takes=ConflictBody,
        gives=ConflictShape,
        status=201,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, solution_id: str, data: Data) -> Any:
        solution = access.solution_to_manage(self.person, solution_id)
        juror = access.juror_of(solution.sprint, data["juror"])
        return conflict_declare(actor=self.person, solution=solution, juror=juror, reason=data["reason"])


class SprintJuryRuns(ApiView):
    @operation(
        id="jury_runs_list",
        summary="Runs that gave out what was handed in to the jury, the latest first",
        gives=JuryRunShape,
        many=True,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def get(self, sprint_id: str) -> Any:
        return reads.jury_runs_of(access.sprint_to_manage(self.person, sprint_id))

    @operation(
        id="jury_runs_ask",
        example={"per_solution": 3, "most_each": 30},
        summary="Give out to the jury what was handed in",
        description="A worker does it, evenly and without conflicts of interest. What is assigned already stays. One "
        "run at a time: a second request returns the first.",
        takes=JuryRunBody,
        gives=JuryRunShape,
        status=202,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, sprint_id: str, data: Data) -> Any:
        sprint = access.sprint_to_manage(self.person, sprint_id)
        return jury_runs.jury_run_ask(actor=self.person, sprint=sprint, **data)


class JuryRun(ApiView):
    @operation(
        id="jury_runs_read",
        summary="How far a run is, and what could not be filled",
        gives=JuryRunShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def get(self, jury_run_id: str) -> Any:
        return access.jury_run_to_manage(self.person, jury_run_id)


class JurorRelease(ApiView):
    @operation(
        id="jurors_release",
        example={"reason": "Has fallen ill."},
        summary="Take back what a juror who drops out has not submitted",
        description="A new run fills the gaps.",
        takes=ReleaseBody,
        status=204,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, sprint_id: str, juror_id: str, data: Data) -> Any:
        sprint = access.sprint_to_manage(self.person, sprint_id)
        juror = access.juror_of(sprint, juror_id)
        jury_runs.juror_release(actor=self.person, sprint=sprint, juror=juror, reason=data["reason"])


urlpatterns = [
    path("sprints/<pid:sprint_id>/jury-runs/", SprintJuryRuns.as_view(), name="sprint-jury-runs"),
    path("solutions/<pid:solution_id>/conflicts/", SolutionConflicts.as_view(), name="solution-conflicts"),
    path("jury-runs/<pid:jury_run_id>/", JuryRun.as_view(), name="jury-run"),
    path("sprints/<pid:sprint_id>/jurors/<pid:juror_id>/release/", JurorRelease.as_view(), name="juror-release"),
]
