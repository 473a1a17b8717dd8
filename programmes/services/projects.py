from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core.audit import audit_add
from backend.core.errors import Conflict
from backend.core.outbox import outbox_add
from backend.core.transitions import transition
from programmes.enums import ProjectState, Stage
from programmes.events import StageAdvanced
from programmes.models import Project, StageChange
from programmes.selectors.projects import project_for_update
from programmes.services.changing import text_as, texts_among, write_changes


class ProjectChanges(TypedDict, total=False):
    title: str
    summary: str
    language: str


def project_in_work(project: Project) -> Project:
    """Lock the project. Raises Conflict unless it is in progress."""
    project = project_for_update(project.pk)
    if project.state != ProjectState.ACTIVE:
        raise Conflict(_("This project has ended."), code="wrong_state")
    return project


@transaction.atomic
def project_update(*, actor: User | None, project: Project, **changes: Unpack[ProjectChanges]) -> Project:
    """Change what is given. Raises Conflict, Invalid."""
    project = project_in_work(project)
    write_changes(project, texts_among(Project, dict(changes)), actor=actor, action="programmes.project_updated")
    return project


@transaction.atomic
def stage_advance(*, actor: User | None, project: Project, evidence: str, to: str | None = None) -> StageChange:
    """Let the project pass to its next stage because of `evidence`; the team is told.

    `to` names the stage that is meant: if the project is there already (a double click) nothing changes. Raises
    Conflict at the last stage, Invalid.
    """
    project = project_in_work(project)
    reached = project.stage_changes.filter(to_stage=to).first() if to else None
    if reached is not None:
        return reached
    stages = list(Stage)
    position = stages.index(Stage(project.stage))
    if position + 1 == len(stages) or (to is not None and to != stages[position + 1]):
        raise Conflict(_("The project cannot go to this stage from where it is."), code="wrong_state")
    text = text_as("evidence", StageChange, "evidence", evidence, missing=_("Please say what shows it."))
    change = StageChange.objects.create(
        project=project,
        from_stage=stages[position],
        to_stage=stages[position + 1],
        evidence=text,
        decided_by=actor,
    )
    project.stage = stages[position + 1]
    project.save(update_fields=["stage", "updated_at"])
    facts = {"from": change.from_stage, "to": change.to_stage}
    audit_add(actor=actor, action="programmes.stage_advanced", row=project, facts=facts)
    outbox_add(StageAdvanced(stage_change_id=change.pk))
    return change


@transaction.atomic
def project_complete(*, actor: User | None, project: Project) -> Project:
    """Say that the project has reached what it set out for; repeating it changes nothing."""
    return transition(project, to=ProjectState.COMPLETED, actor=actor)


@transaction.atomic
def project_stop(*, actor: User | None, project: Project, reason: str) -> Project:
    """End the project before its time; repeating it changes nothing."""
    return transition(project, to=ProjectState.STOPPED, actor=actor, reason=reason)
