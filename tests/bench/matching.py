"""Matching rules without a database: quadratic rounds against loops in plain Python, and a fund's book."""

import math
import resource
import time
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from funding.domain.book import Book
from funding.domain.book_events import CampaignAccepted, Deposited, Pledged, RulePublished
from funding.domain.quadratic import Gifts, allocate
from funding.domain.rule_axes import Base, Caps, Percentage, Quadratic, QuadraticForm
from funding.domain.rule_set import RuleSet
from funding.domain.simulation import simulate
from funding.domain.simulation_scene import Drawing, Scene, draw
from tests.bench.figure import Figure
from tests.bench.timing import in_turns

GIFTS, DONORS, PROJECTS = 72_000, 5_000, 500
MANY, MANY_DONORS = 1_000_000, 70_000
POOL = 100_000_000
PLEDGES, CAMPAIGNS = 100_000, 100
PLAIN, PAIRWISE = Quadratic(), Quadratic(QuadraticForm.PAIRWISE, bound_minor=10_000)
NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)
CAPS = Caps(pledge_base_minor=25_000, pledge_match_minor=5_000, campaign_minor=1_000_000)
RULE = RuleSet(base=Base.PLEDGE, function=Percentage(2_500), caps=CAPS)
WAITING = replace(RULE, reoffer=True)


def figures() -> list[Figure]:
    gifts = drawn(GIFTS, DONORS)
    rows = list(zip(gifts.donor.tolist(), gifts.project.tolist(), gifts.amount_minor.tolist(), strict=True))
    return [*plain(gifts, rows), pairwise(), book(), *simulator()]


def drawn(count: int, donors: int) -> Gifts:
    draw = np.random.default_rng(1)
    donor, project = draw.integers(0, donors, count), draw.integers(0, PROJECTS, count)
    names = tuple(f"p{number:03}" for number in range(PROJECTS))
    return Gifts(donor, project, draw.integers(100, 100_000, count), names)


def plain(gifts: Gifts, rows: list[tuple[int, int, int]]) -> list[Figure]:
    name = f"quadratic: {GIFTS:,} gifts by {DONORS:,} donors to {PROJECTS} projects"
    ours, pairs = in_turns(lambda _n: allocate(gifts, PLAIN, POOL), lambda _n: by_pairs(rows), times=1, rounds=3)
    again, sums = in_turns(lambda _n: allocate(gifts, PLAIN, POOL), lambda _n: by_sums(rows), times=3)
    theirs, mine = by_sums(rows), list(allocate(gifts, PLAIN, POOL).values())
    apart = max(abs(one - theirs[number]) for number, one in enumerate(mine))
    same = f"results at most {apart:.1f} cents apart"
    return [
        Figure(name=name, ours=ours, baseline=pairs, note=f"a plain loop, pair by pair of donors; {same}"),
        Figure(name=name, ours=again, baseline=sums, note=f"the leanest plain loop, sums of roots in floats; {same}"),
    ]


def sums_of(rows: list[tuple[int, int, int]]) -> dict[tuple[int, int], int]:
    sums: dict[tuple[int, int], int] = {}
    for donor, project, amount in rows:
        sums[donor, project] = sums.get((donor, project), 0) + amount
    return sums


def shared(weights: dict[int, float]) -> dict[int, float]:
    total = sum(weights.values())
    return {project: POOL * weight / total for project, weight in weights.items()}


def by_sums(rows: list[tuple[int, int, int]]) -> dict[int, float]:
    roots: dict[int, float] = {}
    crowd: dict[int, int] = {}
    for (_donor, project), amount in sums_of(rows).items():
        roots[project] = roots.get(project, 0.0) + math.sqrt(amount)
        crowd[project] = crowd.get(project, 0) + amount
    return shared({project: root**2 - crowd[project] for project, root in roots.items()})


def by_pairs(rows: list[tuple[int, int, int]]) -> dict[int, float]:
    given: dict[int, list[int]] = {}
    for (_donor, project), amount in sums_of(rows).items():
        given.setdefault(project, []).append(amount)
    weights = dict.fromkeys(given, 0.0)
    for project, amounts in given.items():
        for place, one in enumerate(amounts):
            for other in amounts[:place]:
                weights[project] += 2 * math.sqrt(one * other)
    return shared(weights)


def pairwise() -> Figure:
    """One run: what counts is that it ends within a minute and two gigabytes."""
    gifts = drawn(MANY, MANY_DONORS)
    began = time.perf_counter()
    allocate(gifts, PAIRWISE, POOL)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    name = f"quadratic, pairwise-bounded: {MANY:,} gifts by {MANY_DONORS:,} donors"
    note = f"once a minute is the goal; {seconds:.0f} s, at most {peak:,.0f} MB in this process"
    return Figure(name=name, ours=1 / seconds, baseline=1 / 60, note=note)


def simulator() -> list[Figure]:
    """Whole runs, as in `gemeinwerk simulate`: the short way of rules that match pledge by pledge, and the book's."""
    scene = draw(Drawing(starts_at=NOON, campaigns=CAMPAIGNS, pledges=PLEDGES))
    ways = {"the order as it came": (RULE, 0), "and five others": (RULE, 5), "by the book": (WAITING, 0)}
    return [simulation(scene, way, rule, orders) for way, (rule, orders) in ways.items()]


def simulation(scene: Scene, way: str, rule: RuleSet, orders: int) -> Figure:
    began = time.perf_counter()
    found = simulate(scene, rule, POOL // 2, orders=orders)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    note = (
        f"ten seconds is the goal; {seconds:.1f} s, at most {peak:,.0f} MB in this process; {found.matched:,} matched"
    )
    name = f"simulator: {PLEDGES:,} pledges, {way}"
    return Figure(name=name, ours=PLEDGES / seconds, baseline=PLEDGES / 10, note=note)


def book() -> Figure:
    opened = Book()
    opened.apply(RulePublished(at=NOON, rule=RULE))
    for pot in "ab":
        opened.apply(Deposited(at=NOON, pot=pot, amount_minor=POOL // 2))
    for number in range(CAMPAIGNS):
        opened.apply(CampaignAccepted(at=NOON, campaign=f"c{number}", goal_1_minor=1_000_000))
    began = time.perf_counter()
    for number in range(PLEDGES):
        where, who, amount = number * 7 % CAMPAIGNS, number * 31 % 40_000, 1_000 + number * 37 % 30_000
        opened.apply(Pledged(at=NOON, pledge=f"p{number}", campaign=f"c{where}", backer=f"b{who}", amount_minor=amount))
    seconds = time.perf_counter() - began
    note = f"ten seconds for all of them is the goal; {seconds:.1f} s, percentage with caps, first come, two sponsors"
    name = f"book of a fund: {PLEDGES:,} pledges"
    return Figure(name=name, ours=PLEDGES / seconds, baseline=PLEDGES / 10, note=note)
