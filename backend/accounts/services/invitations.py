"""Who is asked into an organisation, and what they answer.

Belonging to an organisation closes reviews and approvals of one's colleagues' teams to a person. So nobody is put into
one by others: an owner or a manager asks, and only the person says yes. Locks stand in `memberships`.
"""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.accounts import rules
from backend.accounts.enums import InvitationState
from backend.accounts.events import InvitationCreated
from backend.accounts.models import Invitation, Membership, Organisation, User
from backend.accounts.services.memberships import (
    membership_admit,
    people_and_organisation_lock,
    require_right,
    require_role,
)
from backend.core.audit import audit_add
from backend.core.errors import Conflict
from backend.core.outbox import outbox_add
from backend.core.predicates import require
from backend.core.transitions import transition


@transaction.atomic
def invitation_create(*, actor: User, organisation: Organisation, user: User, role: str) -> Invitation:
    """Ask `user` into the organisation and tell them. An open invitation to the same role is returned as it is.

    Owners invite to every role, managers to all but that of an owner. Locks both people, since the row names both, and
    the organisation. Raises Invalid, NotAllowed, and Conflict: `member_already` if the person is in, whatever the role,
    `invited_already` if another role is offered, `person_gone` if the account was erased meanwhile.
    """
    require_role(role)
    people_and_organisation_lock(user, actor, organisation=organisation)
    require_right(actor, organisation, role)
    if Membership.objects.filter(organisation=organisation, user=user).exists():
        raise Conflict(
            _("This person is in the organisation already. Change the role in the list."), code="member_already"
        )
    waiting = Invitation.objects.filter(organisation=organisation, user=user, state=InvitationState.OPEN).first()
    if waiting is not None and waiting.role != role:
        raise Conflict(
            _("This person is invited with another role. Withdraw that invitation first."), code="invited_already"
        )
    if waiting is not None:
        return waiting
    row = Invitation.objects.create(organisation=organisation, user=user, role=role, invited_by=actor)
    audit_add(actor=actor, action="accounts.invitation.open", row=row, facts=_facts(row))
    outbox_add(InvitationCreated(invitation_id=row.pk))
    return row


@transaction.atomic
def invitation_accept(*, actor: User, invitation: Invitation) -> Invitation:
    """Say yes, and be in the organisation; who is in it already keeps the role.

    Repeating it changes nothing, also for who has left again meanwhile. Locks the person and the organisation. Raises
    NotAllowed, and Conflict: `wrong_state` once it is declined or withdrawn, `person_gone`.
    """
    _hold(invitation)
    require(rules.is_invited, actor, invitation)
    if invitation.state != InvitationState.ACCEPTED:
        transition(invitation, to=InvitationState.ACCEPTED, actor=actor, facts=_facts(invitation))
        membership_admit(organisation=invitation.organisation, user=actor, role=invitation.role)
    return invitation


@transaction.atomic
def invitation_decline(*, actor: User, invitation: Invitation) -> Invitation:
    """Say no; repeating it changes nothing. Locks and raises as `invitation_accept`."""
    _hold(invitation)
    require(rules.is_invited, actor, invitation)
    return transition(invitation, to=InvitationState.DECLINED, actor=actor, facts=_facts(invitation))


@transaction.atomic
def invitation_withdraw(*, actor: User, invitation: Invitation) -> Invitation:
    """Take an invitation back, for whoever may give its role; repeating it changes nothing.

    Locks the person and the organisation. Raises NotAllowed, and Conflict: `wrong_state` once it is answered,
    `person_gone`.
    """
    _hold(invitation)
    require_right(actor, invitation.organisation, invitation.role)
    return transition(invitation, to=InvitationState.WITHDRAWN, actor=actor, facts=_facts(invitation))


def invitations_end(*, user: User, deserted: Sequence[Organisation]) -> None:
    """Forget the invitations of a person who leaves for good, and take back those of organisations that nobody is in
    any more: who said yes would be alone there, without an owner.

    The caller holds the locks of the person and of the `deserted` organisations.
    """
    meant = Q(user=user) | Q(organisation__in=deserted, state=InvitationState.OPEN)
    for row in Invitation.objects.filter(meant).order_by("pk").select_for_update():
        if row.user_id == user.pk:
            row.delete()
        else:
            transition(row, to=InvitationState.WITHDRAWN, actor=None, facts=_facts(row))


def _hold(invitation: Invitation) -> None:
    """Lock whom and what it is about; only then its state holds still."""
    people_and_organisation_lock(invitation.user, organisation=invitation.organisation)
    invitation.refresh_from_db()


def _facts(row: Invitation) -> dict[str, str]:
    return {"organisation": str(row.organisation.public_id), "user": str(row.user.public_id), "role": row.role}
