"""A project's own desk: stages with evidence, milestones, reports."""

from dataclasses import dataclass

from backend.accounts.models import User
from programmes import rules
from programmes.enums import MilestoneState, ProjectState, Stage
from programmes.models import Milestone, ProgressReport, Project, StageChange, TeamMember
from programmes.selectors.projects import milestones_of, reports_of


@dataclass(frozen=True, slots=True)
class StageStep:
    stage: Stage
    state: str
    """done, now or next."""
    change: StageChange | None

    @property
    def label(self) -> str:
        return str(self.stage.label)

    @property
    def evidence(self) -> str:
        return self.change.evidence if self.change else ""


@dataclass(frozen=True, slots=True)
class ProjectDesk:
    project: Project
    steps: list[StageStep]
    milestones: list[Milestone]
    reports: list[ProgressReport]
    members: list[TeamMember]
    can_work: bool
    can_guide: bool

    @property
    def next_stage(self) -> Stage | None:
        return next((step.stage for step in self.steps if step.state == "next"), None)

    @property
    def evidence_lines(self) -> list[StageStep]:
        return [step for step in self.steps if step.change]

    @property
    def counted(self) -> list[Milestone]:
        return [row for row in self.milestones if row.state != MilestoneState.DROPPED]

    @property
    def reached(self) -> int:
        return sum(row.state == MilestoneState.ACCEPTED for row in self.milestones)

    @property
    def owners(self) -> list[tuple[str, str]]:
        """Who can look after a milestone: public id and name."""
        return [(row.user.public_id, row.user.shown_name) for row in self.members]

    @property
    def zone(self) -> str:
        return self.project.cohort.sprint.timezone

    @property
    def is_active(self) -> bool:
        return self.project.state == ProjectState.ACTIVE


def project_desk(project: Project, viewer: User) -> ProjectDesk:
    can_work, can_guide = (rule.test(viewer, project) for rule in (rules.can_work_on_project, rules.can_guide_project))
    return ProjectDesk(
        project=project,
        steps=stage_steps(project),
        milestones=list(milestones_of(project)),
        reports=list(reports_of(project, viewer)),
        members=list(TeamMember.objects.filter(team_id=project.team_id, left_at=None).select_related("user")),
        can_work=can_work,
        can_guide=can_guide,
    )


def stage_steps(project: Project) -> list[StageStep]:
    changes = {change.from_stage: change for change in project.stage_changes.select_related("decided_by")}
    order = list(Stage)
    now = order.index(Stage(project.stage))
    words = {-1: "done", 0: "now", 1: "next"}
    return [
        StageStep(stage, words[(place > now) - (place < now)], changes.get(stage.value))
        for place, stage in enumerate(order)
    ]
