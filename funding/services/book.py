"""What happens to a fund is told to its book: the domain decides, and rows, causes and ledger follow in one go.

The caller's transaction has locked the campaigns that the event is about. The fund's own row is locked as late as can
be, and from then on nothing waits for anybody else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from backend.core.audit import Actor
from backend.core.checks import InvariantViolation
from backend.core.db import require_transaction
from backend.core.errors import Conflict
from backend.core.outbox import outbox_add
from funding.domain.book import Book, Refused
from funding.domain.book_events import Event, Pledged, event_to_data
from funding.domain.book_records import Entry, MatchRow, NotWhole, PledgeRow
from funding.enums import CauseKind
from funding.events import MoneyFreed
from funding.models import BookPledge, FundBook, FundCampaign, FundEvent, Match, Pledge
from funding.selectors.book import (
    Slice,
    head_from,
    head_into,
    rules_known,
    slice_add,
    slice_begin,
    sums_of_campaign,
)
from funding.services.book_matches import Cause, match_follow, match_nothing, matches_add
from funding.services.book_pledges import pledge_write

SUMS = ("book", "rule", "eligible_minor", "matched_minor", "carried_minor", "updated_at")

TAKES = frozenset(
    {
        CauseKind.EXPIRY,
        CauseKind.FAILURE,
        CauseKind.REFUND,
        CauseKind.DISPUTE_LOST,
        CauseKind.EXCLUSION,
        CauseKind.DECISION,
    }
)
"""What lets a pledge count for less; matches because of other pledges then follow by their cents of rounding."""


@dataclass(frozen=True, slots=True)
class Told:
    """What came of an event: its number, the steps of the book, and the matches that it made or changed."""

    sequence: int
    entries: tuple[Entry, ...]
    matches: dict[str, Match] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What an event is about: the campaigns whose rows are needed, and the pledge that it names.

    With `backer` only that backer's rows are read first, which is enough for most pledges.
    """

    positions: Sequence[FundCampaign] = ()
    pledge: Pledge | None = None
    backer: str | None = None


def fund_tell(*, fund_id: int, event: Event, cause: Cause, about: About | None = None, actor: Actor = None) -> Told:
    """Let `event` happen to a fund: matches, their causes, the ledger and the journal follow.

    Raises Conflict where the book says that it cannot be. Locks the fund's book, then the balances, until the end of
    the caller's transaction, which holds the locks on the campaigns.
    """
    require_transaction()
    about = about or About()
    found = _begin(about, fund_id, rules_known(fund_id, about.positions))
    head = _head(fund_id)
    if head.closed and isinstance(event, Pledged):
        # The fund was closed while the pledge waited for its campaign: it is none of the fund's business.
        return Told(head.sequence, ())
    if found.digests != head.rules:
        # A new version came between.
        found = _begin(about, fund_id, head.rules)
    before = _facts(found)
    try:
        entries = _apply(found, head, event)
    except NotWhole:
        found, before, entries = _wider(replace(about, backer=None), fund_id, head, event)
    was_free = head.paid_in_minor - head.given_minor
    head_from(found, head)
    _tell_free(found, head, was_free)
    if isinstance(event, Pledged) and about.pledge is not None and _is_alone(found, before, entries):
        _campaigns_follow(found, _more_of(found, before))
        hungry = _hungry(found, found.state.pledges[event.pledge])
        pledge_write(found, head, event, entries, pledge=about.pledge, hungry=hungry)
        return Told(head.sequence, tuple(entries))
    _write_head(found, head, event)
    _write_pledges(found, about)
    matches = _write_matches(found, before, entries, cause=cause, about=about, actor=actor)
    for position in _campaigns_follow(found, _more_of(found, before)):
        position.save(update_fields=SUMS)
    return Told(head.sequence, tuple(entries), matches)


def _tell_free(found: Slice, head: FundBook, was_free_minor: int) -> None:
    """Offering it again may take long, and needs the locks of other campaigns: a worker does it."""
    more = head.paid_in_minor - head.given_minor > was_free_minor
    if more and not head.closed and any(rule.reoffer for rule in found.state.versions):
        outbox_add(MoneyFreed(fund_id=found.fund_id))


