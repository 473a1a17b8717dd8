"""A division in one batch before anybody decides on it: when its moment is, who takes part, and what everybody gets.

The figures come from the settling itself, done to a copy of the book: what people see is what the book then does.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from funding.domain.book_closing import quadratic_room, quadratic_weights, settle_close, settle_success
from funding.domain.book_counting import due_of, group_now
from funding.domain.book_events import Allocated, Share
from funding.domain.book_money import State
from funding.domain.book_records import CampaignRow, Group, Purse
from funding.domain.quadratic import WEIGHT_UNIT
from funding.domain.rule_axes import Quadratic, Settlement
from funding.domain.standing import Due

Groups = tuple[tuple[str, ...], ...]
"""Backers of several campaigns who are one person, group by group."""


@dataclass(frozen=True, slots=True)
class Line:
    """One campaign under one rule version. Amounts are minor units ≥ 0.

    gifts, backers  pledges and people that count
    base_minor      what of their money counts
    claim_minor     what the function makes of it; of a quadratic rule (Σ√c)² − Σc, rounded down
    most_minor      the most that caps and gates leave of the claim; of a quadratic rule they alone
    amount_minor    what it gets
    unpaid_minor    promised, not paid yet, and so not part of any of these
    bounds          caps that bound and gates that are closed, as stable words
    """

    campaign: str
    version: int
    gifts: int
    backers: int
    base_minor: int
    claim_minor: int
    most_minor: int
    amount_minor: int
    unpaid_minor: int
    bounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What a division would do now: `lines` in the order of campaigns and versions, `pool_minor` free before it."""

    pool_minor: int
    lines: tuple[Line, ...]

    @property
    def shares(self) -> tuple[Share, ...]:
        return tuple(Share(line.campaign, line.version, line.amount_minor) for line in self.lines)

    @property
    def amount_minor(self) -> int:
        return sum(line.amount_minor for line in self.lines)


def why_not_allocated(state: State, campaign: str | None) -> str:
    """Return why nothing can be divided now, as a stable word, or nothing: at a success, or (None) at the close."""
    if campaign is not None:
        row = state.campaigns.get(campaign)
        if row is None:
            return "unknown_campaign"
        if not row.facts.successful or row.failed:
            return "not_successful"
    elif not state.closed:
        return "fund_not_closed"
    groups = list(_batch(state, campaign))
    if not groups:
        return "no_batch"
    return "" if any(not group.settled for group in groups) else "allocated_already"


def why_not_as_told(state: State, event: Allocated) -> str:
    """Return why `event` cannot be, as a stable word, or nothing: not now, or the book computes other shares."""
    reason = why_not_allocated(state, event.campaign)
    if reason:
        return reason
    seen = preview(state, event.campaign, event.at, people=event.people)
    return "" if seen.shares == event.shares else "allocation_differs"


def divide(state: State, event: Allocated) -> None:
    """Do what `event` tells. Changes `state`."""
    state.people |= people_of(event.people)
    _settle(state, event.campaign)


def people_of(groups: Groups) -> dict[str, str]:
    """Return the name under which each backer of a group is one person: the first of it."""
    return {backer: group[0] for group in groups for backer in group}


def _settle(state: State, campaign: str | None) -> None:
    if campaign is None:
        settle_close(state)
    else:
        settle_success(state, state.campaigns[campaign])


def preview(state: State, campaign: str | None, at: datetime, *, people: Groups = ()) -> Preview:
    """Return what a division at `at` would do to `state`, which stays as it is. Needs all rows of all who take part.

    `people` are backers of several campaigns who are one person. Linear in their pledges. Earmarks look at the moment,
    so the same state can be divided otherwise on another day.
    """
    trial = forked(state)
    trial.now, trial.cause = at, "allocated"
    trial.people |= people_of(people)
    groups = [group for group in _batch(trial, campaign) if not group.settled]
    known = {key(group): claims(trial, group, groups) for group in groups}
    held = {key(group): group.held_minor for group in groups}
    _settle(trial, campaign)
    told: dict[tuple[str, int], set[str]] = {}
    for entry in trial.entries:
        told.setdefault((entry.campaign, entry.version), set()).update(map(str, entry.bounds))
    lines = [
        _line(trial, group, known[key(group)], group.held_minor - held[key(group)], told.get(key(group), set()))
        for group in groups
    ]
    return Preview(state.free_minor, tuple(lines))


def shares_that_differ(state: State, event: Allocated) -> list[tuple[Share, int]]:
    """Return the shares of `event` that the book computes otherwise, each with the amount that it should have.

    For an event that was refused as `allocation_differs`; `state` is as it was before it. A share that is missing in
    the event stands there with 0, and one that should not be there should have 0.
    """
    told = {(one.campaign, one.version): one for one in event.shares}
    seen = preview(state, event.campaign, event.at, people=event.people)
    right = {(one.campaign, one.version): one for one in seen.shares}
    found = []
    for name in {**told, **right}:
        there = told.get(name) or Share(*name, 0)
        expected = right[name].amount_minor if name in right else 0
        if there.amount_minor != expected or name not in told or name not in right:
            found.append((there, expected))
    return found


