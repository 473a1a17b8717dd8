"""A fund's book as the rows of a package: what the writer writes from, and what the verifier expects to find."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from backend.core.evidence.cells import Row, row
from funding.domain.book_events import Pledged
from funding.domain.book_money import State
from funding.domain.book_records import CampaignRow, Entry, MatchRow, PledgeRow, PotRow
from funding.domain.rule_set import digest, to_data
from funding.proof.layout import CAMPAIGNS, FORMAT, MATCHES, PLEDGES, POTS, SPLITS, About


def cause_row(entry: Entry, step: int, at: datetime) -> Row:
    return row(
        entry.sequence,
        step,
        at,
        entry.cause,
        entry.campaign,
        entry.version,
        entry.match,
        entry.pledge,
        entry.base_minor,
        entry.due_before_minor,
        entry.due_after_minor,
        entry.amount_before_minor,
        entry.amount_after_minor,
        entry.pool_before_minor,
        entry.pool_after_minor,
        entry.bounds,
        entry.task,
    )


def match_row(match: MatchRow) -> Row:
    unbacked = (match.borne_minor, match.claimed_minor, match.open_minor)
    cause = (match.id, match.sequence, match.campaign, match.pledge, match.version)
    return row(*cause, match.state, match.amount_minor, *unbacked, match.lost_minor)


def promise_row(pledge: PledgeRow | Pledged) -> Row:
    """Return what was said about a pledge once and for all: the beginning of its row."""
    name = pledge.id if isinstance(pledge, PledgeRow) else pledge.pledge
    return row(name, pledge.at, pledge.campaign, pledge.amount_minor)


def pledge_row(pledge: PledgeRow) -> Row:
    stands = (pledge.method, pledge.paid_at, pledge.left_minor, pledge.state, pledge.excluded, pledge.frozen)
    return promise_row(pledge) + row(pledge.backer, pledge.sequence, pledge.version, *stands)


def pot_row(pot: PotRow) -> Row:
    mark = pot.earmark
    purpose = (mark.topics, mark.regions, mark.starts_at, mark.ends_at)
    return row(pot.id, pot.priority, *purpose, pot.paid_in_minor, pot.given_minor)


def campaign_row(state: State, campaign: CampaignRow) -> Row:
    facts = campaign.facts
    held = sum(state.matches[name].amount_minor for group in campaign.groups.values() for name in group.matches)
    goals = (facts.goal_1_minor, facts.goal_2_minor, campaign.topics, campaign.region)
    ended = (facts.payee_verified, campaign.ended, facts.successful, campaign.failed)
    crowd = (campaign.paid.minor, len(campaign.paid.backers), held)
    return row(campaign.id, campaign.sequence, *goals, *ended, *crowd)


def split_rows(matches: Iterable[MatchRow]) -> Iterator[Row]:
    for match in matches:
        for pot, part in sorted(match.splits.items()):
            yield row(match.id, pot, part)


ROWS: Final[Mapping[str, Callable[[State], Iterator[Row]]]] = {
    MATCHES: lambda state: map(match_row, state.matches.values()),
    SPLITS: lambda state: split_rows(state.matches.values()),
    PLEDGES: lambda state: map(pledge_row, state.pledges.values()),
    POTS: lambda state: map(pot_row, state.pots.values()),
    CAMPAIGNS: lambda state: (campaign_row(state, one) for one in state.campaigns.values()),
}
"""The tables that say how things stand at the end. A row may have fewer cells than columns: the rest is for people."""


def rules_data(state: State, since: Iterable[int]) -> list[dict[str, Any]]:
    """Return every version of the rule with the number of the event from which on it holds."""
    return [
        {"version": number, "sequence": first, "digest": digest(rule), "rule": to_data(rule)}
        for number, (rule, first) in enumerate(zip(state.versions, since, strict=True), 1)
    ]


def summary_data(state: State, about: About, head: str) -> dict[str, Any]:
    """Return the sums: money by state adds up to what was given, and with what is free to what was paid in."""
    by_state: dict[str, int] = {}
    for match in state.matches.values():
        by_state[match.state.value] = by_state.get(match.state.value, 0) + match.amount_minor
    return {
        "format": FORMAT,
        "fund": about.fund,
        "currency": about.currency,
        "events": state.sequence,
        "head": head,
        "closed": state.closed,
        "paid_in_minor": state.paid_in_minor,
        "given_minor": state.given_minor,
        "free_minor": state.free_minor,
        "given_by_state_minor": dict(sorted(by_state.items())),
        "campaigns": len(state.campaigns),
        "pledges": len(state.pledges),
        "matches": len(state.matches),
    }
