"""What one manager proposes and another one decides. What each kind does stands in `proposal_kinds`."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid, NotAllowed
from backend.core.outbox import outbox_add
from backend.core.predicates import require
from backend.core.transitions import transition
from funding.domain.texts import plain_line
from funding.enums import ProposalKind, ProposalState
from funding.events import ProposalDecided, ProposalMade
from funding.models import Fund, FundProposal
from funding.rules import can_manage_fund
from funding.selectors.deputies import acts_for
from funding.services.proposal_kinds import KINDS, Terms, one_is_enough

NOTE_MAX = 1_000


@transaction.atomic
def proposal_make(
    *,
    fund: Fund,
    kind: ProposalKind,
    actor: User,
    data: Mapping[str, Any] | None = None,
    note: str = "",
    acting_for: User | None = None,
) -> FundProposal:
    """Propose something about a fund; carry it out at once where one person is enough.

    That is so in a draft, for its rule, its money and its settings, and below the fund's own threshold for a deposit
    or a write-off. Otherwise the other managers are told, and one of them decides. Repeating one's own proposal
    returns it. Raises NotAllowed, Invalid, Conflict (it makes no sense now, or somebody else's waits already).
    """
    require(can_manage_fund, actor, fund)
    row = Fund.objects.get(pk=fund.pk)
    _deputy_check(row, actor, acting_for)
    terms = KINDS[kind].prepare(row, actor, dict(data or {}))
    proposal = FundProposal(
        fund=row,
        kind=kind,
        subject_ref=terms.subject_ref,
        payload=terms.payload,
        amount_minor=terms.amount_minor,
        note=plain_line(note)[:NOTE_MAX],
        proposed_by=actor,
        proposed_for=acting_for,
    )
    try:
        with transaction.atomic():
            proposal.save(force_insert=True)
    except IntegrityError as error:
        return _waiting(row, kind, terms, actor, error)
    facts = {"kind": str(kind), "amount_minor": terms.amount_minor, **_for(acting_for)}
    audit_add(actor=actor, action="funding.proposal_made", row=proposal, facts=facts)
    if acting_for is None and one_is_enough(row, kind, terms.amount_minor):
        return _approve(proposal, actor, acting_for=None, alone=True, note="")
    outbox_add(ProposalMade(proposal_id=proposal.pk))
    return proposal


def _waiting(fund: Fund, kind: ProposalKind, terms: Terms, actor: User, error: IntegrityError) -> FundProposal:
    waiting = FundProposal.objects.filter(
        fund=fund, kind=kind, subject_ref=terms.subject_ref, state=ProposalState.PROPOSED
    ).first()
    if waiting is None:
        raise error
    if waiting.proposed_by_id == actor.pk and waiting.payload == terms.payload:
        return waiting
    raise Conflict(
        _("A proposal about this waits for a decision already."),
        code="proposal_waits",
        proposal=waiting.public_id,
    )


@transaction.atomic
def proposal_approve(
    *, proposal: FundProposal, actor: User, note: str = "", acting_for: User | None = None
) -> FundProposal:
    """Agree as the second person, and carry it out in the same transaction. Whoever approves again changes nothing.

    Locks the proposal, then what it is about. Raises NotAllowed (who proposed it, or acts for who did; a trigger holds
    that), Conflict (decided otherwise, or no longer possible).
    """
    require(can_manage_fund, actor, proposal)
    row = _locked(proposal)
    if row.state == ProposalState.APPROVED:
        return row
    _deputy_check(row.fund, actor, acting_for)
    if {row.proposed_by_id, row.proposed_for_id} & {actor.pk, acting_for.pk if acting_for else 0}:
        raise NotAllowed(_("Whoever proposes something cannot agree to it."), code="four_eyes")
    return _approve(row, actor, acting_for=acting_for, alone=False, note=note)


def _approve(proposal: FundProposal, actor: User, *, acting_for: User | None, alone: bool, note: str) -> FundProposal:
    changes = {
        "decided_by": actor,
        "decided_for": acting_for,
        "decided_at": clock.now(),
        "alone": alone,
        "decision_note": plain_line(note)[:NOTE_MAX],
    }
    facts = {"kind": proposal.kind, "alone": alone, **_for(acting_for)}
    transition(proposal, to=ProposalState.APPROVED, actor=actor, reason=note, facts=facts, changes=changes)
    if not alone:
        outbox_add(ProposalDecided(proposal_id=proposal.pk))
    KINDS[ProposalKind(proposal.kind)].carry_out(proposal, actor)
    return proposal


@transaction.atomic
def proposal_decline(
    *, proposal: FundProposal, actor: User, reason: str = "", acting_for: User | None = None
) -> FundProposal:
    """Decline it with a reason; who has proposed it withdraws it, with or without one. Repeating changes nothing.

    Raises NotAllowed, Invalid, Conflict (approved already).
    """
    require(can_manage_fund, actor, proposal)
    row = _locked(proposal)
    _deputy_check(row.fund, actor, acting_for)
    own = bool({row.proposed_by_id, row.proposed_for_id} & {actor.pk, acting_for.pk if acting_for else 0})
    to = ProposalState.WITHDRAWN if own else ProposalState.DECLINED
    if row.state == to:
        return row
    if not own and not plain_line(reason):
        raise Invalid({"reason": _("Please give a reason: who proposed it reads it.")})
    changes = {
        "decided_by": actor,
        "decided_for": acting_for,
        "decided_at": clock.now(),
        "decision_note": plain_line(reason)[:NOTE_MAX],
    }
    facts = {"kind": row.kind, **_for(acting_for)}
    transition(row, to=to, actor=actor, reason=reason, facts=facts, changes=changes)
    outbox_add(ProposalDecided(proposal_id=row.pk))
    return row


def _locked(proposal: FundProposal) -> FundProposal:
    rows = FundProposal.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("fund").get(pk=proposal.pk)


def _deputy_check(fund: Fund, actor: User, acting_for: User | None) -> None:
    if acting_for is not None and not acts_for(fund, actor, acting_for):
        raise NotAllowed(_("This person has not named you as deputy for today."), code="no_deputy")


def _for(acting_for: User | None) -> dict[str, str]:
    return {"acted_for": str(acting_for.public_id)} if acting_for else {}
