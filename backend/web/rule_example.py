"""A rule tried on five invented pledges: the fund's own book says what each would bring, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.core.money import Money
from backend.web import formats
from backend.web.match_words import brief
from backend.web.rule_function_words import listed, ratio
from backend.web.rule_sentences import cap_words, counting_words, gate_words
from funding.domain import book_events as told
from funding.domain.book import Book
from funding.domain.book_records import Entry
from funding.domain.limits import AMOUNT_MAX_MINOR
from funding.domain.rule_axes import Allocation, Base, Factor, LumpSum, MarginalTiers, Percentage, Settlement, StepTable
from funding.domain.rule_set import RuleSet
from funding.domain.standing import Limit

GARDEN, CAFE = "garden", "cafe"
PLACES = (("Anna", GARDEN), ("Ben", GARDEN), ("Cem", CAFE), ("Anna", GARDEN), ("Dora", CAFE))
"""Who gives to what: one person gives twice, and two campaigns compete."""
OTHERS_MINOR = 1_000
OTHERS_MAX = 500
SCALES = (1, 2, 5, 10, 20, 50, 100, 200, 500)
USUAL = (5_000, 16_000, 2_000, 3_000, 40_000)
DAY = datetime(2026, 1, 2, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What is tried: five amounts, the fund's money, goal 1 of both campaigns, how many others gave before."""

    amounts_minor: tuple[int, ...] = USUAL
    pool_minor: int = 40_000
    goal_minor: int = 20_000
    others: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """`match_minor` is None for a pledge that has no match of its own, since its campaign has one as a whole."""

    who: str
    campaign: str
    amount_minor: int
    match_minor: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Example:
    rows: Sequence[Row]
    others: str
    left: str
    currency: str = "EUR"


@dataclass(slots=True)
class _Run:
    rule: RuleSet
    trial: Trial
    currency: str
    book: Book = field(default_factory=Book)
    entries: list[Entry] = field(default_factory=list)

    def tell(self, event: told.Event) -> None:
        self.entries += self.book.apply(event)

    def money(self, amount_minor: int) -> str:
        return brief(Money(amount_minor, self.currency))


