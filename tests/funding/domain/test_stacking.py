"""What each fund may give to one pledge: the worked numbers of the policies, and what the limits add up to."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding.domain.allocation import Offer, Stacking
from funding.domain.book import Refused
from funding.domain.book_events import (
    Deposited,
    Expired,
    Paid,
    Pledged,
    Refunded,
    event_from_data,
    event_to_data,
)
from funding.domain.formulas import budget_cap
from funding.domain.rule_axes import Gates, Settlement
from funding.domain.rule_set import RuleSet
from funding.domain.stacking import Agreement, Base, Share, not_shareable, shares
from funding.domain.standing import Limit
from tests.funding.domain.rules import NOON, QUARTER
from tests.funding.domain.scenes import Scene

STATE, CITY, CLUB = Offer("state", 400, 250, 2), Offer("city", 300, 300, 1), Offer("club", 500, 500, 3, public=False)
NOTHING = Base(0, 0)
FULL = None


@pytest.mark.parametrize(
    ("policy", "given", "most"),
    [
        (Stacking.ADD, (250, 300, 500), (FULL, FULL, FULL)),
        (Stacking.FIRST, (0, 300, 0), (0, FULL, 0)),
        (Stacking.BEST, (0, 0, 500), (0, 0, FULL)),
        (Stacking.PRIORITY, (200, 300, 0), (200, 300, 0)),
    ],
)
def test_what_each_gives_and_may_ever_give(
    policy: Stacking, given: tuple[int, ...], most: tuple[int | None, ...]
) -> None:
    found = shares([STATE, CITY, CLUB], Agreement(policy), NOTHING)
    assert tuple(found[name].given_minor for name in ("state", "city", "club")) == given
    assert tuple(found[name].at_most_minor for name in ("state", "city", "club")) == most
    assert {one.limit for one in found.values() if one.at_most_minor is not None} <= {Limit.STACKING}


def test_in_the_order_of_priority_who_fell_short_may_come_later() -> None:
    """Of 400 the state has 50 now and 350 later; the city's claim of 300 is within what the state leaves open."""
    found = shares([replace(STATE, given_minor=50, priority=0), CITY], Agreement(Stacking.PRIORITY), NOTHING)
    assert found == {"state": Share(50, 100, Limit.STACKING), "city": Share(300, 300, Limit.STACKING)}


def test_below_a_ceiling_public_funds_never_give_more_than_now() -> None:
    """Q = 50 % of 500 crowd money leaves 500, less 100 given before: 400, shared in proportion to 300 and 250."""
    found = shares([STATE, CITY, CLUB], Agreement(Stacking.ADD, 5_000), Base(500, 100))
    assert found == {
        "state": Share(182, 182, Limit.PUBLIC_CEILING),
        "city": Share(218, 218, Limit.PUBLIC_CEILING),
        "club": Share(500),
    }


def test_where_nobody_has_anything_the_first_may_come_later() -> None:
    nothing = [replace(one, given_minor=0) for one in (STATE, CITY)]
    found = shares(nothing, Agreement(Stacking.FIRST), NOTHING)
    assert (found["city"].at_most_minor, found["state"].at_most_minor) == (None, 0)


@given(
    wanted=st.lists(st.integers(0, 500), min_size=1, max_size=4),
    has=st.lists(st.integers(0, 500), min_size=4, max_size=4),
    public=st.lists(st.booleans(), min_size=4, max_size=4),
    policy=st.sampled_from(Stacking),
    ceiling_bp=st.none() | st.integers(1, 9_999),
    crowd=st.integers(0, 1_000),
    before=st.integers(0, 300),
)
def test_the_limits_together_keep_policy_and_ceiling(
    *,
    wanted: list[int],
    has: list[int],
    public: list[bool],
    policy: Stacking,
    ceiling_bp: int | None,
    crowd: int,
    before: int,
) -> None:
    offers = [
        Offer(str(number), want, min(want, has[number]), number % 2, public=public[number])
        for number, want in enumerate(wanted)
    ]
    found = shares(offers, Agreement(policy, ceiling_bp), Base(crowd, before))
    most = {one.fund: one.wanted_minor for one in offers}
    for one in offers:
        share = found[one.fund]
        assert 0 <= share.given_minor <= one.given_minor
        if share.at_most_minor is not None:
            most[one.fund] = min(most[one.fund], share.at_most_minor)
            assert share.given_minor <= share.at_most_minor
            assert share.limit is not None
    if ceiling_bp is not None:
        room = max(0, budget_cap(crowd, ceiling_bp) - before)
        assert sum(most[one.fund] for one in offers if one.public) <= room
    if policy in {Stacking.FIRST, Stacking.BEST}:
        assert sum(amount > 0 for amount in most.values()) <= 1
    if policy is Stacking.PRIORITY:
        assert sum(most.values()) <= max(wanted)


