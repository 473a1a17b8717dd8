"""What was paid out and lost its base: kept of later payouts, paid back, waived, or decided by a person."""

from dataclasses import replace

import pytest

from funding.domain.book import Refused
from funding.domain.book_events import (
    Burden,
    BurdenDecided,
    ClaimPaid,
    PaidOut,
    PayoutArrived,
    PayoutUndone,
    Refunded,
    RefundUndone,
)
from funding.domain.book_records import MatchState
from funding.domain.rule_axes import Reversal
from tests.funding.domain.rules import QUARTER
from tests.funding.domain.scenes import Scene


def test_a_claim_is_kept_of_the_next_payout() -> None:
    scene = Scene(QUARTER, pool=1_000)
    scene.pledge(1_000)
    scene.pay_out("p1")
    scene.do(Refunded, pledge="p1", amount_minor=800)
    assert scene.match("p1").claim_minor == 200
    scene.pledge(400)
    second = scene.pay_out("p2")
    assert (scene.match("p1").claim_minor, scene.match("p1").kept_minor, scene.free) == (100, 100, 1_000 - 350)
    scene.do(PayoutArrived, match=second.id)
    assert (scene.match("p1").claimed_minor, scene.match("p1").amount_minor, scene.of("p2")) == (100, 150, 100)
    scene.pledge(1_000)
    third = scene.pay_out("p3")
    scene.do(PayoutArrived, match=third.id)
    assert (scene.match("p1").claimed_minor, scene.match("p1").amount_minor) == (0, 50)
    assert scene.free == 1_000 - 50 - 100 - 250
    with pytest.raises(Refused, match="nothing_kept"):
        scene.do(PayoutArrived, match=third.id)


def claimed() -> Scene:
    """A claim of 200 on the first match, 100 of which is being kept of the payout of the second."""
    scene = Scene(QUARTER, pool=1_000)
    scene.pledge(1_000)
    scene.pay_out("p1")
    scene.do(Refunded, pledge="p1", amount_minor=800)
    scene.pledge(400)
    scene.pay_out("p2")
    return scene


def test_what_was_kept_of_a_payout_that_comes_back_is_claimed_again() -> None:
    scene = claimed()
    with pytest.raises(Refused, match="kept_of_a_payout"):
        scene.do(PayoutUndone, match="m1")
    scene.do(PayoutUndone, match="m2")
    first, second = scene.match("p1"), scene.match("p2")
    assert (first.claim_minor, first.kept_minor, second.state) == (200, 0, MatchState.APPROVED)
    scene.do(PaidOut, match="m2")
    assert first.kept == {"m2": 100}


def test_a_base_that_comes_back_meanwhile_ends_only_what_is_not_being_kept() -> None:
    scene = claimed()
    scene.do(RefundUndone, pledge="p1", amount_minor=800)
    assert (scene.match("p1").claim_minor, scene.match("p1").kept_minor) == (0, 100)
    scene.do(PayoutArrived, match="m2")
    assert (scene.match("p1").unbacked_minor, scene.match("p1").amount_minor) == (0, 150)


def test_a_claim_is_paid_back_in_parts_and_the_rest_may_be_waived() -> None:
    scene = claimed()
    first = scene.match("p1")
    for amount in (0, 101):
        with pytest.raises(Refused, match="more_than_is_claimed"):
            scene.do(ClaimPaid, match="m1", amount_minor=amount)
    scene.do(ClaimPaid, match="m1", amount_minor=60)
    assert (first.claim_minor, first.amount_minor, scene.free) == (40, 190, 1_000 - 190 - 100)
    with pytest.raises(Refused, match="nothing_to_decide"):
        scene.do(BurdenDecided, match="m1", burden=Burden.CLAW_BACK)
    scene.do(BurdenDecided, match="m1", burden=Burden.BEAR)
    assert (first.claim_minor, first.borne_minor, first.kept_minor) == (0, 40, 100)


def test_what_a_claim_brings_is_offered_to_those_who_wait() -> None:
    scene = Scene(replace(QUARTER, reoffer=True), pool=300)
    scene.pledge(1_000)
    scene.pay_out("p1")
    scene.pledge(800)
    scene.do(Refunded, pledge="p1", amount_minor=1_000)
    scene.do(ClaimPaid, match="m1", amount_minor=250)
    assert (scene.of("p1"), scene.of("p2"), scene.free) == (0, 200, 100)


@pytest.mark.parametrize(("burden", "borne", "claim"), [(Burden.BEAR, 250, 0), (Burden.CLAW_BACK, 0, 250)])
def test_a_person_decides_who_carries(burden: Burden, borne: int, claim: int) -> None:
    scene = Scene(replace(QUARTER, reversal=Reversal.RECOMPUTE))
    scene.pledge(1_000)
    match = scene.pay_out("p1")
    with pytest.raises(Refused, match="nothing_to_decide"):
        scene.do(BurdenDecided, match=match.id, burden=burden)
    scene.do(Refunded, pledge="p1", amount_minor=1_000)
    scene.do(BurdenDecided, match=match.id, burden=burden)
    assert (match.borne_minor, match.claim_minor, match.open_minor) == (borne, claim, 0)
