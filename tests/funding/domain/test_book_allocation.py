"""Divisions in one batch that people decide on: seen before, done as seen, never twice, never more than there is."""

from dataclasses import replace
from fractions import Fraction

import pytest

from funding.domain.book import Refused, replay
from funding.domain.book_allocation import estimates, preview, why_not_allocated
from funding.domain.book_events import (
    Allocated,
    Outcome,
    Refunded,
    RulePublished,
    Share,
    event_from_data,
    event_to_data,
)
from funding.domain.rule_axes import (
    Allocation,
    Base,
    Caps,
    Factor,
    Gates,
    LumpSum,
    Percentage,
    Quadratic,
    QuadraticForm,
    Reversal,
    Settlement,
)
from funding.domain.rule_set import RuleSet
from tests.funding.domain.scenes import Scene

SHARED = RuleSet(
    base=Base.CAMPAIGN,
    function=Factor(Fraction(1)),
    allocation=Allocation.PRO_RATA,
    settlement=Settlement.AT_CLOSE,
    reversal=Reversal.BEAR,
)
SQUARE = replace(SHARED, base=Base.BACKER, function=Quadratic())
LUMP = RuleSet(base=Base.GOAL_1, function=LumpSum(share_bp=5_000), settlement=Settlement.AT_SUCCESS)


def closed(rule: RuleSet, amounts: list[int], *, pool: int = 10_000) -> Scene:
    names = "abcd"[: len(amounts)]
    scene = Scene(rule, pool=pool, campaigns=names, told=True)
    for campaign, amount in zip(names, amounts, strict=True):
        scene.pledge(amount, campaign=campaign)
    scene.close()
    return scene


def test_what_is_seen_before_is_what_is_done() -> None:
    scene = closed(SHARED, [5_000, 4_000, 2_000, 1_000])
    assert scene.free == 10_000, "the close alone gives nothing"
    before = scene.book.digest()
    seen = preview(scene.book.state, None, scene.now)
    assert scene.book.digest() == before, "looking changes nothing"
    assert [line.amount_minor for line in seen.lines] == [4_167, 3_333, 1_667, 833]
    assert (seen.pool_minor, seen.amount_minor) == (10_000, 10_000)
    first = seen.lines[0]
    assert (first.gifts, first.backers, first.base_minor, first.claim_minor) == (1, 1, 5_000, 5_000)
    assert (first.most_minor, first.bounds) == (5_000, ("pool",))
    scene.allocate()
    assert [scene.held(name) for name in "abcd"] == [4_167, 3_333, 1_667, 833]
    assert replay(scene.events).digest() == scene.book.digest()


def test_nothing_is_divided_before_its_time_or_twice() -> None:
    scene = Scene(SHARED, pool=100, told=True)
    scene.pledge(50)
    assert why_not_allocated(scene.book.state, None) == "fund_not_closed"
    scene.close()
    assert why_not_allocated(scene.book.state, None) == ""
    scene.allocate()
    digest = scene.book.digest()
    with pytest.raises(Refused) as caught:
        scene.do(Allocated, campaign=None, shares=())
    assert caught.value.code == "allocated_already"
    assert scene.book.digest() == digest


def test_other_shares_than_the_book_computes_are_refused_and_change_nothing() -> None:
    scene = closed(SHARED, [5_000, 5_000], pool=100)
    digest = scene.book.digest()
    for shares in ((Share("a", 1, 51), Share("b", 1, 49)), (Share("a", 1, 50),), ()):
        with pytest.raises(Refused) as caught:
            scene.do(Allocated, campaign=None, shares=shares)
        assert caught.value.code == "allocation_differs"
    assert scene.book.digest() == digest
    scene.do(Allocated, campaign=None, shares=(Share("a", 1, 50), Share("b", 1, 50)))


def test_a_refund_between_preview_and_decision_makes_it_another_division() -> None:
    scene = closed(SHARED, [300, 100], pool=100)
    seen = preview(scene.book.state, None, scene.now).shares
    scene.do(Refunded, pledge="p1", amount_minor=200)
    with pytest.raises(Refused):
        scene.do(Allocated, campaign=None, shares=seen)
    scene.allocate()
    assert (scene.held("a"), scene.held("b")) == (50, 50)


