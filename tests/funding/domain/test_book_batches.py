"""What a fund's book settles in one batch: at a campaign's success, or at the close of the fund."""

from dataclasses import replace
from fractions import Fraction

import pytest

from funding.domain.allocation import Earmark
from funding.domain.book_events import CampaignAccepted, Deposited, Outcome, Refunded, RulePublished
from funding.domain.rule_axes import Allocation, Base, Caps, Factor, Gates, Quadratic, QuadraticForm, Settlement
from funding.domain.rule_set import RuleSet
from funding.domain.standing import Limit
from tests.funding.domain.rules import QUARTER
from tests.funding.domain.scenes import Scene

ONE_TO_ONE = RuleSet(base=Base.PLEDGE, function=Factor(Fraction(1)))
AT_CLOSE = replace(ONE_TO_ONE, settlement=Settlement.AT_CLOSE, allocation=Allocation.PRO_RATA)
SQUARE = replace(AT_CLOSE, base=Base.BACKER, function=Quadratic())


def test_pro_rata_at_close() -> None:
    scene = Scene(AT_CLOSE, pool=10_000, campaigns="abcd")
    for campaign, amount in zip("abcd", [5_000, 4_000, 2_000, 1_000], strict=True):
        assert scene.pledge(amount, campaign=campaign) == 0
    scene.close()
    assert [scene.held(name) for name in "abcd"] == [4_167, 3_333, 1_667, 833]
    assert scene.free == 0


def test_three_equal_claims_at_close() -> None:
    scene = Scene(AT_CLOSE, pool=10_000, campaigns="abc")
    for campaign in "cba":
        scene.pledge(5_000, campaign=campaign)
    scene.close()
    assert [scene.held(name) for name in "abc"] == [3_334, 3_333, 3_333]


def test_narrow_money_is_divided_first() -> None:
    scene = Scene(AT_CLOSE, pool=600, campaigns="ab")
    scene.do(CampaignAccepted, campaign="h", goal_1_minor=1_000, topics=("health",))
    scene.do(Deposited, pot="health", amount_minor=800, earmark=Earmark(topics=("health",)))
    for campaign in "abh":
        scene.pledge(1_000, campaign=campaign)
    scene.close()
    assert [scene.held(name) for name in "abh"] == [273, 273, 854]


def test_what_is_to_be_used_first_is_used_up_first() -> None:
    scene = Scene(AT_CLOSE, pool=0, campaigns="ab")
    scene.do(Deposited, pot="last", amount_minor=1_000, priority=9)
    scene.do(Deposited, pot="first", amount_minor=300)
    for campaign in "ab":
        scene.pledge(200, campaign=campaign)
    scene.close()
    assert {row.id: row.given_minor for row in scene.book.state.pots.values()} == {"last": 100, "first": 300}
    assert [scene.held(name) for name in "ab"] == [200, 200]


def test_in_a_division_a_sponsor_with_two_pots_is_one_sponsor() -> None:
    scene = Scene(replace(AT_CLOSE, caps=Caps(sponsor_minor=300)), pool=0, campaigns="ab")
    for pot, priority in (("s", 0), ("s.health", 0), ("s.later", 1)):
        scene.do(Deposited, pot=pot, amount_minor=200, priority=priority)
    for campaign in "ab":
        scene.pledge(1_000, campaign=campaign)
    scene.close()
    assert [scene.held(name) for name in "ab"] == [300, 300]


def test_quadratic_at_close() -> None:
    scene = Scene(SQUARE, pool=10_000, campaigns="123")
    for campaign, gifts in zip("123", [[1, 4, 1, 9], [1] * 6 + [4], [1, 9, 1, 9, 1, 9, 4]], strict=True):
        for gift in gifts:
            scene.pledge(gift, campaign=campaign)
    scene.close()
    assert [scene.held(name) for name in "123"] == [1_360, 2_160, 6_480]


@pytest.mark.parametrize(
    ("form", "caps", "held"),
    [
        (Quadratic(QuadraticForm.SATURATED), Caps(), 40),
        (Quadratic(QuadraticForm.ALPHA), Caps(), 40),
        (Quadratic(QuadraticForm.ALPHA, Fraction(1, 2)), Caps(), 20),
        (Quadratic(QuadraticForm.PAIRWISE, bound_minor=5), Caps(), 10_000),
        (Quadratic(), Caps(campaign_minor=7), 14),
        (Quadratic(), Caps(budget_bp=5_000), 40),
    ],
)
def test_forms_and_caps_of_a_quadratic_round(form: Quadratic, caps: Caps, held: int) -> None:
    scene = Scene(replace(SQUARE, function=form, caps=caps), pool=10_000, campaigns="cd")
    for campaign in "ccdd":
        scene.pledge(10, campaign=campaign)
    scene.close()
    assert scene.held("c") == scene.held("d") == held // 2