def trial_for(rule: RuleSet) -> Trial:
    """Return amounts in the order of size of the rule's own, and as many other people as it asks for first."""
    largest = max(_sizes(rule), default=0)
    # Beyond the last one an example would be of amounts that nobody gives.
    scale = next((one for one in SCALES if largest <= one * USUAL[-1]), 1)
    people = [rule.gates.backers or 0]
    if rule.base is Base.BACKERS and isinstance(rule.function, StepTable):
        people += [step.threshold for step in rule.function.steps[:1]]
    return Trial(
        amounts_minor=tuple(amount * scale for amount in USUAL),
        pool_minor=max(40_000 * scale * _times(rule), 2 * min(_lump(rule), AMOUNT_MAX_MINOR // 2)),
        goal_minor=20_000 * scale,
        # The two who give to each campaign are to be the last ones that it needs.
        others=min(OTHERS_MAX, max(0, *(number - 2 for number in people))),
    )


def _times(rule: RuleSet) -> int:
    """A fund that gives three for one needs more money."""
    if rule.base is Base.BACKERS or not isinstance(rule.function, Factor):
        return 1
    return max(1, ceil(rule.function.factor))


def _lump(rule: RuleSet) -> int:
    """The largest sum that one campaign gets at once."""
    match rule.function:
        case LumpSum(amount_minor=amount_minor):
            return amount_minor or 0
        case StepTable(steps):
            return max((step.amount_minor for step in steps[:1]), default=0)
        case _:
            return 0


def _sizes(rule: RuleSet) -> list[int]:
    sizes = [rule.gates.raised_minor or 0]
    match rule.function:
        case MarginalTiers(tiers):
            sizes += [tier.up_to_minor or 0 for tier in tiers]
        case StepTable(steps) if rule.base is not Base.BACKERS:
            sizes += [step.threshold for step in steps]
        case LumpSum(amount_minor=amount_minor):
            sizes.append(amount_minor or 0)
    return sizes


def example_of(rule: RuleSet, trial: Trial, currency: str = "EUR") -> Example:
    """Run `trial` through a book under `rule`, which makes sense, up to the close of the fund. Nothing is stored."""
    run = _Run(rule, trial, currency)
    _play(run)
    state = run.book.state
    pledges = [_pledge_row(run, number) for number in range(len(trial.amounts_minor)) if trial.amounts_minor[number]]
    campaigns = [_campaign_row(run, name) for name in (GARDEN, CAFE)] if _as_a_whole(rule) else []
    left = _("Of %(pool)s in the fund, %(given)s go to campaigns, and %(free)s are left.") % {
        "pool": run.money(state.paid_in_minor),
        "given": run.money(state.given_minor),
        "free": run.money(state.free_minor),
    }
    return Example([*pledges, *campaigns], _others(run), left, currency)


def _play(run: _Run) -> None:
    rule, trial, at = run.rule, run.trial, _moment(run.rule)
    run.tell(told.RulePublished(at=at, rule=rule))
    run.tell(told.Deposited(at=at, pot="sponsor", amount_minor=trial.pool_minor))
    raised = dict.fromkeys((GARDEN, CAFE), 0)
    for name in raised:
        goal = trial.goal_minor
        run.tell(told.CampaignAccepted(at=at, campaign=name, goal_1_minor=goal, goal_2_minor=2 * goal))
        run.tell(told.PayeeVerified(at=at, campaign=name))
    given = [(f"other{n}", f"o{n}", name, OTHERS_MINOR) for n in range(trial.others) for name in raised]
    given = [(f"{backer}-{name}", f"{pledge}-{name}", name, amount) for backer, pledge, name, amount in given]
    given += [
        (who, f"p{n}", name, amount)
        for n, ((who, name), amount) in enumerate(zip(PLACES, trial.amounts_minor, strict=True))
        if amount
    ]
    for backer, pledge, name, amount in given:
        run.tell(told.Pledged(at=at, pledge=pledge, campaign=name, backer=backer, amount_minor=amount))
        run.tell(told.Paid(at=at, pledge=pledge))
        raised[name] += amount
    for name, amount in raised.items():
        reached = amount >= trial.goal_minor
        outcome = told.Outcome.SUCCESSFUL if reached else told.Outcome.KEPT
        run.tell(told.CampaignEnded(at=at, campaign=name, outcome=outcome))
    run.tell(told.FundClosed(at=at))


def _moment(rule: RuleSet) -> datetime:
    """A moment inside the window."""
    if rule.gates.starts_at:
        return rule.gates.starts_at
    return rule.gates.ends_at - timedelta(days=1) if rule.gates.ends_at else DAY


def _as_a_whole(rule: RuleSet) -> bool:
    if rule.settlement is Settlement.AT_PLEDGE:
        return False
    return not rule.by_unit or rule.allocation is Allocation.PRO_RATA


def campaign_name(campaign: str) -> str:
    return _("Community garden") if campaign == GARDEN else _("Repair café")


def _others(run: _Run) -> str:
    number = run.trial.others
    if not number:
        return ""
    text = ngettext(
        "Before them, one other person has given %(sum)s to each campaign.",
        "Before them, %(n)s others have given %(sum)s each to each campaign.",
        number,
    )
    return text % {"n": formats.number(number), "sum": run.money(OTHERS_MINOR)}


def _pledge_row(run: _Run, number: int) -> Row:
    (who, campaign), amount, state = PLACES[number], run.trial.amounts_minor[number], run.book.state
    if _as_a_whole(run.rule):
        return Row(who, campaign_name(campaign), amount, None, _("counts for the campaign as a whole"))
    held = sum(row.amount_minor for row in state.matches.values() if row.pledge == f"p{number}")
    told_of = [entry for entry in run.entries if entry.pledge == f"p{number}"]
    return Row(who, campaign_name(campaign), amount, held, _why(run, told_of, held, amount))


def _campaign_row(run: _Run, campaign: str) -> Row:
    state = run.book.state
    held = sum(row.amount_minor for row in state.matches.values() if row.campaign == campaign)
    raised = state.campaigns[campaign].paid
    told_of = [entry for entry in run.entries if entry.campaign == campaign and entry.pledge is None]
    facts = {"sum": run.money(raised.minor), "n": formats.number(len(raised.backers))}
    said = ngettext("%(sum)s of one person", "%(sum)s of %(n)s people", len(raised.backers)) % facts
    why = _why(run, told_of, held, raised.minor)
    return Row("", campaign_name(campaign), raised.minor, held, f"{said}: {why}" if why else said)


def _why(run: _Run, entries: Sequence[Entry], held_minor: int, amount_minor: int) -> str:
    """From the steps that the book told of one match, the last of them that says something."""
    if not entries:
        return _nothing_at_success(run)
    grown = [entry for entry in entries if entry.amount_after_minor > entry.amount_before_minor]
    last = grown[-1] if grown else entries[0]
    closed = [words for gate, words in gate_words(run.rule.gates, run.currency).items() if gate in last.bounds]
    if closed and not held_minor:
        return _("nothing, since the campaign gets money only as soon as it %(conditions)s") % {
            "conditions": listed(closed)
        }
    parts = [_reckoned(run, last, amount_minor), *_bounds(run, last)]
    if held_minor and not entries[0].amount_after_minor:
        parts.append(_("afterwards, since the conditions are met now"))
    return "; ".join(filter(None, parts))


def _nothing_at_success(run: _Run) -> str:
    if run.rule.settlement is Settlement.AT_SUCCESS:
        return _("nothing, since the campaign did not reach its goal of %(goal)s") % {
            "goal": run.money(run.trial.goal_minor)
        }
    return ""


def _reckoned(run: _Run, entry: Entry, amount_minor: int) -> str:
    rule = run.rule
    cap = rule.caps.pledge_base_minor
    base = run.money(amount_minor if cap is None else min(amount_minor, cap))
    if rule.base is Base.PLEDGE and isinstance(rule.function, Percentage):
        return _("%(rate)s of %(base)s") % {"rate": formats.percent_bp(rule.function.rate_bp), "base": base}
    if rule.base is Base.PLEDGE and isinstance(rule.function, Factor):
        return _("%(ratio)s on %(base)s") % {"ratio": ratio(rule.function.factor), "base": base}
    facts = {"before": run.money(entry.due_before_minor), "after": run.money(entry.due_after_minor)}
    if _as_a_whole(rule):
        return _("%(after)s are due") % facts
    return _("the campaign is due %(after)s now, and was due %(before)s before") % facts


def _bounds(run: _Run, entry: Entry) -> list[str]:
    rule = run.rule
    known = cap_words(rule.caps, run.currency) | counting_words(rule.caps, run.currency)
    free = entry.pool_before_minor
    known[Limit.POOL] = (
        _("only %(free)s left in the fund") % {"free": run.money(free)} if free else _("the fund is empty")
    )
    if rule.allocation is Allocation.PRO_RATA:
        known[Limit.POOL] = _("the money is not enough for all, so everybody gets less in proportion")
    elif rule.allocation is Allocation.FIRST_COME_WHOLE:
        known[Limit.POOL] = _("the whole amount was not left in the fund")
    return [words for limit, words in known.items() if limit in entry.bounds]
