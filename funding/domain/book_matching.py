"""Matches follow what is due: up by offers in sequence, down by recomputing with the rule version of their time."""

from bisect import insort
from collections.abc import Iterable

from funding.domain.book_counting import backer_limit, due_of, own_bounds, own_limit, room
from funding.domain.book_money import State, give, match_open, parts_for, regain, take, tell, why_short
from funding.domain.book_records import GROWING, CampaignRow, Group, MatchRow, MatchState, PledgeRow, PledgeState
from funding.domain.rule_axes import Allocation, Quadratic
from funding.domain.standing import Due, Gift, Limit, in_window, steps

OFFERED_AGAIN = "offered_again"


def live_match(state: State, group: Group, pledge: PledgeRow) -> MatchRow | None:
    """Return the match because of `pledge` that still holds money, if there is one."""
    found = state.match_of.get((pledge.id, group.version))
    match = state.matches[found] if found else None
    return None if match is None or match.state is MatchState.RELEASED else match


def allowed(state: State, group: Group, pledge: PledgeRow | None, step_minor: int, owed: Due) -> int:
    """Return how much of a step may be given, before anybody asks whether the pool has it."""
    wanted = min(step_minor, room(state, group, owed))
    if pledge is not None and group.rule.by_unit:
        purse, match = group.purses.get(pledge.backer), live_match(state, group, pledge)
        if purse is None or (match and match.state not in GROWING):
            return 0
        own = own_limit(group, pledge) - (match.backed_minor if match else 0)
        wanted = min(wanted, own, backer_limit(group, purse) - purse.held_minor)
    return max(0, wanted)


def award(
    state: State,
    group: Group,
    pledge: PledgeRow | None,
    wanted_minor: int,
    owed: Due,
    *,
    bounds: tuple[Limit | str, ...] = (),
) -> int:
    """Give `wanted_minor` to the match of `pledge`, or of the campaign, as far as the pots have it; return how much.

    The step is told with its reasons even if it brings nothing.
    """
    free, match = state.free_minor, live_match(state, group, pledge) if pledge else None
    most = of_funds(state, group, pledge, wanted_minor)
    parts = parts_for(state, group, most) if most else {}
    given = sum(parts.values())
    bounds = (*bounds, *owed.closed, *owed.bounds)
    if given < most:
        bounds = (*bounds, why_short(state, group, most))
    if most < wanted_minor and pledge is not None:
        bounds = (*bounds, Limit(pledge.limited_by))
    if given and (match is None or match.state not in GROWING):
        waits = pledge is not None and pledge.state is PledgeState.PENDING
        match = match_open(state, group, pledge, MatchState.RESERVED if waits else MatchState.CONFIRMED)
    before = match.amount_minor if match else 0
    if match and given:
        give(state, group, match, parts)
    tell(
        state,
        group,
        match if given else None,
        pledge=pledge.id if pledge else None,
        before_minor=before,
        pool_before_minor=free,
        due_after_minor=owed.minor,
        bounds=bounds,
        wanted_minor=wanted_minor,
    )
    return given


def of_funds(state: State, group: Group, pledge: PledgeRow | None, wanted_minor: int) -> int:
    """Return what of `wanted_minor` more the funds of the campaign have left to the matches of `pledge` in this one."""
    if pledge is None or pledge.at_most_minor is None:
        return wanted_minor
    names = (state.match_of.get((pledge.id, version)) for version in state.campaigns[group.campaign].groups)
    held = sum(state.matches[name].backed_minor for name in names if name is not None)
    return max(0, min(wanted_minor, pledge.at_most_minor - held))


def advance(state: State, group: Group, pledge: PledgeRow, bounds: tuple[Limit, ...] = ()) -> None:
    """Match what has become due since the last look, because of `pledge`; when a gate opened, in sequence to all.

    What an earlier pledge did not get because money was short does not fall to a later one.
    """
    owed = due_of(state, group)
    if pledge.id not in group.counted:
        outside = () if in_window(group.rule, pledge.at) else (Limit.WINDOW,)
        award(state, group, pledge, 0, Due(0, 0), bounds=(pledge.excluded,) if pledge.excluded else outside)
        return
    if group.rule.by_unit and owed.minor and not group.seen_minor:
        offer_in_sequence(state, group, owed)
        return
    _restore(state, group, pledge, owed)
    step = min(max(0, owed.minor - group.seen_minor), room(state, group, owed))
    wanted = allowed(state, group, pledge, step, owed)
    given = award(state, group, pledge, wanted, owed, bounds=bounds)
    _remember(state, group, pledge, given)
    # What the pledge's own limit left over, cents mostly, stays for the next one; what the pool did not have is gone.
    group.seen_minor = owed.minor - (step - wanted)


