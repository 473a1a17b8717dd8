"""The rows of a fund's book as the state that the domain computes with: as much of it as an event needs.

Campaigns are read before the book's own row is locked: the lock on the campaign guards them. What is read under that
lock is one row.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from backend.core.evidence.codec import decode, encode
from funding.domain.allocation import Earmark
from funding.domain.book_money import State
from funding.domain.book_records import (
    CampaignRow,
    CrowdCount,
    Group,
    MatchRow,
    MatchState,
    PledgeRow,
    PledgeState,
    PotRow,
    Purse,
)
from funding.domain.rule_axes import Settlement
from funding.domain.rule_set import RuleSet, digest
from funding.domain.standing import Facts, Standing, backer_of, in_window
from funding.models import BookPledge, FundBook, FundCampaign, Match, MatchingRule


@dataclass(slots=True)
class Slice:
    """A part of a fund's book, with the rows that it was made of."""

    fund_id: int
    state: State
    digests: list[str]
    rules: dict[int, int] = field(default_factory=dict)
    """Keys of the rule versions."""
    positions: dict[str, FundCampaign] = field(default_factory=dict)
    """By the campaign's name in the book."""
    pledges: dict[str, BookPledge] = field(default_factory=dict)
    matches: dict[str, Match] = field(default_factory=dict)


class _Versions(dict[tuple[int, int, str], tuple[int, RuleSet]]):
    """Rule versions by fund, number and digest: their keys and rule sets. They never change, so they are read once."""

    LIMIT = 1_024

    def find(self, fund_id: int, version: int, known: str) -> tuple[int, RuleSet]:
        key = fund_id, version, known
        if key in self:
            return self[key]
        row = MatchingRule.objects.get(fund=fund_id, version=version, digest=known)
        # Not before it is sure that the row stays.
        transaction.on_commit(lambda: self.keep(key, (row.pk, row.rule_set)))
        return row.pk, row.rule_set

    def keep(self, key: tuple[int, int, str], found: tuple[int, RuleSet]) -> None:
        if len(self) >= self.LIMIT:
            self.clear()
        self[key] = found


VERSIONS = _Versions()


def rules_known(fund_id: int, positions: Sequence[FundCampaign]) -> list[str]:
    """Digests of the rule versions as far as the caller's rows know them; under the book's lock it shows if more."""
    if positions:
        book = getattr(positions[0].fund, "book", None)
        return [*book.rules] if book is not None else []
    return FundBook.objects.filter(fund=fund_id).values_list("rules", flat=True).first() or []


def slice_begin(fund_id: int, digests: Sequence[str]) -> Slice:
    """A slice with the rule versions of these digests, and nothing else."""
    found = Slice(fund_id, State(), digests=[*digests])
    for version, one in enumerate(digests, 1):
        found.rules[version], known = VERSIONS.find(fund_id, version, one)
        found.state.versions.append(known)
    found.state.offers_told = found.state.allocations_told = True
    found.state.everything = False
    return found


def slice_add(found: Slice, positions: Iterable[FundCampaign], *, backer: str | None = None) -> None:
    """Read locked campaigns into a slice: all of them, or only what concerns one backer.

    A campaign that the book does not know yet is only noted down.
    """
    for position in positions:
        name = position.campaign.public_id
        found.positions[name] = position
        if position.book is None:
            continue
        rows = BookPledge.objects.filter(position=position).select_related("pledge").order_by("sequence")
        held = Match.objects.filter(position=position, number__isnull=False)
        if backer is not None:
            rows = rows.filter(backer=backer)
        pledges = list(rows)
        if backer is not None:
            held = held.filter(pledge__in=[row.pledge_id for row in pledges])
        matches = list(held.select_related("rule", "pledge").order_by("number")) if pledges or backer is None else []
        for match in matches:
            match.position = position
        _campaign_into(found, name, pledges, matches, whole=backer is None)


def _campaign_into(found: Slice, name: str, rows: list[BookPledge], held: list[Match], *, whole: bool) -> None:
    sums: Mapping[str, Any] = found.positions[name].book or {}
    state, campaign = found.state, campaign_from_sums(name, sums)
    campaign.whole = whole or not sums["pledges"]
    state.campaigns[name] = campaign
    for version, numbers in sums["groups"].items():
        group = Group(campaign=name, version=int(version), rule=state.rule(int(version)))
        base, backers, units, group.held_minor, group.seen_minor, group.settled = numbers
        group.standing = Standing(base, backers, units)
        campaign.groups[group.version] = group
    for row in rows:
        pledge = _pledge(name, row)
        found.pledges[pledge.id] = row
        state.pledges[pledge.id] = pledge
        state.by_sequence[pledge.sequence] = pledge.id
        campaign.pledges.append(pledge.id)
        for version in row.hungry:
            campaign.groups[version].hungry.append(pledge.sequence)
        _count_into(state, campaign, pledge)
    for match in held:
        _match_into(found, campaign, match)
    _purses(campaign)


def campaign_from_sums(name: str, sums: Mapping[str, Any]) -> CampaignRow:
    """A campaign with its counters, without its pledges."""
    return CampaignRow(
        id=name,
        sequence=sums["sequence"],
        facts=decode(Facts, sums["facts"]),
        topics=tuple(sums["topics"]),
        region=sums["region"],
        ended=sums["ended"],
        failed=sums["failed"],
        promised=CrowdCount(*sums["promised"]),
        paid=CrowdCount(*sums["paid"]),
        from_pots=dict(sums["from_pots"]),
        frozen=sums["frozen"],
    )


