"""The worked numbers of the matching rules, told to a fund's book; what is short, open, settled and explained."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from backend.core.evidence.codec import Unreadable
from funding.domain.allocation import Earmark
from funding.domain.book import Refused, replay
from funding.domain.book_events import (
    Approved,
    CampaignAccepted,
    Deposited,
    Event,
    Paid,
    PaidOut,
    PayeeVerified,
    Pledged,
    Refunded,
    RulePublished,
    event_from_data,
    event_to_data,
)
from funding.domain.book_records import Entry, MatchState
from funding.domain.book_summary import violations
from funding.domain.rule_axes import (
    Allocation,
    Base,
    Caps,
    Factor,
    Gates,
    LumpSum,
    MarginalTiers,
    Percentage,
    Step,
    StepTable,
    Tier,
)
from funding.domain.rule_set import RuleSet
from funding.domain.standing import Limit
from tests.funding.domain.rules import NOON, QUARTER
from tests.funding.domain.scenes import Scene

ONE_TO_ONE = RuleSet(base=Base.PLEDGE, function=Factor(Fraction(1)))


def played(rule: RuleSet, *amounts: int, pool: int = 10**9, backers: str = "") -> list[int]:
    scene = Scene(rule, pool=pool)
    return [
        scene.pledge(amount, backer=who) for amount, who in zip(amounts, backers or [""] * len(amounts), strict=True)
    ]


def test_percentage_is_cumulative() -> None:
    assert sum(played(QUARTER, *[1_010] * 7, *[333] * 3)) == 2_017


def test_cap_on_the_base_before_the_factor() -> None:
    assert played(replace(ONE_TO_ONE, caps=Caps(pledge_base_minor=25_000)), 500, 25_000, 40_000) == [
        500,
        25_000,
        25_000,
    ]


def test_campaign_cap() -> None:
    assert played(replace(QUARTER, caps=Caps(campaign_minor=1_000_000)), 3_800_000, 600_000) == [950_000, 50_000]


def test_first_come_with_a_partial_last_match() -> None:
    assert played(QUARTER, 20_000, 16_000, 8_000, 4_000, pool=10_000) == [5_000, 4_000, 1_000, 0]


def test_first_come_whole_matches_only() -> None:
    rule = replace(QUARTER, allocation=Allocation.FIRST_COME_WHOLE)
    assert played(rule, 20_000, 16_000, 8_000, 4_000, pool=10_000) == [5_000, 4_000, 0, 1_000]


def test_lump_sum_with_gate_is_paid_once() -> None:
    rule = RuleSet(base=Base.GOAL_1, function=LumpSum(share_bp=5_000), gates=Gates(raised_goal_bp=2_500))
    assert played(rule, 99_999, 1, 100_000) == [0, 200_000, 0]


def test_a_gate_that_opens_matches_earlier_pledges_in_sequence() -> None:
    scene = Scene(replace(QUARTER, gates=Gates(raised_minor=3_000)), pool=700)
    assert [scene.pledge(1_000), scene.pledge(1_010)] == [0, 0]
    scene.pledge(1_000)
    assert scene.each() == [250, 252, 198]


def test_unique_backers_open_a_gate() -> None:
    scene = Scene(replace(QUARTER, gates=Gates(backers=2)))
    for who in "aab":
        scene.pledge(1_000, backer=who)
    assert scene.each() == [250, 250, 250]


def test_marginal_tiers_of_the_sum_raised() -> None:
    tiers = MarginalTiers((Tier(100_000, 5_000), Tier(500_000, 2_500), Tier(None, 1_000)))
    assert played(RuleSet(base=Base.CAMPAIGN, function=tiers), 80_000, 220_000, 400_000) == [40_000, 60_000, 70_000]


def test_steps_of_the_number_of_backers() -> None:
    rule = RuleSet(base=Base.BACKERS, function=StepTable((Step(2, 500), Step(3, 900))))
    assert played(rule, 100, 100, 100, 100, backers="abac") == [0, 500, 0, 400]


def test_share_of_budget_grows_with_the_crowd() -> None:
    rule = RuleSet(base=Base.CAMPAIGN, function=Factor(Fraction(5)), caps=Caps(budget_bp=7_500, campaign_minor=2_000))
    assert played(rule, 100, 200, 900) == [300, 600, 1_100]


def test_several_sponsors_share_each_match() -> None:
    scene = Scene(ONE_TO_ONE, pool=0)
    for pot, amount in (("a", 10_000), ("b", 5_000)):
        scene.do(Deposited, pot=pot, amount_minor=amount)
    assert scene.pledge(10_000) == 10_000
    assert scene.match("p1").splits == {"a": 6_667, "b": 3_333}
    assert scene.pledge(6_000) == 5_000
    assert scene.match("p2").splits == {"a": 3_333, "b": 1_667}


def test_pots_are_drawn_by_priority() -> None:
    scene = Scene(replace(ONE_TO_ONE, allocation=Allocation.PRIORITY), pool=0)
    for pot, amount, priority in (("top-up", 500, 3), ("pledges", 100, 1), ("champion", 300, 2)):
        scene.do(Deposited, pot=pot, amount_minor=amount, priority=priority)
    scene.pledge(350)
    assert scene.match("p1").splits == {"pledges": 100, "champion": 250}


def test_earmarked_money_goes_where_it_may() -> None:
    scene = Scene(ONE_TO_ONE, pool=0, campaigns="")
    scene.do(CampaignAccepted, campaign="c", goal_1_minor=1_000, topics=("health",))
    scene.do(CampaignAccepted, campaign="d", goal_1_minor=1_000, region="BE")
    scene.do(Deposited, pot="h", amount_minor=500, earmark=Earmark(topics=("health",)))
    scene.do(Deposited, pot="b", amount_minor=100, earmark=Earmark(regions=("BE",)))
    assert [scene.pledge(400), scene.pledge(400, campaign="d")] == [400, 100]
    with pytest.raises(Refused, match="pot_is_for_something_else"):
        scene.do(Deposited, pot="h", amount_minor=1)


def test_what_is_free_for_something_else_only_is_told_as_the_reason() -> None:
    scene = Scene(ONE_TO_ONE, pool=0, campaigns="c")
    scene.do(Deposited, pot="h", amount_minor=500, earmark=Earmark(topics=("health",)))
    scene.do(Deposited, pot="s", amount_minor=100)
    entries = scene.do(Pledged, pledge="p", campaign="c", backer="b", amount_minor=400)
    assert [(one.amount_after_minor, one.bounds) for one in entries] == [(100, (Limit.EARMARK,))]
    entries = scene.do(Pledged, pledge="q", campaign="c", backer="b", amount_minor=501)
    assert [(one.amount_after_minor, one.bounds) for one in entries] == [(0, (Limit.POOL,))]


def test_one_sponsor_gives_no_more_to_one_campaign_than_the_cap() -> None:
    scene = Scene(replace(ONE_TO_ONE, caps=Caps(sponsor_minor=300)), campaigns="cd")
    assert [scene.pledge(200), scene.pledge(200), scene.pledge(200, campaign="d")] == [200, 100, 200]


def test_a_sponsor_with_two_pots_is_one_sponsor() -> None:
    scene = Scene(replace(ONE_TO_ONE, caps=Caps(sponsor_minor=300)), pool=0)
    scene.do(Deposited, pot="s", amount_minor=200)
    scene.do(Deposited, pot="s.health", amount_minor=1_000, priority=1)
    assert [scene.pledge(250), scene.pledge(250)] == [250, 50]
    assert {row.id: row.given_minor for row in scene.book.state.pots.values()} == {"s": 200, "s.health": 100}


def test_share_of_the_pool() -> None:
    assert played(replace(ONE_TO_ONE, caps=Caps(pool_bp=1_000)), 600, 600, pool=10_000) == [600, 400]


@pytest.mark.parametrize("base", [Base.PLEDGE, Base.CAMPAIGN])
def test_a_verified_payee_opens_the_gate(base: Base) -> None:
    scene = Scene(replace(QUARTER, base=base, gates=Gates(payee_verified=True)))
    assert [scene.pledge(1_000), scene.pledge(1_000)] == [0, 0]
    scene.do(PayeeVerified, campaign="c")
    assert scene.held() == 500
    assert scene.pledge(1_000) == 250


def test_the_window_and_the_reason_are_told() -> None:
    scene = Scene(replace(QUARTER, gates=Gates(ends_at=NOON)))
    (entry,) = scene.do(Pledged, pledge="p", campaign="c", backer="b", amount_minor=1_000)
    assert (entry.amount_after_minor, entry.bounds) == (0, ("window",))


def test_every_step_is_explained() -> None:
    scene = Scene(replace(QUARTER, caps=Caps(campaign_minor=400)), pool=1_000)
    first, second = (
        scene.do(Pledged, pledge=name, campaign="c", backer=name, amount_minor=1_000)[0] for name in ("p", "q")
    )
    assert first == Entry(
        sequence=4,
        cause="pledged",
        campaign="c",
        version=1,
        match="m1",
        pledge="p",
        base_minor=1_000,
        due_before_minor=0,
        due_after_minor=250,
        amount_before_minor=0,
        amount_after_minor=250,
        pool_before_minor=1_000,
        pool_after_minor=750,
        wanted_minor=250,
    )
    assert (second.due_before_minor, second.due_after_minor, second.amount_after_minor) == (250, 400, 150)
    assert second.bounds == ("campaign",)


def test_a_new_version_counts_from_its_first_pledge_and_caps_hold_over_all() -> None:
    scene = Scene(replace(QUARTER, caps=Caps(campaign_minor=600)))
    scene.pledge(1_000)
    scene.do(RulePublished, rule=replace(QUARTER, function=Percentage(5_000), caps=Caps(campaign_minor=600)))
    assert [scene.pledge(500), scene.pledge(500)] == [250, 100]
    assert scene.match("p1").version == 1
    assert scene.match("p2").version == 2


def test_a_lump_sum_is_not_paid_again_by_a_new_version() -> None:
    rule = RuleSet(base=Base.CAMPAIGN, function=LumpSum(500), gates=Gates(raised_minor=100))
    scene = Scene(rule)
    assert scene.pledge(100) == 500
    scene.do(RulePublished, rule=replace(rule, function=LumpSum(800)))
    assert scene.pledge(100) == 300
    assert scene.pledge(100) == 0


def wrong(*events: Event) -> str:
    *before, last = events
    book = replay(before)
    with pytest.raises(Refused) as refused:
        book.apply(last)
    assert violations(book.state) == []
    return refused.value.code


def test_what_cannot_be_is_refused() -> None:
    accepted = CampaignAccepted(at=NOON, campaign="c", goal_1_minor=1)
    rule = RulePublished(at=NOON, rule=QUARTER)
    pledged = Pledged(at=NOON, pledge="p", campaign="c", backer="b", amount_minor=5)
    assert wrong(pledged) == "unknown_campaign"
    assert wrong(accepted, pledged) == "no_rule"
    assert wrong(accepted, accepted) == "campaign_known"
    assert wrong(replace(accepted, goal_1_minor=0)) == "amount_not_above_zero"
    assert wrong(rule, accepted, pledged, pledged) == "pledge_known"
    assert wrong(rule, accepted, replace(pledged, amount_minor=0)) == "amount_not_above_zero"
    assert wrong(Deposited(at=NOON, pot="a", amount_minor=0)) == "amount_not_above_zero"
    assert wrong(RulePublished(at=NOON, rule=replace(QUARTER, function=Percentage(0)))) == "rule_makes_no_sense"
    assert wrong(Paid(at=NOON, pledge="p")) == "unknown_pledge"
    assert wrong(Approved(at=NOON, match="m1")) == "unknown_match"
    assert wrong(rule, accepted, pledged, Refunded(at=NOON, pledge="p", amount_minor=5)) == "not_paid"


def test_a_refused_event_changes_nothing() -> None:
    scene = Scene(QUARTER)
    scene.pledge(1_000)
    before = scene.book.digest()
    with pytest.raises(Refused, match="more_than_is_left"):
        scene.do(Refunded, pledge="p1", amount_minor=1_001)
    assert scene.book.digest() == before


def test_approval_and_payout_in_order() -> None:
    scene = Scene(QUARTER)
    scene.pledge(1_000, paid=False)
    assert scene.match("p1").state is MatchState.RESERVED
    with pytest.raises(Refused, match="not_confirmed"):
        scene.do(Approved, match="m1")
    scene.do(Paid, pledge="p1")
    with pytest.raises(Refused, match="not_approved"):
        scene.do(PaidOut, match="m1")
    assert scene.pay_out("p1").state is MatchState.PAID


def test_a_promise_that_is_not_paid_carries_no_payout() -> None:
    scene = Scene(replace(QUARTER, gates=Gates(raised_minor=2_000)))
    scene.pledge(1_000)
    scene.pledge(1_000, paid=False)
    assert scene.each() == [250, 250]
    with pytest.raises(Refused, match="base_not_paid"):
        scene.do(Approved, match=scene.match("p1").id)
    scene.do(Paid, pledge="p2")
    scene.pay_out("p1")


def test_a_replay_of_the_same_events_gives_the_same_digest() -> None:
    scene = Scene(QUARTER, pool=1_000)
    for amount in (1_000, 2_000, 3_000):
        scene.pledge(amount)
    data = [event_to_data(event) for event in scene.events]
    assert replay(map(event_from_data, data)).digest() == scene.book.digest()
    data[-2]["amount_minor"] += 1
    assert replay(map(event_from_data, data)).digest() != scene.book.digest()


@pytest.mark.parametrize(
    ("data", "where"),
    [
        ([], ""),
        ({"kind": "magic"}, "kind"),
        ({"kind": "paid", "at": "2026-03-20T12:00:00+00:00"}, "pledge"),
        ({"kind": "paid", "at": "2026-03-20T12:00:00+00:00", "pledge": "p", "extra": 1}, "extra"),
        ({"kind": "rule_published", "at": "2026-03-20T12:00:00+00:00"}, ""),
    ],
)
def test_events_are_read_strictly(data: Any, where: str) -> None:
    with pytest.raises(Unreadable) as refused:
        event_from_data(data)
    assert refused.value.where == where