def test_a_success_is_matched_by_decision_even_after_the_close() -> None:
    scene = Scene(LUMP, pool=10_000, campaigns="ab", goal=4_000, told=True)
    scene.pledge(4_000, campaign="a")
    assert why_not_allocated(scene.book.state, "a") == "not_successful"
    scene.end(campaign="a")
    scene.end(Outcome.KEPT, campaign="b")
    assert why_not_allocated(scene.book.state, "b") == "not_successful"
    scene.close()
    assert why_not_allocated(scene.book.state, None) == "no_batch"
    scene.allocate("a")
    assert (scene.held("a"), scene.free) == (2_000, 8_000)
    assert why_not_allocated(scene.book.state, "a") == "allocated_already"


def test_a_percentage_at_success_has_a_match_for_each_pledge() -> None:
    rule = replace(LUMP, base=Base.PLEDGE, function=Percentage(2_500))
    scene = Scene(rule, pool=60, goal=300, told=True)
    for amount in (200, 100):
        scene.pledge(amount)
    scene.pledge(400, paid=False)
    scene.end()
    line = preview(scene.book.state, "c", scene.now).lines[0]
    assert (line.claim_minor, line.amount_minor, line.unpaid_minor, line.bounds) == (75, 60, 400, ("pool",))
    scene.allocate("c")
    assert scene.each() == [50, 10, 0]


def test_a_quadratic_division_says_weight_cap_and_gate() -> None:
    rule = replace(SQUARE, caps=Caps(campaign_minor=30), gates=Gates(backers=2))
    scene = Scene(rule, pool=100, campaigns="abc", told=True)
    for campaign, amount in [("a", 100), ("a", 100), ("b", 25), ("b", 25), ("c", 900)]:
        scene.pledge(amount, campaign=campaign)
    scene.close()
    lines = preview(scene.book.state, None, scene.now).lines
    assert [line.claim_minor for line in lines] == [200, 50, 0]
    assert [line.amount_minor for line in lines] == [30, 30, 0]
    assert [line.bounds for line in lines] == [("campaign",), ("campaign",), ("backers",)]
    scene.allocate()
    assert scene.free == 40


def test_a_refund_after_the_payout_of_a_division_is_borne_by_the_fund() -> None:
    scene = closed(SHARED, [300, 100], pool=200)
    scene.allocate()
    match = scene.pay_out(next(row.id for row in scene.book.state.matches.values() if row.campaign == "a"))
    assert match.amount_minor == 150
    scene.do(Refunded, pledge="p1", amount_minor=100)
    assert (match.amount_minor, match.borne_minor, scene.free) == (150, 50, 0)


@pytest.mark.parametrize("form", [Quadratic(), Quadratic(QuadraticForm.PAIRWISE, bound_minor=5)])
def test_a_refund_before_the_payout_takes_the_same_part_of_the_weight(form: Quadratic) -> None:
    scene = Scene(replace(SQUARE, function=form), pool=100, campaigns="ab", told=True)
    for campaign in "aabb":
        scene.pledge(25, campaign=campaign)
    scene.close()
    scene.allocate()
    assert scene.held("a") == scene.held("b") == 50
    scene.do(Refunded, pledge="p1", amount_minor=25)
    assert (scene.held("a"), scene.held("b")) == (0, 50)


def test_an_estimate_takes_every_running_campaign_for_a_success_and_changes_nothing() -> None:
    scene = Scene(LUMP, pool=3_000, campaigns="abc", goal=4_000, told=True)
    scene.pledge(100, campaign="a")
    scene.end(Outcome.KEPT, campaign="b")
    scene.do(RulePublished, rule=SHARED, allocations_told=True)
    scene.pledge(500, campaign="c")
    digest = scene.book.digest()
    # Half of the goal for the one; for the other what is left, since at the close it has a claim on no more.
    assert estimates(scene.book.state, scene.now) == {"a": 2_000, "b": 0, "c": 500}
    assert scene.book.digest() == digest


def test_nothing_is_estimated_that_has_been_divided() -> None:
    scene = closed(SHARED, [50])
    scene.allocate()
    assert estimates(scene.book.state, scene.now) == {}


def test_it_reads_back_as_it_was_written() -> None:
    scene = closed(SHARED, [5, 5], pool=7)
    scene.allocate()
    event = scene.events[-1]
    assert event_from_data(event_to_data(event)) == event
