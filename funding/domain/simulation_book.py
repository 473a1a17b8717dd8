"""A scene through the book of a fund: every rule, at the price of a row for each pledge."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from funding.domain import book_events as told
from funding.domain.book import Book
from funding.domain.book_counting import due_of
from funding.domain.rule_axes import Quadratic, Settlement
from funding.domain.rule_set import RuleSet
from funding.domain.simulation_scene import Scene
from funding.domain.standing import Due, Limit

EVERY = 1_000
WHOLE = 1_000
Progress = Callable[[int], None]
"""Told how many thousandths are done, in order; may raise to stop the simulation."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What is run. `marks` are the numbers of pledges after which one looks at the pool; the last is all of them."""

    scene: Scene
    rule: RuleSet
    pool_minor: int
    marks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class End:
    """What an order led to, campaign by campaign in the order of the scene; `out_at` is a place in the order."""

    held_minor: list[int]
    owed: list[Due]
    free_minor: int
    free_at: list[int]
    out_at: int | None
    matched: int


def through_book(setting: Setting, order: Sequence[int], progress: Progress) -> End:
    """Return what the book of a fund makes of the scene in `order`: pledges, payments, ends of campaigns, the close."""
    book, rule = Book(), setting.rule
    _open(book, setting)
    free_at, out = _pledge_all(book, setting, order, progress)
    if rule.settlement is not Settlement.AT_PLEDGE:
        _end_all(book, setting.scene)
        free_at[-1] = book.state.free_minor
    state = book.state
    groups = [state.campaigns[str(number)].groups.get(1) for number in range(len(setting.scene.campaigns))]
    quadratic = isinstance(rule.function, Quadratic)
    owed = [Due(0, 0) if quadratic or group is None else due_of(state, group) for group in groups]
    matched = sum(match.amount_minor > 0 for match in state.matches.values())
    held = [0 if group is None else group.held_minor for group in groups]
    return End(held, owed, state.free_minor, free_at, out, matched)


def _open(book: Book, setting: Setting) -> None:
    begin = setting.scene.pledges[0].at
    book.apply(told.RulePublished(at=begin, rule=setting.rule))
    if setting.pool_minor:
        book.apply(told.Deposited(at=begin, pot="pool", amount_minor=setting.pool_minor))
    for number, one in enumerate(setting.scene.campaigns):
        accepted = told.CampaignAccepted(
            at=begin,
            campaign=str(number),
            goal_1_minor=one.goal_1_minor,
            goal_2_minor=one.goal_2_minor,
            topics=one.topics,
            region=one.region,
        )
        book.apply(accepted)
        book.apply(told.PayeeVerified(at=begin, campaign=str(number)))


def _pledge_all(book: Book, setting: Setting, order: Sequence[int], progress: Progress) -> tuple[list[int], int | None]:
    """What was free at the marks, and the place of the first pledge that met an empty pool."""
    pledges, at_pledge = setting.scene.pledges, setting.rule.settlement is Settlement.AT_PLEDGE
    free_at: list[int] = []
    out = None
    marks = frozenset(setting.marks)
    for place, number in enumerate(order):
        pledge, at = pledges[number], pledges[place].at
        promised = told.Pledged(
            at=at,
            pledge=str(number),
            campaign=str(pledge.campaign),
            backer=str(pledge.backer),
            amount_minor=pledge.amount_minor,
        )
        entries = book.apply(promised)
        if out is None and any(Limit.POOL in entry.bounds for entry in entries):
            out = place
        if not at_pledge:
            book.apply(told.Paid(at=at, pledge=str(number)))
        if place + 1 in marks:
            free_at.append(book.state.free_minor)
        if place % EVERY == 0:
            progress(place * WHOLE // len(order))
    progress(WHOLE)
    return free_at, out


def _end_all(book: Book, scene: Scene) -> None:
    last, raised = scene.pledges[-1].at, [0] * len(scene.campaigns)
    for pledge in scene.pledges:
        raised[pledge.campaign] += pledge.amount_minor
    for number, one in enumerate(scene.campaigns):
        outcome = told.Outcome.SUCCESSFUL if raised[number] >= one.goal_1_minor else told.Outcome.KEPT
        book.apply(told.CampaignEnded(at=last, campaign=str(number), outcome=outcome))
    book.apply(told.FundClosed(at=last))
