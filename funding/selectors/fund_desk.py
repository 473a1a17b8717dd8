"""What the fund manager's desk and the sponsor's page show."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.utils.functional import cached_property
from django_stubs_ext import WithAnnotations

from backend.accounts.models import Organisation, User
from backend.core.models import AuditEntry
from funding.domain.forecast import Forecast
from funding.enums import CampaignMode, CampaignOutcome, DepositState, FundState, MatchState, PayeeState, PositionState
from funding.ledger.balances import balances_of
from funding.ledger.enums import AccountKind
from funding.models import (
    AllocationRun,
    Campaign,
    Deposit,
    Fund,
    FundAlarm,
    FundCampaign,
    FundDeputy,
    FundKit,
    FundManager,
    FundProposal,
    Match,
    MatchingRule,
    PayeeAccount,
    Payout,
    Pledge,
    PledgeCase,
    Refund,
    RemainderShare,
    Simulation,
)
from funding.selectors.cases import cases_to_decide
from funding.selectors.exposure import Exposure, exposure
from funding.selectors.funds import Waterline, approvals_queue, fund_waterline, payouts_queue
from funding.selectors.proposals import proposals_queue
from funding.selectors.rules import rule_now
from funding.selectors.waterline_days import Day, run_out_forecast, waterline_days


@dataclass(frozen=True)
class FundDesk:
    """One fund as its managers see it: where its money is and what waits."""

    fund: Fund
    user: User

    @cached_property
    def exposure(self) -> Exposure:
        return exposure(self.fund)

    @cached_property
    def rule(self) -> MatchingRule | None:
        return rule_now(self.fund)

    @cached_property
    def managers(self) -> list[FundManager]:
        return list(FundManager.objects.filter(fund=self.fund).select_related("user").order_by("id"))

    @cached_property
    def approvals(self) -> int:
        return approvals_queue(self.user, fund=self.fund).count()

    @cached_property
    def applications(self) -> int:
        return FundCampaign.objects.filter(fund=self.fund, state=PositionState.APPLIED).count()

    @cached_property
    def payouts(self) -> int:
        return payouts_queue(self.user).filter(Q(fund=self.fund) | Q(campaign__positions__fund=self.fund)).count()

    @cached_property
    def cases(self) -> int:
        return cases_to_decide(self.user).filter(position__fund=self.fund).count()

    @cached_property
    def decisions(self) -> int:
        return proposals_queue(self.user, fund=self.fund).count()

    @cached_property
    def days(self) -> list[Day]:
        return waterline_days(self.fund)

    @cached_property
    def forecast(self) -> Forecast | None:
        """When the money runs out; nothing is forecast for a fund that matches nothing."""
        return run_out_forecast(self.days) if self.fund.state == FundState.OPEN else None

    @cached_property
    def alarm(self) -> FundAlarm | None:
        """The highest alarm that holds for what the fund holds now."""
        held = self.exposure.waterline.held
        return FundAlarm.objects.filter(fund=self.fund, held_minor=held).order_by("-percent").first()

    @cached_property
    def announced(self) -> int:
        return Deposit.objects.filter(fund=self.fund, state=DepositState.ANNOUNCED).count()


def rule_versions(fund: Fund) -> "QuerySet[MatchingRule]":
    return MatchingRule.objects.filter(fund=fund).select_related("approved_by").order_by("-version")


class Approved(TypedDict):
    approved_minor: int
    held_minor: int
    held_until: datetime | None


@dataclass(frozen=True, kw_only=True)
class Payable:
    """What a campaign could be paid now, in minor units: backers' money, and what this fund has approved.

    `held_minor` is approved, too, and held back because of direct debits, some of it until `held_until`.
    """

    campaign: Campaign
    crowd_minor: int
    approved_minor: int
    is_verified: bool
    held_minor: int = 0
    held_until: datetime | None = None

    @property
    def total_minor(self) -> int:
        return self.crowd_minor + self.approved_minor


def payable_campaigns(fund: Fund) -> list[Payable]:
    """Campaigns that the fund tops up and that have something to be paid."""
    rows = list(_campaigns_with_approved(fund))
    crowd = balances_of(AccountKind.CAMPAIGN_MONEY, [row.public_id for row in rows], fund.currency)
    verified = set(
        PayeeAccount.objects.filter(
            project__in=[row.project_id for row in rows], state=PayeeState.VERIFIED
        ).values_list("project_id", flat=True)
    )
    found = [
        Payable(
            campaign=row,
            crowd_minor=crowd[row.public_id].free_minor if row.public_id in crowd else 0,
            approved_minor=row.approved_minor,
            is_verified=row.project_id in verified,
            held_minor=row.held_minor,
            held_until=row.held_until,
        )
        for row in rows
    ]
    return [row for row in found if row.total_minor or row.held_minor]


def _campaigns_with_approved(fund: Fund) -> "QuerySet[WithAnnotations[Campaign, Approved]]":
    ready = Q(positions__matches__state=MatchState.APPROVED, positions__matches__payout=None)
    held = ready & Q(positions__matches__held_until__isnull=False)
    amount = "positions__matches__amount_minor"
    approved = Sum(amount, filter=ready & Q(positions__matches__held_until=None), default=0)
    waits, until = Sum(amount, filter=held, default=0), Min("positions__matches__held_until", filter=held)
    taken_in = (PositionState.ACCEPTED, PositionState.SUSPENDED)
    rows = Campaign.objects.filter(positions__fund=fund, positions__state__in=taken_in)
    # All-or-nothing campaigns pay out after their success.
    rows = rows.filter(Q(mode=CampaignMode.KEEP_IT_ALL) | Q(outcome=CampaignOutcome.SUCCESSFUL))
    return (
        rows.annotate(approved_minor=approved, held_minor=waits, held_until=until)
        .select_related("project")
        .order_by("title", "id")
    )


def pledges_of_fund(fund: Fund, *, query: str = "") -> "QuerySet[Pledge]":
    """Pledges of all campaigns that the fund tops up, newest first; `query` looks at the public id and the campaign."""
    rows = Pledge.objects.filter(campaign__positions__fund=fund).select_related("campaign", "payment")
    if query:
        rows = rows.filter(Q(public_id=query) | Q(campaign__title__icontains=query))
    return rows.order_by("-id")


def fund_trail(fund: Fund) -> "QuerySet[AuditEntry]":
    """What was decided about the fund and all that belongs to it, newest first."""
    rows: list[QuerySet[Any]] = [
        Deposit.objects.filter(fund=fund),
        FundCampaign.objects.filter(fund=fund),
        MatchingRule.objects.filter(fund=fund),
        Match.objects.filter(position__fund=fund),
        PledgeCase.objects.filter(position__fund=fund),
        Payout.objects.filter(fund=fund),
        FundProposal.objects.filter(fund=fund),
        FundDeputy.objects.filter(fund=fund),
        FundKit.objects.filter(fund=fund),
        Simulation.objects.filter(fund=fund),
        AllocationRun.objects.filter(fund=fund),
        FundAlarm.objects.filter(fund=fund),
        RemainderShare.objects.filter(proposal__fund=fund),
        Refund.objects.filter(payment__pledge__campaign__positions__fund=fund),
    ]
    wanted = Q(object_ref=fund.public_id)
    for owned in rows:
        wanted |= Q(object_ref__in=owned.values("public_id"))
    return AuditEntry.objects.filter(wanted).order_by("-id")


def names_of(refs: set[str]) -> dict[str, str]:
    """Names that people chose to be shown by, by public id."""
    return {user.public_id: user.shown_name for user in User.objects.filter(public_id__in=refs)}


@dataclass(frozen=True, kw_only=True)
class Giving:
    """What one sponsor has paid into one fund, and where that fund's money is now. Minor units."""

    fund: Fund
    given_minor: int
    announced_minor: int
    waterline: Waterline
    campaigns: int

    @property
    def share_bp(self) -> int:
        """The sponsor's part of all that was paid in, in basis points, rounded down."""
        return 10_000 * self.given_minor // self.waterline.paid_in if self.waterline.paid_in else 0


