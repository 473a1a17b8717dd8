from datetime import date
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid
from backend.core.outbox import outbox_add
from backend.core.transitions import transition
from programmes.enums import MilestoneState
from programmes.events import MilestoneAccepted, MilestoneReturned, MilestoneSubmitted
from programmes.models import Milestone, Project, TeamMember
from programmes.services.changing import text_as, texts_among, write_changes
from programmes.services.projects import project_in_work

SETTLED = (MilestoneState.ACCEPTED, MilestoneState.DROPPED)


class MilestoneChanges(TypedDict, total=False):
    title: str
    description: str
    due_on: date
    owner: User | None


@transaction.atomic
def milestone_add(
    *,
    actor: User | None,
    project: Project,
    title: str,
    due_on: date,
    description: str = "",
    owner: User | None = None,
) -> Milestone:
    """Plan a milestone. Raises Conflict, Invalid."""
    project = project_in_work(project)
    _check_owner(project, owner)
    texts = texts_among(Milestone, {"title": title, "description": description})
    milestone = Milestone.objects.create(project=project, due_on=due_on, owner=owner, **texts)
    audit_add(actor=actor, action="programmes.milestone.planned", row=milestone)
    return milestone


@transaction.atomic
def milestone_update(*, actor: User | None, milestone: Milestone, **changes: Unpack[MilestoneChanges]) -> Milestone:
    """Change what is given, until it is accepted or dropped. Raises Conflict, Invalid."""
    project = project_in_work(milestone.project)
    milestone.refresh_from_db()
    if milestone.state in SETTLED:
        raise Conflict(_("This milestone is settled."), code="wrong_state")
    if "owner" in changes:
        _check_owner(project, changes["owner"])
    write_changes(milestone, texts_among(Milestone, dict(changes)), actor=actor, action="programmes.milestone_updated")
    return milestone


@transaction.atomic
def milestone_start(*, actor: User | None, milestone: Milestone) -> Milestone:
    """Say that work on it has begun. Raises Conflict."""
    project_in_work(milestone.project)
    return transition(milestone, to=MilestoneState.IN_PROGRESS, actor=actor)


@transaction.atomic
def milestone_submit(*, actor: User | None, milestone: Milestone, evidence: str) -> Milestone:
    """Show that it is reached; coaches and organisers are told. Raises Conflict, Invalid."""
    project_in_work(milestone.project)
    text = text_as("evidence", Milestone, "evidence", evidence, missing=_("Please say what shows it."))
    milestone.refresh_from_db()
    if milestone.state != MilestoneState.SUBMITTED:
        changes = {"evidence": text, "review_note": ""}
        transition(milestone, to=MilestoneState.SUBMITTED, actor=actor, changes=changes)
        outbox_add(MilestoneSubmitted(milestone_id=milestone.pk))
    return milestone


@transaction.atomic
def milestone_accept(*, actor: User | None, milestone: Milestone) -> Milestone:
    """Confirm that it is reached; the team is told. Raises Conflict."""
    project_in_work(milestone.project)
    milestone.refresh_from_db()
    if milestone.state != MilestoneState.ACCEPTED:
        transition(milestone, to=MilestoneState.ACCEPTED, actor=actor)
        outbox_add(MilestoneAccepted(milestone_id=milestone.pk))
    return milestone


@transaction.atomic
def milestone_return(*, actor: User | None, milestone: Milestone, reason: str) -> Milestone:
    """Send a submitted milestone back to work; the team is told what is missing. Repeating it changes nothing.

    Raises Conflict unless it was submitted, Invalid.
    """
    project_in_work(milestone.project)
    text = text_as("reason", Milestone, "review_note", reason, missing=_("Please say what is missing."))
    milestone.refresh_from_db()
    if milestone.state == MilestoneState.PLANNED:
        raise Conflict(_("This step is not possible any more, or not yet."), code="wrong_state")
    if milestone.state != MilestoneState.IN_PROGRESS:
        changes, about = {"review_note": text}, milestone.owner
        transition(milestone, to=MilestoneState.IN_PROGRESS, actor=actor, reason=text, subject=about, changes=changes)
        outbox_add(MilestoneReturned(milestone_id=milestone.pk))
    return milestone


@transaction.atomic
def milestone_drop(*, actor: User | None, milestone: Milestone, reason: str = "") -> Milestone:
    """Give a milestone up; it stays visible as dropped. Raises Conflict once it is accepted."""
    project_in_work(milestone.project)
    return transition(milestone, to=MilestoneState.DROPPED, actor=actor, reason=reason, subject=milestone.owner)


def _check_owner(project: Project, owner: User | None) -> None:
    if owner and not TeamMember.objects.filter(team_id=project.team_id, user=owner, left_at=None).exists():
        raise Invalid({"owner": _("Please choose somebody of the team.")})
