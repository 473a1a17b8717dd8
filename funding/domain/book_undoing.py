"""What happened is taken back, or turns out to be otherwise, and the book follows: up, down, or to another person."""

from funding.domain.book_closing import recompute_quadratic
from funding.domain.book_counting import recount
from funding.domain.book_matching import advance, recompute, reoffer
from funding.domain.book_money import State, keep_no_more, release_unbacked
from funding.domain.book_records import CampaignRow, Group, MatchRow, MatchState, PledgeRow, Purse
from funding.domain.rule_axes import Reversal, Settlement


def counts_again(state: State, row: PledgeRow) -> None:
    """A pledge counts again: matched under the rule version of its time, if money is free.

    It has lost its place in the order: what others got in the meantime stays theirs.
    """
    campaign = state.campaigns[row.campaign]
    for waiting in campaign.groups.values():
        if row.sequence in waiting.hungry:
            waiting.hungry.remove(row.sequence)
    del state.by_sequence[row.sequence]
    row.sequence = state.sequence
    state.by_sequence[row.sequence] = row.id
    bounds = recount(state, row)
    group = campaign.groups[row.version]
    if group.rule.settlement is Settlement.AT_PLEDGE and not state.closed and not campaign.failed:
        advance(state, group, row, bounds)


def counts_less(state: State, row: PledgeRow) -> None:
    """A pledge counts less or no more: matches follow it down, and what that frees is offered to those who wait."""
    campaign = state.campaigns[row.campaign]
    recount(state, row)
    recompute(state, campaign, row)
    recompute_quadratic(state, campaign)
    reoffer(state)


def undo_payout(state: State, match: MatchRow) -> None:
    """What was paid out is with the fund again: what stands on a base stays approved, the rest is free."""
    group = state.campaigns[match.campaign].groups[match.version]
    for claimed_by, claimed in kept_of(state, match):
        keep_no_more(state, claimed_by, claimed, match)
    match.state = MatchState.APPROVED
    release_unbacked(state, group, match)
    reoffer(state)


def kept_of(state: State, payout: MatchRow) -> list[tuple[Group, MatchRow]]:
    """Return the matches from which something is claimed that is being kept of the payout of `payout`."""
    campaign = state.campaigns[payout.campaign]
    if all(group.rule.reversal is Reversal.BEAR for group in campaign.groups.values()):
        return []
    campaign.need_whole()
    groups = [campaign.groups[version] for version in sorted(campaign.groups)]
    rows = [(group, state.matches[name]) for group in groups for name in group.matches]
    return [(group, row) for group, row in rows if payout.id in row.kept]


def join_people(state: State, campaign: CampaignRow, backer: str, person: str) -> None:
    """From now on `backer` is `person`: caps on one backer and counts of backers hold for both together."""
    campaign.need_whole()
    rows = [row for row in map(state.pledges.__getitem__, campaign.pledges) if row.backer == backer]
    left = [row.left_minor for row in rows]
    for row in rows:
        row.left_minor = 0
        recount(state, row)
    for group in campaign.groups.values():
        old = group.purses.pop(backer, None)
        if old is not None:
            group.purses.setdefault(person, Purse()).held_minor += old.held_minor
    if backer in state.people:
        state.people.setdefault(person, state.people[backer])
    for row, amount in zip(rows, left, strict=True):
        row.backer, row.left_minor = person, amount
        recount(state, row)
    for row in rows:
        recompute(state, campaign, row)
    recompute_quadratic(state, campaign)
    reoffer(state)
