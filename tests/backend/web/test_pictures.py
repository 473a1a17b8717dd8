import re

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from backend.web.pictures import CampaignBar, Layer, Waterline, attribute, share

sums = st.integers(0, 10**10)


def test_a_bar_is_scaled_to_the_larger_goal() -> None:
    bar = CampaignBar(crowd=3_000, fund=1_000, goal_1=5_000, goal_2=8_000)
    assert (bar.crowd_width, bar.fund_width, bar.goal_1_at) == ("37.5", "12.5", "62.5")
    assert bar.goal_1_shown


def test_a_goal_at_the_end_has_no_mark() -> None:
    assert not CampaignBar(crowd=0, fund=0, goal_1=5_000).goal_1_shown
    assert CampaignBar(crowd=5_000, fund=1, goal_1=5_000).goal_1_shown


@pytest.mark.parametrize(("crowd", "expected"), [(0, 0), (4_999, 99), (5_000, 100), (7_500, 150)])
def test_a_goal_is_reached_when_the_last_cent_is_there(crowd: int, expected: int) -> None:
    assert CampaignBar(crowd=crowd, fund=0, goal_1=5_000).percent == expected


@given(sums, sums, st.integers(1, 10**10), st.none() | sums)
def test_a_bar_never_overflows(crowd: int, fund: int, goal_1: int, goal_2: int | None) -> None:
    bar = CampaignBar(crowd, fund, goal_1, goal_2)
    assert float(bar.crowd_width) + float(bar.fund_width) <= 100.02
    assert 0 <= float(bar.goal_1_at) <= 100


def test_attributes_have_a_point_in_german_too() -> None:
    with translation.override("de"):
        assert attribute(12.5) == "12.5"
        assert attribute(12.0) == "12"


@pytest.mark.parametrize(("part", "whole", "expected"), [(0, 0, 0), (1, 0, 0), (5, 4, 100), (1, 4, 25)])
def test_shares_stay_within_the_whole(part: int, whole: int, expected: float) -> None:
    assert share(part, whole) == expected


def surface(path: str) -> float:
    heights = [float(y) for _, y in re.findall(r"[ML]([\d.]+) ([\d.]+)", path.partition("L320 220")[0])]
    return sum(heights) / len(heights)


def test_the_waterline_stacks_its_layers_and_leaves_out_empty_ones() -> None:
    layers = (
        Layer("paid", "a", 6_000),
        Layer("approved", "b", 0),
        Layer("reserved", "c", 1_000),
        Layer("free", "d", 3_000),
    )
    picture = Waterline(layers)
    drawn = picture.drawn()
    assert picture.paid_in == 10_000
    assert [part.layer.kind for part in drawn] == ["free", "reserved", "paid"]
    assert [part.share for part in drawn] == ["30\u00a0%", "10\u00a0%", "60\u00a0%"]
    heights = [surface(part.path) for part in drawn]
    assert heights == sorted(heights)
    assert heights[0] == pytest.approx(16, abs=2)
    assert heights[2] == pytest.approx(220 - 204 * 0.6, abs=2)


@pytest.mark.parametrize(
    ("amounts", "shares"),
    [
        ([357_50, 116_25, 190_00, 19_336_25], ["1,8", "0,6", "0,9", "96,7"]),
        ([105_00, 5_00, 0, 290_00], ["26,3", "1,2", "72,5"]),
        ([1, 1, 1], ["33,4", "33,3", "33,3"]),
    ],
)
def test_the_shares_of_a_waterline_add_up_to_a_hundred(amounts: list[int], shares: list[str]) -> None:
    drawn = Waterline(tuple(Layer("free", "Frei", amount) for amount in amounts)).drawn()[::-1]
    assert [part.share for part in drawn] == [f"{share}\u00a0%" for share in shares]


def test_an_empty_fund_has_a_picture_too() -> None:
    assert Waterline((Layer("free", "Frei", 0),)).drawn() == []
