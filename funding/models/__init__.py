from funding.models.campaign import Campaign, CampaignUpdate
from funding.models.fund import Deposit, Fund, FundManager
from funding.models.gateway_event import GatewayEvent
from funding.models.match import Match, MatchApproval, MatchCause
from funding.models.matching_rule import FundCampaign, MatchingRule
from funding.models.payee import PayeeAccount
from funding.models.payment import Dispute, Payment, Refund
from funding.models.payout import Payout
from funding.models.pledge import Pledge

__all__ = [
    "Campaign",
    "CampaignUpdate",
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
    "Refund",
]
