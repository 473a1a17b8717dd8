"""What became of a fund's money: the figures of the closing kit, all of them from the ledger."""

from dataclasses import dataclass

from django.db import connection

from backend.core.db import one_moment
from funding.enums import ProposalState
from funding.models import Fund, FundCampaign, FundKit, FundProposal, MatchingRule
from funding.selectors.closing import Sponsored, sponsors_of
from funding.selectors.funds import Waterline, fund_waterline

# Of each campaign: what left for it and has not been paid back, what is approved, what is reserved.
AWARDS = """
SELECT c.owner_ref,
       - coalesce((SELECT sum(b.amount_minor) FROM funding_match m JOIN funding_fundcampaign p ON p.id = m.position_id
                     JOIN ledger_posting l ON l.reference = m.public_id AND l.kind = 'claim_paid'
                     JOIN ledger_transfer b ON b.posting_id = l.id WHERE p.public_id = c.owner_ref), 0)
       + coalesce(sum(t.amount_minor) FILTER (WHERE t.debit_account_id = c.id AND t.kind IN ('single', 'post')
                AND t.credit_account_id IN (SELECT id FROM ledger_account WHERE kind = 'fund_paid')), 0),
       coalesce(sum(CASE WHEN t.credit_account_id = c.id THEN t.amount_minor ELSE -t.amount_minor END)
                FILTER (WHERE t.kind IN ('single', 'post')), 0),
       coalesce(sum(CASE t.kind WHEN 'pending' THEN t.amount_minor WHEN 'single' THEN 0 ELSE -t.amount_minor END)
                FILTER (WHERE t.credit_account_id = c.id), 0)
  FROM ledger_account c JOIN ledger_transfer t ON c.id IN (t.debit_account_id, t.credit_account_id)
 WHERE c.kind = 'match_money' AND c.currency = %s
   AND c.owner_ref IN (SELECT public_id FROM funding_fundcampaign WHERE fund_id = %s) GROUP BY c.owner_ref
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """What one campaign has, minor units."""

    position: FundCampaign
    paid_minor: int
    approved_minor: int
    reserved_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UseOfFunds:
    fund: Fund
    waterline: Waterline
    sponsors: list[Sponsored]
    awards: list[Award]
    rules: list[MatchingRule]
    decisions: list[FundProposal]


def use_of_funds(fund: Fund) -> UseOfFunds:
    """Return what the report says, all of it as of one moment: the books go on meanwhile."""
    with one_moment():
        return _figures(fund)


def _figures(fund: Fund) -> UseOfFunds:
    return UseOfFunds(
        fund=fund,
        waterline=fund_waterline(fund),
        sponsors=sponsors_of(fund),
        awards=_awards(fund),
        rules=list(MatchingRule.objects.filter(fund=fund).order_by("version")),
        decisions=list(
            FundProposal.objects.filter(fund=fund, state=ProposalState.APPROVED)
            .select_related("proposed_by", "proposed_for", "decided_by", "decided_for")
            .order_by("decided_at", "id")
        ),
    )


def _awards(fund: Fund) -> list[Award]:
    with connection.cursor() as cursor:
        cursor.execute(AWARDS, [fund.currency, fund.pk])
        sums = {ref: (int(paid), int(approved), int(reserved)) for ref, paid, approved, reserved in cursor.fetchall()}
    rows = FundCampaign.objects.filter(fund=fund, public_id__in=list(sums)).select_related("campaign__project")
    found = [
        Award(position=row, paid_minor=paid, approved_minor=approved, reserved_minor=reserved)
        for row in rows
        for paid, approved, reserved in [sums[row.public_id]]
        if paid or approved or reserved
    ]
    return sorted(found, key=lambda award: (-award.paid_minor, award.position.campaign.title, award.position.pk))


def kits_of(fund: Fund) -> list[FundKit]:
    return list(FundKit.objects.filter(fund=fund).select_related("requested_by").order_by("-id")[:10])
