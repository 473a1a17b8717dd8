"""What an event would do to the matches of one pledge, tried out in a copy of the book that nobody keeps."""

from dataclasses import dataclass

from funding.domain.book import Book
from funding.domain.book_events import Growing
from funding.domain.book_records import Entry, NotWhole
from funding.models import FundBook, FundCampaign
from funding.selectors.book import Slice, head_into, slice_add, slice_begin


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What a pledge's matches in one fund would hold after an event, in minor units.

    `held_minor` is what they hold now, `wanted_minor` what the rule alone makes of it, `crowd_minor` the crowd money
    that counts for the campaign afterwards. `entry` is the pledge's own step, if there is one.
    """

    position: FundCampaign
    held_minor: int
    given_minor: int
    wanted_minor: int
    crowd_minor: int
    entry: Entry | None


def event_tried(position: FundCampaign, event: Growing, *, pledge: str, backer: str | None) -> Tried:
    """Try `event` about `pledge`; with `backer` only that one's rows are read, if that is enough. Raises Refused."""
    try:
        return _tried(position, event, pledge, backer)
    except NotWhole:
        return _tried(position, event, pledge, None)


def _tried(position: FundCampaign, event: Growing, pledge: str, backer: str | None) -> Tried:
    head = FundBook.objects.get(fund=position.fund_id)
    found = slice_begin(position.fund_id, head.rules)
    slice_add(found, [position], backer=backer)
    head_into(found, head)
    before = _held(found, pledge)
    entries = [entry for entry in Book(found.state).apply(event) if entry.pledge == pledge]
    given = _held(found, pledge)
    return Tried(
        position=position,
        held_minor=before,
        given_minor=given,
        wanted_minor=max(given, before + sum(entry.wanted_minor for entry in entries)),
        crowd_minor=found.state.campaigns[position.campaign.public_id].promised.minor,
        entry=entries[-1] if entries else None,
    )


def _held(found: Slice, pledge: str) -> int:
    return sum(row.backed_minor for row in found.state.matches.values() if row.pledge == pledge)
