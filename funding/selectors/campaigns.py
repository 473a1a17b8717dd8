"""Campaigns as lists and pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum

from backend.accounts.models import User
from funding.enums import COUNTED_PLEDGE_STATES, LIVE_MATCH_STATES, CampaignState, MatchState, PositionState
from funding.models import Campaign, CampaignUpdate, FundCampaign, Match, Payout, Pledge, Refund
from funding.models.campaign import SEARCH
from programmes.enums import ProgrammeRoleKind
from programmes.models import Project
from programmes.selectors.matching import matching
from programmes.selectors.programmes import programmes_with_role
from programmes.selectors.teams import teams_of

SHOWN = (CampaignState.RUNNING, CampaignState.ENDED)
# What an unpaid pledge has reserved is not shown as collected.
SHOWN_MATCHES = tuple(state for state in LIVE_MATCH_STATES if state != MatchState.RESERVED)

CARD = (
    "project__cohort",
    "project__team",
    "project__solution__current_version",
    "project__solution__challenge",
)
"""What a card shows, and what decides whether it may name the project."""


@dataclass(frozen=True, slots=True)
class CampaignFigures:
    """Minor units: what backers gave, what the fund adds to it, and by how many people, each counted once."""

    crowd_minor: int = 0
    fund_minor: int = 0
    backers: int = 0

    @property
    def total_minor(self) -> int:
        return self.crowd_minor + self.fund_minor


def campaigns_public(*, query: str = "", state: str = "") -> "QuerySet[Campaign]":
    """Running ones first, those that end soonest on top; then the ended."""
    rows = Campaign.objects.filter(state__in=SHOWN).select_related(*CARD)
    if state:
        rows = rows.filter(state=state)
    return matching(rows, query, SEARCH).order_by("-state", "ends_at", "id")


def campaigns_of(user: User) -> "QuerySet[Campaign]":
    """All of the teams in which `user` is."""
    rows = Campaign.objects.filter(project__team_id__in=teams_of(user).values("pk"))
    return rows.select_related("project", "project__cohort").order_by("-created_at", "-id")


def campaigns_to_curate(user: User) -> "QuerySet[Campaign]":
    """What waits for a decision in programmes that `user` curates or organises, longest waiting first."""
    programmes = programmes_with_role(user, ProgrammeRoleKind.CURATOR) | programmes_with_role(
        user, ProgrammeRoleKind.ORGANISER
    )
    rows = Campaign.objects.filter(state=CampaignState.SUBMITTED, project__cohort__programme__in=programmes)
    return rows.select_related("project", "project__cohort", "project__team").order_by("updated_at", "id")


def campaigns_of_project(project: Project) -> "QuerySet[Campaign]":
    rows = Campaign.objects.filter(project=project, state__in=SHOWN).select_related(*CARD)
    return rows.order_by("-starts_at", "-id")


def campaigns_figures(campaigns: Iterable[Campaign]) -> dict[int, CampaignFigures]:
    """Return figures by the campaign's key, in two queries for any number of them."""
    ids = [campaign.pk for campaign in campaigns]
    crowd = (
        Pledge.objects.filter(campaign_id__in=ids, state__in=COUNTED_PLEDGE_STATES)
        .values("campaign_id")
        .order_by()
        .annotate(
            gross=Sum("amount_minor"), back=Sum("payment__refunded_minor"), backers=Count("person", distinct=True)
        )
    )
    fund = dict(
        Match.objects.filter(position__campaign_id__in=ids, state__in=SHOWN_MATCHES)
        .order_by()
        .values_list("position__campaign_id")
        .annotate(amount=Sum("amount_minor"))
    )
    figures = dict.fromkeys(ids, CampaignFigures())
    figures |= {
        row["campaign_id"]: CampaignFigures(row["gross"] - row["back"], fund.get(row["campaign_id"], 0), row["backers"])
        for row in crowd
    }
    return figures


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignPage:
    campaign: Campaign
    figures: CampaignFigures
    positions: list[FundCampaign]
    """Of all funds that top it up, in the order in which they are asked; mostly one."""
    updates: list[CampaignUpdate]
    pledges: list[Pledge]
    """The latest that were paid; `shown_name` says what the public may see."""

    @property
    def position(self) -> FundCampaign | None:
        return self.positions[0] if self.positions else None


def campaign_page(campaign: Campaign, *, latest: int = 20) -> CampaignPage:
    """All that the public page of a campaign shows."""
    positions = FundCampaign.objects.select_related("fund").filter(
        campaign=campaign, state__in=(PositionState.ACCEPTED, PositionState.SUSPENDED)
    )
    return CampaignPage(
        campaign=campaign,
        figures=campaigns_figures([campaign])[campaign.pk],
        positions=list(positions.order_by("fund__rank", "fund_id")),
        updates=list(campaign.updates.all()[:latest]),
        pledges=list(pledges_public(campaign)[:latest]),
    )


def pledges_public(campaign: Campaign) -> "QuerySet[Pledge]":
    """Paid pledges, the latest first. Show `shown_name`, amount and message, nothing else."""
    rows = Pledge.objects.filter(campaign=campaign, state__in=COUNTED_PLEDGE_STATES)
    return rows.select_related("backer", "payment").order_by("-id")


def pledges_of_campaign(campaign: Campaign, *, state: str = "") -> "QuerySet[Pledge]":
    """All pledges, for who may see them: the team, and who manages the money."""
    rows = Pledge.objects.filter(campaign=campaign).select_related("backer", "payment").prefetch_related("matches")
    return rows.filter(state=state).order_by("-id") if state else rows.order_by("-id")


def pledges_of(user: User) -> "QuerySet[Pledge]":
    """What `user` has backed, the latest first."""
    rows = Pledge.objects.filter(backer=user).select_related("campaign", "payment").prefetch_related("matches")
    return rows.order_by("-id")


def refunds_of_pledge(pledge: Pledge) -> "QuerySet[Refund]":
    """What went back of it, or is on its way, the latest first."""
    return Refund.objects.filter(payment=pledge.payment).order_by("-id")


def payouts_of_campaign(campaign: Campaign) -> "QuerySet[Payout]":
    return Payout.objects.filter(campaign=campaign).select_related("fund", "payee").order_by("-id")
