"""What is settled in one batch: at a campaign's success, or at the close of the fund, by the order of the rule."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from funding.domain.allocation import Claim, Pot, pro_rata, split_among_pots
from funding.domain.book_counting import carried, due_of, group_now, left_by_versions, room
from funding.domain.book_matching import award, offer_in_sequence, parts_in_sequence, shrink_to
from funding.domain.book_money import State, give, match_open, tell, within_sponsors
from funding.domain.book_records import CampaignRow, Group, MatchState, NotWhole, PledgeRow
from funding.domain.quadratic import WEIGHT_UNIT, gifts_of, given_out, weights
from funding.domain.rule_axes import Allocation, Quadratic, QuadraticForm, Settlement
from funding.domain.standing import Crowd, Due, Limit, campaign_caps, closed_gates


@dataclass(frozen=True, slots=True)
class Part:
    """One group's part in a division: by `weight`, or (None) by `most_minor`, the most it may have after all caps."""

    group: Group
    weight: int | None
    most_minor: int
    owed: Due


def close_groups(state: State) -> None:
    """Let every campaign that has not failed have its group of the last rule version, pledges or not, and settle all.

    Where divisions are told, they are settled when they are.
    """
    for campaign in state.campaigns.values():
        if not campaign.failed:
            group_now(state, campaign)
    if not state.allocations_told:
        settle_close(state)


def settle_success(state: State, campaign: CampaignRow) -> None:
    """Match what is due to a successful campaign under rules that settle at its success, in sequence."""
    for version in sorted(campaign.groups):
        group = campaign.groups[version]
        if group.rule.settlement is Settlement.AT_SUCCESS and not group.settled:
            group.settled = True
            _settle_in_sequence(state, [group])


def settle_close(state: State) -> None:
    """Match what is due at the close of the fund, rule version by version, over all campaigns that have not failed."""
    running = [campaign for campaign in state.campaigns.values() if not campaign.failed]
    for version, rule in enumerate(state.versions, 1):
        groups = [campaign.groups[version] for campaign in running if version in campaign.groups]
        if rule.settlement is not Settlement.AT_CLOSE:
            continue
        for group in groups:
            group.settled = True
        if isinstance(rule.function, Quadratic):
            _settle_quadratic(state, groups, rule.function)
        elif rule.allocation is Allocation.PRO_RATA:
            owed = [(group, due_of(state, group)) for group in groups]
            _divide(state, [Part(one, None, room(state, one, due), due) for one, due in owed], state.free_minor)
        else:
            _settle_in_sequence(state, groups)


def _settle_in_sequence(state: State, groups: Sequence[Group]) -> None:
    """First come, in the sequence of pledges; a campaign that is matched as a whole comes where it was accepted."""
    if len(groups) == 1 and groups[0].rule.by_unit:
        offer_in_sequence(state, groups[0], due_of(state, groups[0]))
        return
    queue: list[tuple[int, Group, PledgeRow | None, int]] = []
    for group in groups:
        owed = due_of(state, group)
        if group.rule.by_unit:
            queue += [(row.sequence, group, row, part) for row, part in parts_in_sequence(state, group, owed)]
        else:
            queue.append((state.campaigns[group.campaign].sequence, group, None, owed.minor))
        group.seen_minor = owed.minor
    for _sequence, group, row, part in sorted(queue, key=lambda item: item[0]):
        owed = due_of(state, group)
        award(state, group, row, min(part, room(state, group, owed)), owed)


def _settle_quadratic(state: State, groups: Sequence[Group], options: Quadratic) -> None:
    found = quadratic_weights(state, groups, options)
    crowd = sum(
        sum(purse.sums.base_minor for purse in group.purses.values()) for group in groups if found[group.campaign]
    )
    out = given_out(options, state.free_minor, sum(found.values()), crowd)
    parts = []
    for group in groups:
        most = quadratic_room(state, group)
        whole = found[group.campaign] // WEIGHT_UNIT
        parts.append(
            Part(group, found[group.campaign], most.minor, Due(min(most.minor, whole), whole, most.bounds, most.closed))
        )
    _divide(state, parts, out)


def quadratic_weights(state: State, groups: Sequence[Group], options: Quadratic) -> dict[str, int]:
    """Return the weight of each group's campaign by what counts now; a campaign behind a closed gate weighs nothing."""
    rows = []
    for group in groups:
        if quadratic_most(state, group).closed or state.campaigns[group.campaign].failed:
            continue
        for backer, purse in group.purses.items():
            if purse.sums.base_minor:
                rows.append((state.people.get(backer, backer), group.campaign, purse.sums.base_minor))
    gifts = gifts_of(rows)
    return dict.fromkeys((group.campaign for group in groups), 0) | dict(
        zip(gifts.projects, weights(gifts, options), strict=True)
    )


