"""What this package tells others, past tense, with integer ids that never leave the server."""

from dataclasses import dataclass
from typing import ClassVar

from backend.core.outbox import Event, Queue


@dataclass(frozen=True, kw_only=True)
class CampaignSubmitted(Event):
    topic: ClassVar[str] = "funding.campaign_submitted"
    campaign_id: int


@dataclass(frozen=True, kw_only=True)
class CampaignApproved(Event):
    topic: ClassVar[str] = "funding.campaign_approved"
    campaign_id: int


@dataclass(frozen=True, kw_only=True)
class CampaignDeclined(Event):
    topic: ClassVar[str] = "funding.campaign_declined"
    campaign_id: int


@dataclass(frozen=True, kw_only=True)
class CampaignStarted(Event):
    topic: ClassVar[str] = "funding.campaign_started"
    campaign_id: int


@dataclass(frozen=True, kw_only=True)
class CampaignEnded(Event):
    topic: ClassVar[str] = "funding.campaign_ended"
    campaign_id: int


@dataclass(frozen=True, kw_only=True)
class CampaignUpdatePublished(Event):
    topic: ClassVar[str] = "funding.campaign_update_published"
    update_id: int


@dataclass(frozen=True, kw_only=True)
class PledgeCreated(Event):
    topic: ClassVar[str] = "funding.pledge_created"
    queue: ClassVar[Queue] = Queue.MONEY
    payment_id: int


@dataclass(frozen=True, kw_only=True)
class PledgeConfirmed(Event):
    topic: ClassVar[str] = "funding.pledge_confirmed"
    queue: ClassVar[Queue] = Queue.MONEY
    pledge_id: int


@dataclass(frozen=True, kw_only=True)
class PledgeExpired(Event):
    topic: ClassVar[str] = "funding.pledge_expired"
    queue: ClassVar[Queue] = Queue.MONEY
    pledge_id: int


@dataclass(frozen=True, kw_only=True)
class PledgeFailed(Event):
    topic: ClassVar[str] = "funding.pledge_failed"
    queue: ClassVar[Queue] = Queue.MONEY
    pledge_id: int


@dataclass(frozen=True, kw_only=True)
class GatewayEventReceived(Event):
    topic: ClassVar[str] = "funding.gateway_event_received"
    queue: ClassVar[Queue] = Queue.MONEY
    gateway_event_id: int


@dataclass(frozen=True, kw_only=True)
class RefundRequested(Event):
    topic: ClassVar[str] = "funding.refund_requested"
    queue: ClassVar[Queue] = Queue.MONEY
    refund_id: int


@dataclass(frozen=True, kw_only=True)
class RefundSucceeded(Event):
    topic: ClassVar[str] = "funding.refund_succeeded"
    queue: ClassVar[Queue] = Queue.MONEY
    refund_id: int


@dataclass(frozen=True, kw_only=True)
class RefundFailed(Event):
    topic: ClassVar[str] = "funding.refund_failed"
    queue: ClassVar[Queue] = Queue.MONEY
    refund_id: int


@dataclass(frozen=True, kw_only=True)
class DisputeOpened(Event):
    topic: ClassVar[str] = "funding.dispute_opened"
    queue: ClassVar[Queue] = Queue.MONEY
    dispute_id: int


@dataclass(frozen=True, kw_only=True)
class DisputeClosed(Event):
    topic: ClassVar[str] = "funding.dispute_closed"
    queue: ClassVar[Queue] = Queue.MONEY
    dispute_id: int


@dataclass(frozen=True, kw_only=True)
class FundOpened(Event):
    topic: ClassVar[str] = "funding.fund_opened"
    fund_id: int


@dataclass(frozen=True, kw_only=True)
class FundClosed(Event):
    topic: ClassVar[str] = "funding.fund_closed"
    fund_id: int


@dataclass(frozen=True, kw_only=True)
class DepositAnnounced(Event):
    topic: ClassVar[str] = "funding.deposit_announced"
    queue: ClassVar[Queue] = Queue.MONEY
    deposit_id: int


