"""Money that was paid out and lost its pledge: two managers decide who carries it, and book what is paid back."""

from django.db import transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid
from backend.core.outbox import outbox_add
from funding.domain.book_events import Burden
from funding.domain.book_events import BurdenDecided as Decided
from funding.enums import CauseKind, FundState, MatchState, ProposalKind
from funding.events_of_funds import BurdenDecided
from funding.models import FundProposal, Match
from funding.selectors.locks import campaign_positions_of_match_for_update
from funding.services.book_matches import Cause
from funding.services.claims import claim_paid
from funding.services.decided import require_decided
from funding.services.journal import match_tell


def burden_checked(*, match: Match, burden: str) -> int:
    """Return the amount that the decision is about, in minor units.

    The fund may bear what is open and waive what it claims; only what is open can be claimed. Raises Invalid, Conflict
    (nothing to decide).
    """
    if burden not in list(Burden):
        raise Invalid({"burden": _("Please choose one of the offered values.")})
    amount = match.open_minor + (match.claim_minor if burden == Burden.BEAR else 0)
    if amount == 0 or match.state != MatchState.PAID:
        raise Conflict(_("There is nothing to decide about this match."), code="nothing_to_decide")
    return amount


@transaction.atomic
def burden_decide(*, proposal: FundProposal, actor: User) -> Match:
    """Let the fund bear it, or claim it back from the project, as two managers have decided; the project is told.

    Locks campaign, positions, match, the fund's book last. Raises Conflict (another sum is without a pledge by now).
    """
    match = _locked(proposal, ProposalKind.BURDEN)
    burden = Burden(proposal.payload["burden"])
    if burden_checked(match=match, burden=burden) != proposal.amount_minor:
        raise Conflict(_("Another sum is concerned by now. Please propose it anew."), code="burden_changed")
    facts = {"amount_minor": proposal.amount_minor, "burden": str(burden)}
    audit_add(actor=actor, action="funding.burden_decided", row=match, facts=facts)
    outbox_add(BurdenDecided(proposal_id=proposal.pk))
    told = Decided(at=clock.now(), match=match.book_name, burden=burden)
    match_tell(match, match.position, told, Cause(CauseKind.BURDEN, proposal.public_id), actor=actor)
    match.refresh_from_db()
    return match


def repayment_checked(*, match: Match, amount_minor: int) -> int:
    """Return the amount if the fund claims as much and can take it. Raises Invalid, Conflict."""
    if match.claim_minor == 0 or match.state != MatchState.PAID:
        raise Conflict(_("Nothing is claimed back because of this match."), code="nothing_claimed")
    if match.position.fund.state == FundState.CLOSED:
        raise Conflict(_("This fund is closed."), code="fund_closed")
    if not 0 < amount_minor <= match.claim_minor:
        text = _("Please name an amount above zero and at most what is claimed.")
        raise Invalid({"amount_minor": text}, claimed_minor=match.claim_minor)
    return amount_minor


@transaction.atomic
def repayment_book(*, proposal: FundProposal, actor: User) -> Match:
    """Book what a project has paid back, as two managers have seen it: the money is free in the fund again.

    Locks campaign, positions, match, the fund's book last. Raises Conflict, Invalid (less is claimed by now).
    """
    match = _locked(proposal, ProposalKind.REPAYMENT)
    repayment_checked(match=match, amount_minor=proposal.amount_minor)
    facts = {"amount_minor": proposal.amount_minor}
    audit_add(actor=actor, action="funding.claim_repaid", row=match, facts=facts)
    claim_paid(match, match.position, proposal.amount_minor, ref=proposal.public_id)
    match.refresh_from_db()
    return match


def _locked(proposal: FundProposal, kind: ProposalKind) -> Match:
    require_decided(proposal.fund, kind, proposal)
    key = Match.objects.filter(public_id=proposal.subject_ref).values_list("pk", flat=True).get()
    return campaign_positions_of_match_for_update(key)