def offer_in_sequence(state: State, group: Group, owed: Due) -> None:
    """Offer all that is due to the pledges of a rule by unit, in sequence: a gate has opened, or the batch is due."""
    for pledge, part in parts_in_sequence(state, group, owed):
        _restore(state, group, pledge, owed)
        wanted = allowed(state, group, pledge, part, owed)
        _remember(state, group, pledge, award(state, group, pledge, wanted, owed, bounds=own_bounds(group, pledge)))
    group.seen_minor = owed.minor


def _restore(state: State, group: Group, pledge: PledgeRow, owed: Due) -> None:
    """A pledge counts again whose match was paid out and had lost its base: it has one again, and costs nothing new."""
    match = live_match(state, group, pledge) if group.rule.by_unit else None
    # What is being kept of a payout that is leaving comes back to the fund, whatever happens to the pledge.
    lost = match.unbacked_minor - match.kept_minor if match is not None else 0
    if match is not None and lost:
        most = min(own_limit(group, pledge) - match.backed_minor, room(state, group, owed))
        most = of_funds(state, group, pledge, most)
        if most > 0:
            regain(state, group, match, min(most, lost))


def parts_in_sequence(state: State, group: Group, owed: Due) -> list[tuple[PledgeRow, int]]:
    """Return every pledge that counts with its part of what is due, in sequence. Only for rules by unit."""
    state.campaigns[group.campaign].need_whole()
    rows = sorted((state.pledges[one] for one in group.counted), key=lambda row: row.sequence)
    given = [Gift(row.id, row.sequence, row.backer, group.counted[row.id]) for row in rows]
    parts = steps(group.rule, given, owed.minor)
    return [(row, parts[row.id]) for row in rows]


def _remember(state: State, group: Group, pledge: PledgeRow, given_minor: int) -> None:
    """Keep in mind who got less than the own value, by more than a cent of rounding, if it is offered more later."""
    if not group.rule.reoffer:
        return
    if group.rule.by_unit:
        missing = own_limit(group, pledge) - given_minor
    else:
        missing = due_of(state, group).minor - group.held_minor
    missing = of_funds(state, group, pledge, missing)
    if missing > (1 if given_minor else 0):
        insort(group.hungry, pledge.sequence)


def reoffer(state: State) -> None:
    """Offer what is free to earlier pledges that got less than was due, in sequence, where the rule says so."""
    if state.closed or not any(rule.reoffer for rule in state.versions):
        return
    if state.offers_told and state.cause != OFFERED_AGAIN:
        return
    waiting: list[tuple[int, str, int]] = []
    for campaign in state.campaigns.values():
        for group in campaign.groups.values():
            if group.hungry and not campaign.failed and room(state, group, due_of(state, group)):
                waiting += [(sequence, campaign.id, group.version) for sequence in group.hungry]
    for sequence, where, version in sorted(waiting):
        if not state.free_minor:
            return
        _offer_again(state, state.campaigns[where].groups[version], state.pledges[state.by_sequence[sequence]])


def _offer_again(state: State, group: Group, pledge: PledgeRow) -> None:
    owed, match = due_of(state, group), live_match(state, group, pledge)
    missing = owed.minor - group.held_minor
    if group.rule.by_unit:
        missing = own_limit(group, pledge) - (match.backed_minor if match else 0)
    missing = of_funds(state, group, pledge, missing)
    if pledge.id not in group.counted or missing <= 0 or (match and match.state not in GROWING):
        group.hungry.remove(pledge.sequence)
        return
    wanted = allowed(state, group, pledge, missing, owed)
    parts = parts_for(state, group, wanted) if wanted else {}
    if parts:
        award(state, group, pledge, wanted, owed)
        group.seen_minor = max(group.seen_minor, min(owed.minor, group.held_minor))


