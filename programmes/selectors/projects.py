from collections.abc import Sequence

from django.db.models import Q, QuerySet

from backend.accounts.models import User
from backend.accounts.viewers import Viewer, person_of
from backend.core.db import require_transaction
from programmes.enums import MilestoneState, ProgrammeRoleKind, ReportState
from programmes.models import (
    Cohort,
    Milestone,
    Programme,
    ProgrammeRole,
    ProgressReport,
    Project,
    Sprint,
    StageChange,
    TeamMember,
)
from programmes.models.project import SEARCH
from programmes.selectors.counting import PROJECT_SHOWN, count_of, projects_shown
from programmes.selectors.matching import matching

SHOWN = ("cohort", "cohort__programme", "team", "solution", "solution__challenge", "solution__current_version")
NAMES_SHOWN_PROJECT = Q(
    project__team__hidden_at=None, project__solution__hidden_at=None, project__solution__challenge__hidden_at=None
)
"""Of rows that belong to a project: it is one that everybody may find."""
GUIDES = (ProgrammeRoleKind.ORGANISER, ProgrammeRoleKind.COACH)


def with_milestone_counts(rows: QuerySet[Project]) -> QuerySet[Project]:
    """Projects with `milestones_total` (dropped ones do not count) and `milestones_reached`."""
    kept = Milestone.objects.exclude(state=MilestoneState.DROPPED)
    return rows.annotate(
        milestones_total=count_of(kept, "project_id"),
        milestones_reached=count_of(kept.filter(state=MilestoneState.ACCEPTED), "project_id"),
    )


def projects_public(
    *, programme: Programme | None = None, cohort: Cohort | None = None, stage: str = "", query: str = ""
) -> QuerySet[Project]:
    """Projects by title; a project is public from its selection on, unless what it came from is hidden."""
    rows = projects_shown()
    if programme is not None:
        rows = rows.filter(cohort__programme=programme)
    if cohort is not None:
        rows = rows.filter(cohort=cohort)
    if stage:
        rows = rows.filter(stage=stage)
    return with_milestone_counts(matching(rows, query, SEARCH).select_related(*SHOWN))


def projects_visible_to(viewer: Viewer) -> QuerySet[Project]:
    """What everybody sees; hidden ones for the team, and for who coaches or organises."""
    person = person_of(viewer)
    rows = with_milestone_counts(Project.objects.select_related(*SHOWN))
    if person is None:
        return rows.filter(PROJECT_SHOWN)
    guided = ProgrammeRole.objects.filter(user=person, role__in=GUIDES).values("programme_id")
    own = TeamMember.objects.filter(user=person, left_at=None).values("team_id")
    return rows.filter(PROJECT_SHOWN | Q(team_id__in=own) | Q(cohort__programme_id__in=guided))


def project_is_shown(project: Project) -> bool:
    """Whether everybody may find it; of what it came from nothing is hidden. Asks nothing once that is loaded."""
    solution = project.solution
    return project.team.hidden_at is solution.hidden_at is solution.challenge.hidden_at is None


def project_is_shown_to(project: Project, viewer: Viewer) -> bool:
    """One query, and that only where something is hidden."""
    return project_is_shown(project) or projects_visible_to(viewer).filter(pk=project.pk).exists()


def projects_of(user: User) -> QuerySet[Project]:
    own = TeamMember.objects.filter(user=user, left_at=None).values("team_id")
    return with_milestone_counts(Project.objects.filter(team_id__in=own).select_related(*SHOWN))


def projects_guided_by(user: User) -> QuerySet[Project]:
    """Projects of programmes that `user` coaches or organises, without the own ones."""
    guided = ProgrammeRole.objects.filter(user=user, role__in=GUIDES).values("programme_id")
    own = TeamMember.objects.filter(user=user, left_at=None).values("team_id")
    rows = Project.objects.filter(cohort__programme_id__in=guided).exclude(team_id__in=own)
    return with_milestone_counts(rows.select_related(*SHOWN))


def cohorts_of(sprint: Sprint) -> QuerySet[Cohort]:
    """With the package of each, where there is one."""
    return sprint.cohorts.select_related("package")


def cohorts_public() -> QuerySet[Cohort]:
    return Cohort.objects.select_related("programme", "sprint")


def milestones_of(project: Project) -> QuerySet[Milestone]:
    return project.milestones.select_related("owner")


def stage_changes_of(project: Project) -> QuerySet[StageChange]:
    return project.stage_changes.all()


def reports_visible_to(viewer: Viewer) -> QuerySet[ProgressReport]:
    """Accepted reports are public; the others are for the team and its guides."""
    rows = ProgressReport.objects.select_related("project", "project__cohort", "author")
    person = person_of(viewer)
    public = NAMES_SHOWN_PROJECT & Q(state=ReportState.ACCEPTED)
    if person is None:
        return rows.filter(public)
    own = TeamMember.objects.filter(user=person, left_at=None).values("team_id")
    guided = ProgrammeRole.objects.filter(user=person, role__in=GUIDES).values("programme_id")
    return rows.filter(
        public
        | Q(project__team_id__in=own)
        | (Q(project__cohort__programme_id__in=guided) & ~Q(state=ReportState.DRAFT))
    )


def reports_of(project: Project, viewer: Viewer = None) -> QuerySet[ProgressReport]:
    return reports_visible_to(viewer).filter(project=project)


def milestones_to_check(user: User) -> QuerySet[Milestone]:
    rows = Milestone.objects.select_related("project", "project__cohort").filter(state=MilestoneState.SUBMITTED)
    return rows.filter(project__in=projects_guided_by(user).values("pk")).order_by("updated_at", "id")


def reports_to_check(user: User) -> QuerySet[ProgressReport]:
    rows = ProgressReport.objects.select_related("project", "project__cohort").filter(state=ReportState.SUBMITTED)
    return rows.filter(project__in=projects_guided_by(user).values("pk")).order_by("updated_at", "id")


def milestones_due(user: User, states: Sequence[str]) -> QuerySet[Milestone]:
    """Milestones of the person's projects in one of `states`, the next one first."""
    own = TeamMember.objects.filter(user=user, left_at=None).values("team_id")
    rows = Milestone.objects.select_related("project", "project__cohort__sprint")
    return rows.filter(project__team_id__in=own, state__in=states).order_by("due_on", "id")


def project_for_update(project_id: int) -> Project:
    require_transaction()
    return Project.objects.select_for_update(no_key=True, of=("self",)).select_related("cohort").get(pk=project_id)
