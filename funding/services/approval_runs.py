"""One approval for all matches that meet a filter: given once, noted by a worker in pieces, each match by itself."""

from django.db import transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid, LimitReached, NotAllowed
from backend.core.failpoints import declare, failpoint
from backend.core.outbox import outbox_add
from backend.core.predicates import require
from backend.core.transitions import transition
from funding.enums import ApprovalRunState, LeftReason
from funding.events import ApprovalsDue
from funding.events_of_funds import ApprovalsEnded
from funding.models import ApprovalItem, ApprovalRun, Fund
from funding.rules import can_manage_fund
from funding.selectors.approvals import Waiting, Wanted, approvals_wanted, items_to_do, matches_of
from funding.services.approvals import NOTE_MAX
from funding.services.approvals_bulk import Approval, match_approve_each

PIECE = 10
"""Matches in one transaction: their campaigns are locked together, so pledges to them wait as long."""
MATCHES_MAX = 20_000
IN_A_PIECE = declare("approvals.in_a_piece")


@transaction.atomic
def approvals_start(
    *, fund: Fund, actor: User, wanted: Wanted, note: str = "", seen: Waiting | None = None
) -> ApprovalRun:
    """Approve, in `actor`'s name, every match that waits for `actor` now and meets the filter; a worker does it.

    Locks the fund, so that one person has one under way. `seen` is what `actor` was shown; if the queue is another by
    now, nothing is begun. Tells ApprovalsDue. Raises NotAllowed, Invalid (nothing waits), Conflict (`queue_changed`,
    `approvals_running`), LimitReached.
    """
    require(can_manage_fund, actor, fund)
    row = Fund.objects.select_for_update(no_key=True).get(pk=fund.pk)
    _refuse_second(row, actor)
    found = matches_of(approvals_wanted(actor, row, wanted), MATCHES_MAX)
    if not found:
        raise Invalid(message=_("No match waits for your approval here."))
    if len(found) > MATCHES_MAX:
        text = _("At most %(most)s matches at a time: please choose fewer.") % {"most": MATCHES_MAX}
        raise LimitReached(text)
    waiting = Waiting(len(found), sum(amount for _key, amount in found))
    if seen is not None and seen != waiting:
        text = _("The queue has changed since you looked at it. Please look at it once more.")
        raise Conflict(text, code="queue_changed", count=waiting.count, amount_minor=waiting.amount_minor)
    run = ApprovalRun.objects.create(
        fund=row,
        requested_by=actor,
        wanted=wanted.data,
        note=note[:NOTE_MAX],
        total=waiting.count,
        amount_minor=waiting.amount_minor,
    )
    items = [ApprovalItem(run=run, match_id=key, amount_minor=amount) for key, amount in found]
    ApprovalItem.objects.bulk_create(items, batch_size=2_000)
    facts = {"matches": waiting.count, "amount_minor": waiting.amount_minor}
    audit_add(actor=actor, action="funding.approvals_started", row=run, facts=facts)
    _go_on(run)
    return run


def _refuse_second(fund: Fund, actor: User) -> None:
    if ApprovalRun.objects.filter(fund=fund, requested_by=actor, state=ApprovalRunState.RUNNING).exists():
        text = _("Your approvals of this fund are being noted already. Please wait until that is done, or stop it.")
        raise Conflict(text, code="approvals_running")


def _go_on(run: ApprovalRun) -> None:
    outbox_add(ApprovalsDue(run_id=run.pk, piece=run.pieces), dedupe_key=f"{run.pk}:{run.pieces}")


def _tell_end(run: ApprovalRun) -> None:
    """Once for each end: who goes on after a stop is told of the next one, too."""
    outbox_add(ApprovalsEnded(run_id=run.pk), dedupe_key=f"{run.pk}:{run.pieces}")


@transaction.atomic
def approvals_piece(*, run_id: int, piece: int) -> None:
    """Note the next few, and ask for the piece after it, all in one transaction: what is interrupted was not begun.

    A match that is another one by now (its amount, its state, who belongs to its project) is left as it is, with the
    reason. Locks the run, so that of two workers with the same message the second finds it done; then as
    `match_approve_each`. A message of a piece that is past does nothing. The last one tells ApprovalsEnded.
    """
    run = ApprovalRun.objects.select_for_update(no_key=True, of=("self",)).select_related("requested_by").get(pk=run_id)
    if run.state != ApprovalRunState.RUNNING or run.pieces != piece:
        return
    items = items_to_do(run, PIECE)
    amounts = {item.match_id: item.amount_minor for item in items}
    matches = [item.match for item in items]
    results = match_approve_each(matches=matches, actor=run.requested_by, note=run.note, amounts=amounts)
    _keep(run, items, results)
    failpoint(IN_A_PIECE)
    if run.noted + run.left < run.total:
        run.pieces += 1
        run.save(update_fields=["noted", "noted_minor", "left", "pieces", "updated_at"])
        _go_on(run)
        return
    counts = {"noted": run.noted, "noted_minor": run.noted_minor, "left": run.left}
    transition(run, to=ApprovalRunState.DONE, actor=None, changes={**counts, "done_at": clock.now()})
    _tell_end(run)


def _keep(run: ApprovalRun, items: list[ApprovalItem], results: list[Approval]) -> None:
    noted = []
    for item, one in zip(items, results, strict=True):
        if one.refusal is None:
            noted.append(item)
            continue
        code = one.refusal.code
        item.reason = LeftReason(code) if code in LeftReason.values else LeftReason.OTHER
    left = [item for item in items if item.reason]
    ApprovalItem.objects.bulk_update(left, ["reason"])
    ApprovalItem.objects.filter(pk__in=[item.pk for item in noted]).delete()
    run.noted += len(noted)
    run.noted_minor += sum(item.amount_minor for item in noted)
    run.left += len(left)


@transaction.atomic
def approvals_stop(*, run: ApprovalRun, actor: User) -> ApprovalRun:
    """Stop after the piece that is under way; what is noted stays. Any manager may.

    Tells ApprovalsEnded if it is another one's: whose it is knows what they do. Raises NotAllowed, Conflict.
    """
    require(can_manage_fund, actor, run)
    row = transition(run, to=ApprovalRunState.STOPPED, actor=actor)
    if row.requested_by_id != actor.pk:
        _tell_end(row)
    return row


@transaction.atomic
def approvals_resume(*, run: ApprovalRun, actor: User) -> ApprovalRun:
    """Go on where it was stopped: only whose approvals they are. Locks the fund, as its start does.

    Raises NotAllowed, Conflict (it is done, or another one runs).
    """
    require(can_manage_fund, actor, run)
    if run.requested_by_id != actor.pk:
        raise NotAllowed(_("Only whose approvals they are goes on with them."), code="four_eyes")
    fund = Fund.objects.select_for_update(no_key=True).get(pk=run.fund_id)
    row = ApprovalRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    if row.state == ApprovalRunState.RUNNING:
        return row
    _refuse_second(fund, actor)
    transition(row, to=ApprovalRunState.RUNNING, actor=actor, changes={"pieces": row.pieces + 1})
    _go_on(row)
    return row
