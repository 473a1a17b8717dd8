"""Campaigns as cards: two queries more, however many there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.core import clock
from backend.web.pictures import CampaignBar
from funding.selectors.campaigns import CampaignFigures, campaigns_figures
from programmes.selectors.projects import project_is_shown


@dataclass(frozen=True)
class CampaignCard:
    campaign: Any
    bar: CampaignBar
    backers: int
    ends_at: datetime
    is_running: bool
    picture: str = ""
    project: str = ""
    """Its title; empty where it is hidden."""


def picture_of(campaign: Any, *, names_project: bool = True) -> str:
    """The campaign's own picture, else that of the solution that it is for; an address, or nothing."""
    version = campaign.project.solution.current_version if names_project else None
    image = campaign.image or (version.image if version else None)
    return image.url if image else ""


def bar_of(campaign: Any, figures: CampaignFigures) -> CampaignBar:
    return CampaignBar(
        crowd=figures.crowd_minor,
        fund=figures.fund_minor,
        goal_1=campaign.goal1_minor,
        goal_2=campaign.goal2_minor,
        currency=campaign.currency,
    )


def is_running(campaign: Any) -> bool:
    """By the clock, too: the job that ends a campaign may come a moment later."""
    return campaign.state == "running" and bool(campaign.starts_at <= clock.now() < campaign.ends_at)


def campaign_cards(campaigns: Iterable[Any]) -> list[CampaignCard]:
    rows = list(campaigns)
    figures = campaigns_figures(rows)
    return [_card(row, figures[row.pk]) for row in rows]


def _card(row: Any, figures: CampaignFigures) -> CampaignCard:
    """A list is for everybody: what a hidden team calls its project is not on it, for whomever."""
    names_project = project_is_shown(row.project)
    return CampaignCard(
        campaign=row,
        bar=bar_of(row, figures),
        backers=figures.backers,
        ends_at=row.ends_at,
        is_running=is_running(row),
        picture=picture_of(row, names_project=names_project),
        project=row.project.title if names_project else "",
    )