def _begin(about: About, fund_id: int, digests: Sequence[str]) -> Slice:
    found = slice_begin(fund_id, digests)
    slice_add(found, about.positions, backer=about.backer)
    return found


def _wider(about: About, fund_id: int, head: FundBook, event: Event) -> tuple[Slice, "Facts", list[Entry]]:
    """Only now it shows that everybody's rows are needed: a gate opens, or a new version looks at the whole.

    Where pairs of people count, those of all other campaigns, too: nobody writes them while the book is locked.
    """
    found = _begin(about, fund_id, head.rules)
    before = _facts(found)
    try:
        return found, before, _apply(found, head, event)
    except NotWhole:
        others = FundCampaign.objects.filter(fund=fund_id, book__isnull=False).select_related("fund", "campaign")
        others = others.exclude(pk__in=[row.pk for row in about.positions]).order_by("id")
        found = _begin(replace(about, positions=[*about.positions, *others]), fund_id, head.rules)
        found.state.everything = True
        return found, _facts(found), _apply(found, head, event)


def _head(fund_id: int) -> FundBook:
    row = FundBook.objects.select_for_update().filter(fund=fund_id).first()
    if row is None:
        FundBook.objects.bulk_create([FundBook(fund_id=fund_id)], ignore_conflicts=True)
        row = FundBook.objects.select_for_update().get(fund=fund_id)
    return row


def _apply(found: Slice, head: FundBook, event: Event) -> list[Entry]:
    head_into(found, head)
    book = Book(found.state)
    try:
        return book.apply(event)
    except Refused as error:
        raise Conflict(_refusal(error.code), code=error.code) from error


def _refusal(code: str) -> str:
    texts = {
        "base_not_paid": _("This rests on pledges that have not been paid yet."),
        "held_back": _("The rule holds this match back for some days yet, because of a direct debit."),
        "not_successful": _("The rule waits until the campaign has reached its goal and ended."),
        "frozen": _("This match is on hold until a question is settled."),
        "fund_closed": _("This fund is closed."),
        "allocation_differs": _(
            "Something that the division rests on has changed since it was computed. Please have it computed anew."
        ),
        "allocated_already": _("This has been divided already."),
        "more_than_is_free": _("The fund has promised this money already."),
    }
    return texts.get(code, _("This is not possible in the present state."))


Facts = dict[str, tuple[Any, ...]]


def _facts(found: Slice) -> Facts:
    """The matches as they were, to write only what has changed."""
    return {name: match_facts(row) for name, row in found.state.matches.items()}


def match_facts(row: MatchRow) -> tuple[Any, ...]:
    """All that is kept of a match and may change."""
    return (row.state, row.amount_minor, {**row.splits}, row.borne_minor, row.claim_minor, row.open_minor,
            {**row.kept}, row.lost_minor, row.awarded_minor, row.entitled)  # fmt: skip


def _write_head(found: Slice, head: FundBook, event: Event) -> None:
    head.save()
    data = event_to_data(event)
    FundEvent.objects.create(fund_id=found.fund_id, sequence=head.sequence, kind=data["kind"], data=data, at=event.at)


def _is_alone(found: Slice, before: Facts, entries: Sequence[Entry]) -> bool:
    """Whether the pledge changed nothing but its own match: no gate has opened for others."""
    return len(entries) <= 1 and all(match_facts(row) == before.get(name) for name, row in _old(found, before))


def _old(found: Slice, before: Facts) -> list[tuple[str, MatchRow]]:
    return [(name, row) for name, row in found.state.matches.items() if name in before]


def _more_of(found: Slice, before: Facts) -> dict[str, int]:
    """By how much the matches of each campaign hold more than before."""
    more: dict[str, int] = {}
    for name, row in found.state.matches.items():
        was = before[name][1] if name in before else 0
        more[row.campaign] = more.get(row.campaign, 0) + row.amount_minor - was
    return more


