from funding.models.campaign import Campaign, CampaignUpdate
from funding.models.case import CaseDecision, PledgeCase
from funding.models.fund import Deposit, Fund, FundManager
from funding.models.gateway_event import GatewayEvent
from funding.models.match import Match, MatchApproval, MatchCause
from funding.models.matching_rule import FundCampaign, MatchingRule
from funding.models.payee import PayeeAccount
from funding.models.payment import Dispute, Payment, Refund
from funding.models.payout import Payout
from funding.models.pledge import Pledge, PledgeIdentity

__all__ = [
    "Campaign",
    "CampaignUpdate",
    "CaseDecision",
    "Deposit",
    "Dispute",
    "Fund",
    "FundCampaign",
    "FundManager",
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
    "Refund",
]
