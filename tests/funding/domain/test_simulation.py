"""What a rule would do: worked numbers, the short way against the book, and how much the order matters."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.core.checks import InvariantViolation
from backend.core.evidence.codec import decode, encode
from funding.domain import simulation
from funding.domain.rule_axes import Allocation, Base, Caps, Gates, LumpSum, Percentage, Quadratic, Settlement
from funding.domain.rule_problems import problems
from funding.domain.rule_set import RuleSet
from funding.domain.simulation import FreeDay, Outcome, Runner, simulate
from funding.domain.simulation_book import Setting, through_book
from funding.domain.simulation_scene import Scene, SceneCampaign, ScenePledge, shuffled
from funding.domain.simulation_walk import walkable
from funding.domain.standing import Limit
from tests.funding.domain.rules import QUARTER, sound_rule

START = datetime(2026, 3, 20, 9, tzinfo=UTC)


def scene(*pledges: tuple[int, int, int], campaigns: int = 3, goal: int = 50_000) -> Scene:
    """Pledges as campaign, backer, amount, six hours apart."""
    rows = [
        ScenePledge(START + timedelta(hours=6 * place), where, who, amount)
        for place, (where, who, amount) in enumerate(pledges)
    ]
    return Scene(tuple(SceneCampaign(f"K{n}", goal, goal * 2) for n in range(campaigns)), tuple(rows))


FIRST_COME = scene((0, 1, 20_000), (1, 2, 16_000), (2, 3, 8_000), (0, 4, 4_000))


def test_first_come_gives_what_the_matching_rules_say() -> None:
    found = simulate(FIRST_COME, QUARTER, 10_000)
    assert [one.match_minor for one in found.campaigns] == [5_000, 4_000, 1_000]
    assert [one.missing_minor for one in found.campaigns] == [1_000, 0, 1_000]
    assert found.missing_minor == 2_000
    assert (found.out_after, found.out_at) == (2, START + timedelta(hours=12))
    assert (found.given_minor, found.free_minor, found.matched) == (10_000, 0, 3)
    assert found.free == (FreeDay("2026-03-20", 0), FreeDay("2026-03-21", 0))
    assert [one.bounds for one in found.campaigns] == [(Limit.POOL,), (), (Limit.POOL,)]


def test_the_pool_is_seen_day_by_day() -> None:
    found = simulate(scene((0, 1, 20_000), (0, 2, 400), (0, 3, 400), (0, 4, 800)), QUARTER, 10_000)
    assert found.free == (FreeDay("2026-03-20", 4_800), FreeDay("2026-03-21", 4_600))


@pytest.mark.parametrize(("days", "marks"), [(60, 60), (61, 60), (400, 60)])
def test_at_most_sixty_days_are_shown_with_the_first_and_the_last(days: int, marks: int) -> None:
    rows = tuple(ScenePledge(START + timedelta(days=day), 0, day, 1_000) for day in range(days))
    found = simulate(Scene((SceneCampaign("K", 100),), rows), QUARTER, 10**9)
    assert len(found.free) == marks
    assert found.free[0].day == "2026-03-20"
    last = START + timedelta(days=days - 1)
    assert found.free[-1] == FreeDay(last.date().isoformat(), 10**9 - days * 250)


def test_the_order_matters_only_where_money_is_short() -> None:
    rich, poor = simulate(FIRST_COME, QUARTER, 12_000, orders=50), simulate(FIRST_COME, QUARTER, 10_000, orders=50)
    assert (rich.order_matters, rich.moved_minor, rich.ranks_moved) == (0, 0, 0)
    # Whoever comes last misses 20.00 at most: 120.00 are due and 100.00 are there.
    assert [(one.low_minor, one.high_minor) for one in poor.campaigns] == [(4_000, 6_000), (2_000, 4_000), (0, 2_000)]
    assert (poor.order_matters, poor.moved_minor, poor.orders) == (3, 2_000, 50)


def test_a_tie_moves_nobody() -> None:
    found = simulate(scene((0, 1, 1_000), (1, 2, 1_000), (2, 3, 400)), QUARTER, 10_000, orders=5)
    assert [(one.rank, one.rank_best, one.rank_worst) for one in found.campaigns] == [(1, 1, 1), (1, 1, 1), (3, 3, 3)]


def test_the_same_seed_gives_the_same_outcome_and_another_seed_other_orders() -> None:
    one, same = (simulate(FIRST_COME, QUARTER, 10_000, orders=2, seed=7) for _ in "ab")
    assert one == same
    assert shuffled(50, 7 * 100 + 1) != shuffled(50, 8 * 100 + 1)
    assert sorted(shuffled(50, 3)) == shuffled(50, 0) == list(range(50))


def test_an_outcome_comes_back_from_its_data() -> None:
    found = simulate(FIRST_COME, QUARTER, 10_000, orders=2)
    assert decode(Outcome, json.loads(json.dumps(encode(found)))) == found


def test_a_lump_sum_waits_for_its_gate() -> None:
    rule = RuleSet(base=Base.GOAL_1, function=LumpSum(share_bp=5_000), gates=Gates(raised_goal_bp=2_500), caps=Caps())
    short, enough = (simulate(scene((0, 1, amount), goal=400_000), rule, 10**9) for amount in (99_999, 100_000))
    assert [one.match_minor for one in short.campaigns] == [0, 0, 0]
    assert short.campaigns[0].bounds == (Limit.RAISED_GOAL,)
    assert [one.match_minor for one in enough.campaigns] == [200_000, 0, 0]


def test_only_a_campaign_that_reaches_its_goal_is_successful() -> None:
    rule = replace(QUARTER, settlement=Settlement.AT_SUCCESS)
    found = simulate(scene((0, 1, 50_000), (1, 2, 49_999)), rule, 10**9)
    assert [one.match_minor for one in found.campaigns] == [12_500, 0, 0]


def test_pro_rata_and_quadratic_are_settled_at_the_close() -> None:
    claims = scene((0, 1, 20_000), (1, 2, 16_000), (2, 3, 8_000), (2, 4, 4_000))
    rule = replace(QUARTER, settlement=Settlement.AT_CLOSE, allocation=Allocation.PRO_RATA)
    found = simulate(claims, rule, 6_000, orders=3)
    assert [one.match_minor for one in found.campaigns] == [2_500, 2_000, 1_500]
    assert (found.order_matters, found.free[-1].free_minor) == (0, 0)
    round_of = scene(*((0, n, 100) for n in range(4)), (1, 9, 10_000), (1, 10, 100))
    shared = simulate(round_of, replace(rule, base=Base.BACKER, function=Quadratic()), 6_000)
    # Weights (4·10)² less 400 is 1,200 and 2·√(10,000·100) = 2,000.
    assert [one.match_minor for one in shared.campaigns] == [2_250, 3_750, 0]


def test_reoffered_money_goes_the_long_way() -> None:
    assert walkable(QUARTER)
    assert walkable(replace(QUARTER, gates=Gates(payee_verified=True, starts_at=START)))
    for other in (
        replace(QUARTER, reoffer=True),
        replace(QUARTER, caps=Caps(sponsor_minor=5)),
        replace(QUARTER, gates=Gates(backers=2)),
        replace(QUARTER, settlement=Settlement.AT_SUCCESS),
    ):
        assert not walkable(other)
        assert simulate(FIRST_COME, other, 10_000).pool_minor == 10_000


def test_progress_rises_to_the_end_and_can_stop_it() -> None:
    seen: list[int] = []
    simulate(FIRST_COME, QUARTER, 10_000, orders=3, progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1_000
    with pytest.raises(KeyboardInterrupt):
        simulate(FIRST_COME, QUARTER, 10_000, progress=stopped)


def stopped(_part: int) -> None:
    raise KeyboardInterrupt


def test_orders_through_the_book_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulation, "BOOK_PLEDGES_MAX", 9)
    assert simulate(FIRST_COME, replace(QUARTER, reoffer=True), 10_000, orders=10).orders == 2
    assert simulate(FIRST_COME, QUARTER, 10_000, orders=10).orders == 10


@pytest.mark.parametrize(
    ("rule", "pool", "orders"),
    [(QUARTER, -1, 0), (QUARTER, 1, 101), (QUARTER, 1, -1), (replace(QUARTER, function=Percentage(0)), 1, 0)],
)
def test_numbers_out_of_range_are_refused(rule: RuleSet, pool: int, orders: int) -> None:
    with pytest.raises(InvariantViolation):
        simulate(FIRST_COME, rule, pool, orders=orders)


def test_an_empty_scene_is_refused() -> None:
    with pytest.raises(InvariantViolation):
        simulate(Scene((), ()), QUARTER, 1)


pledges = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 4), st.sampled_from([1, 2, 3, 7, 333, 1_010]) | st.integers(1, 90_000)),
    min_size=1,
    max_size=25,
)


def walkable_rule() -> st.SearchStrategy[RuleSet]:
    """Drawn rules without the few things that only the book can settle."""

    def eased(rule: RuleSet) -> RuleSet:
        caps = replace(rule.caps, sponsor_minor=None)
        gates = replace(rule.gates, raised_minor=None, raised_goal_bp=None, backers=None, successful=False)
        return replace(rule, caps=caps, gates=gates, reoffer=False)

    return sound_rule().map(eased).filter(lambda rule: walkable(rule) and not problems(rule))


@given(walkable_rule(), pledges, st.integers(0, 40_000), st.integers(0, 3))
@settings(max_examples=150, deadline=None)
def test_the_short_way_and_the_book_agree_to_the_cent(
    rule: RuleSet, drawn: list[tuple[int, int, int]], pool: int, seed: int
) -> None:
    made, order = scene(*drawn), shuffled(len(drawn), seed)
    marks = range(1, len(drawn) + 1)
    setting = Setting(made, rule, pool, tuple(marks))
    run = Runner(setting)
    assert run.short
    assert run(order, lambda _part: None) == through_book(setting, order, lambda _part: None)