def recompute(state: State, campaign: CampaignRow, pledge: PledgeRow | None = None) -> None:
    """Let matches follow a base that went away: the pledge's own first, then its backer's, then the latest.

    Matches that have not been paid out give before those that have. Quadratic ones follow in `book_closing`.
    """
    campaign.need_whole()
    for version in sorted(campaign.groups):
        group = campaign.groups[version]
        if isinstance(group.rule.function, Quadratic) and not campaign.failed:
            continue
        by_pledge = group.rule.by_unit and group.rule.allocation is not Allocation.PRO_RATA
        held, was_complete = group.held_minor, group.held_minor == group.seen_minor
        ended = 0 if pledge is None or group.rule.by_unit else _end_excluded(state, group, pledge)
        if pledge is not None and by_pledge:
            _shrink_own(state, group, pledge)
        owed = due_of(state, group)
        shrink_to(state, group, min(owed.minor, _award_now(state, group, owed.minor)))
        # What the others' pledges still stand for comes again with the next one.
        still_due = max(0, ended - max(0, held - owed.minor))
        group.seen_minor = max(0, min(group.seen_minor, owed.minor) - still_due)
        if by_pledge and was_complete and not state.closed:
            _make_good(state, group, owed)


def _end_excluded(state: State, group: Group, pledge: PledgeRow) -> int:
    """End the match that came with a pledge which is excluded, although it rests on all of them; return its amount."""
    match = live_match(state, group, pledge)
    if not pledge.excluded or match is None or match.state is MatchState.PAID:
        return 0
    ended = match.backed_minor
    _take_from(state, group, [match], ended)
    return ended


def _make_good(state: State, group: Group, owed: Due) -> None:
    """Give cents that rounding had put into a base that went away to the latest matches, so that the sum is exact.

    Only where everything that was due had been given, and only to matches that nobody has approved yet: a cent each, up
    to their own value rounded up.
    """
    missing = min(group.seen_minor, owed.minor) - group.held_minor
    for name in reversed(group.matches):
        if missing <= 0:
            return
        match = state.matches[name]
        if match.pledge is None or match.state not in GROWING:
            continue
        pledge = state.pledges[match.pledge]
        cent = of_funds(state, group, pledge, allowed(state, group, pledge, 1, owed))
        parts = parts_for(state, group, cent)
        if parts:
            before, free = match.amount_minor, state.free_minor
            give(state, group, match, parts)
            tell(state, group, match, before_minor=before, pool_before_minor=free)
            missing -= 1


def _award_now(state: State, group: Group, due_minor: int) -> int:
    """A division at the close gave everybody the same part of the own due: that part of what is due now."""
    if not group.settled or group.rule.allocation is not Allocation.PRO_RATA:
        return due_minor
    awarded = [state.matches[one] for one in group.matches if state.matches[one].entitled]
    return sum(one.awarded_minor * due_minor // one.entitled for one in awarded)


def shrink_to(state: State, group: Group, most_minor: int) -> None:
    """Take what the group's matches hold above `most_minor`, the latest first, those paid out last."""
    for paid_out in (False, True):
        if group.held_minor > most_minor:
            latest = (state.matches[one] for one in reversed(group.matches))
            wanted = (one for one in latest if (one.state is MatchState.PAID) is paid_out)
            _take_from(state, group, wanted, group.held_minor - most_minor)


def _shrink_own(state: State, group: Group, pledge: PledgeRow) -> None:
    purse = group.purses.get(pledge.backer)
    if purse is None:
        return
    for one in {pledge.id: 0, **dict.fromkeys(reversed(purse.amounts), 0)}:
        match = live_match(state, group, state.pledges[one])
        if match is not None:
            _take_from(state, group, [match], match.backed_minor - own_limit(group, state.pledges[one]))
    over = purse.held_minor - backer_limit(group, purse)
    rest = (live_match(state, group, state.pledges[one]) for one in reversed(purse.amounts))
    _take_from(state, group, [one for one in rest if one], over)


def _take_from(state: State, group: Group, matches: Iterable[MatchRow], over_minor: int) -> None:
    for match in matches:
        if over_minor <= 0:
            return
        part = min(over_minor, match.backed_minor)
        if part > 0:
            take(state, group, match, part)
            over_minor -= part
