"""Projects, their milestones and reports."""

from django.utils.translation import gettext_lazy as _

from backend.accounts.fetching import by_id, checked
from backend.accounts.models import User
from backend.accounts.viewers import Viewer
from backend.core.errors import Invalid
from programmes import rules
from programmes.models import Milestone, ProgressReport, Project, TeamMember
from programmes.selectors import projects


def project_to_view(viewer: Viewer, public_id: str) -> Project:
    return by_id(projects.projects_visible_to(viewer), public_id)


def project_to_edit(viewer: Viewer, public_id: str) -> Project:
    return checked(project_to_view(viewer, public_id), viewer, rules.can_work_on_project)


def project_to_guide(viewer: Viewer, public_id: str) -> Project:
    """For coaches and organisers who are not of the team: to let it pass to its next stage."""
    return checked(project_to_view(viewer, public_id), viewer, rules.can_guide_project)


def project_member(project: Project, public_id: str) -> User:
    """Somebody of the project's team, as chosen in a form. Raises Invalid."""
    member = (
        TeamMember.objects.select_related("user")
        .filter(team_id=project.team_id, left_at=None, user__public_id=public_id)
        .first()
    )
    if member is None:
        raise Invalid({"owner": _("Please choose somebody of the team.")})
    return member.user


def milestone_to_view(viewer: Viewer, public_id: str) -> Milestone:
    del viewer  # every milestone is public
    rows = Milestone.objects.select_related("project", "project__cohort", "project__team", "owner")
    return by_id(rows, public_id)


def milestone_to_edit(viewer: Viewer, public_id: str) -> Milestone:
    return checked(milestone_to_view(viewer, public_id), viewer, rules.can_work_on_project)


def milestone_to_check(viewer: Viewer, public_id: str) -> Milestone:
    return checked(milestone_to_view(viewer, public_id), viewer, rules.can_guide_project)


def report_to_view(viewer: Viewer, public_id: str) -> ProgressReport:
    return by_id(projects.reports_visible_to(viewer), public_id)


def report_to_edit(viewer: Viewer, public_id: str) -> ProgressReport:
    return checked(report_to_view(viewer, public_id), viewer, rules.can_work_on_project)


def report_to_check(viewer: Viewer, public_id: str) -> ProgressReport:
    return checked(report_to_view(viewer, public_id), viewer, rules.can_guide_project)