@dataclass(frozen=True, kw_only=True)
class DepositReceived(Event):
    topic: ClassVar[str] = "funding.deposit_received"
    queue: ClassVar[Queue] = Queue.MONEY
    deposit_id: int


@dataclass(frozen=True, kw_only=True)
class DepositReturned(Event):
    topic: ClassVar[str] = "funding.deposit_returned"
    queue: ClassVar[Queue] = Queue.MONEY
    deposit_id: int


@dataclass(frozen=True, kw_only=True)
class RuleSet(Event):
    topic: ClassVar[str] = "funding.rule_set"
    queue: ClassVar[Queue] = Queue.MONEY
    rule_id: int


@dataclass(frozen=True, kw_only=True)
class FundApplied(Event):
    topic: ClassVar[str] = "funding.fund_applied"
    position_id: int


@dataclass(frozen=True, kw_only=True)
class FundAccepted(Event):
    topic: ClassVar[str] = "funding.fund_accepted"
    position_id: int


@dataclass(frozen=True, kw_only=True)
class FundRejected(Event):
    topic: ClassVar[str] = "funding.fund_rejected"
    position_id: int


@dataclass(frozen=True, kw_only=True)
class MatchConfirmed(Event):
    topic: ClassVar[str] = "funding.match_confirmed"
    queue: ClassVar[Queue] = Queue.MONEY
    match_id: int


@dataclass(frozen=True, kw_only=True)
class MatchFirstApproved(Event):
    topic: ClassVar[str] = "funding.match_first_approved"
    queue: ClassVar[Queue] = Queue.MONEY
    match_id: int


@dataclass(frozen=True, kw_only=True)
class MatchApproved(Event):
    topic: ClassVar[str] = "funding.match_approved"
    queue: ClassVar[Queue] = Queue.MONEY
    match_id: int


@dataclass(frozen=True, kw_only=True)
class MatchReleased(Event):
    topic: ClassVar[str] = "funding.match_released"
    queue: ClassVar[Queue] = Queue.MONEY
    match_id: int


@dataclass(frozen=True, kw_only=True)
class MatchFrozen(Event):
    topic: ClassVar[str] = "funding.match_frozen"
    queue: ClassVar[Queue] = Queue.MONEY
    match_id: int


@dataclass(frozen=True, kw_only=True)
class PayeeVerified(Event):
    topic: ClassVar[str] = "funding.payee_verified"
    payee_id: int


@dataclass(frozen=True, kw_only=True)
class PayeeRestricted(Event):
    topic: ClassVar[str] = "funding.payee_restricted"
    payee_id: int


@dataclass(frozen=True, kw_only=True)
class PayoutRequested(Event):
    topic: ClassVar[str] = "funding.payout_requested"
    queue: ClassVar[Queue] = Queue.MONEY
    payout_id: int


@dataclass(frozen=True, kw_only=True)
class PayoutApproved(Event):
    topic: ClassVar[str] = "funding.payout_approved"
    queue: ClassVar[Queue] = Queue.MONEY
    payout_id: int


@dataclass(frozen=True, kw_only=True)
class PayoutSubmitted(Event):
    topic: ClassVar[str] = "funding.payout_submitted"
    queue: ClassVar[Queue] = Queue.MONEY
    payout_id: int


@dataclass(frozen=True, kw_only=True)
class PayoutPaid(Event):
    topic: ClassVar[str] = "funding.payout_paid"
    queue: ClassVar[Queue] = Queue.MONEY
    payout_id: int


@dataclass(frozen=True, kw_only=True)
class PayoutFailed(Event):
    topic: ClassVar[str] = "funding.payout_failed"
    queue: ClassVar[Queue] = Queue.MONEY
    payout_id: int


@dataclass(frozen=True, kw_only=True)
class CaseOpened(Event):
    topic: ClassVar[str] = "funding.case_opened"
    queue: ClassVar[Queue] = Queue.MONEY
    case_id: int


