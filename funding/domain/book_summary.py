"""A fund's book at a glance: what a digest is taken of, and whether every invariant of the matching rules holds."""

from collections.abc import Iterator
from typing import Any

from backend.core.evidence.codec import encode
from funding.domain.book_counting import backer_limit, due_of, own_limit
from funding.domain.book_money import State
from funding.domain.book_records import CampaignRow, Group, MatchRow, MatchState, PledgeRow
from funding.domain.pots import pot_owner
from funding.domain.rule_axes import Quadratic, Reversal
from funding.domain.rule_set import digest
from funding.domain.standing import Gift, standing_of


def summary(state: State) -> dict[str, Any]:
    """Return all that money depends on, as JSON data: rules, pots, campaigns, pledges and matches as they are."""
    return {
        "sequence": state.sequence,
        "closed": state.closed,
        "rules": [digest(rule) for rule in state.versions],
        "pots": {row.id: [row.paid_in_minor, row.given_minor, encode(row.earmark)] for row in state.pots.values()},
        "campaigns": {row.id: _campaign(row) for row in state.campaigns.values()},
        "pledges": {row.id: _pledge(row) for row in state.pledges.values()},
        "matches": {row.id: _match(row) for row in state.matches.values()},
        **({"people": dict(sorted(state.people.items()))} if state.people else {}),
    }


def _campaign(row: CampaignRow) -> list[Any]:
    held = {str(version): group.held_minor for version, group in row.groups.items()}
    return [row.ended, row.failed, encode(row.facts), held]


def _pledge(row: PledgeRow) -> list[Any]:
    facts = [row.state.value, row.excluded, row.disputed, row.on_hold, row.method]
    facts.append(row.paid_at.isoformat() if row.paid_at else "")
    limit = [] if row.at_most_minor is None else [row.at_most_minor, row.limited_by]
    return [row.campaign, row.sequence, row.version, row.amount_minor, row.left_minor, *facts, *limit]


def _match(row: MatchRow) -> list[Any]:
    unbacked = [row.borne_minor, row.claim_minor, row.open_minor, dict(sorted(row.kept.items()))]
    cause = [row.campaign, row.pledge, row.version, row.sequence]
    return [*cause, row.state.value, row.amount_minor, dict(sorted(row.splits.items())), *unbacked, row.lost_minor]


def violations(state: State) -> list[str]:
    """Return every invariant of the matching rules that does not hold; nothing, unless the book or its data is wrong.

    Recounts all sums from the rows: linear in the number of pledges and matches.
    """
    found = [*_pots(state)]
    for match in state.matches.values():
        found += _one_match(state, match)
    for campaign in state.campaigns.values():
        for group in campaign.groups.values():
            found += _one_group(state, campaign, group)
    return found


def _pots(state: State) -> Iterator[str]:
    given = dict.fromkeys(state.pots, 0)
    for match in state.matches.values():
        for pot, part in match.splits.items():
            given[pot] += part
    for row in state.pots.values():
        if given[row.id] != row.given_minor:
            yield f"pot {row.id}: what it gave is not the sum of its parts in matches"
        if not 0 <= row.given_minor <= row.paid_in_minor:
            yield f"pot {row.id}: more is reserved, approved and paid than was paid in"
    for name, held in _backed_of_pledges(state).items():
        most = state.pledges[name].at_most_minor
        if most is not None and held > most:
            yield f"pledge {name}: more is matched than the funds of its campaign have agreed on"
    if state.given_minor != sum(match.amount_minor for match in state.matches.values()):
        yield "fund: what is given is not the sum of all matches"
    if not 0 <= state.given_minor <= state.paid_in_minor:
        yield "fund: more is reserved, approved and paid than was paid in"


def _backed_of_pledges(state: State) -> dict[str, int]:
    backed: dict[str, int] = {}
    for match in state.matches.values():
        if match.pledge is not None:
            backed[match.pledge] = backed.get(match.pledge, 0) + match.backed_minor
    return backed


def _one_match(state: State, match: MatchRow) -> Iterator[str]:
    if sum(match.splits.values()) != match.amount_minor or any(part <= 0 for part in match.splits.values()):
        yield f"match {match.id}: its parts do not add up to it"
    if min(match.amount_minor, match.borne_minor, match.claim_minor, match.open_minor, match.backed_minor) < 0:
        yield f"match {match.id}: below zero"
    if (match.state is MatchState.RELEASED) != (match.amount_minor == 0) and match.state is not MatchState.PAID:
        yield f"match {match.id}: released and holding money, or neither"
    if match.unbacked_minor and match.state is not MatchState.PAID:
        yield f"match {match.id}: money without a base that has not been paid out"
    rule = state.rule(match.version)
    if any(state.matches[name].state is not MatchState.PAID for name in match.kept):
        yield f"match {match.id}: kept of a payout that has not left"
    if match.open_minor and rule.reversal is not Reversal.RECOMPUTE:
        yield f"match {match.id}: open who carries it, and the rule says so"
    if match.claimed_minor and rule.reversal is Reversal.BEAR:
        yield f"match {match.id}: clawed back, and the rule says that the fund bears it"


def _one_group(state: State, campaign: CampaignRow, group: Group) -> Iterator[str]:
    where, rows = f"campaign {campaign.id} version {group.version}", [state.matches[name] for name in group.matches]
    if group.held_minor != sum(row.backed_minor for row in rows):
        yield f"{where}: what is held is not the sum of its matches"
    most = due_of(state, group, back_minor=state.withdrawn_minor).minor
    if not isinstance(group.rule.function, Quadratic) and group.held_minor > most:
        yield f"{where}: more is held than is due"
    gifts = [
        Gift(row.id, row.sequence, row.backer, amount, row.at)
        for row, amount in ((state.pledges[name], amount) for name, amount in group.counted.items())
    ]
    if standing_of(group.rule, gifts)[0] != group.standing:
        yield f"{where}: running sums differ from the pledges"
    cap = group.rule.caps.sponsor_minor
    if cap is not None:
        given: dict[str, int] = {}
        for row in rows:
            for pot, part in row.splits.items():
                given[pot_owner(pot)] = given.get(pot_owner(pot), 0) + part
        if any(part > cap for part in given.values()):
            yield f"{where}: one sponsor gives more than the cap"
    if group.rule.by_unit and not group.settled:
        yield from _units(state, group, where)


def _units(state: State, group: Group, where: str) -> Iterator[str]:
    backed: dict[str, int] = {}
    for name in group.matches:
        match = state.matches[name]
        if match.pledge is None or not match.backed_minor:
            continue
        pledge = state.pledges[match.pledge]
        backed[pledge.backer] = backed.get(pledge.backer, 0) + match.backed_minor
        if match.backed_minor > own_limit(group, pledge):
            yield f"{where}: match {name} exceeds what its pledge brings"
    for backer, purse in group.purses.items():
        if backed.get(backer, 0) != purse.held_minor or purse.held_minor > backer_limit(group, purse):
            yield f"{where}: matches of one backer exceed what the backer brings"
