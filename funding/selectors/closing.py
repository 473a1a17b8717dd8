"""What still keeps a fund from being closed, and whose the money is that it has left."""

from dataclasses import dataclass

from django.db.models import Sum

from backend.accounts.models import Organisation
from funding.enums import DepositState, RemainderUse
from funding.ledger.balances import net_debits_of
from funding.ledger.enums import AccountKind
from funding.models import Campaign, Deposit, Fund, RemainderShare
from funding.selectors.allocations import batch_waits
from funding.selectors.funds import Waterline, fund_waterline


@dataclass(frozen=True, slots=True, kw_only=True)
class Sponsored:
    """One sponsor of a fund, in minor units: what came in, what went back, what moved to another fund."""

    sponsor: Organisation
    given_minor: int
    returned_minor: int = 0
    rolled_over_minor: int = 0

    @property
    def left_minor(self) -> int:
        return self.given_minor - self.returned_minor - self.rolled_over_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class Winding:
    """How far the closing of a fund is."""

    waterline: Waterline
    batch_waits: bool = False
    """A division in one batch is still to come."""

    @property
    def is_settled(self) -> bool:
        """Nothing is promised any more: what is free can be given back."""
        return (
            self.waterline.reserved == 0
            and self.waterline.approved == 0
            and not self.has_claims
            and not self.batch_waits
        )

    @property
    def has_claims(self) -> bool:
        """Something that was paid out may still come back, or somebody has to say who carries it."""
        return self.claims > 0

    @property
    def claims(self) -> int:
        return self.waterline.claimed + self.waterline.undecided

    @property
    def is_empty(self) -> bool:
        return self.is_settled and self.waterline.free == 0


def winding_of(fund: Fund) -> Winding:
    return Winding(waterline=fund_waterline(fund), batch_waits=batch_waits(fund))


def sponsors_of(fund: Fund) -> list[Sponsored]:
    """Sponsors whose money the fund has or had, the largest first."""
    received = Deposit.objects.filter(fund=fund, state=DepositState.RECEIVED).order_by()
    given = dict(received.values_list("sponsor").annotate(sum=Sum("amount_minor")))
    shares = RemainderShare.objects.filter(proposal__fund=fund).order_by()
    left = {
        (sponsor, use): amount
        for sponsor, use, amount in shares.values_list("sponsor", "use").annotate(sum=Sum("amount_minor"))
    }
    found = [
        Sponsored(
            sponsor=row,
            given_minor=given[row.pk],
            returned_minor=left.get((row.pk, RemainderUse.RETURNED), 0),
            rolled_over_minor=left.get((row.pk, RemainderUse.ROLLED_OVER), 0),
        )
        for row in Organisation.objects.filter(pk__in=list(given))
    ]
    return sorted(found, key=lambda one: (-one.given_minor, one.sponsor.name, one.sponsor.pk))


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    campaign: Campaign
    owed_minor: int


def debts_of(fund: Fund) -> list[Debt]:
    """Campaigns of the fund that owe money, because it had to go back after it was paid out."""
    rows = Campaign.objects.filter(positions__fund=fund).select_related("project").order_by("title", "id")
    campaigns = {row.public_id: row for row in rows}
    owed = net_debits_of(AccountKind.CAMPAIGN_DEBT, campaigns, fund.currency)
    return [Debt(campaign=row, owed_minor=owed[ref]) for ref, row in campaigns.items() if owed.get(ref, 0) > 0]