def _campaigns_follow(found: Slice, more: Mapping[str, int]) -> list[FundCampaign]:
    """Bring the campaigns' sums in line, with what pages read of them, unsaved; return those that changed."""
    changed = []
    for name, campaign in found.state.campaigns.items():
        position = found.positions[name]
        known = position.book["pledges"] if position.book else 0
        fresh = [one for one in campaign.pledges if one not in found.pledges]
        sums = sums_of_campaign(campaign, known + len(fresh))
        if sums == position.book:
            continue
        position.book = sums
        position.matched_minor += more.get(name, 0)
        latest = max(campaign.groups, default=None)
        if latest is not None:
            position.rule_id = found.rules[latest]
            position.eligible_minor = campaign.groups[latest].standing.base_minor
            position.carried_minor = sum(one.held_minor for one in campaign.groups.values() if one.version < latest)
        changed.append(position)
    return changed


def _hungry(found: Slice, row: PledgeRow) -> list[int]:
    groups = found.state.campaigns[row.campaign].groups
    return [version for version, group in sorted(groups.items()) if row.sequence in group.hungry]


def _write_pledges(found: Slice, about: About) -> None:
    for row in found.state.pledges.values():
        stored = found.pledges.get(row.id)
        facts: dict[str, Any] = {
            "backer": row.backer,
            "sequence": row.sequence,
            "left_minor": row.left_minor,
            "state": row.state.value,
            "excluded": row.excluded,
            "disputed": row.disputed,
            "on_hold": row.on_hold,
            "method": row.method,
            "paid_at": row.paid_at,
            "hungry": _hungry(found, row),
            "at_most_minor": row.at_most_minor,
            "limited_by": row.limited_by,
        }
        if stored is None:
            if about.pledge is None:
                raise InvariantViolation("only a new pledge is not in the book yet")
            BookPledge.objects.create(
                position=found.positions[row.campaign],
                pledge=about.pledge,
                version=row.version,
                amount_minor=row.amount_minor,
                at=row.at,
                **facts,
            )
        elif any(getattr(stored, name) != value for name, value in facts.items()):
            BookPledge.objects.filter(pk=stored.pk).update(**facts)


def _name(about: About) -> str | None:
    return about.pledge.public_id if about.pledge is not None else None


def _base(found: Slice, row: MatchRow) -> int:
    """What of its pledge counts now; where a match belongs to the campaign as a whole, all that counts of that."""
    group = found.state.campaigns[row.campaign].groups[row.version]
    return group.counted.get(row.pledge, 0) if row.pledge else group.standing.base_minor


def _write_matches(
    found: Slice, before: Facts, entries: list[Entry], *, cause: Cause, about: About, actor: Actor
) -> dict[str, Match]:
    written: dict[str, Match] = {}
    keys: dict[str | None, int | None] = {row.pledge.public_id: row.pledge_id for row in found.pledges.values()}
    keys[None] = None
    if about.pledge is not None:
        keys[about.pledge.public_id] = about.pledge.pk
    by_match: dict[str | None, list[Entry]] = {}
    for entry in entries:
        by_match.setdefault(entry.match, []).append(entry)
    fresh: list[tuple[MatchRow, list[Entry]]] = []
    for name, row in found.state.matches.items():
        steps = by_match.get(name, [])
        if name not in before:
            fresh.append((row, steps))
            continue
        stored, base = found.matches[name], _base(found, row)
        rests_on_less = row.pledge == _name(about) and row.amount_minor > 0 and base != stored.base_minor
        if steps or rests_on_less or match_facts(row) != before[name]:
            alone = stored.pledge_id is None or about.pledge is None or stored.pledge_id == about.pledge.pk
            own = alone or cause.kind not in TAKES
            because = cause if own else Cause(CauseKind.ROUNDING, cause.ref)
            written[name] = match_follow(stored, row, base, because, actor)
    if fresh:
        written |= matches_add(found, fresh, keys, cause)
    pledge = about.pledge
    if pledge is not None and not any(match.pledge_id == pledge.pk for match in written.values()):
        nothing = [entry for entry in by_match.get(None, []) if entry.pledge == pledge.public_id]
        if nothing:
            written[""] = match_nothing(found, nothing[0], pledge, cause)
    return written
