"""Write-offs: what a campaign owes after money had to go back, and will not bring."""

from django.db import transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid
from backend.core.money import Money
from backend.core.outbox import outbox_add
from funding.enums import ProposalKind
from funding.events import DebtWrittenOff
from funding.ledger.balances import sums_of
from funding.ledger.enums import PLATFORM, AccountKind, PostingKind
from funding.ledger.posting import AccountName, Move, ledger_post
from funding.models import Campaign, FundProposal
from funding.selectors.locks import campaign_for_update
from funding.services.decided import require_decided


def write_off_checked(*, campaign: Campaign, amount_minor: int) -> int:
    """Return the amount if the campaign owes as much. Raises Invalid, Conflict (it owes nothing)."""
    owed = _owed(campaign)
    if owed == 0:
        raise Conflict(_("This campaign owes nothing."), code="nothing_owed")
    if not 0 < amount_minor <= owed:
        raise Invalid(
            {"amount_minor": _("Please name an amount above zero and at most what is owed.")}, owed_minor=owed
        )
    return amount_minor


@transaction.atomic
def debt_write_off(*, campaign: Campaign, proposal: FundProposal, actor: User) -> Campaign:
    """Let the platform bear what the campaign will not bring, as it was decided. Locks the campaign.

    What the campaign has earned meanwhile counts: no more than it owes now is written off. Raises Conflict.
    """
    require_decided(proposal.fund, ProposalKind.WRITE_OFF, proposal, campaign.public_id)
    locked = campaign_for_update(campaign.pk)
    if _owed(locked) < proposal.amount_minor:
        raise Conflict(_("The campaign owes less by now. Please propose it anew."), code="owes_less")
    audit_add(
        actor=actor, action="funding.debt_written_off", row=proposal, facts={"amount_minor": proposal.amount_minor}
    )
    outbox_add(DebtWrittenOff(proposal_id=proposal.pk))
    ledger_post(
        kind=PostingKind.DEBT_WRITTEN_OFF,
        key=f"write_off:{proposal.public_id}",
        reference=proposal.public_id,
        entries=[
            Move(
                debit=AccountName(AccountKind.PLATFORM_COSTS, PLATFORM),
                credit=AccountName(AccountKind.CAMPAIGN_DEBT, locked.public_id),
                money=Money(proposal.amount_minor, locked.currency),
            )
        ],
    )
    return locked


def _owed(campaign: Campaign) -> int:
    sums = sums_of(AccountKind.CAMPAIGN_DEBT, campaign.public_id, campaign.currency)
    return sums.debits_posted - sums.credits_posted