def sums_of_campaign(campaign: CampaignRow, pledges: int) -> dict[str, Any]:
    """What is kept of a campaign beside its pledges and matches; `pledges` is how many it has."""
    return {
        "sequence": campaign.sequence,
        "facts": encode(campaign.facts),
        "topics": [*campaign.topics],
        "region": campaign.region,
        "ended": campaign.ended,
        "failed": campaign.failed,
        "promised": [campaign.promised.minor, campaign.promised.people],
        "paid": [campaign.paid.minor, campaign.paid.people],
        "from_pots": campaign.from_pots,
        "frozen": campaign.frozen,
        "pledges": pledges,
        "groups": {str(version): _group_sums(group) for version, group in sorted(campaign.groups.items())},
    }


def _group_sums(group: Group) -> list[Any]:
    sums = group.standing
    return [sums.base_minor, sums.backers, sums.units, group.held_minor, group.seen_minor, group.settled]


def _pledge(campaign: str, row: BookPledge) -> PledgeRow:
    return PledgeRow(
        id=row.pledge.public_id,
        campaign=campaign,
        backer=row.backer,
        amount_minor=row.amount_minor,
        at=row.at,
        method=row.method,
        sequence=row.sequence,
        version=row.version,
        excluded=row.excluded,
        state=PledgeState(row.state),
        left_minor=row.left_minor,
        disputed=row.disputed,
        on_hold=row.on_hold,
        paid_at=row.paid_at,
        at_most_minor=row.at_most_minor,
        limited_by=row.limited_by,
    )


def _count_into(state: State, campaign: CampaignRow, pledge: PledgeRow) -> None:
    """Put down where a pledge counts; the sums know it already."""
    inside = not pledge.excluded and in_window(state.rule(pledge.version), pledge.at)
    paid = pledge.left_minor if inside and pledge.state is PledgeState.PAID else 0
    promised = pledge.left_minor if inside and pledge.state is PledgeState.PENDING else paid
    for crowd, amount in ((campaign.promised, promised), (campaign.paid, paid)):
        if amount:
            crowd.amounts[pledge.id] = amount
            crowd.backers[pledge.backer] = crowd.backers.get(pledge.backer, 0) + 1
    for group in campaign.groups.values():
        if group.version != pledge.version and (group.version < pledge.version or group.rule.by_unit):
            continue
        purse = group.purses.setdefault(pledge.backer, Purse())
        amount = promised if group.rule.settlement is Settlement.AT_PLEDGE else paid
        if amount and in_window(group.rule, pledge.at):
            group.counted[pledge.id] = purse.amounts[pledge.id] = amount


def _match_into(found: Slice, campaign: CampaignRow, match: Match) -> None:
    row = MatchRow(
        id=match.book_name,
        campaign=campaign.id,
        pledge=match.pledge.public_id if match.pledge else None,
        version=match.rule.version,
        sequence=match.sequence,
        state=MatchState(match.book_state),
        amount_minor=match.amount_minor,
        splits=dict(match.splits),
        borne_minor=match.borne_minor,
        claim_minor=match.claim_minor,
        open_minor=match.open_minor,
        kept=dict(match.kept or {}),
        lost_minor=match.lost_minor,
        awarded_minor=match.awarded_minor,
        entitled=int(match.entitled),
    )
    state, group = found.state, campaign.groups[row.version]
    found.matches[row.id] = match
    state.matches[row.id] = row
    group.matches.append(row.id)
    if row.pledge is not None:
        state.match_of[row.pledge, row.version] = row.id
        purse = group.purses.get(state.pledges[row.pledge].backer)
        if purse is not None:
            purse.held_minor += row.backed_minor


def _purses(campaign: CampaignRow) -> None:
    for group in campaign.groups.values():
        for purse in group.purses.values():
            purse.sums = backer_of(group.rule, purse.amounts.values())


def head_into(found: Slice, head: FundBook) -> None:
    """Read the book's own row, which is locked, into a slice."""
    state = found.state
    state.sequence, state.made, state.closed = head.sequence, head.matches, head.closed
    state.paid_in_minor, state.given_minor = head.paid_in_minor, head.given_minor
    state.people = dict(head.people)
    for name, (paid_in, given, priority, earmark) in head.pots.items():
        state.pots[name] = PotRow(name, priority, decode(Earmark, earmark), paid_in, given)


def head_from(found: Slice, head: FundBook) -> None:
    """Write a slice's own numbers into the book's row, unsaved."""
    state = found.state
    head.sequence, head.matches, head.closed = state.sequence, state.made, state.closed
    head.paid_in_minor, head.given_minor = state.paid_in_minor, state.given_minor
    head.people = state.people
    head.rules = [*found.digests, *(digest(rule) for rule in state.versions[len(found.digests) :])]
    head.pots = {
        row.id: [row.paid_in_minor, row.given_minor, row.priority, encode(row.earmark)] for row in state.pots.values()
    }


def book_stored(fund_id: int) -> State:
    """Return a fund's whole book as its rows say it, to be compared with a replay of its journal. Locks nothing.

    Linear in pledges and matches, all of which are in memory then.
    """
    head = FundBook.objects.get(fund=fund_id)
    found = slice_begin(fund_id, head.rules)
    positions = FundCampaign.objects.filter(fund=fund_id, book__isnull=False).select_related("fund", "campaign")
    slice_add(found, positions.order_by("id"))
    found.state.everything = True
    head_into(found, head)
    return found.state
