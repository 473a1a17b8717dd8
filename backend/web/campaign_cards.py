"""Campaigns as cards: two queries more, however many there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.core import clock
from backend.web.pictures import CampaignBar
from funding.selectors.campaigns import CampaignFigures, campaigns_figures


@dataclass(frozen=True)
class CampaignCard:
    campaign: Any
    bar: CampaignBar
    backers: int
    ends_at: datetime
    is_running: bool
    picture: str = ""


def picture_of(campaign: Any) -> str:
    """The campaign's own picture, else that of the solution that it is for; an address, or nothing."""
    version = campaign.project.solution.current_version
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
    return [
        CampaignCard(
            campaign=row,
            bar=bar_of(row, figures[row.pk]),
            backers=figures[row.pk].backers,
            ends_at=row.ends_at,
            is_running=is_running(row),
            picture=picture_of(row),
        )
        for row in rows
    ]