def test_a_gate_keeps_a_campaign_out_of_a_quadratic_round() -> None:
    scene = Scene(replace(SQUARE, gates=Gates(backers=2)), pool=100, campaigns="cd")
    for campaign, who in ("ca", "cb", "da", "da"):
        scene.pledge(10, campaign=campaign, backer=who)
    entries = scene.close()
    assert (scene.held("c"), scene.held("d")) == (100, 0)
    assert entries[-1].bounds == ("backers",)


def test_settled_at_success_in_sequence() -> None:
    scene = Scene(replace(QUARTER, settlement=Settlement.AT_SUCCESS), pool=400)
    for amount in (1_010, 1_010, 1_010):
        assert scene.pledge(amount) == 0
    scene.pledge(1_000, paid=False)
    scene.end()
    assert scene.each() == [252, 148, 0, 0]


@pytest.mark.parametrize("outcome", [Outcome.KEPT, Outcome.FAILED])
def test_without_success_nothing_is_settled_at_success(outcome: Outcome) -> None:
    scene = Scene(replace(QUARTER, settlement=Settlement.AT_SUCCESS))
    scene.pledge(1_000)
    scene.end(outcome)
    assert scene.held() == 0


def test_first_come_at_close_goes_by_sequence_over_all_campaigns() -> None:
    scene = Scene(replace(QUARTER, settlement=Settlement.AT_CLOSE), pool=600, campaigns="cd")
    for campaign, amount in (("c", 1_000), ("d", 1_000), ("c", 1_000)):
        scene.pledge(amount, campaign=campaign)
    scene.close()
    assert scene.each() == [250, 250, 100]


def test_campaigns_matched_as_a_whole_come_at_close_in_the_order_of_their_acceptance() -> None:
    rule = replace(QUARTER, base=Base.CAMPAIGN, settlement=Settlement.AT_CLOSE)
    scene = Scene(rule, pool=300, campaigns="dc")
    for campaign in "ccd":
        scene.pledge(1_000, campaign=campaign)
    scene.close()
    assert (scene.held("d"), scene.held("c")) == (250, 50)


def test_a_success_gate_at_close() -> None:
    rule = replace(QUARTER, settlement=Settlement.AT_CLOSE, gates=Gates(successful=True))
    scene = Scene(rule, campaigns="cd")
    for campaign in "cd":
        scene.pledge(1_000, campaign=campaign)
    scene.end(campaign="c")
    scene.end(Outcome.KEPT, campaign="d")
    scene.close()
    assert (scene.held("c"), scene.held("d")) == (250, 0)


def test_after_a_division_at_the_close_the_same_part_of_what_is_due_stays() -> None:
    scene = Scene(AT_CLOSE, pool=1_000, campaigns="cd")
    for campaign in "cd":
        scene.pledge(1_000, campaign=campaign)
    scene.close()
    assert (scene.held("c"), scene.held("d")) == (500, 500)
    scene.do(Refunded, pledge="p1", amount_minor=400)
    assert (scene.held("c"), scene.held("d")) == (300, 500)


def test_a_quadratic_match_keeps_the_part_of_the_weight_that_is_left() -> None:
    scene = Scene(SQUARE, pool=1_000, campaigns="cd")
    for campaign in "ccdd":
        scene.pledge(100, campaign=campaign)
    scene.close()
    scene.do(Refunded, pledge="p1", amount_minor=75)
    assert (scene.held("c"), scene.held("d")) == (250, 500)
    scene.do(Refunded, pledge="p1", amount_minor=25)
    assert (scene.held("c"), scene.held("d")) == (0, 500)


def test_a_quadratic_round_leaves_what_a_later_version_owes_less_because_of_it() -> None:
    """The later rule looks at the campaign as a whole, less what earlier ones matched, and has given that already."""
    scene = Scene(SQUARE, pool=10_000)
    for _ in range(4):
        scene.pledge(1_000)
    scene.do(RulePublished, rule=replace(ONE_TO_ONE, base=Base.CAMPAIGN, caps=Caps(campaign_minor=4_500)))
    scene.pledge(1_000)
    assert scene.held("c") == 4_500
    entries = scene.close()
    # The square alone would take all that is left, 5,500; then 4,500 would be more than the later rule owes.
    assert scene.held("c") == 4_500
    assert [entry.bounds for entry in entries if entry.version == 1] == [(Limit.VERSIONS,)]


def test_a_quadratic_round_keeps_the_caps_of_later_versions() -> None:
    scene = Scene(SQUARE, pool=10_000)
    for _ in range(4):
        scene.pledge(1_000)
    scene.do(RulePublished, rule=replace(ONE_TO_ONE, caps=Caps(campaign_minor=1_200)))
    scene.pledge(1_000)
    scene.close()
    assert scene.held("c") == 1_200
