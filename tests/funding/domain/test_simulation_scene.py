"""Drawn scenes: the same seed, the same scene; each preset is what its name says."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

import pytest

from backend.core.checks import InvariantViolation
from funding.domain.simulation_scene import PRESETS, Drawing, Preset, Scene, draw

START = datetime(2026, 3, 20, tzinfo=UTC)


def drawn(preset: Preset, seed: int = 1) -> Scene:
    return draw(Drawing(starts_at=START, seed=seed, **PRESETS[preset]))


@pytest.mark.parametrize("preset", Preset)
def test_a_seed_gives_one_scene(preset: Preset) -> None:
    scene = drawn(preset)
    assert scene == drawn(preset)
    assert scene != drawn(preset, 2)
    assert len(scene.pledges) == PRESETS[preset]["pledges"]
    assert len({one.name for one in scene.campaigns}) == PRESETS[preset]["campaigns"]
    assert [one.at for one in scene.pledges] == sorted(one.at for one in scene.pledges)


def test_a_scene_stays_the_same_over_versions() -> None:
    scene = draw(Drawing(starts_at=START, campaigns=2, pledges=3, days=2))
    assert [(one.campaign, one.backer, one.amount_minor) for one in scene.pledges] == [
        (1, 0, 2600),
        (0, 1, 300),
        (1, 0, 1700),
    ]
    assert [one.goal_1_minor for one in scene.campaigns] == [4600, 6900]


def test_each_preset_is_what_it_says() -> None:
    quiet, rush, small, large = (drawn(one) for one in Preset)
    assert first_day(quiet) < 0.1
    assert first_day(rush) > 0.55
    assert median(one.amount_minor for one in small.pledges) < 1_500
    assert median(one.amount_minor for one in large.pledges) > 20_000
    assert len(small.pledges) > 10 * len(large.pledges)


def first_day(scene: Scene) -> float:
    return sum(one.at < START + timedelta(days=1) for one in scene.pledges) / len(scene.pledges)


def test_some_campaigns_are_liked_more_and_some_people_give_twice() -> None:
    scene = drawn(Preset.QUIET)
    counts = [sum(one.campaign == place for one in scene.pledges) for place in (0, 19)]
    assert counts[0] > 3 * counts[1]
    assert 0.75 < scene.backers / len(scene.pledges) < 0.85


@pytest.mark.parametrize(
    "change",
    [
        {"campaigns": 0},
        {"campaigns": 1_001},
        {"pledges": 0},
        {"pledges": 200_001},
        {"days": 0},
        {"days": 367},
        {"median_minor": 0},
        {"spread": 2.1},
        {"first_day_bp": 10_001},
    ],
)
def test_numbers_out_of_range_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(InvariantViolation):
        draw(replace(Drawing(starts_at=START), **change))


def test_the_borders_are_allowed() -> None:
    one = draw(Drawing(starts_at=START, campaigns=1, pledges=1, days=1, median_minor=1, spread=0))
    assert (one.pledges[0].amount_minor, one.campaigns[0].goal_1_minor >= 100) == (100, True)
    assert len(draw(Drawing(starts_at=START, campaigns=1_000, pledges=10, days=366)).campaigns) == 1_000