# In the book of one fund


def pledged(scene: Scene, name: str, amount: int, most: int | None, why: str = "stacking") -> int:
    given = {} if most is None else {"at_most_minor": most, "limited_by": why}
    entries = scene.do(Pledged, pledge=name, campaign="c", backer=name, amount_minor=amount, **given)
    return entries[-1].amount_after_minor


def test_a_limit_lowers_the_match_and_what_it_cuts_falls_to_nobody() -> None:
    scene = Scene(QUARTER)
    entries = scene.do(
        Pledged, pledge="a", campaign="c", backer="a", amount_minor=1_010, at_most_minor=100, limited_by="stacking"
    )
    assert [(one.amount_after_minor, one.wanted_minor, one.bounds) for one in entries] == [
        (100, 252, (Limit.STACKING,))
    ]
    # Half a cent of the first is left, as without a limit: 252.5 + 252.5 are 505 in all.
    assert pledged(scene, "b", 1_010, None) == 253


@pytest.mark.parametrize("why", ["stacking", "public_ceiling"])
def test_a_limit_says_why(why: str) -> None:
    scene = Scene(QUARTER)
    assert pledged(scene, "a", 400, 0, why) == 0
    with pytest.raises(Refused, match="limit_without_a_reason"):
        pledged(scene, "b", 400, 10, "")
    with pytest.raises(Refused, match="limit_below_zero"):
        pledged(scene, "b", 400, -1)


def test_what_is_offered_again_respects_the_limit() -> None:
    scene = Scene(replace(QUARTER, reoffer=True), pool=100)
    assert pledged(scene, "a", 400, 60) == 60
    assert pledged(scene, "b", 400, 70) == 40
    assert pledged(scene, "c", 400, None) == 0
    scene.do(Deposited, pot="s", amount_minor=1_000)
    assert [scene.of(name) for name in "abc"] == [60, 70, 100]


def test_a_payment_after_its_end_brings_a_limit_of_its_own() -> None:
    scene = Scene(QUARTER)
    pledged(scene, "a", 400, 60)
    scene.do(Expired, pledge="a")
    scene.do(Paid, pledge="a", at_most_minor=30, limited_by="public_ceiling")
    assert scene.of("a") == 30
    scene.do(Refunded, pledge="a", amount_minor=360)
    assert scene.of("a") == 10


def test_only_what_is_said_stands_in_the_journal() -> None:
    event = Pledged(at=NOON, pledge="a", campaign="c", backer="b", amount_minor=1)
    assert "at_most_minor" not in event_to_data(event)
    limited = replace(event, at_most_minor=0, limited_by="stacking")
    assert event_to_data(limited)["at_most_minor"] == 0
    assert [event_from_data(event_to_data(one)) for one in (event, limited)] == [event, limited]


@pytest.mark.parametrize(
    ("rule", "parts"),
    [
        (QUARTER, []),
        (replace(QUARTER, gates=Gates(starts_at=NOON)), []),
        (replace(QUARTER, gates=Gates(raised_minor=1, backers=2)), ["gates.raised_minor", "gates.backers"]),
        (replace(QUARTER, settlement=Settlement.AT_CLOSE), ["settlement"]),
    ],
)
def test_rules_that_give_later_do_not_share(rule: RuleSet, parts: list[str]) -> None:
    assert not_shareable(rule) == parts
