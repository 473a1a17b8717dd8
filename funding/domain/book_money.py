"""The money of a fund's book: pots, matches, what is free. The only place where amounts of matches change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from backend.core.checks import ensure
from funding.domain.allocation import Pot, largest_remainder, split_among_pots
from funding.domain.book_records import CampaignRow, Entry, Group, MatchRow, MatchState, PledgeRow, PotRow
from funding.domain.pots import pot_owner
from funding.domain.rule_axes import Allocation, Reversal
from funding.domain.rule_set import RuleSet
from funding.domain.standing import Limit


@dataclass(slots=True)
class State:
    """Everything that a fund's book knows, in the order in which it was told.

    `withdrawn_minor` is what sponsors have taken back: a share of the pool that was promised before stays promised.
    `people` are backers who are known under another name in other campaigns; `everything` says that all campaigns are
    here, which only a rule needs that looks at pairs of people.
    """

    versions: list[RuleSet] = field(default_factory=list)
    pots: dict[str, PotRow] = field(default_factory=dict)
    campaigns: dict[str, CampaignRow] = field(default_factory=dict)
    pledges: dict[str, PledgeRow] = field(default_factory=dict)
    matches: dict[str, MatchRow] = field(default_factory=dict)
    match_of: dict[tuple[str, int], str] = field(default_factory=dict)
    paid_in_minor: int = 0
    given_minor: int = 0
    withdrawn_minor: int = 0
    sequence: int = 0
    made: int = 0
    closed: bool = False
    offers_told: bool = False
    allocations_told: bool = False
    people: dict[str, str] = field(default_factory=dict)
    everything: bool = True
    cause: str = ""
    now: datetime | None = None
    entries: list[Entry] = field(default_factory=list)
    by_sequence: dict[int, str] = field(default_factory=dict)

    @property
    def free_minor(self) -> int:
        return self.paid_in_minor - self.given_minor

    def rule(self, version: int) -> RuleSet:
        return self.versions[version - 1]


def pots_for(state: State, campaign: CampaignRow, rule: RuleSet) -> list[Pot]:
    """Return the pots that may give to `campaign` now, each with what it may still give."""
    found = [
        Pot(row.id, row.paid_in_minor - row.given_minor, row.priority)
        for row in state.pots.values()
        if row.earmark.allows(topics=campaign.topics, region=campaign.region, at=state.now)
    ]
    return within_sponsors(found, rule.caps.sponsor_minor, campaign.from_pots)


def within_sponsors(pots: Sequence[Pot], cap_minor: int | None, given: Mapping[str, int]) -> list[Pot]:
    """Return the pots that have something to give where one sponsor gives a campaign at most `cap_minor` in all.

    `given` is what the campaign has of each pot. A sponsor with a pot for each of several purposes is one sponsor; the
    pots that are drawn first fill the cap first.
    """
    if cap_minor is None:
        return [pot for pot in pots if pot.free_minor]
    left: dict[str, int] = {}
    for name, amount in given.items():
        left[pot_owner(name)] = left.get(pot_owner(name), cap_minor) - amount
    found = []
    for pot in sorted(pots, key=lambda one: (one.priority, one.id)):
        owner = pot_owner(pot.id)
        most = min(pot.free_minor, max(0, left.get(owner, cap_minor)))
        left[owner] = left.get(owner, cap_minor) - most
        if most:
            found.append(replace(pot, free_minor=most))
    return found


def match_open(state: State, group: Group, pledge: PledgeRow | None, match_state: MatchState) -> MatchRow:
    """Return a new match that holds nothing yet."""
    state.made += 1
    made = MatchRow(
        id=f"m{state.made}",
        campaign=group.campaign,
        pledge=pledge.id if pledge else None,
        version=group.version,
        sequence=state.sequence,
        state=match_state,
    )
    state.matches[made.id] = made
    group.matches.append(made.id)
    if pledge:
        state.match_of[pledge.id, group.version] = made.id
    return made


def give(state: State, group: Group, match: MatchRow, parts: dict[str, int]) -> None:
    """Let each pot add its part to `match`."""
    campaign, amount = state.campaigns[group.campaign], sum(parts.values())
    for pot, part in parts.items():
        row = state.pots[pot]
        row.given_minor += part
        ensure(row.given_minor <= row.paid_in_minor, "no pot gives more than was paid in")
        match.splits[pot] = match.splits.get(pot, 0) + part
        campaign.from_pots[pot] = campaign.from_pots.get(pot, 0) + part
    state.given_minor += amount
    match.amount_minor += amount
    _hold(state, group, match, amount)


def parts_for(state: State, group: Group, wanted_minor: int) -> dict[str, int]:
    """Return what pots would add to a claim of `wanted_minor`, in the rule's order; nothing if only whole ones are."""
    rule = group.rule
    pots = pots_for(state, state.campaigns[group.campaign], rule)
    parts = split_among_pots(wanted_minor, pots, by_priority=rule.allocation is Allocation.PRIORITY)
    if rule.allocation is Allocation.FIRST_COME_WHOLE and sum(parts.values()) < wanted_minor:
        return {}
    return parts


def why_short(state: State, group: Group, wanted_minor: int) -> Limit:
    """Return why pots cannot give all of `wanted_minor`: there is no more, it is for something else, or a cap."""
    if state.free_minor < wanted_minor:
        return Limit.POOL
    campaign = state.campaigns[group.campaign]
    allowed = sum(
        row.paid_in_minor - row.given_minor
        for row in state.pots.values()
        if row.earmark.allows(topics=campaign.topics, region=campaign.region, at=state.now)
    )
    return Limit.EARMARK if allowed < wanted_minor else Limit.SPONSOR


