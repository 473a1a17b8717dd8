"""Divisions in one batch: what could be divided now, what was computed, and the book that it is computed from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet

from backend.accounts.models import User
from backend.core.runs import is_given_up
from funding.domain.book_allocation import Line
from funding.domain.book_money import State
from funding.domain.rule_axes import Settlement
from funding.enums import AllocationState, FundState, MatchBound, ProposalKind, ProposalState
from funding.models import AllocationRun, Campaign, Fund, FundBook, FundCampaign, FundProposal, MatchingRule
from funding.selectors.batch_pledges import SETTLED, batch_comes, batch_settlements
from funding.selectors.book import head_into, slice_add, slice_begin
from funding.selectors.bounds import limits_of

LARGE = ("lines",)
STANDING = (AllocationState.COMPUTING, AllocationState.READY, AllocationState.COMMITTED)
STUCK_AFTER = timedelta(minutes=30)
"""A computation that is not done by then was given up by its worker, and may be asked for anew."""
Progress = Callable[[int], None]


def allocations_of(fund: Fund) -> "QuerySet[AllocationRun]":
    """The newest first, without their figures."""
    rows = AllocationRun.objects.filter(fund=fund).select_related("requested_by", "fund", "position__campaign")
    return rows.defer(*LARGE).order_by("-id")


def positions_of_batch(fund_id: int, position_id: int | None) -> "QuerySet[FundCampaign]":
    """The campaigns that take part: one, at its success, or all that the book knows, at the close."""
    rows = FundCampaign.objects.filter(fund=fund_id, book__isnull=False).select_related("fund", "campaign")
    return (rows if position_id is None else rows.filter(pk=position_id)).order_by("id")


def book_of_batch(fund_id: int, position_id: int | None, progress: Progress = lambda _thousandths: None) -> State:
    """Return the book as far as a division needs it. Locks nothing; `progress` is told thousandths."""
    head = FundBook.objects.get(fund=fund_id)
    found = slice_begin(fund_id, head.rules)
    positions = list(positions_of_batch(fund_id, position_id))
    for number, position in enumerate(positions, 1):
        slice_add(found, [position])
        progress(number * 1_000 // len(positions))
    found.state.everything = position_id is None
    head_into(found, head)
    return found.state


@dataclass(frozen=True, slots=True)
class Open:
    """What waits to be divided: of a campaign's success (`position`), or (None) of the close of the fund."""

    position: FundCampaign | None
    run: AllocationRun | None
    """What has been computed of it, or is being."""

    @property
    def may_be_asked(self) -> bool:
        return self.run is None or self.run.state != AllocationState.COMPUTING or is_given_up(self.run, STUCK_AFTER)


def open_allocations(fund: Fund) -> list[Open]:
    """What could be divided now and has not been, the close first."""
    settlements = batch_settlements(fund)
    runs = AllocationRun.objects.filter(fund=fund, state__in=STANDING).defer(*LARGE)
    known = {run.position_id: run for run in runs}
    found: list[Open] = []
    rows = positions_of_batch(fund.pk, None).filter(book__failed=False)
    if Settlement.AT_CLOSE in settlements.values() and fund.state == FundState.CLOSING:
        # Where every campaign has failed, nobody takes part.
        takes_part = any(_waits(row, settlements, Settlement.AT_CLOSE) for row in rows)
        found += [Open(None, known.get(None))] if takes_part else []
    if Settlement.AT_SUCCESS in settlements.values():
        ended = rows.filter(book__ended=True, book__facts__successful=True)
        found += [Open(row, known.get(row.pk)) for row in ended if _waits(row, settlements, Settlement.AT_SUCCESS)]
    return [one for one in found if one.run is None or one.run.state != AllocationState.COMMITTED]


def _waits(position: FundCampaign, settlements: dict[int, Settlement], wanted: Settlement) -> bool:
    """Whether a campaign has a part in a batch that has not been settled."""
    groups = (position.book or {})["groups"]
    return any(settlements.get(int(version)) is wanted and not sums[SETTLED] for version, sums in groups.items())


def batch_waits(fund: Fund) -> bool:
    """Whether money of a fund that is being closed may still be due in a batch, so that it cannot be given back yet."""
    settlements = batch_settlements(fund)
    if not settlements:
        return False
    return any(batch_comes(row, settlements) for row in positions_of_batch(fund.pk, None))


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of a division with the campaign that it is about; `limits` are why it is less than the claim."""

    line: Line
    campaign: Campaign
    limits: list[MatchBound]


def allocation_lines(run: AllocationRun) -> list[Shown]:
    """Who gets what, the most first. One query."""
    parts = run.parts
    campaigns = {row.public_id: row for row in Campaign.objects.filter(public_id__in={one.campaign for one in parts})}
    shown = [Shown(one, campaigns[one.campaign], limits_of(one.bounds)) for one in parts]
    return sorted(shown, key=lambda one: (-one.line.amount_minor, one.campaign.title, one.line.version))


def funds_to_divide(user: User) -> list[Fund]:
    """Funds of `user` in which something could be divided now and nothing about that waits. Three queries at most."""
    rules = MatchingRule.objects.filter(fund__managers__user=user, fund__state__in=(FundState.OPEN, FundState.CLOSING))
    rules = rules.filter(definition__settlement__in=[Settlement.AT_SUCCESS, Settlement.AT_CLOSE])
    settlements: dict[int, dict[int, Settlement]] = {}
    for fund_id, version, word in rules.values_list("fund_id", "version", "definition__settlement"):
        settlements.setdefault(fund_id, {})[version] = Settlement(word)
    if not settlements:
        return []
    waiting = FundProposal.objects.filter(kind=ProposalKind.ALLOCATION, state=ProposalState.PROPOSED)
    busy = set(waiting.filter(fund__in=settlements).values_list("fund_id", flat=True))
    rows = FundCampaign.objects.filter(fund__in=set(settlements) - busy, book__isnull=False).select_related("fund")
    due = {row.fund_id: row.fund for row in rows.order_by("fund_id", "id") if _is_due(row, settlements[row.fund_id])}
    return list(due.values())


def _is_due(position: FundCampaign, settlements: dict[int, Settlement]) -> bool:
    book = position.book or {}
    if book["failed"]:
        return False
    at_close = position.fund.state == FundState.CLOSING and _waits(position, settlements, Settlement.AT_CLOSE)
    return at_close or (book["facts"]["successful"] and _waits(position, settlements, Settlement.AT_SUCCESS))