@dataclass(frozen=True, kw_only=True)
class CaseDecided(Event):
    topic: ClassVar[str] = "funding.case_decided"
    queue: ClassVar[Queue] = Queue.MONEY
    decision_id: int


@dataclass(frozen=True, kw_only=True)
class BackersLinked(Event):
    """The payment of a pledge showed that people who were counted apart are one."""

    topic: ClassVar[str] = "funding.backers_linked"
    queue: ClassVar[Queue] = Queue.MONEY
    pledge_id: int


@dataclass(frozen=True, kw_only=True)
class FundClosing(Event):
    topic: ClassVar[str] = "funding.fund_closing"
    queue: ClassVar[Queue] = Queue.MONEY
    fund_id: int


@dataclass(frozen=True, kw_only=True)
class FundSettingsChanged(Event):
    topic: ClassVar[str] = "funding.fund_settings_changed"
    fund_id: int


@dataclass(frozen=True, kw_only=True)
class ProposalMade(Event):
    topic: ClassVar[str] = "funding.proposal_made"
    queue: ClassVar[Queue] = Queue.MONEY
    proposal_id: int


@dataclass(frozen=True, kw_only=True)
class ProposalDecided(Event):
    topic: ClassVar[str] = "funding.proposal_decided"
    queue: ClassVar[Queue] = Queue.MONEY
    proposal_id: int


@dataclass(frozen=True, kw_only=True)
class DeputyNamed(Event):
    topic: ClassVar[str] = "funding.deputy_named"
    deputy_id: int


@dataclass(frozen=True, kw_only=True)
class RemainderReturned(Event):
    topic: ClassVar[str] = "funding.remainder_returned"
    queue: ClassVar[Queue] = Queue.MONEY
    share_id: int


@dataclass(frozen=True, kw_only=True)
class RemainderRolledOver(Event):
    topic: ClassVar[str] = "funding.remainder_rolled_over"
    queue: ClassVar[Queue] = Queue.MONEY
    share_id: int


@dataclass(frozen=True, kw_only=True)
class DebtWrittenOff(Event):
    topic: ClassVar[str] = "funding.debt_written_off"
    queue: ClassVar[Queue] = Queue.MONEY
    proposal_id: int


@dataclass(frozen=True, kw_only=True)
class FundAlarmRaised(Event):
    topic: ClassVar[str] = "funding.fund_alarm_raised"
    queue: ClassVar[Queue] = Queue.MONEY
    alarm_id: int


@dataclass(frozen=True, kw_only=True)
class MoneyFreed(Event):
    """A fund has money free that may be offered to earlier pledges which got less than was due."""

    topic: ClassVar[str] = "funding.money_freed"
    queue: ClassVar[Queue] = Queue.MONEY
    fund_id: int


@dataclass(frozen=True, kw_only=True)
class AllocationAsked(Event):
    """A division in one batch is to be computed."""

    topic: ClassVar[str] = "funding.allocation_asked"
    run_id: int


@dataclass(frozen=True, kw_only=True)
class ApprovalsDue(Event):
    """The next few of many approvals are to be noted; `piece` counts the messages of one run."""

    topic: ClassVar[str] = "funding.approvals_due"
    run_id: int
    piece: int


@dataclass(frozen=True, kw_only=True)
class AllocationCommitted(Event):
    topic: ClassVar[str] = "funding.allocation_committed"
    queue: ClassVar[Queue] = Queue.MONEY
    run_id: int


@dataclass(frozen=True, kw_only=True)
class KitRequested(Event):
    topic: ClassVar[str] = "funding.kit_requested"
    kit_id: int


@dataclass(frozen=True, kw_only=True)
class KitReady(Event):
    topic: ClassVar[str] = "funding.kit_ready"
    kit_id: int


@dataclass(frozen=True, kw_only=True)
class SimulationStepDue(Event):
    """One rule of a simulation is to be run; `step` counts its rules from 0."""

    topic: ClassVar[str] = "funding.simulation_step_due"
    simulation_id: int
    step: int
