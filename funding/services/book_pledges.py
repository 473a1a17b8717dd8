"""A new pledge, written into the book by one call: the lock on the fund is held for that call and the commit alone."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

from backend.core.ids import new_public_id
from backend.core.money import Money
from funding.domain.book_events import Pledged, event_to_data
from funding.domain.book_records import Entry, MatchRow
from funding.domain.book_records import MatchState as InBook
from funding.ledger.enums import AccountKind
from funding.ledger.posting import AccountName, Move
from funding.models import FundBook, FundCampaign, Pledge
from funding.selectors.book import Slice
from funding.selectors.bounds import bound_of

WRITE = "SELECT funding_book_pledge(%s, %s, %s, %s, %s)"


def pledge_write(
    found: Slice, head: FundBook, event: Pledged, entries: Sequence[Entry], *, pledge: Pledge, hungry: list[int]
) -> None:
    """Write what the book says about a new pledge: the slice's campaign and head have been brought in line already."""
    row = found.state.pledges[event.pledge]
    position = found.positions[event.campaign]
    numbers = {
        "fund_id": head.fund_id,
        "sequence": head.sequence,
        "matches": head.matches,
        "given": head.given_minor,
        "pots": head.pots,
        "event": event_to_data(event),
    }
    own = {
        "id": pledge.pk,
        "backer": row.backer,
        "sequence": row.sequence,
        "version": row.version,
        "amount": row.amount_minor,
        "excluded": row.excluded,
        "method": row.method,
        "hungry": hungry,
        "at_most": row.at_most_minor,
        "limited_by": row.limited_by,
    }
    match = _match(found, position, pledge, entries)
    given = [numbers, own, match, _position(position)]
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [*map(json.dumps, given), event.at])


def _position(position: FundCampaign) -> dict[str, Any]:
    return {
        "id": position.pk,
        "book": position.book,
        "rule_id": position.rule_id,
        "eligible": position.eligible_minor,
        "matched": position.matched_minor,
        "carried": position.carried_minor,
    }


def _match(found: Slice, position: FundCampaign, pledge: Pledge, entries: Sequence[Entry]) -> dict[str, Any] | None:
    entry = next((one for one in entries if one.pledge == pledge.public_id), None)
    if entry is None:
        return None
    row = found.state.matches.get(entry.match or "")
    public_id = new_public_id("mat")
    return {
        "public_id": public_id,
        "rule_id": found.rules[entry.version],
        "number": int(row.id.removeprefix("m")) if row else None,
        "amount": row.amount_minor if row else 0,
        "base": entry.base_minor,
        "splits": row.splits if row else {},
        "currency": pledge.currency,
        "state": (row.state if row else InBook.RELEASED).value,
        "due_before": entry.due_before_minor,
        "due_after": entry.due_after_minor,
        "bound": bound_of(entry).value,
        "pool_before": entry.pool_before_minor,
        "pool_after": entry.pool_after_minor,
        "ref": pledge.public_id,
        "moves": [_move(position, row).as_json()] if row else [],
    }


def _move(position: FundCampaign, row: MatchRow) -> Move:
    return Move(
        debit=AccountName(AccountKind.FUND_POOL, position.fund.public_id),
        credit=AccountName(AccountKind.MATCH_MONEY, position.public_id),
        money=Money(row.amount_minor, position.fund.currency),
        pending=True,
    )
