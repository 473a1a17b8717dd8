"""What two managers have decided, as the services that carry it out ask for it."""

from django.utils.translation import gettext as _

from backend.core.errors import Conflict
from funding.enums import ProposalKind, ProposalState
from funding.models import Fund, FundProposal


def require_decided(
    fund: Fund, kind: ProposalKind, proposal: FundProposal | None, subject_ref: str | None = None
) -> None:
    """Raise Conflict unless `proposal` is an approved one of this kind, for this fund and subject."""
    fits = (
        proposal is not None
        and proposal.state == ProposalState.APPROVED
        and (proposal.fund_id, proposal.kind) == (fund.pk, kind)
        and (subject_ref is None or proposal.subject_ref == subject_ref)
    )
    if not fits:
        raise Conflict(_("This needs the agreement of a second manager."), code="second_manager_needed")