def key(group: Group) -> tuple[str, int]:
    """Return what names a group in one book: its campaign and its rule version."""
    return group.campaign, group.version


def claims(state: State, group: Group, groups: list[Group]) -> Due:
    """Return a group's claim before money is short: `plain_minor` by the function, `minor` after caps and gates.

    `groups` are all that take part: a quadratic weight may depend on what people gave elsewhere.
    """
    options = group.rule.function
    if not isinstance(options, Quadratic):
        return due_of(state, group)
    same = [one for one in groups if one.version == group.version]
    most = quadratic_room(state, group)
    weight = quadratic_weights(state, same, options)[group.campaign]
    return replace(most, plain_minor=weight // WEIGHT_UNIT)


def _batch(state: State, campaign: str | None) -> Iterator[Group]:
    """The groups that a division is about, whether it has been or not."""
    wanted = Settlement.AT_CLOSE if campaign is None else Settlement.AT_SUCCESS
    rows = state.campaigns.values() if campaign is None else [state.campaigns[campaign]]
    for row in sorted(rows, key=lambda one: one.sequence):
        if not row.failed:
            yield from (group for _version, group in sorted(row.groups.items()) if group.rule.settlement is wanted)


def _line(state: State, group: Group, owed: Due, amount_minor: int, told: set[str]) -> Line:
    campaign = state.campaigns[group.campaign]
    return Line(
        campaign=group.campaign,
        version=group.version,
        gifts=len(group.counted),
        backers=group.standing.backers,
        base_minor=group.standing.base_minor,
        claim_minor=owed.plain_minor,
        most_minor=owed.minor,
        amount_minor=amount_minor,
        unpaid_minor=campaign.promised.minor - campaign.paid.minor,
        bounds=tuple(sorted({*told, *map(str, owed.closed)})),
    )


def forked(state: State) -> State:
    """Return a copy of `state` that can be settled without changing it. Pledges, which settling reads, are shared."""
    return replace(
        state,
        pots={name: replace(row) for name, row in state.pots.items()},
        campaigns={name: _campaign(row) for name, row in state.campaigns.items()},
        matches={name: replace(row, splits=dict(row.splits)) for name, row in state.matches.items()},
        match_of=dict(state.match_of),
        people=dict(state.people),
        entries=[],
    )


def _campaign(row: CampaignRow) -> CampaignRow:
    groups = {version: _group(group) for version, group in row.groups.items()}
    return replace(row, groups=groups, from_pots=dict(row.from_pots))


def _group(group: Group) -> Group:
    purses = group.purses
    if group.rule.by_unit:
        purses = {name: Purse(purse.amounts, purse.sums, purse.held_minor) for name, purse in purses.items()}
    return replace(group, purses=purses, matches=[*group.matches], hungry=[*group.hungry])


def estimates(state: State, at: datetime, *, people: Groups = ()) -> dict[str, int]:
    """Return what each campaign would get in batches if all ended with success and the fund were divided at `at`.

    Minor units by campaign, for those that have a part in a batch still to come. An estimate: it moves with every
    pledge, and promises nothing. `state` stays as it is. Needs all rows of all campaigns; linear in their pledges.
    """
    trial = forked(state)
    trial.now, trial.cause = at, "allocated"
    trial.people |= people_of(people)
    found: dict[str, int] = {}
    for row in trial.campaigns.values():
        if not row.failed and not trial.closed:
            group_now(trial, row)
        if not row.failed and not row.ended:
            row.facts = replace(row.facts, successful=True)
        if not row.failed and any(_comes(row, group) for group in row.groups.values()):
            found[row.id] = 0
    for row in sorted(trial.campaigns.values(), key=lambda one: one.sequence):
        if row.facts.successful and not row.failed:
            settle_success(trial, row)
    waiting = (group for row in trial.campaigns.values() for group in row.groups.values() if not group.settled)
    if any(_at_close(group) for group in waiting):
        settle_close(trial)
    before = {name: sum(group.held_minor for group in row.groups.values()) for name, row in state.campaigns.items()}
    after = {name: sum(group.held_minor for group in row.groups.values()) for name, row in trial.campaigns.items()}
    return {name: after[name] - before[name] for name in found}


def _at_close(group: Group) -> bool:
    return group.rule.settlement is Settlement.AT_CLOSE


def _comes(row: CampaignRow, group: Group) -> bool:
    """Whether a batch of this group is still to come; one at success comes for no campaign that has ended without."""
    at_success = group.rule.settlement is Settlement.AT_SUCCESS and (row.facts.successful or not row.ended)
    return not group.settled and (_at_close(group) or at_success)
