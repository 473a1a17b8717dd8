from datetime import datetime
from zoneinfo import ZoneInfo

from funding.domain.simulation_packing import scene_pack, scene_unpack
from funding.domain.simulation_scene import PRESETS, Drawing, Preset, Scene, SceneCampaign, ScenePledge, draw

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 3, 20, tzinfo=BERLIN)


def test_a_scene_comes_back_as_it_was() -> None:
    drawn = draw(Drawing(starts_at=START, **PRESETS[Preset.RUSH]))
    assert scene_unpack(scene_pack(drawn), BERLIN) == drawn
    odd = Scene((SceneCampaign("Käse", 5, None, ("a", "b"), "BE"),), (ScenePledge(START, 0, 7, 1),))
    assert scene_unpack(scene_pack(odd), BERLIN) == odd
    assert scene_unpack(scene_pack(Scene((), ())), BERLIN) == Scene((), ())


def test_a_large_scene_stays_small() -> None:
    drawn = draw(Drawing(starts_at=START, pledges=20_000))
    assert len(scene_pack(drawn)) < 200_000
