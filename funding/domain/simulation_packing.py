"""Scenes as bytes, to be kept for a while: JSON in columns, compressed; half a megabyte for 100,000 pledges."""

import json
import zlib
from datetime import UTC, datetime, timedelta, tzinfo

from funding.domain.simulation_scene import Scene, SceneCampaign, ScenePledge

FORMAT = 1


def scene_pack(scene: Scene) -> bytes:
    """Return `scene` as bytes; `scene_unpack` gives the equal scene back, to the second."""
    campaigns = [
        [one.name, one.goal_1_minor, one.goal_2_minor, list(one.topics), one.region] for one in scene.campaigns
    ]
    columns = [
        [int(one.at.timestamp()) for one in scene.pledges],
        [one.campaign for one in scene.pledges],
        [one.backer for one in scene.pledges],
        [one.amount_minor for one in scene.pledges],
    ]
    data = {"format": FORMAT, "campaigns": campaigns, "pledges": columns}
    return zlib.compress(json.dumps(data, separators=(",", ":")).encode())


def scene_unpack(packed: bytes, zone: tzinfo) -> Scene:
    """Return the scene that was packed, with times of `zone`. Only for what `scene_pack` has written."""
    data = json.loads(zlib.decompress(packed))
    campaigns = tuple(
        SceneCampaign(name, goal_1, goal_2, tuple(topics), region)
        for name, goal_1, goal_2, topics, region in data["campaigns"]
    )
    begin = datetime(1970, 1, 1, tzinfo=UTC)
    pledges = tuple(
        ScenePledge((begin + timedelta(seconds=at)).astimezone(zone), where, who, amount)
        for at, where, who, amount in zip(*data["pledges"], strict=True)
    )
    return Scene(campaigns, pledges)
