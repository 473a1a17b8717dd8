"""Which pledges count in a fund's book and what is due for them; no money moves here.

A pledge counts under the rule version of its time. A rule that looks at a campaign as a whole also counts what was
pledged under earlier versions, less what they matched.
"""

from funding.domain.book_money import State
from funding.domain.book_records import CampaignRow, CrowdCount, Group, PledgeRow, PledgeState, Purse
from funding.domain.formulas import scale
from funding.domain.rule_axes import Quadratic, Settlement
from funding.domain.standing import (
    Backer,
    Crowd,
    Due,
    Limit,
    backer_add,
    backer_of,
    backer_value,
    campaign_caps,
    due,
    in_window,
    swapped,
)


def group_now(state: State, campaign: CampaignRow) -> Group:
    """Return the campaign's group of the present rule version, made if this is its first pledge under it."""
    version = len(state.versions)
    if version not in campaign.groups:
        made = Group(campaign=campaign.id, version=version, rule=state.rule(version))
        if not made.rule.by_unit:
            campaign.need_whole()
        campaign.groups[version] = made
        if not made.rule.by_unit:
            for pledge in campaign.pledges:
                _count(state, made, state.pledges[pledge])
    return campaign.groups[version]


def recount(state: State, pledge: PledgeRow) -> tuple[Limit, ...]:
    """Bring all running sums in line with `pledge` as it is now; return which caps on the pledge itself bound."""
    campaign = state.campaigns[pledge.campaign]
    inside = not pledge.excluded and in_window(state.rule(pledge.version), pledge.at)
    paid = pledge.left_minor if inside and pledge.state is PledgeState.PAID else 0
    promised = pledge.left_minor if inside and pledge.state is PledgeState.PENDING else paid
    _crowd(campaign.promised, pledge, promised)
    _crowd(campaign.paid, pledge, paid)
    bounds: tuple[Limit, ...] = ()
    for version, group in campaign.groups.items():
        if version == pledge.version or (version > pledge.version and not group.rule.by_unit):
            found = _count(state, group, pledge)
            if version == pledge.version:
                bounds = found
    return bounds


def _crowd(crowd: CrowdCount, pledge: PledgeRow, amount_minor: int) -> None:
    before = crowd.amounts.get(pledge.id, 0)
    if amount_minor == before:
        return
    crowd.minor += amount_minor - before
    crowd.amounts[pledge.id] = amount_minor
    people = crowd.backers
    known = bool(people.get(pledge.backer))
    people[pledge.backer] = people.get(pledge.backer, 0) + bool(amount_minor) - bool(before)
    if not amount_minor:
        del crowd.amounts[pledge.id]
    crowd.people += bool(people[pledge.backer]) - known
    if not people[pledge.backer]:
        del people[pledge.backer]


def _crowd_for(campaign: CampaignRow, group: Group) -> CrowdCount:
    return campaign.promised if group.rule.settlement is Settlement.AT_PLEDGE else campaign.paid


def _count(state: State, group: Group, pledge: PledgeRow) -> tuple[Limit, ...]:
    campaign = state.campaigns[group.campaign]
    amount = _crowd_for(campaign, group).amounts.get(pledge.id, 0)
    if amount and not in_window(group.rule, pledge.at):
        amount = 0
    before = group.counted.get(pledge.id, 0)
    if amount == before:
        return ()
    purse = group.purses.setdefault(pledge.backer, Purse())
    old = purse.sums
    bounds: tuple[Limit, ...] = ()
    latest = next(reversed(purse.amounts), None)
    if before == 0 and (latest is None or state.pledges[latest].sequence < pledge.sequence):
        purse.amounts[pledge.id] = amount
        purse.sums, bounds = backer_add(group.rule, old, amount)
    else:
        rest = {**purse.amounts, pledge.id: amount}
        ordered = sorted((state.pledges[one].sequence, one) for one, counts in rest.items() if counts)
        purse.amounts = {one: rest[one] for _sequence, one in ordered}
        purse.sums = backer_of(group.rule, purse.amounts.values())
    group.standing = swapped(group.rule, group.standing, old, purse.sums)
    if amount:
        group.counted[pledge.id] = amount
    else:
        del group.counted[pledge.id]
    return bounds


def due_of(state: State, group: Group, *, back_minor: int = 0) -> Due:
    """Return what the group's version owes its campaign in total now; `back_minor` ≥ 0 counts as if still paid in."""
    campaign = state.campaigns[group.campaign]
    if campaign.failed or isinstance(group.rule.function, Quadratic):
        return Due(0, 0)
    count = _crowd_for(campaign, group)
    return due(
        group.rule,
        group.standing,
        Crowd(count.minor, count.people),
        campaign.facts,
        paid_in_minor=state.paid_in_minor + back_minor,
        carried_minor=carried(campaign, group),
    )


def carried(campaign: CampaignRow, group: Group) -> int:
    """Return what earlier versions have matched of the campaign and still stands on its base."""
    if len(campaign.groups) == 1:
        return 0
    return sum(one.held_minor for version, one in campaign.groups.items() if version < group.version)


def room(state: State, group: Group, owed: Due) -> int:
    """Return how much more the group's matches may hold: below its due, and below its caps with all versions."""
    below = owed.minor - group.held_minor
    return max(0, min([below, *left_by_versions(state, group)]))


def left_by_versions(state: State, group: Group) -> list[int]:
    """Return what this version and the later ones that hold something leave to the group, each for its own reason."""
    campaign = state.campaigns[group.campaign]
    if len(campaign.groups) == 1:
        return []
    left: list[int] = []
    count = _crowd_for(campaign, group)
    crowd = Crowd(count.minor, count.people)
    held = sum(one.held_minor for one in campaign.groups.values())
    for one in campaign.groups.values():
        # A later version has its caps, too: what an earlier one gets now must leave them whole.
        if one.version >= group.version and one.held_minor | (one is group):
            caps = campaign_caps(one.rule, crowd, campaign.facts, paid_in_minor=state.paid_in_minor)
            left += [cap - held for cap in caps.values()]
        # A later version that looks at the campaign as a whole owes less the more earlier ones have matched.
        if one.version > group.version and one.held_minor and not one.rule.by_unit:
            left.append(due_of(state, one).minor - one.held_minor)
    return left


def own_limit(group: Group, pledge: PledgeRow) -> int:
    """Return the most that matches because of `pledge` may hold: its own value rounded up, within the backer's.

    Only for rules by unit.
    """
    purse = group.purses.get(pledge.backer)
    if purse is None or pledge.id not in purse.amounts:
        return 0
    units = scale(group.rule.function)
    if len(purse.amounts) == 1:
        return -(-backer_value(group.rule, purse.sums) // units)
    before = Backer()
    for one, amount in purse.amounts.items():
        after, _bounds = backer_add(group.rule, before, amount)
        if one == pledge.id:
            return -(-(backer_value(group.rule, after) - backer_value(group.rule, before)) // units)
        before = after
    return 0


def backer_limit(group: Group, purse: Purse) -> int:
    """Return the most that matches because of one backer may hold. Only for rules by unit."""
    return -(-backer_value(group.rule, purse.sums) // scale(group.rule.function))


def own_bounds(group: Group, pledge: PledgeRow) -> tuple[Limit, ...]:
    """Return which caps on `pledge` itself bind, at its place among the backer's pledges that count."""
    purse, before = group.purses.get(pledge.backer), Backer()
    for one, amount in purse.amounts.items() if purse else ():
        before, bounds = backer_add(group.rule, before, amount)
        if one == pledge.id:
            return bounds
    return ()