def givings_of(organisation: Organisation) -> list[Giving]:
    """By fund; a handful, since an organisation sponsors few funds."""
    received, announced = Q(deposits__state=DepositState.RECEIVED), Q(deposits__state=DepositState.ANNOUNCED)
    ours = Q(deposits__sponsor=organisation)
    funds = (
        Fund.objects.filter(ours)
        .annotate(
            given=Sum("deposits__amount_minor", filter=ours & received, default=0),
            announced=Sum("deposits__amount_minor", filter=ours & announced, default=0),
        )
        .order_by("name", "id")
    )
    accepted = dict(
        FundCampaign.objects.filter(fund__in=funds.values("pk"), state=PositionState.ACCEPTED)
        .values_list("fund")
        .annotate(count=Count("id"))
    )
    return [
        Giving(
            fund=fund,
            given_minor=fund.given,
            announced_minor=fund.announced,
            waterline=fund_waterline(fund),
            campaigns=accepted.get(fund.pk, 0),
        )
        for fund in funds
    ]


def fund_of_campaign(campaign: Campaign, user: User) -> Fund | None:
    """A fund that tops the campaign up and that `user` manages."""
    taken_in = (PositionState.ACCEPTED, PositionState.SUSPENDED)
    rows = Fund.objects.filter(positions__campaign=campaign, positions__state__in=taken_in, managers__user=user)
    return rows.order_by("id").first()
