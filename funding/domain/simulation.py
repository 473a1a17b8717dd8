"""What a rule would do: the same pledges under one rule, in the order in which they came and in others.

Deterministic: the same scene, rule, pool, number of orders and seed give the same outcome. Payees are taken to be
verified, and a campaign ends as a success if its crowd alone reaches goal 1.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from backend.core.checks import ensure
from funding.domain.rule_problems import problems
from funding.domain.rule_set import RuleSet
from funding.domain.simulation_book import WHOLE, End, Progress, Setting, through_book
from funding.domain.simulation_scene import Scene, shuffled
from funding.domain.simulation_walk import Unwalkable, Walker, walkable
from funding.domain.standing import Crowd, Limit, due

MARKS_MAX = 60
ORDERS_MAX = 100
WALK_PLEDGES_MAX = 3_000_000
BOOK_PLEDGES_MAX = 200_000
"""In other orders so many pledges come again at most, by walking or by the book: about as long as one run may take."""


@dataclass(frozen=True, slots=True)
class FreeDay:
    """What was left in the pool at the end of a day, written 2026-03-20."""

    day: str
    free_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignOutcome:
    """One campaign. `missing_minor` was due and not there; low and high are over all orders, ranks count from 1."""

    name: str
    goal_minor: int
    pledges: int
    backers: int
    crowd_minor: int
    match_minor: int
    missing_minor: int
    low_minor: int
    high_minor: int
    rank: int
    rank_best: int
    rank_worst: int
    bounds: tuple[Limit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One rule over a scene. `out_at` is when the first pledge got less than was due because the pool was empty.

    `free` is the pool day by day, at most 60 of them; `codec` takes an outcome to JSON data and back.
    """

    pool_minor: int
    free_minor: int
    matched: int
    campaigns: tuple[CampaignOutcome, ...]
    free: tuple[FreeDay, ...]
    orders: int
    out_at: datetime | None = None
    out_after: int | None = None

    @property
    def given_minor(self) -> int:
        return self.pool_minor - self.free_minor

    @property
    def missing_minor(self) -> int:
        return sum(one.missing_minor for one in self.campaigns)

    @property
    def order_matters(self) -> int:
        """How many campaigns get another amount in another order."""
        return sum(one.low_minor != one.high_minor for one in self.campaigns)

    @property
    def moved_minor(self) -> int:
        """The widest range between two orders that one campaign has."""
        return max((one.high_minor - one.low_minor for one in self.campaigns), default=0)

    @property
    def ranks_moved(self) -> int:
        """How many campaigns stand at another place in another order."""
        return sum(one.rank_best != one.rank_worst for one in self.campaigns)


