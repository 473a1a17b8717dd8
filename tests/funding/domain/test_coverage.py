"""Claims against pots with purposes: what is missing for certain, and who is sure to get all, in whatever order."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding.domain.allocation import Pot, split_among_pots
from funding.domain.coverage import Demand, Shortage, Supply, connected, maximum_flow, shortages

POTS = ("a", "b", "c", "d")


def wish(name: str, minor: int, pots: str, *, ever: str = "", limits: dict[str, int] | None = None) -> Demand:
    return Demand(name, minor, frozenset(pots), frozenset(pots + ever), limits)


def told(found: Sequence[Shortage]) -> list[tuple[str, str, int, bool]]:
    return [("".join(one.demands), "".join(one.supplies), one.missing_minor, one.certain) for one in found]


A100, B100 = Supply("a", 100), Supply("b", 100)


@pytest.mark.parametrize(("minor", "missing"), [(0, []), (99, []), (100, []), (101, [("x", "a", 1, True)])])
def test_one_pot_is_a_sum(minor: int, missing: list[tuple[str, str, int, bool]]) -> None:
    assert told(shortages([A100], [wish("x", minor, "a")])) == missing


def test_money_for_one_purpose_does_not_help_another() -> None:
    """300 are free and 200 are claimed; but both claims may only take from the 100 of one pot."""
    pots = [A100, Supply("b", 200)]
    assert told(shortages(pots, [wish("x", 100, "a"), wish("y", 100, "a")])) == [("xy", "a", 100, True)]
    assert told(shortages(pots, [wish("x", 100, "a"), wish("y", 200, "b")])) == []
    assert told(shortages(pots, [wish("x", 1, "")])) == [("x", "", 1, True)]


def test_every_set_counts_and_not_only_every_single_one() -> None:
    """Each claim fits into its pots, each two as well, and all three do not: 3 · 80 > 200."""
    pots = [A100, B100]
    three = [wish("x", 80, "ab"), wish("y", 80, "a"), wish("z", 80, "b")]
    assert told(shortages(pots, three)) == [("xyz", "ab", 40, True)]
    for some in combinations(three, 2):
        assert not any(one.certain for one in shortages(pots, some))


def test_enough_if_it_is_used_well_is_not_enough_in_every_order() -> None:
    """Sport may only take from `b`. Education takes from both in proportion, unless its own pot comes first."""
    claims, chance = [wish("education", 100, "ab"), wish("sport", 100, "b")], Random(0)  # noqa: S311  for a test
    assert told(shortages([A100, B100], claims)) == [("sport", "b", 100, False)]
    assert drawn([A100, B100], claims, chance)["sport"] == 50
    first = [Supply("a", 100, 0), Supply("b", 100, 1)]
    assert told(shortages(first, claims)) == []
    assert drawn(first, claims, chance) == {"education": 100, "sport": 100}


def test_who_is_safe_with_the_first_pots_draws_on_no_others_and_so_on() -> None:
    """`x` is safe with `a`, so `y` is with `b`, so `z` is with `c`."""
    pots = [Supply("a", 100, 0), Supply("b", 100, 1), Supply("c", 100, 2)]
    chain = [wish("x", 100, "ab"), wish("y", 100, "bc"), wish("z", 100, "c")]
    assert shortages(pots, chain) == []
    more = [wish("x", 101, "ab"), *chain[1:]]
    assert told(shortages(pots, more)) == [("xyz", "abc", 1, True)]


def test_a_pot_that_is_open_for_a_while_may_be_drawn_on_but_nobody_can_rely_on_it() -> None:
    pots = [A100, B100]
    assert told(shortages(pots, [wish("x", 150, "a", ever="b")])) == [("x", "a", 50, False)]
    # Whoever may take from it for a while takes it away from others.
    claims = [wish("x", 60, "a", ever="b"), wish("y", 100, "b")]
    assert told(shortages(pots, claims)) == [("y", "b", 60, False)]


def test_a_limit_of_what_one_pot_gives_is_a_limit_on_what_it_covers() -> None:
    half = {"a": 50, "b": 50}
    assert shortages([A100, B100], [wish("x", 100, "ab", limits=half), wish("y", 100, "ab", limits=half)]) == []
    assert told(shortages([A100, Supply("b", 20)], [wish("x", 100, "ab", limits=half)])) == [("x", "ab", 30, True)]


def test_two_pots_of_one_owner_have_one_limit() -> None:
    pots, limit = [Supply("a", 100, owner="s"), Supply("b", 100, owner="s")], {"s": 60}
    claims = [wish("x", 60, "ab", limits=limit), wish("y", 60, "a", limits=limit)]
    assert told(shortages(pots, claims)) == [("y", "a", 20, False)]
    assert shortages([replace(pots[0], free_minor=120), pots[1]], claims) == []
    assert told(shortages(pots, [wish("x", 61, "ab", limits=limit)])) == [("x", "ab", 1, False)]


def test_pots_that_may_go_to_the_same_are_one() -> None:
    many = [Supply(f"p{number}", 1) for number in range(1_000)]
    names = frozenset(pot.id for pot in many)
    claims = [Demand(f"c{number}", 10, names, names) for number in range(101)]
    (found,) = shortages(many, claims)
    assert (len(found.supplies), len(found.demands), found.missing_minor) == (1_000, 101, 10)
    assert shortages(many, claims[:100]) == []


def test_what_has_to_do_with_a_claim_is_found_by_way_of_others() -> None:
    claims = [wish("x", 1, "a"), wish("y", 1, "ab"), wish("z", 1, "c")]
    assert (connected(claims, "x"), connected(claims, "z")) == (frozenset("ab"), frozenset("c"))
    assert connected(claims, "nobody") == frozenset()


def test_a_flow_goes_back_where_that_lets_more_through() -> None:
    arcs = {("source", "1"): 1, ("source", "2"): 1, ("1", "a"): 1, ("1", "b"): 1, ("2", "a"): 1}
    arcs |= {("a", "sink"): 1, ("b", "sink"): 1}
    assert maximum_flow(arcs)[0] == 2


supplies_drawn = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 2)), min_size=1, max_size=4).map(
    lambda rows: [Supply(POTS[number], free, priority) for number, (free, priority) in enumerate(rows)]
)


@st.composite
def scenes(draw: st.DrawFn) -> tuple[list[Supply], list[Demand]]:
    """Pots of two owners, or each of its own; with a limit that holds for an owner in all pots."""
    owners = draw(st.sampled_from([{}, {"a": "s", "b": "s"}, {"a": "s", "c": "s", "b": "t", "d": "t"}]))
    pots = [replace(pot, owner=owners.get(pot.id, "")) for pot in draw(supplies_drawn)]
    whose = {pot.id: pot.whose for pot in pots}
    rows = draw(st.lists(st.tuples(st.integers(0, 40), st.sets(st.sampled_from([*whose]))), min_size=1, max_size=5))
    limit = draw(st.none() | st.integers(1, 30))
    claims = []
    for number, (minor, reach) in enumerate(rows):
        limits = None if limit is None else dict.fromkeys({whose[name] for name in reach}, limit)
        most = minor if limits is None else min(minor, sum(limits.values()))
        claims.append(wish(str(number), most, "".join(sorted(reach)), limits=limits))
    return pots, claims


@given(scenes())
def test_what_is_missing_for_certain_is_what_the_worst_set_lacks(scene: tuple[list[Supply], list[Demand]]) -> None:
    """Hall's condition, set by set; a limit of what one pot gives can only let more be missing."""
    pots, claims = scene
    worst = 0
    for size in range(1, len(claims) + 1):
        for some in combinations(claims, size):
            reach = set().union(*(one.ever for one in some))
            worst = max(worst, sum(one.minor for one in some) - sum(pot.free_minor for pot in pots if pot.id in reach))
    certain = sum(one.missing_minor for one in shortages(pots, claims) if one.certain)
    assert certain == worst if all(one.limits is None for one in claims) else certain >= worst


