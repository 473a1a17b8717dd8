from funding.models.allocation_run import AllocationRun
from funding.models.approval_run import ApprovalItem, ApprovalRun
from funding.models.campaign import Campaign, CampaignUpdate
from funding.models.case import CaseDecision, PledgeCase
from funding.models.fund import Deposit, Fund, FundManager
from funding.models.fund_closing import FundKit, RemainderShare
from funding.models.fund_event import BookPledge, FundBook, FundEvent
from funding.models.fund_package import FundPackage
from funding.models.fund_watch import FundAlarm
from funding.models.gateway_event import GatewayEvent
from funding.models.match import Match, MatchApproval, MatchCause
from funding.models.matching_rule import FundCampaign, MatchingRule
from funding.models.payee import PayeeAccount
from funding.models.payment import Dispute, Payment, Refund
from funding.models.payout import Payout
from funding.models.pledge import Pledge, PledgeIdentity
from funding.models.proposal import FundDeputy, FundProposal
from funding.models.simulation import Simulation
from funding.models.stacking import ProgrammeStacking

__all__ = [
    "AllocationRun",
    "ApprovalItem",
    "ApprovalRun",
    "BookPledge",
    "Campaign",
    "CampaignUpdate",
    "CaseDecision",
    "Deposit",
    "Dispute",
    "Fund",
    "FundAlarm",
    "FundBook",
    "FundCampaign",
    "FundDeputy",
    "FundEvent",
    "FundKit",
    "FundManager",
    "FundPackage",
    "FundProposal",
    "GatewayEvent",
    "Match",
    "MatchApproval",
    "MatchCause",
    "MatchingRule",
    "PayeeAccount",
    "Payment",
    "Payout",
    "Pledge",
    "PledgeCase",
    "PledgeIdentity",
    "ProgrammeStacking",
    "Refund",
    "RemainderShare",
    "Simulation",
]
