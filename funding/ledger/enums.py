from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountKind(models.TextChoices):
    """What an account stands for. Its owner is the public id of a row of that kind, or `PLATFORM`."""

    PROCESSOR = "processor", _("money at the payment provider")
    FEES = "fees", _("fees of the payment provider")
    PLATFORM_COSTS = "platform_costs", _("costs that the platform bears")
    CAMPAIGN_MONEY = "campaign_money", _("money of the backers for a campaign")
    CAMPAIGN_DEBT = "campaign_debt", _("what a campaign has to give back")
    FUND_SOURCE = "fund_source", _("what sponsors have paid in")
    FUND_POOL = "fund_pool", _("free money of a fund")
    MATCH_MONEY = "match_money", _("approved money of a fund for a campaign")
    FUND_PAID = "fund_paid", _("money of a fund that was paid out")
    FUND_BORNE = "fund_borne", _("paid out without a pledge any more, borne by the fund")
    FUND_CLAIMED = "fund_claimed", _("paid out without a pledge any more, claimed back")
    FUND_OPEN = "fund_open", _("paid out without a pledge any more, undecided")


LIMITED = frozenset({AccountKind.CAMPAIGN_MONEY, AccountKind.FUND_POOL, AccountKind.MATCH_MONEY})
"""Kinds that must not fall below zero: they have a balance row with a constraint. All others are summed."""

PLATFORM = "platform"


class TransferKind(models.TextChoices):
    SINGLE = "single", _("final")
    PENDING = "pending", _("pending")
    POST = "post", _("pending, made final")
    VOID = "void", _("pending, given back")


class PostingKind(models.TextChoices):
    PAYMENT_RECEIVED = "payment_received", _("payment received")
    REFUND_HELD = "refund_held", _("refund requested")
    REFUND_PAID = "refund_paid", _("refund paid")
    REFUND_FAILED = "refund_failed", _("refund failed")
    DISPUTE_HELD = "dispute_held", _("dispute opened")
    DISPUTE_WON = "dispute_won", _("dispute won")
    DISPUTE_LOST = "dispute_lost", _("dispute lost")
    DEPOSIT_RECEIVED = "deposit_received", _("deposit received")
    DEPOSIT_RETURNED = "deposit_returned", _("deposit returned")
    MATCH_RESERVED = "match_reserved", _("match reserved")
    MATCH_CHANGED = "match_changed", _("match changed")
    MATCH_APPROVED = "match_approved", _("match approved")
    MATCH_BORNE = "match_borne", _("match borne by the fund")
    MATCH_UNBACKED = "match_unbacked", _("match without a pledge any more")
    CLAIM_PAID = "claim_paid", _("claim paid back")
    PAYOUT_HELD = "payout_held", _("payout requested")
    PAYOUT_PAID = "payout_paid", _("payout paid")
    PAYOUT_FAILED = "payout_failed", _("payout failed")
    DEBT_RECOVERED = "debt_recovered", _("debt recovered")
    DEBT_WRITTEN_OFF = "debt_written_off", _("debt written off")
    REMAINDER_RETURNED = "remainder_returned", _("what was left returned to a sponsor")
    ROLLED_OVER = "rolled_over", _("what was left moved to another fund")
