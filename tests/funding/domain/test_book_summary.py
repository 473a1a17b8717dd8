"""The check of all invariants finds each of them broken; without that it would prove nothing elsewhere."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from funding.domain.book_money import State
from funding.domain.book_records import Group, MatchRow, MatchState
from funding.domain.book_summary import violations
from funding.domain.rule_axes import Caps, Reversal
from tests.funding.domain.rules import QUARTER
from tests.funding.domain.scenes import Scene

RULE = replace(QUARTER, caps=Caps(sponsor_minor=600), reversal=Reversal.BEAR)


def match(state: State, name: str = "m1") -> MatchRow:
    return state.matches[name]


def group(state: State) -> Group:
    return state.campaigns["c"].groups[1]


def grow(state: State) -> None:
    """A cent more of the fund's money, consistently booked everywhere, for the match of the first pledge."""
    match(state).amount_minor += 1
    match(state).splits["s"] += 1
    state.pots["s"].given_minor += 1
    state.given_minor += 1
    group(state).held_minor += 1
    group(state).purses["a"].held_minor += 1


def shift(state: State) -> None:
    """A cent from one backer's match to another's: every sum stays."""
    for name, who, cents in (("m1", "a", 1), ("m2", "b", -1)):
        match(state, name).amount_minor += cents
        match(state, name).splits["s"] += cents
        group(state).purses[who].held_minor += cents


def unpaid_burden(state: State) -> None:
    match(state).borne_minor = 1
    group(state).held_minor -= 1
    group(state).purses["a"].held_minor -= 1


def claim(state: State) -> None:
    match(state).state = MatchState.PAID
    match(state).claim_minor = 1


def set_pot(state: State, paid_in: int) -> None:
    state.pots["s"].paid_in_minor = paid_in


def lower_sponsor_cap(state: State) -> None:
    group(state).rule = replace(RULE, caps=Caps(sponsor_minor=499))


BREAKS: list[tuple[Callable[[State], object], str]] = [
    (grow, "more is held than is due"),
    (grow, "match m1 exceeds what its pledge brings"),
    (grow, "matches of one backer exceed what the backer brings"),
    (shift, "match m1 exceeds what its pledge brings"),
    (lambda state: match(state).splits.update(s=249), "match m1: its parts do not add up to it"),
    (lambda state: match(state).splits.update(s=249), "pot s: what it gave is not the sum of its parts in matches"),
    (lambda state: set_pot(state, 499), "pot s: more is reserved, approved and paid than was paid in"),
    (lambda state: setattr(state, "given_minor", 499), "fund: what is given is not the sum of all matches"),
    (lambda state: setattr(state, "paid_in_minor", 499), "fund: more is reserved, approved and paid than was paid in"),
    (lambda state: setattr(match(state), "open_minor", -1), "match m1: below zero"),
    (lambda state: setattr(match(state), "state", MatchState.RELEASED), "match m1: released and holding money"),
    (unpaid_burden, "match m1: money without a base that has not been paid out"),
    (claim, "match m1: clawed back, and the rule says that the fund bears it"),
    (lambda state: setattr(group(state), "held_minor", 499), "what is held is not the sum of its matches"),
    (lambda state: group(state).counted.update(p1=999), "running sums differ from the pledges"),
    (lower_sponsor_cap, "one sponsor gives more than the cap"),
]


@pytest.mark.parametrize(("change", "found"), BREAKS, ids=[f"{n}-{row[1][:40]}" for n, row in enumerate(BREAKS)])
def test_what_is_broken_is_found(change: Callable[[State], object], found: str) -> None:
    scene = Scene(RULE, pool=10_000)
    scene.pledge(1_000, backer="a")
    scene.pledge(1_000, backer="b")
    change(scene.book.state)
    assert any(found in one for one in violations(scene.book.state))


def test_open_where_the_rule_says_to_claw_back() -> None:
    scene = Scene(QUARTER)
    scene.pledge(1_000)
    row = scene.pay_out("p1")
    row.open_minor = 1
    assert any("open who carries it, and the rule says so" in one for one in violations(scene.book.state))
