"""Divisions of a fund's money in one batch: asked for by a manager, computed by a worker, decided by two people."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict
from backend.core.outbox import outbox_add
from backend.core.predicates import require
from backend.core.runs import is_given_up
from backend.core.transitions import transition
from funding.domain.book_events import Allocated
from funding.enums import AllocationState, CauseKind, ProposalKind, ProposalState
from funding.events import AllocationAsked, AllocationCommitted
from funding.models import AllocationRun, Fund, FundCampaign, FundProposal
from funding.rules import can_manage_fund
from funding.selectors.allocations import STUCK_AFTER, open_allocations
from funding.selectors.locks import campaign_for_update, positions_for_update, positions_of_fund_for_update
from funding.services.book import About, fund_tell
from funding.services.book_matches import Cause
from funding.services.book_wholes import wholes_follow
from funding.services.decided import require_decided


@transaction.atomic
def allocation_ask(*, fund: Fund, actor: User, position: FundCampaign | None = None) -> AllocationRun:
    """Ask what a division would give to whom: at the close, or at the success of the campaign of `position`.

    A worker computes it; nothing is decided. What was computed earlier and nobody has proposed is put aside. Locks the
    fund. Raises NotAllowed, Conflict (its moment has not come, it has been carried out, it is being computed, or a
    proposal about it waits).
    """
    require(can_manage_fund, actor, fund)
    row = Fund.objects.select_for_update(no_key=True).get(pk=fund.pk)
    wanted = position.pk if position else None
    committed = AllocationRun.objects.filter(fund=row, position=wanted, state=AllocationState.COMMITTED)
    if committed.exists():
        raise Conflict(_("This has been divided already."), code="allocated_already")
    places = {one.position.pk if one.position else None: one.run for one in open_allocations(row)}
    if wanted not in places:
        raise Conflict(_("There is nothing to divide yet, or nothing any more."), code="nothing_to_allocate")
    _put_aside(places[wanted], actor)
    try:
        with transaction.atomic():
            run = AllocationRun.objects.create(fund=row, position=position, requested_by=actor)
    except IntegrityError as error:
        raise Conflict(_("This is being computed already."), code="allocation_computing") from error
    audit_add(actor=actor, action="funding.allocation_asked", row=run)
    outbox_add(AllocationAsked(run_id=run.pk), dedupe_key=str(run.pk))
    return run


def _put_aside(known: AllocationRun | None, actor: User) -> None:
    if known is None:
        return
    waits = FundProposal.objects.filter(
        kind=ProposalKind.ALLOCATION, subject_ref=known.public_id, state=ProposalState.PROPOSED
    )
    if waits.exists():
        text = _("A proposal about this waits for a decision. Please decline it before you compute anew.")
        raise Conflict(text, code="proposal_waits")
    if known.state == AllocationState.COMPUTING and not is_given_up(known, STUCK_AFTER):
        raise Conflict(_("This is being computed already."), code="allocation_computing")
    transition(known, to=AllocationState.DISCARDED, actor=actor)


def allocation_proposable(*, run: AllocationRun) -> None:
    """Raise Conflict unless the division is computed and stands for a decision."""
    if run.state == AllocationState.COMMITTED:
        raise Conflict(_("This has been divided already."), code="allocated_already")
    if run.state != AllocationState.READY:
        raise Conflict(_("Only what has been computed can be proposed."), code="allocation_not_ready")


@transaction.atomic
def allocation_commit(*, proposal: FundProposal, actor: User) -> AllocationRun:
    """Divide as two managers have decided: journal, matches, pots and ledger in one go, to the cent.

    Locks the campaigns that take part, the fund, the run; the book and the balances last. The book computes the
    division again. Tells `funding.allocation_committed`. Raises Conflict (carried out already, put aside, or the
    figures are others by now).
    """
    known = AllocationRun.objects.get(public_id=proposal.subject_ref, fund=proposal.fund_id)
    if known.position is None:
        positions = positions_of_fund_for_update(proposal.fund_id)
    else:
        campaign_for_update(known.position.campaign_id)
        positions = positions_for_update(known.position.campaign_id)
    fund = Fund.objects.select_for_update(no_key=True).get(pk=proposal.fund_id)
    run = AllocationRun.objects.select_for_update(no_key=True).get(pk=known.pk)
    require_decided(fund, ProposalKind.ALLOCATION, proposal, run.public_id)
    allocation_proposable(run=run)
    campaign = known.position.campaign.public_id if known.position else None
    about = About(positions=[row for row in positions if row.fund_id == fund.pk and row.book is not None])
    event = Allocated(at=clock.now(), campaign=campaign, shares=run.shares, people=run.groups)
    cause = Cause(CauseKind.ALLOCATION, run.public_id)
    fund_tell(fund_id=fund.pk, event=event, cause=cause, about=about, actor=actor)
    for row in about.positions:
        if row.book and row.book["frozen"]:
            wholes_follow(row, cause)
    facts = {"amount_minor": run.amount_minor, "proposal": proposal.public_id}
    transition(run, to=AllocationState.COMMITTED, actor=actor, changes={"proposal": proposal}, facts=facts)
    outbox_add(AllocationCommitted(run_id=run.pk))
    return run
