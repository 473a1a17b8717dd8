"""What two managers decide about a fund, for tests."""

from typing import Any

from backend.accounts.models import User
from funding.enums import ProposalKind
from funding.models import Deposit, Fund, FundManager, FundProposal, MatchingRule
from funding.services.proposals import proposal_approve, proposal_make


def decided(fund: Fund, kind: ProposalKind, **data: Any) -> FundProposal:
    """Proposed by the first manager, approved by the second; the fund is read anew."""
    first, second = managers_of(fund)[:2]
    proposal = proposal_make(fund=fund, kind=kind, actor=first, data=data)
    if proposal.state != "approved":
        proposal = proposal_approve(proposal=proposal, actor=second)
    fund.refresh_from_db()
    return proposal


def managers_of(fund: Fund) -> list[User]:
    return [row.user for row in FundManager.objects.filter(fund=fund).select_related("user").order_by("id")]


def opened(fund: Fund) -> Fund:
    decided(fund, ProposalKind.OPEN)
    return fund


def rule_changed(fund: Fund, **fields: Any) -> MatchingRule:
    return MatchingRule.objects.get(proposal=decided(fund, ProposalKind.RULE, **fields))


def booked(deposit: Deposit) -> Deposit:
    decided(deposit.fund, ProposalKind.DEPOSIT, deposit=deposit.public_id)
    return Deposit.objects.select_related("fund", "sponsor").get(pk=deposit.pk)
