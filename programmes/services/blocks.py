"""Keeping somebody out of a sprint. Locks the sprint, so that nobody registers or founds a team meanwhile."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core.audit import audit_add
from backend.core.errors import Conflict
from backend.core.outbox import outbox_add
from backend.core.transitions import transition
from programmes.domain.limits import BAD_FAITH_TO_BLOCK
from programmes.enums import BlockKind, BlockState, ProgrammeRoleKind, RegistrationState
from programmes.events_of_moderation import SprintBlocked, SprintBlockLifted
from programmes.models import ProgrammeRole, Registration, Sprint, SprintBlock, TeamMember
from programmes.selectors.abuse import bad_faith_count, block_for_update
from programmes.selectors.sprints import sprint_for_update
from programmes.services.changing import require_among, text_as
from programmes.services.registrations import registration_cancel
from programmes.services.teams import team_member_expel


@transaction.atomic
def block_create(
    *, actor: User, sprint: Sprint, user: User, reason: str, kind: str = BlockKind.TAKING_PART
) -> SprintBlock:
    """Keep `user` from taking part in a sprint, or from reporting texts in it; they are told, with the reason.

    Who may not take part loses place and teams at once; what they have handed in with others stays. Only who has
    reported in bad faith repeatedly is kept from reporting. Locks the sprint, then teams and registration. Repeating it
    returns the first. Raises Conflict (`organises`, `not_repeated`), Invalid.
    """
    require_among("kind", [kind], BlockKind.values)
    reason = text_as("reason", SprintBlock, "reason", reason, missing=_("Please say why."))
    sprint = sprint_for_update(sprint.pk)
    found = SprintBlock.objects.filter(sprint=sprint, user=user, kind=kind, state=BlockState.ACTIVE).first()
    if found is not None:
        return found
    roles = ProgrammeRole.objects.filter(programme=sprint.programme_id, user=user, role=ProgrammeRoleKind.ORGANISER)
    if roles.exists():
        raise Conflict(_("Whoever organises the programme cannot be blocked."), code="organises")
    if kind == BlockKind.REPORTING and bad_faith_count(sprint, user) < BAD_FAITH_TO_BLOCK:
        raise Conflict(_("Only who has repeatedly reported in bad faith can be kept from it."), code="not_repeated")
    block = SprintBlock.objects.create(sprint=sprint, user=user, kind=kind, reason=reason, blocked_by=actor)
    facts = {"user": user.public_id, "kind": kind}
    audit_add(actor=actor, action="programmes.sprint_blocked", row=block, reason=reason, subject=user, facts=facts)
    if kind == BlockKind.TAKING_PART:
        _end_everything(actor, sprint, user)
    outbox_add(SprintBlocked(block_id=block.pk))
    return block


@transaction.atomic
def block_lift(*, actor: User, block: SprintBlock) -> SprintBlock:
    """Let somebody take part, or report, again; they are told. Places and teams do not come back by themselves."""
    block = block_for_update(block.pk)
    if block.state != BlockState.LIFTED:
        transition(block, to=BlockState.LIFTED, actor=actor, is_locked=True)
        outbox_add(SprintBlockLifted(block_id=block.pk))
    return block


def _end_everything(actor: User, sprint: Sprint, user: User) -> None:
    members = TeamMember.objects.filter(user=user, team__sprint=sprint, left_at=None).order_by("team_id")
    for member in members.select_related("team"):
        team_member_expel(actor=actor, member=member)
    registration = Registration.objects.filter(sprint=sprint, user=user).exclude(state=RegistrationState.CANCELLED)
    for row in registration:
        # The notice of the block says it; a second one would say less.
        registration_cancel(actor=None, registration=row)
