"""One match as a sum on paper: what counted, what the rule made of it, what bound, what was free, what came later.

The figures are those that were written down under the lock of the pool when the match arose; nothing is estimated.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet, Sum

from funding.domain.formulas import scale, value
from funding.domain.rule_axes import Quadratic
from funding.enums import EXCLUSIONS, MatchBound, MatchState, PayoutState
from funding.models import AllocationRun, Fund, FundEvent, Match, MatchApproval, MatchCause
from funding.selectors.batch_explanations import batch_sums, run_of_match
from funding.selectors.earmark_words import purpose_words
from funding.selectors.explanation_words import change_words, function_words, line_words
from funding.selectors.pots import FundPot, pots_of


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sum. `code` is a stable word; `amount_minor` is what stands at the right of the sentence.

    What the lines `due_before` and `limit` name is taken away.
    """

    code: str
    amount_minor: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Change:
    """What became of the match later, and why."""

    kind: str
    at: datetime
    before_minor: int
    after_minor: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Approval:
    """`by` is empty for whoever does not work with the fund or the campaign."""

    at: datetime
    amount_minor: int
    by: str


@dataclass(frozen=True, slots=True)
class PotPart:
    """One pot that the fund had then: what it gives to the match today, or that it may not, and what it is for."""

    pot: FundPot
    purpose: str
    amount_minor: int
    allowed: bool


@dataclass(frozen=True, slots=True)
class Leaving:
    """The payout that a match is in. Names are empty for whoever does not work with the fund or the campaign.

    `kept_minor` of the whole payout stays with the fund, which claims it back because of other matches.
    """

    state: PayoutState
    amount_minor: int
    kept_minor: int
    asked_at: datetime
    asked_by: str
    approved_by: str
    is_approved: bool
    paid_at: datetime | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Amounts are minor units. `match.amount_minor` is what the last change left; `pots` add up to it.

    `divided` is the division that it came of, if it was one.
    """

    match: Match
    lines: list[Line]
    limit: MatchBound
    changes: list[Change]
    approvals: list[Approval]
    pots: list[PotPart]
    payout: Leaving | None
    others: list[Match]
    """What other funds add because of the same pledge, with their funds."""
    divided: AllocationRun | None = None


def match_explanation(match: Match, *, with_names: bool) -> Explanation:
    """Explain `match` in the reader's language; `with_names` says who has approved it. Names no backer in any case."""
    causes = list(MatchCause.objects.filter(match=match).order_by("id"))
    run = run_of_match(causes)
    return Explanation(
        match=match,
        divided=run,
        lines=_lines(match, causes) if run is None else _divided(match, run, causes[0]),
        limit=MatchBound(match.bound),
        changes=[_change(cause, match.currency) for cause in causes[1:]],
        approvals=_approvals(match, with_names=with_names),
        pots=_pots(match),
        payout=_leaving(match, with_names=with_names),
        others=_others(match),
    )


def _leaving(match: Match, *, with_names: bool) -> Leaving | None:
    payout = match.payout
    if payout is None:
        return None
    second = payout.approved_by
    return Leaving(
        state=PayoutState(payout.state),
        amount_minor=payout.amount_minor,
        kept_minor=payout.kept_minor,
        asked_at=payout.created_at,
        asked_by=payout.requested_by.shown_name if with_names else "",
        approved_by=second.shown_name if with_names and second else "",
        is_approved=second is not None,
        paid_at=payout.paid_at,
    )


def _others(match: Match) -> list[Match]:
    if match.pledge_id is None:
        return []
    rows = Match.objects.filter(pledge=match.pledge_id).exclude(position=match.position_id)
    return list(rows.select_related("position__fund").order_by("position__fund_id", "id"))


def _pots(match: Match) -> list[PotPart]:
    """Pots that the match holds money of, and those that were there and were not allowed, those that give on top."""
    told = FundEvent.objects.filter(fund=match.position.fund_id, kind="deposited", sequence__lt=match.sequence)
    there = {*told.order_by().values_list("data__pot", flat=True).distinct(), *match.splits}
    known = [pot for pot in pots_of(match.position.fund) if pot.name in there]
    sums = match.position.book or {}
    campaign = {"topics": sums.get("topics", ()), "region": sums.get("region", "")}
    words = purpose_words(pot.earmark for pot in known)
    found = []
    for pot in known:
        allowed = pot.earmark.allows(**campaign, at=match.created_at)
        if pot.name in match.splits or not allowed:
            found.append(PotPart(pot, words[pot.earmark], match.splits.get(pot.name, 0), allowed))
    return sorted(found, key=lambda part: -part.amount_minor)