def simulate(
    scene: Scene,
    rule: RuleSet,
    pool_minor: int,
    *,
    orders: int = 0,
    seed: int = 1,
    progress: Progress = lambda _part: None,
) -> Outcome:
    """Return what `rule` would do with `pool_minor` ≥ 0 over `scene`, and over 0 to 100 shuffled `orders` of it.

    InvariantViolation if the rule makes no sense by itself, or a number is out of its range. In a shuffled order each
    pledge takes the time of its new place. Linear in pledges × orders.
    """
    ensure(not problems(rule), "a rule that is simulated makes sense")
    ensure(pool_minor >= 0 and 0 <= orders <= ORDERS_MAX, "neither a pool nor a number of orders is out of its range")
    ensure(scene.pledges, "a scene has pledges")
    count = len(scene.pledges)
    marks, days = _marks(scene)
    run = Runner(Setting(scene, rule, pool_minor, tuple(marks)))
    orders = min(orders, (BOOK_PLEDGES_MAX if run.short is None else WALK_PLEDGES_MAX) // count)
    first = run(shuffled(count, 0), _from(progress, 0, orders + 1))
    ranges = [(held, held) for held in first.held_minor]
    ranks = [(rank, rank) for rank in _ranks(first.held_minor)]
    for number in range(1, orders + 1):
        other = run(shuffled(count, seed * ORDERS_MAX + number), _from(progress, number, orders + 1))
        ranges = [_wider(one, held) for one, held in zip(ranges, other.held_minor, strict=True)]
        ranks = [_wider(one, rank) for one, rank in zip(ranks, _ranks(other.held_minor), strict=True)]
    out = None if first.out_at is None else scene.pledges[first.out_at].at
    return Outcome(
        pool_minor=pool_minor,
        free_minor=first.free_minor,
        matched=first.matched,
        campaigns=tuple(_campaigns(scene, first, ranges, ranks)),
        free=tuple(FreeDay(day.isoformat(), left) for day, left in zip(days, first.free_at, strict=True)),
        orders=orders,
        out_at=out,
        out_after=first.out_at,
    )


def _from(progress: Progress, number: int, of: int) -> Progress:
    return lambda part: progress((number * WHOLE + part) // of)


def _wider(span: tuple[int, int], one: int) -> tuple[int, int]:
    return min(span[0], one), max(span[1], one)


def _ranks(held: Sequence[int]) -> list[int]:
    """Equal amounts share a place, so that a tie moves nobody."""
    places: dict[int, int] = {}
    for place, amount in enumerate(sorted(held, reverse=True), 1):
        places.setdefault(amount, place)
    return [places[amount] for amount in held]


def _marks(scene: Scene) -> tuple[list[int], list[date]]:
    """After how many pledges a day ends, for at most 60 days that lie evenly between the first and the last."""
    last: dict[date, int] = {}
    for place, pledge in enumerate(scene.pledges, 1):
        last[pledge.at.date()] = place
    ends = sorted(last.items(), key=lambda item: item[1])
    if len(ends) > MARKS_MAX:
        steps = [number * (len(ends) - 1) // (MARKS_MAX - 1) for number in range(MARKS_MAX)]
        ends = [ends[step] for step in steps]
    return [place for _day, place in ends], [day for day, _place in ends]


def _campaigns(
    scene: Scene, end: End, ranges: Sequence[tuple[int, int]], ranks: Sequence[tuple[int, int]]
) -> Iterator[CampaignOutcome]:
    crowd, backers, pledges = [0] * len(scene.campaigns), [set[int]() for _ in scene.campaigns], [0] * len(ranges)
    for pledge in scene.pledges:
        crowd[pledge.campaign] += pledge.amount_minor
        backers[pledge.campaign].add(pledge.backer)
        pledges[pledge.campaign] += 1
    for place, (campaign, rank) in enumerate(zip(scene.campaigns, _ranks(end.held_minor), strict=True)):
        owed, held = end.owed[place], end.held_minor[place]
        missing = max(0, owed.minor - held)
        # A cent that a pledge's own limit kept back is not the pool's doing.
        short = (Limit.POOL,) if missing > end.free_minor else ()
        yield CampaignOutcome(
            name=campaign.name,
            goal_minor=campaign.goal_1_minor,
            pledges=pledges[place],
            backers=len(backers[place]),
            crowd_minor=crowd[place],
            match_minor=held,
            missing_minor=missing,
            low_minor=ranges[place][0],
            high_minor=ranges[place][1],
            rank=rank,
            rank_best=ranks[place][0],
            rank_worst=ranks[place][1],
            bounds=(*owed.closed, *owed.bounds, *short),
        )


class Runner:
    """Runs a rule over a scene in a given order: the short way where that is possible, else through the book."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        walks = walkable(setting.rule)
        self.short = Walker(setting.scene, setting.rule, setting.pool_minor) if walks else None

    def __call__(self, order: Sequence[int], progress: Progress) -> End:
        if self.short is None:
            return through_book(self.setting, order, progress)
        try:
            return _short(self.short, order, self.setting.marks, progress)
        except Unwalkable:
            return through_book(self.setting, order, progress)


def _short(walker: Walker, order: Sequence[int], marks: Sequence[int], progress: Progress) -> End:
    count, rule = len(order), walker.rule
    walk = walker.walk(order, marks, lambda done: progress(done * WHOLE // count))
    owed = [
        due(rule, one.standing, Crowd(one.crowd_minor, one.backers), one.facts, paid_in_minor=walker.pool_minor)
        for one in walk.campaigns
    ]
    held = [one.held_minor for one in walk.campaigns]
    return End(held, owed, walk.free_minor, walk.free_at, walk.out_at, walk.matched)
