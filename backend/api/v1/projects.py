"""Projects: what became of selected solutions, with milestones, reports and stages."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Body, Changes, Day, PublicId, SearchText, Text
from backend.api.filters import ChoiceFilter, FilterSet, IdFilter
from backend.api.operations import Data, operation
from backend.api.shapes import Ref, Shape
from backend.api.views import ApiView
from programmes import access
from programmes.enums import MilestoneState, ProjectState, Stage
from programmes.selectors import projects as reads
from programmes.services import milestones, projects


class ProjectShape(Shape):
    id = serializers.CharField(source="public_id")
    cohort = Ref("cohort")
    cohort_name = serializers.CharField(source="cohort.name")
    programme = Ref("cohort.programme")
    solution = Ref("solution")
    team = Ref("team")
    title = serializers.CharField()
    summary = serializers.CharField()
    language = serializers.CharField()
    stage = serializers.ChoiceField(choices=Stage.choices)
    state = serializers.ChoiceField(choices=ProjectState.choices)


class ProjectListedShape(ProjectShape):
    milestones_total = serializers.IntegerField()
    milestones_reached = serializers.IntegerField()


class MilestoneShape(Shape):
    id = serializers.CharField(source="public_id")
    title = serializers.CharField()
    description = serializers.CharField()
    owner = Ref("owner", allow_null=True)
    due_on = serializers.DateField()
    evidence = serializers.CharField()
    state = serializers.ChoiceField(choices=MilestoneState.choices)


class StageChangeShape(Shape):
    from_stage = serializers.ChoiceField(choices=Stage.choices)
    to_stage = serializers.ChoiceField(choices=Stage.choices)
    evidence = serializers.CharField()
    at = serializers.DateTimeField(source="created_at")


class MilestoneBody(Body):
    title = Text(max_length=160)
    description = Text(max_length=4_000, required=False, allow_blank=True)
    due_on = Day()
    owner = PublicId(required=False, allow_null=True, help_text="Somebody of the team.")


class MilestoneChangesBody(MilestoneBody, Changes):
    pass


class EvidenceBody(Body):
    evidence = Text(max_length=4_000, help_text="What shows it.")


class StageBody(EvidenceBody):
    to = serializers.ChoiceField(choices=Stage.choices[1:])


class MilestoneReasonBody(Body):
    reason = Text(max_length=2_000)


class ProjectFilter(FilterSet):
    cohort = IdFilter("cohort")
    programme = IdFilter("cohort__programme")
    team = IdFilter("team")
    stage = ChoiceFilter(choices=Stage.choices)
    state = ChoiceFilter(choices=ProjectState.choices)


class MilestoneFilter(FilterSet):
    state = ChoiceFilter(choices=MilestoneState.choices)


class Projects(ApiView):
    @operation(
        id="projects_list",
        summary="Projects",
        asks=SearchText,
        gives=ProjectListedShape,
        many=True,
        ordering=("title", "id"),
        filters=ProjectFilter,
    )
    def get(self, asked: Data) -> Any:
        return reads.projects_public(query=asked.get("q", ""))


class Project(ApiView):
    @operation(id="projects_read", summary="A project", gives=ProjectListedShape)
    def get(self, project_id: str) -> Any:
        return access.project_to_view(self.actor, project_id)


class ProjectStages(ApiView):
    @operation(
        id="stages_list",
        summary="The stages that a project has passed, with the evidence",
        gives=StageChangeShape,
        many=True,
        ordering=("created_at", "id"),
    )
    def get(self, project_id: str) -> Any:
        return reads.stage_changes_of(access.project_to_view(self.actor, project_id))

    @operation(
        id="stages_advance",
        summary="Let a project pass to its next stage",
        takes=StageBody,
        gives=StageChangeShape,
        status=201,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, project_id: str, data: Data) -> Any:
        project = access.project_to_guide(self.person, project_id)
        return projects.stage_advance(actor=self.person, project=project, **data)


class ProjectMilestones(ApiView):
    @operation(
        id="milestones_list",
        summary="Milestones of a project",
        gives=MilestoneShape,
        many=True,
        ordering=("due_on", "id"),
        filters=MilestoneFilter,
    )
    def get(self, project_id: str) -> Any:
        return reads.milestones_of(access.project_to_view(self.actor, project_id))

    @operation(
        id="milestones_add",
        example={"title": "100 calls a day", "due_on": "2027-06-30"},
        summary="Plan a milestone",
        takes=MilestoneBody,
        gives=MilestoneShape,
        status=201,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, project_id: str, data: Data) -> Any:
        project = access.project_to_edit(self.person, project_id)
        return milestones.milestone_add(actor=self.person, project=project, **_with_owner(project, data))


class Milestone(ApiView):
    @operation(id="milestones_read", summary="A milestone", gives=MilestoneShape)
    def get(self, milestone_id: str) -> Any:
        return access.milestone_to_view(self.actor, milestone_id)

    @operation(
        id="milestones_update",
        summary="Change a milestone",
        takes=MilestoneChangesBody,
        gives=MilestoneShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def patch(self, milestone_id: str, data: Data) -> Any:
        milestone = access.milestone_to_edit(self.person, milestone_id)
        changes = _with_owner(milestone.project, data)
        return milestones.milestone_update(actor=self.person, milestone=milestone, **changes)


class MilestoneSubmit(ApiView):
    @operation(
        id="milestones_submit",
        summary="Show that a milestone is reached",
        takes=EvidenceBody,
        gives=MilestoneShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, milestone_id: str, data: Data) -> Any:
        milestone = access.milestone_to_edit(self.person, milestone_id)
        return milestones.milestone_submit(actor=self.person, milestone=milestone, **data)


class MilestoneAccept(ApiView):
    @operation(
        id="milestones_accept",
        summary="Confirm that a milestone is reached",
        gives=MilestoneShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, milestone_id: str) -> Any:
        milestone = access.milestone_to_check(self.person, milestone_id)
        return milestones.milestone_accept(actor=self.person, milestone=milestone)


class MilestoneReturn(ApiView):
    @operation(
        id="milestones_return",
        summary="Send a milestone back to work",
        takes=MilestoneReasonBody,
        gives=MilestoneShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, milestone_id: str, data: Data) -> Any:
        milestone = access.milestone_to_check(self.person, milestone_id)
        return milestones.milestone_return(actor=self.person, milestone=milestone, **data)


class MilestoneDrop(ApiView):
    @operation(
        id="milestones_drop",
        summary="Give a milestone up",
        takes=MilestoneReasonBody,
        gives=MilestoneShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, milestone_id: str, data: Data) -> Any:
        milestone = access.milestone_to_edit(self.person, milestone_id)
        return milestones.milestone_drop(actor=self.person, milestone=milestone, **data)


def _with_owner(project: Any, data: Data) -> Data:
    """Replace the id of the owner by the person that it names."""
    rows = dict(data)
    if rows.get("owner"):
        rows["owner"] = access.project_member(project, rows["owner"])
    return rows


urlpatterns = [
    path("projects/", Projects.as_view(), name="projects"),
    path("projects/<pid:project_id>/", Project.as_view(), name="project"),
    path("projects/<pid:project_id>/stages/", ProjectStages.as_view(), name="project-stages"),
    path("projects/<pid:project_id>/milestones/", ProjectMilestones.as_view(), name="project-milestones"),
    path("milestones/<pid:milestone_id>/", Milestone.as_view(), name="milestone"),
    path("milestones/<pid:milestone_id>/submit/", MilestoneSubmit.as_view(), name="milestone-submit"),
    path("milestones/<pid:milestone_id>/accept/", MilestoneAccept.as_view(), name="milestone-accept"),
    path("milestones/<pid:milestone_id>/return/", MilestoneReturn.as_view(), name="milestone-return"),
    path("milestones/<pid:milestone_id>/drop/", MilestoneDrop.as_view(), name="milestone-drop"),
]
