"""Many decisions at once: of what is ticked, or of all that waits and meets a filter, which a worker carries out."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid, LimitReached
from backend.core.outbox import outbox_add
from backend.core.transitions import transition
from programmes.enums import ChallengeState, ModerationAct, ModerationRunState
from programmes.events_of_moderation import ModerationDue
from programmes.models import Challenge, ModerationItem, ModerationRun, Sprint
from programmes.selectors.moderation import Wanted, challenges_wanted, items_to_do
from programmes.selectors.sprints import sprint_for_update
from programmes.services.challenges import challenge_accept, challenge_decline
from programmes.services.changing import require_among, text_as

PIECE: Final = 25
"""Challenges in one transaction: whoever changes one of them waits as long."""
AT_ONCE: Final = 50
"""Challenges that are decided while somebody waits for the page."""


@dataclass(frozen=True, slots=True)
class Decided:
    challenge: Challenge
    refusal: Conflict | None


def challenges_decide_each(
    *, actor: User, challenges: Sequence[Challenge], act: str, reason: str = ""
) -> list[Decided]:
    """Publish or decline each, with one reason for all, each in a transaction of its own; say which could not be.

    Who proposed them is told as by a single decision. Raises Invalid, LimitReached.
    """
    reason = _checked(act, reason)
    if not challenges:
        raise Invalid(message=_("Please tick at least one challenge."))
    if len(challenges) > AT_ONCE:
        raise LimitReached(_("Please do not take more than %(most)s at once.") % {"most": AT_ONCE}, most=AT_ONCE)
    return [_decided(actor, row, act, reason) for row in challenges]


@transaction.atomic
def moderation_start(
    *, actor: User, sprint: Sprint, wanted: Wanted, act: str, reason: str = "", seen: int | None = None
) -> ModerationRun:
    """Decide, in `actor`'s name, about every challenge that waits now and meets the filter; a worker does it.

    Locks the sprint, so that one is under way. `seen` is how many `actor` was shown; if they are others by now, nothing
    is begun. Raises Invalid (nothing waits), Conflict (`queue_changed`, `moderation_runs`).
    """
    reason = _checked(act, reason)
    sprint = sprint_for_update(sprint.pk)
    _refuse_second(sprint)
    keys = list(challenges_wanted(sprint, wanted).order_by("created_at", "id").values_list("pk", flat=True))
    if not keys:
        raise Invalid(message=_("No challenge waits here."))
    if seen is not None and seen != len(keys):
        text = _("The queue has changed since you looked at it. Please look at it once more.")
        raise Conflict(text, code="queue_changed", count=len(keys))
    run = ModerationRun.objects.create(
        sprint=sprint, requested_by=actor, act=act, reason=reason, wanted=asdict(wanted), total=len(keys)
    )
    ModerationItem.objects.bulk_create([ModerationItem(run=run, challenge_id=key) for key in keys], batch_size=2_000)
    facts: dict[str, Any] = {"act": act, "challenges": len(keys)}
    audit_add(actor=actor, action="programmes.moderation_started", row=run, facts=facts)
    _go_on(run)
    return run


@transaction.atomic
def moderation_piece(*, run_id: int, piece: int) -> None:
    """Decide about the next few, and ask for the piece after it, all in one transaction.

    What is not waiting any more is left as it is. Locks the run, so that of two workers with the same message the
    second finds it done. A message of a piece that is past does nothing.
    """
    rows = ModerationRun.objects.select_for_update(no_key=True, of=("self",)).select_related("requested_by")
    run = rows.get(pk=run_id)
    if run.state != ModerationRunState.RUNNING or run.pieces != piece:
        return
    items = items_to_do(run, PIECE)
    left = [item.pk for item in items if _decided(run.requested_by, item.challenge, run.act, run.reason).refusal]
    ModerationItem.objects.filter(pk__in=left).update(left=True)
    ModerationItem.objects.filter(pk__in=[item.pk for item in items]).exclude(pk__in=left).delete()
    run.decided += len(items) - len(left)
    run.left += len(left)
    if run.decided + run.left < run.total:
        run.pieces += 1
        run.save(update_fields=["decided", "left", "pieces", "updated_at"])
        _go_on(run)
        return
    changes = {"decided": run.decided, "left": run.left}
    transition(run, to=ModerationRunState.DONE, actor=None, changes=changes, is_locked=True)


@transaction.atomic
def moderation_stop(*, actor: User, run: ModerationRun) -> ModerationRun:
    """Stop after the piece that is under way; what is decided stays. Raises Conflict once it is done."""
    return transition(run, to=ModerationRunState.STOPPED, actor=actor)


@transaction.atomic
def moderation_resume(*, actor: User, run: ModerationRun) -> ModerationRun:
    """Go on where it was stopped. Locks the sprint, as its start does. Raises Conflict."""
    sprint = sprint_for_update(run.sprint_id)
    row = ModerationRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    if row.state == ModerationRunState.RUNNING:
        return row
    _refuse_second(sprint)
    transition(row, to=ModerationRunState.RUNNING, actor=actor, changes={"pieces": row.pieces + 1}, is_locked=True)
    _go_on(row)
    return row


def _checked(act: str, reason: str) -> str:
    require_among("act", [act], ModerationAct.values)
    if act == ModerationAct.PUBLISH:
        return ""
    return text_as("reason", Challenge, "decline_reason", reason, missing=_("Please say why."))


def _decided(actor: User, challenge: Challenge, act: str, reason: str) -> Decided:
    try:
        with transaction.atomic():
            _require_waiting(challenge)
            if act == ModerationAct.PUBLISH:
                challenge_accept(actor=actor, challenge=challenge)
            else:
                challenge_decline(actor=actor, challenge=challenge, reason=reason)
    except Conflict as error:
        return Decided(challenge, error)
    return Decided(challenge, None)


def _require_waiting(challenge: Challenge) -> None:
    """Somebody else may have decided otherwise meanwhile, or the same: neither is ours."""
    state = Challenge.objects.select_for_update(no_key=True).values_list("state", flat=True).get(pk=challenge.pk)
    if state != ChallengeState.PROPOSED:
        raise Conflict(_("It does not wait for a decision any more."), code="wrong_state", state=state)


def _refuse_second(sprint: Sprint) -> None:
    if ModerationRun.objects.filter(sprint=sprint, state=ModerationRunState.RUNNING).exists():
        text = _(
            "Decisions about this sprint are being carried out already. Please wait until that is done, or stop it."
        )
        raise Conflict(text, code="moderation_runs")


def _go_on(run: ModerationRun) -> None:
    outbox_add(ModerationDue(run_id=run.pk, piece=run.pieces), dedupe_key=f"{run.pk}:{run.pieces}")
