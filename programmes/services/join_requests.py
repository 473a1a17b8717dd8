"""Asking for a place in a team, and the answers. Everything here holds the lock of the team first."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid
from backend.core.outbox import outbox_add
from backend.core.text import clean_for
from backend.core.transitions import transition
from programmes.enums import Feature, JoinRequestState, OpenRoleState
from programmes.events import JoinAccepted, JoinDeclined, JoinRequested
from programmes.models import JoinRequest, OpenRole, Team, TeamMember
from programmes.selectors.teams import team_for_update
from programmes.services.gates import require_feature, require_place
from programmes.services.teams import require_free_place, require_living, team_member_add


@transaction.atomic
def join_request_create(*, actor: User, team: Team, motivation: str, role: OpenRole | None = None) -> JoinRequest:
    """Ask for a place in `team`, whose leads are told. A request that waits already is returned as it is.

    Raises Conflict (`phase_closed`, `not_registered`, `already_member`), LimitReached (`team_full`), Invalid.
    """
    team = team_for_update(team.pk)
    waiting = JoinRequest.objects.filter(team=team, user=actor, state=JoinRequestState.PENDING).first()
    if waiting is not None:
        return waiting
    require_feature(team.sprint, Feature.JOIN_TEAM)
    require_place(actor, team.sprint)
    require_living(team)
    if TeamMember.objects.filter(team=team, user=actor, left_at=None).exists():
        raise Conflict(_("You are in this team already."), code="already_member")
    require_free_place(team, actor)
    if role is not None and (role.team_id != team.pk or role.state != OpenRoleState.OPEN):
        raise Invalid({"role": _("The team does not look for this role any more.")})
    values = clean_for(JoinRequest, {"motivation": motivation})
    request = JoinRequest.objects.create(team=team, user=actor, role=role, **values)
    audit_add(actor=actor, action="programmes.joinrequest.pending", row=request)
    outbox_add(JoinRequested(join_request_id=request.pk))
    return request


@transaction.atomic
def join_request_accept(*, actor: User | None, join_request: JoinRequest, answer: str = "") -> JoinRequest:
    """Take the person into the team and tell them; repeating it changes nothing.

    Raises Conflict (`phase_closed`, `wrong_state`, `not_registered`), LimitReached (`team_full`), Invalid.
    """
    team = team_for_update(join_request.team_id)
    join_request.refresh_from_db()
    if join_request.state == JoinRequestState.ACCEPTED:
        return join_request
    require_feature(team.sprint, Feature.JOIN_TEAM)
    require_living(team)
    # The registration before the request, as in `registration_cancel`.
    require_place(join_request.user, team.sprint)
    _answer(join_request, JoinRequestState.ACCEPTED, actor, answer)
    team_member_add(team=team, user=join_request.user)
    if join_request.role is not None:
        _note_filled(join_request.role)
    outbox_add(JoinAccepted(join_request_id=join_request.pk))
    return join_request


@transaction.atomic
def join_request_decline(*, actor: User | None, join_request: JoinRequest, answer: str = "") -> JoinRequest:
    """Decline and tell the person; repeating it changes nothing. Raises Conflict, Invalid."""
    team_for_update(join_request.team_id)
    join_request.refresh_from_db()
    if join_request.state != JoinRequestState.DECLINED:
        _answer(join_request, JoinRequestState.DECLINED, actor, answer)
        outbox_add(JoinDeclined(join_request_id=join_request.pk))
    return join_request


@transaction.atomic
def join_request_withdraw(*, actor: User, join_request: JoinRequest) -> JoinRequest:
    """Take one's own request back; repeating it changes nothing. Raises Conflict once it is answered."""
    team_for_update(join_request.team_id)
    return transition(join_request, to=JoinRequestState.WITHDRAWN, actor=actor)


def _answer(join_request: JoinRequest, state: JoinRequestState, actor: User | None, answer: str) -> None:
    changes = {**clean_for(JoinRequest, {"answer": answer}), "answered_by": actor}
    transition(join_request, to=state, actor=actor, changes=changes)


def _note_filled(role: OpenRole) -> None:
    active = TeamMember.objects.filter(team_id=role.team_id, left_at=None).values("user_id")
    taken = role.join_requests.filter(state=JoinRequestState.ACCEPTED, user_id__in=active).count()
    if taken >= role.places and role.state == OpenRoleState.OPEN:
        transition(role, to=OpenRoleState.FILLED, actor=None)
