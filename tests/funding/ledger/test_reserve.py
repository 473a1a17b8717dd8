"""The one call that writes a pledge into the book, against a replay: the same pledges, the same cents."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from funding.enums import MatchBound, MatchState
from funding.gateways import gateway_override
from funding.gateways.memory_gateway import MemoryGateway
from funding.models import Match
from funding.services.pledges import pledge_create
from tests.funding.books import assert_stored_as_replayed
from tests.funding.scenes import Scene, backer, broken, scene_make


def reserve_all(scene: Scene, pledges: list[int]) -> list[Match]:
    for amount in pledges:
        pledge_create(campaign=scene.campaign, amount_minor=amount, backer=backer())
    return list(Match.objects.filter(position=scene.position).order_by("sequence"))


@pytest.mark.django_db
def test_first_come_with_a_partial_last_match() -> None:
    scene = scene_make(MemoryGateway(), pool_minor=10_000)
    matches = reserve_all(scene, [20_000, 16_000, 8_000, 4_000])
    assert [match.amount_minor for match in matches] == [5_000, 4_000, 1_000, 0]
    assert [match.pool_before_minor for match in matches] == [10_000, 5_000, 1_000, 0]
    assert [match.pool_after_minor for match in matches] == [5_000, 1_000, 0, 0]
    assert [match.bound for match in matches] == ["", "", MatchBound.POOL, MatchBound.POOL]
    assert [match.state for match in matches] == [*[MatchState.RESERVED] * 3, MatchState.RELEASED]
    assert [match.causes.get().amount_after_minor for match in matches] == [5_000, 4_000, 1_000, 0]
    sequences = [match.sequence for match in matches]
    assert sequences == sorted(set(sequences))
    assert broken() == []


@pytest.mark.django_db
def test_a_campaign_cap_and_the_cents() -> None:
    capped = scene_make(MemoryGateway(), pool_minor=2_000_000, caps={"cap_campaign_minor": 1_000_000})
    assert [match.amount_minor for match in reserve_all(capped, [3_800_000, 600_000])] == [950_000, 50_000]
    exact = scene_make(MemoryGateway())
    assert sum(match.amount_minor for match in reserve_all(exact, [1_010] * 7 + [333] * 3)) == 2_017
    assert broken() == []


class Twin(TestCase):
    @settings(max_examples=10, deadline=None)
    @given(
        pledges=st.lists(st.integers(100, 9_999), min_size=1, max_size=7),
        rate=st.integers(1, 20_000),
        pool=st.integers(1, 5_000),
        cap=st.none() | st.integers(1, 3_000),
    )
    def test_the_function_gives_what_the_arithmetic_says(
        self, pledges: list[int], rate: int, pool: int, cap: int | None
    ) -> None:
        with gateway_override(MemoryGateway()) as gateway:
            assert isinstance(gateway, MemoryGateway)
            scene = scene_make(gateway, pool_minor=pool, rate_bp=rate, caps={"cap_campaign_minor": cap})
            stored = [match.amount_minor for match in reserve_all(scene, pledges)]
        book = assert_stored_as_replayed(scene.fund)
        assert sum(stored) == book.given_minor == min(sum(pledges) * rate // 10_000, pool, cap or pool)
        assert broken() == []
