"""The past of a fund as the scene of a simulation: what was pledged to its campaigns and still counts."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, F, OuterRef

from funding.domain.simulation_scene import PLEDGES_MAX, Scene, SceneCampaign, ScenePledge
from funding.enums import COUNTED_PLEDGE_STATES, EXCLUSIONS, CaseState, PositionState
from funding.models import Fund, FundCampaign, Match, Pledge, PledgeCase

TAKEN_IN = (PositionState.ACCEPTED, PositionState.SUSPENDED)


def fund_scene(fund: Fund) -> Scene:
    """Return what was paid to the campaigns that the fund has taken in, less what went back, in its order: two queries.

    What somebody has given who does not count for the match is left out, and so are the earliest pledges beyond what a
    simulation takes. A backer is a number that says nothing outside the scene.
    """
    positions = FundCampaign.objects.filter(fund=fund, state__in=TAKEN_IN).order_by("id")
    rows = positions.values_list("campaign_id", "campaign__title", "campaign__goal1_minor", "campaign__goal2_minor")
    found = list(rows)
    places = {campaign_id: place for place, (campaign_id, *_rest) in enumerate(found)}
    people: dict[tuple[int, int], int] = {}
    zone = ZoneInfo(settings.EVENT_TIME_ZONE)
    pledges = [
        ScenePledge(at.astimezone(zone), places[where], people.setdefault((where, person), len(people)), amount)
        for at, where, person, amount in _pledges(fund, list(places))
    ]
    return Scene(tuple(_campaigns(found)), tuple(reversed(pledges)))


def _pledges(fund: Fund, campaigns: list[int]) -> list[tuple[datetime, int, int, int]]:
    cases = PledgeCase.objects.filter(pledge=OuterRef("pk"), position__fund=fund)
    excluded = cases.filter(state=CaseState.EXCLUDED)
    by_rule = Match.objects.filter(pledge=OuterRef("pk"), position__fund=fund, bound__in=EXCLUSIONS)
    rows = (
        Pledge.objects.filter(campaign_id__in=campaigns, state__in=COUNTED_PLEDGE_STATES)
        .exclude(Exists(excluded))
        .exclude(Exists(by_rule) & ~Exists(cases.filter(state=CaseState.COUNTED)))
        .annotate(left=F("amount_minor") - F("payment__refunded_minor"))
        .filter(left__gt=0)
        .order_by("-created_at", "-id")
    )
    return list(rows.values_list("created_at", "campaign_id", "person", "left")[:PLEDGES_MAX])


def _campaigns(rows: list[tuple[int, str, int, int | None]]) -> list[SceneCampaign]:
    """Two campaigns may have one title; in a scene each has its own name."""
    seen: dict[str, int] = {}
    found = []
    for _id, title, goal_1, goal_2 in rows:
        seen[title] = seen.get(title, 0) + 1
        name = title if seen[title] == 1 else f"{title} ({seen[title]})"
        found.append(SceneCampaign(name, goal_1, goal_2))
    return found