def take(state: State, group: Group, match: MatchRow, amount_minor: int) -> None:
    """Take `amount_minor` of the backed part of a match that has lost its base.

    Before the payout it goes back to the pots in proportion to what they gave; after it the rule version of the match
    says who carries it. Every step is told.
    """
    ensure(0 < amount_minor <= match.backed_minor, "no more is taken than has a base")
    before, free, task = match.amount_minor, state.free_minor, ""
    _hold(state, group, match, -amount_minor)
    if match.state is not MatchState.PAID:
        _return(state, group, match, amount_minor)
        if match.amount_minor == 0:
            match.state = MatchState.RELEASED
    elif group.rule.reversal is Reversal.BEAR:
        match.borne_minor += amount_minor
        task = "fund_bears"
    elif group.rule.reversal is Reversal.CLAW_BACK:
        match.claim_minor += amount_minor
        task = "claw_back"
    else:
        match.open_minor += amount_minor
        task = "decide_who_carries"
    tell(state, group, match, before_minor=before, pool_before_minor=free, task=task)


def keep(state: State, group: Group, match: MatchRow, amount_minor: int, payout: MatchRow) -> None:
    """Keep `amount_minor` of what is claimed from `match` of the leaving money of `payout`: not the fund's yet."""
    match.claim_minor -= amount_minor
    match.kept[payout.id] = match.kept.get(payout.id, 0) + amount_minor
    tell(state, group, match, before_minor=match.amount_minor, pool_before_minor=state.free_minor)


def keep_no_more(state: State, group: Group, match: MatchRow, payout: MatchRow) -> None:
    """The payout of `payout` has not arrived: what was to be kept of it is claimed as before."""
    match.claim_minor += match.kept.pop(payout.id)
    tell(state, group, match, before_minor=match.amount_minor, pool_before_minor=state.free_minor)


def collect_kept(state: State, group: Group, match: MatchRow, payout: MatchRow) -> None:
    """The payout of `payout` has arrived without what was kept of it: that is the fund's again."""
    match.claim_minor += match.kept[payout.id]
    collect(state, group, match, match.kept.pop(payout.id))


def collect(state: State, group: Group, match: MatchRow, amount_minor: int) -> None:
    """Bring back `amount_minor` of what is claimed from `match`: it is the fund's again."""
    before, free = match.amount_minor, state.free_minor
    match.claim_minor -= amount_minor
    _return(state, group, match, amount_minor)
    tell(state, group, match, before_minor=before, pool_before_minor=free)


def regain(state: State, group: Group, match: MatchRow, amount_minor: int) -> None:
    """Let `amount_minor` of what was paid out and had lost its base stand on it again: open, claimed, then borne."""
    left, free = amount_minor, state.free_minor
    for name in ("open_minor", "claim_minor", "borne_minor"):
        part = min(left, getattr(match, name))
        setattr(match, name, getattr(match, name) - part)
        left -= part
    _hold(state, group, match, amount_minor)
    tell(state, group, match, before_minor=match.amount_minor, pool_before_minor=free, task="base_is_back")


def release_unbacked(state: State, group: Group, match: MatchRow) -> None:
    """Give back to the pots what of `match` has lost its base, since it has not left after all."""
    before, free, amount = match.amount_minor, state.free_minor, match.unbacked_minor
    match.open_minor = match.claim_minor = match.borne_minor = 0
    if amount:
        _return(state, group, match, amount)
    if match.amount_minor == 0:
        match.state = MatchState.RELEASED
    tell(state, group, match, before_minor=before, pool_before_minor=free)


def _hold(state: State, group: Group, match: MatchRow, amount_minor: int) -> None:
    group.held_minor += amount_minor
    if match.pledge is not None:
        purse = group.purses.get(state.pledges[match.pledge].backer)
        if purse is not None:
            purse.held_minor += amount_minor


def _return(state: State, group: Group, match: MatchRow, amount_minor: int) -> None:
    campaign = state.campaigns[group.campaign]
    for pot, part in largest_remainder(amount_minor, match.splits).items():
        state.pots[pot].given_minor -= part
        match.splits[pot] -= part
        campaign.from_pots[pot] -= part
        if not match.splits[pot]:
            del match.splits[pot]
    state.given_minor -= amount_minor
    match.amount_minor -= amount_minor


def tell(
    state: State,
    group: Group,
    match: MatchRow | None,
    *,
    before_minor: int,
    pool_before_minor: int,
    pledge: str | None = None,
    due_after_minor: int | None = None,
    bounds: tuple[Limit | str, ...] = (),
    task: str = "",
    wanted_minor: int = 0,
) -> None:
    """Write down one step with its reasons. Amounts of the group are read as they are now."""
    pledge = match.pledge if match else pledge
    state.entries.append(
        Entry(
            sequence=state.sequence,
            cause=state.cause,
            campaign=group.campaign,
            version=group.version,
            match=match.id if match else None,
            pledge=pledge,
            base_minor=group.counted.get(pledge, 0) if pledge else group.standing.base_minor,
            due_before_minor=group.seen_minor,
            due_after_minor=group.seen_minor if due_after_minor is None else due_after_minor,
            amount_before_minor=before_minor,
            amount_after_minor=match.amount_minor if match else 0,
            pool_before_minor=pool_before_minor,
            pool_after_minor=state.free_minor,
            bounds=bounds,
            task=task,
            wanted_minor=wanted_minor,
        )
    )
