"""A campaign for those who run it: figures, money that can be paid out, funds, what may be done now."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, Sum

from backend.accounts.models import User
from funding import rules
from funding.enums import CampaignState, MatchState, PayeeState, PledgeState, PositionState
from funding.ledger.balances import balance_of, balances_of
from funding.ledger.enums import AccountKind
from funding.models import Campaign, CampaignUpdate, Fund, FundCampaign, Match, PayeeAccount, Payout, Pledge
from funding.selectors.campaigns import CampaignFigures, campaigns_figures, payouts_of_campaign, pledges_of_campaign
from funding.selectors.claims import Claimed, claims_on_campaign
from funding.selectors.funds import funds_open_for
from programmes.models import Project

LATEST = 5
HELD = (PositionState.ACCEPTED, PositionState.SUSPENDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignDesk:
    campaign: Campaign
    figures: CampaignFigures
    payee: PayeeAccount | None
    positions: list[FundCampaign]
    funds: list[Fund]
    """Open funds to which the campaign has not applied yet."""
    payouts: list[Payout]
    updates: list[CampaignUpdate]
    pledges: list[Pledge]
    """The latest that were paid."""
    pledges_count: int
    claims: list[Claimed]
    """What funds want back because pledges went back after the payout."""
    crowd_payable_minor: int
    match_payable_minor: int
    match_held_minor: int
    """Approved, too, and held back because of direct debits, the first of it until `match_held_until`."""
    match_held_until: datetime | None
    can_edit: bool
    can_end: bool
    can_onboard: bool
    can_pay: bool

    @property
    def is_draft(self) -> bool:
        return self.campaign.state in {CampaignState.DRAFT, CampaignState.DECLINED}

    @property
    def has_backers(self) -> bool:
        return self.campaign.state in {CampaignState.RUNNING, CampaignState.ENDED}

    @property
    def payee_is_ready(self) -> bool:
        return self.payee is not None and self.payee.state == PayeeState.VERIFIED

    @property
    def payable_minor(self) -> int:
        return self.crowd_payable_minor + self.match_payable_minor

    @property
    def is_topped_up(self) -> bool:
        return any(row.state in HELD for row in self.positions)


def campaign_desk(campaign: Campaign, viewer: User) -> CampaignDesk:
    positions = list(FundCampaign.objects.filter(campaign=campaign).select_related("fund").order_by("id"))
    applied = {row.fund_id for row in positions if row.state != PositionState.REJECTED}
    crowd = balance_of(AccountKind.CAMPAIGN_MONEY, campaign.public_id, campaign.currency).free_minor
    granted = balances_of(AccountKind.MATCH_MONEY, [row.public_id for row in positions], campaign.currency)
    counted = pledges_of_campaign(campaign).exclude(
        state__in=(PledgeState.PENDING, PledgeState.EXPIRED, PledgeState.FAILED)
    )
    held = Match.objects.filter(
        position__campaign=campaign, state=MatchState.APPROVED, payout=None, held_until__isnull=False
    ).aggregate(sum=Sum("amount_minor", default=0), first=Min("held_until"))
    return CampaignDesk(
        campaign=campaign,
        figures=campaigns_figures([campaign])[campaign.pk],
        payee=PayeeAccount.objects.filter(project=campaign.project_id).first(),
        positions=positions,
        funds=[fund for fund in funds_open_for(campaign.project) if fund.pk not in applied],
        payouts=list(payouts_of_campaign(campaign)),
        updates=list(campaign.updates.order_by("-id")[:LATEST]),
        pledges=list(counted[:LATEST]),
        pledges_count=counted.count(),
        claims=claims_on_campaign(campaign),
        crowd_payable_minor=crowd,
        match_payable_minor=sum(sums.free_minor for sums in granted.values()) - held["sum"],
        match_held_minor=held["sum"],
        match_held_until=held["first"],
        can_edit=rules.can_edit_campaign.test(viewer, campaign),
        can_end=rules.can_end_campaign.test(viewer, campaign) and campaign.state == CampaignState.RUNNING,
        can_onboard=rules.can_onboard_payee.test(viewer, campaign.project),
        can_pay=rules.can_pay_campaign.test(viewer, campaign),
    )


def campaigns_of_desk(project: Project) -> list[Campaign]:
    """All campaigns of a project, drafts too, the newest first."""
    return list(Campaign.objects.filter(project=project).order_by("-created_at", "-id"))


def payee_of(project: Project) -> PayeeAccount | None:
    return PayeeAccount.objects.filter(project=project).first()
