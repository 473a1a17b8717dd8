from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel, state_known
from programmes import transitions
from programmes.enums import MilestoneState, ProjectState, ReportState, Stage
from programmes.models.fields import language_field, search_vector
from programmes.models.programme import Programme
from programmes.models.solution import Solution
from programmes.models.sprint import Sprint
from programmes.models.team import Team

SEARCH = search_vector("title", "summary")


class Cohort(PublicModel):
    """The projects selected together."""

    public_id = PublicIdField("coh")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="cohorts")
    sprint = models.ForeignKey(Sprint, on_delete=models.PROTECT, related_name="cohorts")
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["programme", "name"], name="cohort_name_once")]


class Project(PublicModel):
    """A solution that was selected for implementation."""

    TRANSITIONS = transitions.PROJECT

    public_id = PublicIdField("prj")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="projects")
    solution = models.OneToOneField(Solution, on_delete=models.PROTECT, related_name="project")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="projects")
    title = models.CharField(_("title"), max_length=160)
    summary = models.CharField(_("in short"), max_length=500)
    language = language_field()
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, default=Stage.PROTOTYPE)
    state = models.CharField(_("state"), max_length=10, choices=ProjectState.choices, default=ProjectState.ACTIVE)

    class Meta:
        ordering = ["title", "id"]
        indexes = [
            models.Index(fields=["cohort", "title", "id"], name="project_list"),
            GinIndex(SEARCH, name="project_search"),
        ]
        constraints = [state_known("project_state_known", ProjectState)]


class StageChange(PublicModel):
    """A step from one stage to the next, with the evidence it was passed by."""

    public_id = PublicIdField("stg")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="stage_changes")
    from_stage = models.CharField(max_length=10, choices=Stage.choices)
    to_stage = models.CharField(max_length=10, choices=Stage.choices)
    evidence = models.TextField(_("evidence"), max_length=4_000)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "to_stage"], name="stage_reached_once"),
            models.CheckConstraint(condition=~Q(from_stage=F("to_stage")), name="stage_changes"),
            models.CheckConstraint(condition=~Q(evidence=""), name="stage_has_evidence"),
        ]


class Milestone(PublicModel):
    TRANSITIONS = transitions.MILESTONE

    public_id = PublicIdField("mil")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(_("title"), max_length=160)
    description = models.TextField(_("what will be there"), max_length=4_000, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="milestones"
    )
    due_on = models.DateField(_("due on"))
    evidence = models.TextField(_("evidence"), max_length=4_000, blank=True)
    review_note = models.TextField(_("note of the review"), max_length=2_000, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=MilestoneState.choices, default=MilestoneState.PLANNED)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["project", "due_on", "id"], name="milestone_list")]
        constraints = [
            state_known("milestone_state_known", MilestoneState),
            models.CheckConstraint(
                condition=~Q(state__in=[MilestoneState.SUBMITTED, MilestoneState.ACCEPTED]) | ~Q(evidence=""),
                name="milestone_reached_has_evidence",
            ),
        ]


class ProgressReport(PublicModel):
    TRANSITIONS = transitions.REPORT

    public_id = PublicIdField("rep")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="reports")
    title = models.CharField(_("title"), max_length=160)
    body = models.TextField(_("report"), max_length=20_000, blank=True)
    period_start = models.DateField(_("from"))
    period_end = models.DateField(_("until"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="progress_reports"
    )
    state = models.CharField(_("state"), max_length=16, choices=ReportState.choices, default=ReportState.DRAFT)
    review_note = models.TextField(_("note of the review"), max_length=4_000, blank=True)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-period_end", "-id"]
        indexes = [models.Index(fields=["project", "-period_end", "-id"], name="report_list")]
        constraints = [
            state_known("progress_report_state_known", ReportState),
            models.CheckConstraint(condition=Q(period_end__gte=F("period_start")), name="report_period_in_order"),
            models.CheckConstraint(
                condition=~Q(state=ReportState.NEEDS_REVISION) | ~Q(review_note=""), name="report_revision_has_note"
            ),
        ]
