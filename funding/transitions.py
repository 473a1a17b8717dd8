"""State → states that may follow it. Changed only through `core.transitions.transition`."""

from funding.enums import (
    AllocationState,
    ApprovalRunState,
    CampaignState,
    CaseState,
    DepositState,
    DisputeState,
    FundState,
    KitState,
    MatchState,
    PayeeState,
    PaymentState,
    PayoutState,
    PledgeState,
    PositionState,
    ProposalState,
    RefundState,
    SimulationState,
)

Table = dict[str, frozenset[str]]

PAYEE: Table = {
    PayeeState.NEW: frozenset({PayeeState.ONBOARDING}),
    PayeeState.ONBOARDING: frozenset({PayeeState.VERIFIED, PayeeState.RESTRICTED}),
    PayeeState.VERIFIED: frozenset({PayeeState.RESTRICTED}),
    PayeeState.RESTRICTED: frozenset({PayeeState.VERIFIED, PayeeState.ONBOARDING}),
}
CAMPAIGN: Table = {
    CampaignState.DRAFT: frozenset({CampaignState.SUBMITTED}),
    CampaignState.SUBMITTED: frozenset({CampaignState.APPROVED, CampaignState.DECLINED, CampaignState.DRAFT}),
    CampaignState.APPROVED: frozenset({CampaignState.RUNNING}),
    CampaignState.RUNNING: frozenset({CampaignState.ENDED}),
    CampaignState.ENDED: frozenset(),
    CampaignState.DECLINED: frozenset({CampaignState.DRAFT}),
}
# A payment may arrive after the page has ended or a first attempt has failed; it is never refused.
PLEDGE: Table = {
    PledgeState.PENDING: frozenset({PledgeState.CONFIRMED, PledgeState.EXPIRED, PledgeState.FAILED}),
    PledgeState.EXPIRED: frozenset({PledgeState.CONFIRMED}),
    PledgeState.FAILED: frozenset({PledgeState.CONFIRMED}),
    PledgeState.CONFIRMED: frozenset({PledgeState.PART_REFUNDED, PledgeState.REFUNDED, PledgeState.DISPUTED}),
    PledgeState.PART_REFUNDED: frozenset({PledgeState.REFUNDED, PledgeState.DISPUTED, PledgeState.CONFIRMED}),
    PledgeState.DISPUTED: frozenset({PledgeState.CONFIRMED, PledgeState.PART_REFUNDED, PledgeState.REFUNDED}),
    # A bank may ask for money that went back already.
    PledgeState.REFUNDED: frozenset({PledgeState.CONFIRMED, PledgeState.PART_REFUNDED, PledgeState.DISPUTED}),
}
PAYMENT: Table = {
    PaymentState.CREATED: frozenset({PaymentState.SUBMITTING, PaymentState.EXPIRED}),
    PaymentState.SUBMITTING: frozenset(
        {PaymentState.OPEN, PaymentState.FAILED, PaymentState.SUCCEEDED, PaymentState.EXPIRED}
    ),
    PaymentState.OPEN: frozenset({PaymentState.SUCCEEDED, PaymentState.FAILED, PaymentState.EXPIRED}),
    PaymentState.FAILED: frozenset({PaymentState.SUCCEEDED}),
    PaymentState.EXPIRED: frozenset({PaymentState.SUCCEEDED}),
    PaymentState.SUCCEEDED: frozenset({PaymentState.PART_REFUNDED, PaymentState.REFUNDED, PaymentState.DISPUTED}),
    PaymentState.PART_REFUNDED: frozenset({PaymentState.REFUNDED, PaymentState.DISPUTED, PaymentState.SUCCEEDED}),
    PaymentState.DISPUTED: frozenset({PaymentState.SUCCEEDED, PaymentState.PART_REFUNDED, PaymentState.REFUNDED}),
    # A refund that the bank sends back makes the money the campaign's again; it may also ask for it a second time.
    PaymentState.REFUNDED: frozenset({PaymentState.SUCCEEDED, PaymentState.PART_REFUNDED, PaymentState.DISPUTED}),
}
REFUND: Table = {
    RefundState.REQUESTED: frozenset({RefundState.SUBMITTED, RefundState.SUCCEEDED, RefundState.FAILED}),
    RefundState.SUBMITTED: frozenset({RefundState.SUCCEEDED, RefundState.FAILED}),
    RefundState.SUCCEEDED: frozenset({RefundState.FAILED}),
    RefundState.FAILED: frozenset(),
}
DISPUTE: Table = {
    DisputeState.OPEN: frozenset({DisputeState.WON, DisputeState.LOST}),
    DisputeState.WON: frozenset(),
    DisputeState.LOST: frozenset(),
}
FUND: Table = {
    FundState.DRAFT: frozenset({FundState.OPEN}),
    FundState.OPEN: frozenset({FundState.CLOSING}),
    FundState.CLOSING: frozenset({FundState.CLOSED}),
    FundState.CLOSED: frozenset(),
}
PROPOSAL: Table = {
    ProposalState.PROPOSED: frozenset({ProposalState.APPROVED, ProposalState.DECLINED, ProposalState.WITHDRAWN}),
    ProposalState.APPROVED: frozenset(),
    ProposalState.DECLINED: frozenset(),
    ProposalState.WITHDRAWN: frozenset(),
}
KIT: Table = {
    KitState.REQUESTED: frozenset({KitState.READY, KitState.FAILED}),
    KitState.READY: frozenset(),
    KitState.FAILED: frozenset(),
}
SIMULATION: Table = {
    SimulationState.RUNNING: frozenset({SimulationState.READY, SimulationState.FAILED, SimulationState.CANCELLED}),
    SimulationState.READY: frozenset(),
    SimulationState.FAILED: frozenset(),
    SimulationState.CANCELLED: frozenset(),
}
ALLOCATION: Table = {
    AllocationState.COMPUTING: frozenset({AllocationState.READY, AllocationState.FAILED, AllocationState.DISCARDED}),
    AllocationState.READY: frozenset({AllocationState.COMMITTED, AllocationState.DISCARDED}),
    AllocationState.COMMITTED: frozenset(),
    AllocationState.DISCARDED: frozenset(),
    AllocationState.FAILED: frozenset(),
}
APPROVAL_RUN: Table = {
    ApprovalRunState.RUNNING: frozenset({ApprovalRunState.STOPPED, ApprovalRunState.DONE}),
    ApprovalRunState.STOPPED: frozenset({ApprovalRunState.RUNNING}),
    ApprovalRunState.DONE: frozenset(),
}
DEPOSIT: Table = {
    DepositState.ANNOUNCED: frozenset({DepositState.RECEIVED}),
    DepositState.RECEIVED: frozenset({DepositState.RETURNED}),
    DepositState.RETURNED: frozenset(),
}
POSITION: Table = {
    PositionState.APPLIED: frozenset({PositionState.ACCEPTED, PositionState.REJECTED}),
    PositionState.ACCEPTED: frozenset({PositionState.SUSPENDED}),
    PositionState.SUSPENDED: frozenset({PositionState.ACCEPTED}),
    PositionState.REJECTED: frozenset({PositionState.APPLIED}),
}
MATCH: Table = {
    MatchState.RESERVED: frozenset({MatchState.CONFIRMED, MatchState.RELEASED}),
    MatchState.CONFIRMED: frozenset({MatchState.APPROVED, MatchState.RELEASED, MatchState.FROZEN}),
    MatchState.APPROVED: frozenset({MatchState.PAID, MatchState.RELEASED, MatchState.FROZEN}),
    # What was on its way when the dispute came does arrive.
    MatchState.FROZEN: frozenset({MatchState.CONFIRMED, MatchState.APPROVED, MatchState.PAID, MatchState.RELEASED}),
    MatchState.PAID: frozenset({MatchState.CLAWED_BACK}),
    MatchState.RELEASED: frozenset(),
    MatchState.CLAWED_BACK: frozenset(),
}
# From submitting there is no way back to approved: what the provider has seen is asked again with the same key.
PAYOUT: Table = {
    PayoutState.REQUESTED: frozenset({PayoutState.APPROVED, PayoutState.FAILED}),
    PayoutState.APPROVED: frozenset({PayoutState.SUBMITTING, PayoutState.FAILED}),
    PayoutState.SUBMITTING: frozenset({PayoutState.SUBMITTED, PayoutState.FAILED}),
    PayoutState.SUBMITTED: frozenset({PayoutState.PAID, PayoutState.FAILED}),
    PayoutState.PAID: frozenset(),
    PayoutState.FAILED: frozenset(),
}
# Every decision can be changed by a later one; nothing that was excluded is paid while it is thought over again.
CASE: Table = {
    CaseState.OPEN: frozenset({CaseState.COUNTED, CaseState.EXCLUDED}),
    CaseState.COUNTED: frozenset({CaseState.OPEN, CaseState.EXCLUDED}),
    CaseState.EXCLUDED: frozenset({CaseState.COUNTED}),
}
