"""Approval of matches: by two different managers of the fund, none of whom belongs to the project."""

from django.db import transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict, NotAllowed
from backend.core.outbox import outbox_add
from backend.core.predicates import holds
from funding.domain.book_events import Approved
from funding.enums import CauseKind, MatchState
from funding.events import MatchApproved, MatchFirstApproved
from funding.models import Match, MatchApproval
from funding.rules import can_approve_match
from funding.selectors.funds import is_waiting_for_success
from funding.selectors.locks import campaign_positions_of_match_for_update
from funding.services.book_matches import Cause
from funding.services.journal import match_tell

APPROVALS_NEEDED = 2
NOTE_MAX = 1_000


def match_approve(*, match: Match, actor: User, note: str = "", amount_minor: int | None = None) -> Match:
    """Add `actor`'s approval; with the second one the money leaves the pool for the campaign's approved money.

    Locks campaign, positions, match, the balances last. Approving twice with the same person changes nothing. Raises
    NotAllowed (no manager, or belongs to the project; triggers hold that, too), Conflict (not waiting for approval, or
    not with the `amount_minor` that was looked at, where that is named).
    """
    with transaction.atomic():
        locked = campaign_positions_of_match_for_update(match.pk)
        _check(locked, actor)
        if locked.approvals.filter(manager=actor).exists():
            return locked
        if locked.state != MatchState.CONFIRMED:
            raise Conflict(_("This match does not wait for an approval."), code="wrong_state", state=locked.state)
        if is_waiting_for_success(locked):
            text = _("The rule waits until the campaign has reached its goal and ended.")
            raise Conflict(text, code="not_successful")
        if amount_minor is not None and amount_minor != locked.amount_minor:
            raise Conflict(_("The amount of this match has changed meanwhile."), code="amount_changed")
        MatchApproval.objects.create(
            match=locked, manager=actor, amount_minor=locked.amount_minor, note=note[:NOTE_MAX]
        )
        audit_add(
            actor=actor, action="funding.match_approval_given", row=locked, facts={"amount_minor": locked.amount_minor}
        )
        if locked.approvals.count() < APPROVALS_NEEDED:
            outbox_add(MatchFirstApproved(match_id=locked.pk))
        else:
            _grant(locked, actor)
    return locked


def _check(match: Match, actor: User) -> None:
    if not holds(can_approve_match, actor, match):
        raise NotAllowed(
            _("Only managers of the fund who do not belong to the project approve its matches."), code="four_eyes"
        )


def _grant(match: Match, actor: User) -> None:
    cause = Cause(CauseKind.APPROVAL, actor.public_id)
    match_tell(match, match.position, Approved(at=clock.now(), match=match.book_name), cause, actor=actor)
    match.refresh_from_db()
    outbox_add(MatchApproved(match_id=match.pk))