@given(scenes(), st.randoms(use_true_random=False))
def test_who_is_not_named_gets_all_in_whatever_order_and_what_is_missing_is_missing(
    scene: tuple[list[Supply], list[Demand]], draw: Random
) -> None:
    pots, claims = scene
    found = shortages(pots, claims)
    got = drawn(pots, claims, draw)
    named = {name for one in found for name in one.demands}
    assert {one.id: got[one.id] for one in claims if one.id not in named} == {
        one.id: one.minor for one in claims if one.id not in named
    }
    lacking = sum(one.minor - got[one.id] for one in claims)
    assert lacking >= sum(one.missing_minor for one in found if one.certain)
    for one in found:
        if not one.certain:
            (name,) = one.demands
            assert one.claims_minor - got[name] <= one.missing_minor


def drawn(pots: Sequence[Supply], claims: Sequence[Demand], draw: Random) -> dict[str, int]:
    """Let everybody claim in pieces, in an order drawn by chance, from pots as the fund's book draws on them."""
    free = {pot.id: pot.free_minor for pot in pots}
    got = {one.id: 0 for one in claims}
    given: Counter[tuple[str, str]] = Counter()
    whose = {pot.id: pot.whose for pot in pots}
    pieces = [(one, part) for one in claims for part in _pieces(one.minor, draw)]
    draw.shuffle(pieces)
    for one, part in pieces:
        spare = [Pot(pot.id, free[pot.id], pot.priority) for pot in pots if pot.id in one.ever]
        for name, share in split_among_pots(
            part, limited(spare, pots, one, given), by_priority=draw.random() < 0.3
        ).items():
            free[name] -= share
            given[one.id, whose[name]] += share
            got[one.id] += share
    return got


def limited(spare: list[Pot], pots: Sequence[Supply], claim: Demand, given: Counter[tuple[str, str]]) -> list[Pot]:
    """What each pot may still give to a claim: of one owner no more than the limit, the first pots first."""
    if claim.limits is None:
        return [pot for pot in spare if pot.free_minor]
    whose, found = {pot.id: pot.whose for pot in pots}, []
    left = {owner: limit - given[claim.id, owner] for owner, limit in claim.limits.items()}
    for pot in sorted(spare, key=lambda one: (one.priority, one.id)):
        most = min(pot.free_minor, left[whose[pot.id]])
        left[whose[pot.id]] -= most
        found += [replace(pot, free_minor=most)] if most else []
    return found


def _pieces(minor: int, draw: Random) -> list[int]:
    if minor < 2 or draw.random() < 0.4:
        return [minor] if minor else []
    first = 1 + draw.randrange(minor - 1)
    return [first, *_pieces(minor - first, draw)]
