"""When reality changes the base: every row of that table of the matching rules, told to a fund's book."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from funding.domain.book import Refused
from funding.domain.book_approvals import held_until
from funding.domain.book_events import (
    Approved,
    Deposited,
    DisputeLost,
    DisputeOpened,
    DisputeWon,
    Outcome,
    Paid,
    PaidOut,
    PayeeVerified,
    Pledged,
    PledgeDecided,
    Refunded,
    RulePublished,
    Verdict,
)
from funding.domain.book_records import MatchState
from funding.domain.rule_axes import (
    Allocation,
    Base,
    Caps,
    Factor,
    Gates,
    LumpSum,
    MarginalTiers,
    Percentage,
    Reversal,
    Settlement,
    Step,
    StepTable,
    Tier,
)
from funding.domain.rule_set import RuleSet
from tests.funding.domain.rules import QUARTER
from tests.funding.domain.scenes import Scene

ONE_TO_ONE = RuleSet(base=Base.PLEDGE, function=Factor(Fraction(1)))
REOFFER = replace(ONE_TO_ONE, reoffer=True)
BY_REVERSAL = [
    (Reversal.BEAR, "fund_bears"),
    (Reversal.CLAW_BACK, "claw_back"),
    (Reversal.RECOMPUTE, "decide_who_carries"),
]


def test_not_paid_in_time_is_released() -> None:
    scene = Scene(QUARTER, pool=300)
    scene.pledge(1_000, paid=False)
    scene.expire("p1")
    assert (scene.match("p1").state, scene.free) == (MatchState.RELEASED, 300)
    with pytest.raises(Refused, match="not_waiting_for_payment"):
        scene.expire("p1")


@pytest.mark.parametrize(("taken", "again"), [(0, 250), (800, 100), (1_200, 0)])
def test_a_late_payment_is_matched_again_only_if_money_is_free(taken: int, again: int) -> None:
    scene = Scene(QUARTER, pool=300)
    scene.pledge(1_000, paid=False)
    scene.expire("p1")
    if taken:
        scene.pledge(taken)
    scene.do(Paid, pledge="p1")
    assert scene.of("p1") == again
    with pytest.raises(Refused, match="paid_already"):
        scene.do(Paid, pledge="p1")


def test_a_refund_before_the_payout_is_recomputed_with_the_rule_of_its_time() -> None:
    scene = Scene(QUARTER)
    scene.pledge(1_000)
    scene.do(RulePublished, rule=replace(QUARTER, function=Percentage(5_000)))
    scene.pledge(1_000)
    for name in ("p1", "p2"):
        scene.do(Refunded, pledge=name, amount_minor=600)
    assert scene.each() == [100, 200]
    scene.do(Refunded, pledge="p1", amount_minor=400)
    assert scene.match("p1").state is MatchState.RELEASED
    assert scene.each() == [0, 200]


def test_cents_of_rounding_come_from_the_latest_match() -> None:
    scene = Scene(QUARTER)
    for amount in (1_001, 1_001, 1_001, 1_001):
        scene.pledge(amount)
    assert scene.each() == [250, 250, 250, 251]
    scene.do(Refunded, pledge="p1", amount_minor=1_001)
    assert scene.each() == [0, 250, 250, 250]


def test_what_a_refund_frees_is_offered_to_earlier_unmatched_pledges_in_sequence() -> None:
    scene = Scene(REOFFER, pool=1_000)
    for amount in (800, 500, 300):
        scene.pledge(amount)
    assert scene.each() == [800, 200, 0]
    scene.do(Refunded, pledge="p1", amount_minor=400)
    assert scene.each() == [400, 500, 100]
    scene.do(Refunded, pledge="p1", amount_minor=400)
    assert scene.each() == [0, 500, 300]
    assert scene.free == 200


def test_without_such_a_rule_freed_money_waits_for_new_pledges() -> None:
    scene = Scene(ONE_TO_ONE, pool=1_000)
    for amount in (800, 500):
        scene.pledge(amount)
    scene.do(Refunded, pledge="p1", amount_minor=800)
    assert (scene.each(), scene.free) == ([0, 200], 800)
    assert scene.pledge(900) == 800


def test_freed_room_under_a_cap_is_offered_too() -> None:
    scene = Scene(replace(REOFFER, caps=Caps(campaign_minor=1_000)))
    for amount in (800, 500):
        scene.pledge(amount)
    scene.do(Refunded, pledge="p1", amount_minor=700)
    assert scene.each() == [100, 500]


def test_a_top_up_is_offered_to_those_who_wait() -> None:
    scene = Scene(REOFFER, pool=100)
    scene.pledge(300)
    scene.do(Deposited, pot="t", amount_minor=1_000)
    assert scene.of("p1") == 300
    assert scene.match("p1").splits == {"s": 100, "t": 200}


def test_an_approved_match_does_not_grow() -> None:
    scene = Scene(REOFFER, pool=100)
    scene.pledge(300)
    scene.do(Approved, match="m1")
    scene.do(Deposited, pot="t", amount_minor=1_000)
    assert scene.of("p1") == 100


def test_only_whole_matches_are_offered_again() -> None:
    scene = Scene(replace(REOFFER, allocation=Allocation.FIRST_COME_WHOLE), pool=500)
    for amount in (400, 500, 300):
        scene.pledge(amount)
    scene.do(Refunded, pledge="p1", amount_minor=300)
    assert scene.each() == [100, 0, 300]


@pytest.mark.parametrize(("reversal", "task"), BY_REVERSAL)
@pytest.mark.parametrize("lost", ["refund", "dispute"])
def test_after_the_payout_the_funds_policy_decides(reversal: Reversal, task: str, lost: str) -> None:
    scene = Scene(replace(QUARTER, reversal=reversal))
    scene.pledge(1_000)
    match = scene.pay_out("p1")
    if lost == "refund":
        (entry,) = scene.do(Refunded, pledge="p1", amount_minor=1_000)
    else:
        scene.do(DisputeOpened, pledge="p1")
        (entry,) = scene.do(DisputeLost, pledge="p1")
    assert (entry.task, entry.amount_after_minor) == (task, 250)
    parts = {
        Reversal.BEAR: match.borne_minor,
        Reversal.CLAW_BACK: match.claim_minor,
        Reversal.RECOMPUTE: match.open_minor,
    }
    assert parts[reversal] == match.unbacked_minor == 250
    assert scene.free == 10**9 - 250


def test_a_dispute_freezes_until_it_closes() -> None:
    scene = Scene(QUARTER)
    scene.pledge(1_000)
    scene.do(DisputeOpened, pledge="p1")
    with pytest.raises(Refused, match="frozen"):
        scene.do(Approved, match="m1")
    scene.do(DisputeWon, pledge="p1")
    scene.do(Approved, match="m1")
    scene.do(DisputeOpened, pledge="p1")
    with pytest.raises(Refused, match="frozen"):
        scene.do(PaidOut, match="m1")
    with pytest.raises(Refused, match="disputed_already"):
        scene.do(DisputeOpened, pledge="p1")
    scene.do(DisputeLost, pledge="p1")
    assert (scene.of("p1"), scene.match("p1").state) == (0, MatchState.RELEASED)


def test_a_dispute_freezes_the_match_of_the_whole_campaign() -> None:
    scene = Scene(replace(QUARTER, base=Base.CAMPAIGN, settlement=Settlement.AT_SUCCESS))
    scene.pledge(1_000)
    scene.end()
    scene.do(DisputeOpened, pledge="p1")
    with pytest.raises(Refused, match="frozen"):
        scene.do(Approved, match="m1")


def test_a_returned_direct_debit_is_a_refund_and_its_match_is_held_back_before() -> None:
    scene = Scene(replace(QUARTER, sepa_hold_days=56))
    scene.pledge(1_000, method="sepa")
    scene.pledge(1_000)
    for name in ("m1", "m2"):
        scene.do(Approved, match=name)
    scene.do(PaidOut, match="m2")
    scene.later(days=56, seconds=-1)
    with pytest.raises(Refused, match="held_back"):
        scene.do(PaidOut, match="m1")
    scene.do(Refunded, pledge="p1", amount_minor=1_000)
    assert scene.each() == [0, 250]


def test_after_the_days_a_match_on_a_direct_debit_is_paid_out() -> None:
    """Counted from the payment, which says how it was paid."""
    scene = Scene(replace(QUARTER, sepa_hold_days=56))
    scene.pledge(1_000, paid=False)
    scene.later(days=5)
    scene.do(Paid, pledge="p1", method="sepa")
    assert held_until(scene.book.state, scene.match("p1")) == scene.now + timedelta(days=56)
    scene.do(Approved, match="m1")
    scene.later(days=56, seconds=-1)
    with pytest.raises(Refused, match="held_back"):
        scene.do(PaidOut, match="m1")
    scene.later(seconds=1)
    scene.do(PaidOut, match="m1")


def test_the_match_of_a_whole_campaign_waits_for_its_latest_direct_debit() -> None:
    scene = Scene(replace(QUARTER, base=Base.CAMPAIGN, sepa_hold_days=14))
    scene.pledge(1_000)
    assert held_until(scene.book.state, scene.match("p1")) is None
    scene.pledge(1_000, method="sepa")
    scene.later(days=3)
    scene.pledge(1_000, method="sepa")
    assert held_until(scene.book.state, scene.match("p1")) == scene.now + timedelta(days=14)
    scene.do(Refunded, pledge="p3", amount_minor=1_000)
    assert held_until(scene.book.state, scene.match("p1")) == scene.now + timedelta(days=11)


def test_a_failed_campaign_releases_all_and_keeps_what_it_would_have_been() -> None:
    scene = Scene(REOFFER, pool=1_000, campaigns="cd")
    scene.pledge(900)
    scene.pledge(500, campaign="d")
    scene.end(Outcome.FAILED)
    match = scene.match("p1")
    assert (match.state, match.amount_minor, match.lost_minor) == (MatchState.RELEASED, 0, 900)
    assert scene.of("p2") == 500
    with pytest.raises(Refused, match="campaign_ended"):
        scene.pledge(100)


def test_a_rule_changes_from_a_sequence_number_on() -> None:
    scene = Scene(QUARTER)
    scene.pledge(1_000)
    scene.do(RulePublished, rule=replace(QUARTER, function=Percentage(1_000)))
    scene.pledge(1_000)
    assert scene.each() == [250, 100]
    assert [row.version for row in scene.book.state.pledges.values()] == [1, 2]


def test_a_team_members_pledge_does_not_count_and_stands() -> None:
    scene = Scene(replace(QUARTER, gates=Gates(backers=2)))
    (entry,) = scene.do(Pledged, pledge="t", campaign="c", backer="t", amount_minor=1_000, excluded="own_team")
    assert entry.bounds == ("own_team",)
    scene.do(Paid, pledge="t")
    assert scene.pledge(1_000) == 0
    scene.do(PledgeDecided, pledge="t", verdict=Verdict.COUNT)
    assert (scene.of("t"), scene.of("p1")) == (250, 250)


def test_a_person_excludes_holds_and_counts() -> None:
    scene = Scene(QUARTER)
    scene.pledge(1_000)
    scene.do(PledgeDecided, pledge="p1", verdict=Verdict.HOLD)
    with pytest.raises(Refused, match="frozen"):
        scene.do(Approved, match="m1")
    scene.do(PledgeDecided, pledge="p1", verdict=Verdict.EXCLUDE)
    assert scene.of("p1") == 0
    scene.do(PledgeDecided, pledge="p1", verdict=Verdict.COUNT)
    assert scene.of("p1") == 250
    scene.do(Approved, match=scene.match("p1").id)


def test_a_gate_that_closes_again_takes_all_with_it() -> None:
    scene = Scene(RuleSet(base=Base.CAMPAIGN, function=LumpSum(500), gates=Gates(raised_minor=1_000)))
    scene.pledge(600)
    assert scene.pledge(400) == 500
    scene.do(Refunded, pledge="p1", amount_minor=1)
    assert scene.held() == 0
    scene.pledge(1)
    assert scene.held() == 500


def test_a_lump_sum_stays_while_its_gate_is_open() -> None:
    scene = Scene(RuleSet(base=Base.CAMPAIGN, function=LumpSum(500), gates=Gates(raised_minor=1_000)))
    scene.pledge(1_000)
    scene.pledge(1_000)
    scene.do(Refunded, pledge="p1", amount_minor=1_000)
    assert scene.held() == 500


def test_a_table_of_each_backers_sum_follows_the_sum_down() -> None:
    scene = Scene(RuleSet(base=Base.BACKER, function=StepTable((Step(100, 40),))))
    assert [scene.pledge(50, backer="a"), scene.pledge(50, backer="a")] == [0, 40]
    scene.do(Refunded, pledge="p1", amount_minor=50)
    assert scene.each() == [0, 0]


def test_tiers_of_the_sum_raised_give_back_from_the_latest() -> None:
    tiers = MarginalTiers((Tier(1_000, 5_000), Tier(None, 1_000)))
    scene = Scene(RuleSet(base=Base.CAMPAIGN, function=tiers))
    assert [scene.pledge(1_000), scene.pledge(1_000)] == [500, 100]
    scene.do(Refunded, pledge="p1", amount_minor=1_000)
    assert scene.each() == [500, 0]


def test_after_the_close_nothing_new_is_matched() -> None:
    scene = Scene(REOFFER, pool=1_000)
    scene.pledge(1_000)
    scene.close()
    (entry,) = scene.do(Pledged, pledge="late", campaign="c", backer="l", amount_minor=500)
    assert entry.bounds == ("fund_closed",)
    scene.do(Refunded, pledge="p1", amount_minor=1_000)
    assert scene.held() == 0
    with pytest.raises(Refused, match="fund_closed"):
        scene.close()


def test_an_earlier_version_takes_nothing_away_from_a_later_one() -> None:
    """Found by random events: a gate that opens late under the old version, when the new one has matched already."""
    rule = RuleSet(base=Base.BACKERS, function=Factor(Fraction(100)))
    scene = Scene(rule, pool=0)
    scene.pledge(1_000)
    scene.do(Deposited, pot="s", amount_minor=1_000)
    scene.do(RulePublished, rule=replace(rule, gates=Gates(payee_verified=True)))
    scene.pledge(1_000)
    scene.do(RulePublished, rule=rule)
    scene.pledge(1_000)
    assert scene.held() == 300
    scene.do(PayeeVerified, campaign="c")
    assert scene.held() == 300


@pytest.mark.parametrize("reversal", list(Reversal))
def test_a_base_that_comes_back_ends_the_claim_and_is_not_paid_twice(reversal: Reversal) -> None:
    scene = Scene(replace(QUARTER, reversal=reversal))
    scene.pledge(1_000)
    match = scene.pay_out("p1")
    scene.do(PledgeDecided, pledge="p1", verdict=Verdict.EXCLUDE)
    assert match.unbacked_minor == 250
    scene.do(PledgeDecided, pledge="p1", verdict=Verdict.COUNT)
    assert (match.unbacked_minor, match.amount_minor, scene.held()) == (0, 250, 250)


def test_who_pays_late_has_lost_the_place_in_the_order() -> None:
    """Found by random events: the earlier of two pledges of a backer comes back when the later holds the one match."""
    scene = Scene(RuleSet(base=Base.BACKER, function=LumpSum(500), caps=Caps(campaign_minor=1_000)))
    scene.pledge(100, backer="a", paid=False)
    scene.expire("p1")
    assert scene.pledge(100, backer="a") == 500
    scene.do(Paid, pledge="p1")
    assert scene.each() == [0, 500]


def test_a_campaign_that_is_matched_as_a_whole_waits_for_money_too() -> None:
    scene = Scene(replace(REOFFER, base=Base.CAMPAIGN), pool=100)
    assert [scene.pledge(300), scene.pledge(50)] == [100, 0]
    scene.do(Deposited, pot="t", amount_minor=1_000)
    assert (scene.held(), scene.free) == (350, 750)


def test_what_came_with_an_excluded_pledge_ends_and_comes_again_with_the_next() -> None:
    """All pledges together are the base, so that the others stand for what the excluded one's match held."""
    scene = Scene(replace(ONE_TO_ONE, base=Base.CAMPAIGN), pool=100)
    assert [scene.pledge(100), scene.pledge(100)] == [100, 0]
    scene.do(PledgeDecided, pledge="p1", verdict=Verdict.EXCLUDE, reason="own_team")
    assert (scene.match("p1").state, scene.held("c"), scene.free) == (MatchState.RELEASED, 0, 100)
    assert scene.pledge(10) == 100


def test_what_an_excluded_pledge_alone_stood_for_does_not_come_again() -> None:
    scene = Scene(replace(ONE_TO_ONE, base=Base.CAMPAIGN), pool=1_000)
    assert [scene.pledge(100), scene.pledge(40)] == [100, 40]
    scene.do(PledgeDecided, pledge="p1", verdict=Verdict.EXCLUDE, reason="own_team")
    assert (scene.held("c"), scene.pledge(10)) == (40, 10)
