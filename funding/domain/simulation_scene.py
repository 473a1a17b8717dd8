"""What a simulation is run over: campaigns and the pledges that come to them, with nothing that names a person."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random
from statistics import NormalDist
from typing import Any, NamedTuple

from backend.core.checks import ensure

PLEDGES_MAX = 200_000
CAMPAIGNS_MAX = 1_000
DAYS_MAX = 366
SMALLEST_MINOR = 100
LARGEST_MINOR = 10_000_000
"""Drawn pledges are between 1.00 and 100,000.00."""
WHOLE_MINOR = 100


class SceneCampaign(NamedTuple):
    """Goals > 0 in minor units; `name` is unique in its scene."""

    name: str
    goal_1_minor: int
    goal_2_minor: int | None = None
    topics: tuple[str, ...] = ()
    region: str = ""


class ScenePledge(NamedTuple):
    """`campaign` is a place in the scene's campaigns, `backer` a number that is the same for one person."""

    at: datetime
    campaign: int
    backer: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Scene:
    """Pledges in the order in which they came; a day is one of the zone that their times carry."""

    campaigns: tuple[SceneCampaign, ...]
    pledges: tuple[ScenePledge, ...]

    @property
    def crowd_minor(self) -> int:
        return sum(pledge.amount_minor for pledge in self.pledges)

    @property
    def backers(self) -> int:
        return len({pledge.backer for pledge in self.pledges})


class Preset(StrEnum):
    """Scenes that a fund should have thought about."""

    QUIET = "quiet"
    RUSH = "rush"
    MANY_SMALL = "many_small"
    FEW_LARGE = "few_large"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """How a scene is drawn. The same drawing gives the same scene, wherever it is drawn.

    campaigns         1 to 1,000
    pledges           1 to 200,000
    days              1 to 366, from `starts_at` on
    median_minor      half of the pledges are below it, > 0
    spread            sigma of the log-normal amounts, 0 to 2
    first_day_bp      how much of the pledges comes on the first day, above an even share, in basis points
    seed              whatever is drawn by chance is drawn from it
    """

    starts_at: datetime
    campaigns: int = 20
    pledges: int = 2_000
    days: int = 30
    median_minor: int = 3_000
    spread: float = 0.8
    first_day_bp: int = 0
    seed: int = 1


PRESETS: Mapping[Preset, Mapping[str, Any]] = {
    Preset.QUIET: {"campaigns": 20, "pledges": 2_000, "days": 30, "median_minor": 3_000, "spread": 0.8},
    Preset.RUSH: {
        "campaigns": 40,
        "pledges": 6_000,
        "days": 14,
        "median_minor": 3_000,
        "spread": 0.8,
        "first_day_bp": 6_000,
    },
    Preset.MANY_SMALL: {"campaigns": 20, "pledges": 12_000, "days": 30, "median_minor": 1_000, "spread": 0.6},
    Preset.FEW_LARGE: {"campaigns": 20, "pledges": 300, "days": 30, "median_minor": 30_000, "spread": 1.1},
}


def draw(drawing: Drawing) -> Scene:
    """Return the scene of a drawing; everything in minor units. InvariantViolation for numbers out of range.

    Amounts are log-normal in whole units of the currency. Some campaigns are liked much more than others: the weight of
    the n-th is 1/√n. Four of five pledges come from somebody new to the scene; goals are half to three halves of what
    is to be expected for a campaign.
    """
    ensure(0 < drawing.campaigns <= CAMPAIGNS_MAX, "a scene has between one and a thousand campaigns")
    ensure(0 < drawing.pledges <= PLEDGES_MAX, "a scene has between one and two hundred thousand pledges")
    ensure(0 < drawing.days <= DAYS_MAX and drawing.median_minor > 0, "days and amounts are above zero")
    ensure(0 <= drawing.spread <= 2 and 0 <= drawing.first_day_bp <= 10_000, "spread and share are in their range")  # noqa: PLR2004  as documented
    chance = Random(drawing.seed)  # noqa: S311  a scene is no secret
    weights = [1 / math.sqrt(place) for place in range(1, drawing.campaigns + 1)]
    campaigns = _campaigns(drawing, weights, chance)
    moments = sorted(_moment(drawing, chance) for _ in range(drawing.pledges))
    reach = _running(weights)
    pledges, people = [], 0
    for at in moments:
        amount = _amount(drawing, chance)
        where = _place(reach, chance.random())
        if not people or chance.random() < 0.8:  # noqa: PLR2004  four of five
            backer, people = people, people + 1
        else:
            backer = int(chance.random() * people)
        pledges.append(ScenePledge(at, where, backer, amount))
    return Scene(campaigns, tuple(pledges))


def _campaigns(drawing: Drawing, weights: list[float], chance: Random) -> tuple[SceneCampaign, ...]:
    mean = drawing.median_minor * math.exp(drawing.spread**2 / 2)
    digits = len(str(drawing.campaigns))
    found = []
    for number, weight in enumerate(weights, 1):
        expected = drawing.pledges * weight / sum(weights) * mean
        goal = _whole(expected * (0.5 + chance.random()))
        found.append(SceneCampaign(f"K{number:0{digits}}", goal, goal * 2))
    return tuple(found)


def _moment(drawing: Drawing, chance: Random) -> datetime:
    """Between 8 and 22 o'clock; nobody is asked to simulate the night."""
    first = chance.random() * 10_000 < drawing.first_day_bp
    day = 0 if first else int(chance.random() * drawing.days)
    second = int((8 + 14 * chance.random()) * 3_600)
    return drawing.starts_at + timedelta(days=day, seconds=second)


def _amount(drawing: Drawing, chance: Random) -> int:
    # Only `random` itself is promised to give the same numbers in every version of Python.
    share = min(max(chance.random(), 1e-9), 1 - 1e-9)
    drawn = drawing.median_minor * math.exp(drawing.spread * NormalDist().inv_cdf(share))
    return min(max(_whole(drawn), SMALLEST_MINOR), LARGEST_MINOR)


def _whole(amount: float) -> int:
    return max(1, round(amount / WHOLE_MINOR)) * WHOLE_MINOR


def _running(weights: list[float]) -> list[float]:
    total, reach = sum(weights), []
    below = 0.0
    for weight in weights:
        below += weight / total
        reach.append(below)
    return reach


def _place(reach: list[float], share: float) -> int:
    low, high = 0, len(reach) - 1
    while low < high:
        middle = (low + high) // 2
        if reach[middle] > share:
            high = middle
        else:
            low = middle + 1
    return low


def shuffled(count: int, seed: int) -> list[int]:
    """Return the places 0 to `count` − 1 in an order drawn from `seed`; 0 is the order as it is."""
    if not seed:
        return list(range(count))
    chance = Random(seed)  # noqa: S311  an order is no secret
    keys = [chance.random() for _ in range(count)]
    return sorted(range(count), key=keys.__getitem__)