def _lines(match: Match, causes: list[MatchCause]) -> list[Line]:
    base = causes[0].base_after_minor if causes else match.base_minor
    given = causes[0].amount_after_minor if causes else match.amount_minor
    if match.bound in EXCLUSIONS or match.bound == MatchBound.WINDOW:
        return [_line("not_counted", 0, match)]
    step = match.due_after_minor - match.due_before_minor
    due = [("due_after", match.due_after_minor), ("due_before", match.due_before_minor), ("step", step)]
    # What was due already respects the caps; the pool, and what one sponsor may give, lower it afterwards.
    later = [("limit", step - given)] if match.bound and step > given else []
    rest = [*due, ("pool_before", match.pool_before_minor), *later]
    rest += [("match", given), ("pool_after", match.pool_after_minor)]
    return [
        _line("base" if match.pledge_id else "base_of_all", base, match),
        *_alone(match, base, given, capped=bool(match.bound) and not later),
        *(_line(code, amount, match) for code, amount in rest),
    ]


def _divided(match: Match, run: AllocationRun, first: MatchCause) -> list[Line]:
    """From a division: of the campaign as a whole, or (by unit) of one pledge in its turn."""
    given = first.amount_after_minor
    if match.pledge_id is None:
        return [Line(*one) for one in batch_sums(match, run, given_minor=given)]
    rest = [("pool_before", match.pool_before_minor), ("match", given), ("pool_after", match.pool_after_minor)]
    return [
        _line("base", first.base_after_minor, match),
        *_alone(match, first.base_after_minor, given, capped=bool(match.bound)),
        *(_line(code, amount, match) for code, amount in rest),
    ]


def _alone(match: Match, base_minor: int, given_minor: int, *, capped: bool) -> list[Line]:
    """What the rule makes of the pledge by itself, and by how much a cap lowered it."""
    rule = match.rule.rule_set
    if not rule.by_unit or isinstance(rule.function, Quadratic):
        return []
    own = value(rule.function, base_minor) // scale(rule.function)
    made = Line("function", own, function_words(rule.function, base_minor, match.currency))
    return [made, _line("limit", own - given_minor, match)] if capped else [made]


def _line(code: str, amount_minor: int, match: Match) -> Line:
    return Line(code, amount_minor, line_words(code, match.get_bound_display(), match.sequence))


def _change(cause: MatchCause, currency: str) -> Change:
    before, after = cause.amount_before_minor, cause.amount_after_minor
    words = change_words(str(cause.get_kind_display()), before, after, currency)
    return Change(cause.kind, cause.at, before, after, words)


def _approvals(match: Match, *, with_names: bool) -> list[Approval]:
    rows: QuerySet[MatchApproval, Any] = MatchApproval.objects.filter(match=match).select_related("manager")
    return [
        Approval(row.created_at, row.amount_minor, row.manager.shown_name if with_names else "")
        for row in rows.order_by("id")
    ]


@dataclass(frozen=True, slots=True)
class CampaignSums:
    """All matches of one campaign added up: `by_state` and what left out (`reasons`) are parts of the same rows.

    `base_minor` is what counts of `pledges` pledges today; the amounts of `by_state` add up to `matched_minor`.
    """

    pledges: int
    base_minor: int
    matched_minor: int
    by_state: list[tuple[MatchState, int]]
    reasons: list[tuple[MatchBound, int]]


def campaign_sums(fund: Fund, campaign: str) -> CampaignSums:
    """Add up what a fund gives to the campaign of that short name."""
    rows = Match.objects.filter(position__fund=fund, position__campaign__slug=campaign).order_by()
    found = list(rows.values_list("state", "bound").annotate(Count("id"), Sum("base_minor"), Sum("amount_minor")))
    states = {state: sum(row[4] for row in found if row[0] == state) for state in MatchState}
    bounds = {bound: sum(row[2] for row in found if row[1] == bound) for bound in MatchBound if bound}
    return CampaignSums(
        pledges=sum(row[2] for row in found if row[3]),
        base_minor=sum(row[3] for row in found),
        matched_minor=sum(states.values()),
        by_state=[(state, amount) for state, amount in states.items() if amount],
        reasons=[(bound, count) for bound, count in bounds.items() if count],
    )