def quadratic_most(state: State, group: Group) -> Due:
    """Return what the caps and gates of a quadratic rule allow its campaign in total, whatever its weight."""
    campaign = state.campaigns[group.campaign]
    crowd = Crowd(campaign.paid.minor, campaign.paid.people)
    closed = closed_gates(group.rule, crowd, campaign.facts)
    caps = campaign_caps(group.rule, crowd, campaign.facts, paid_in_minor=state.paid_in_minor)
    earlier = carried(campaign, group)
    most = max(0, min(caps.values(), default=state.paid_in_minor + earlier) - earlier)
    tightest = tuple(limit for limit, cap in caps.items() if max(0, cap - earlier) == most)
    return Due(0 if closed else most, most, () if closed else tightest, closed)


def quadratic_room(state: State, group: Group) -> Due:
    """Return the most that a quadratic rule may give its campaign now, beside what later versions hold already."""
    most = quadratic_most(state, group)
    left = max(0, min([most.minor, *left_by_versions(state, group)]))
    return most if left == most.minor else Due(left, left, (Limit.VERSIONS,))


def recompute_quadratic(state: State, campaign: CampaignRow) -> None:
    """Let quadratic matches follow a base that went away: the part that was awarded of the weight that is left."""
    for version, group in campaign.groups.items():
        options = group.rule.function
        if not isinstance(options, Quadratic) or not group.settled or campaign.failed:
            continue
        if options.form is QuadraticForm.PAIRWISE and not state.everything:
            raise NotWhole
        others = [one.groups[version] for one in state.campaigns.values() if version in one.groups]
        weight = quadratic_weights(state, others, options)[campaign.id]
        awarded = [state.matches[one] for one in group.matches if state.matches[one].entitled]
        kept = sum(one.awarded_minor * weight // one.entitled for one in awarded)
        shrink_to(state, group, min(kept, quadratic_most(state, group).minor))


def _divide(state: State, parts: Sequence[Part], total_minor: int) -> None:
    """Divide money in proportion to weights within caps, and respect what it is earmarked for.

    Pots of one priority that may go to the same campaigns are one pool; the smallest priority is used up first, and of
    that the most narrowly earmarked pools, so that money for anything is left for those whom nothing else may reach.
    """
    free = {row.id: row.paid_in_minor - row.given_minor for row in state.pots.values()}
    left = {part.group.campaign: part.most_minor for part in parts}
    splits: dict[str, dict[str, int]] = {name: {} for name in left}
    for names, pots in _pools(state, list(left)):
        open_to = {
            part.group.campaign: _spare(state, part.group, pots, free, splits[part.group.campaign])
            for part in parts
            if part.group.campaign in names
        }
        claims = [
            Claim(name, left[name] if part.weight is None else part.weight, min(left[name], _sum(open_to[name])))
            for part in parts
            if (name := part.group.campaign) in names
        ]
        given = pro_rata(min(total_minor, sum(free[pot] for pot in pots)), claims)
        for part in parts:
            name = part.group.campaign
            if name in names:
                spare = _spare(state, part.group, pots, free, splits[name])
                for pot, share in split_among_pots(given[name], spare).items():
                    splits[name][pot] = share
                    free[pot] -= share
                    left[name] -= share
                    total_minor -= share
    for part in parts:
        _write(state, part, splits[part.group.campaign])


def _sum(pots: Sequence[Pot]) -> int:
    return sum(pot.free_minor for pot in pots)


def _pools(state: State, names: Sequence[str]) -> list[tuple[frozenset[str], list[str]]]:
    """The pots by whom they may go to: what is drawn first, and of that the narrowest, in the order of dividing."""
    pools: dict[tuple[int, frozenset[str]], list[str]] = {}
    for row in state.pots.values():
        rows = (state.campaigns[name] for name in names)
        reached = frozenset(
            one.id for one in rows if row.earmark.allows(topics=one.topics, region=one.region, at=state.now)
        )
        if reached:
            pools.setdefault((row.priority, reached), []).append(row.id)
    ordered = sorted(pools.items(), key=lambda pool: (pool[0][0], len(pool[0][1]), sorted(pool[0][1])))
    return [(reached, pots) for (_priority, reached), pots in ordered]


def _spare(
    state: State, group: Group, pots: Sequence[str], free: Mapping[str, int], taken: Mapping[str, int]
) -> list[Pot]:
    given = Counter(state.campaigns[group.campaign].from_pots)
    given.update(taken)
    return within_sponsors([Pot(pot, free[pot]) for pot in pots], group.rule.caps.sponsor_minor, given)


def _write(state: State, part: Part, splits: dict[str, int]) -> None:
    before = state.free_minor
    match = match_open(state, part.group, None, MatchState.CONFIRMED) if splits else None
    if match is not None:
        give(state, part.group, match, splits)
        match.awarded_minor = match.amount_minor
        match.entitled = part.owed.minor if part.weight is None else part.weight
    amount = match.amount_minor if match else 0
    short = (Limit.POOL,) if part.weight is None and amount < part.most_minor else ()
    # By weight there is always more to be had, so a cap has bound where it is reached.
    bounds = part.owed.bounds if part.weight is None or amount == part.most_minor else ()
    tell(
        state,
        part.group,
        match,
        before_minor=0,
        pool_before_minor=before,
        due_after_minor=part.owed.minor,
        bounds=(*part.owed.closed, *bounds, *short),
    )
    part.group.seen_minor = part.owed.minor
