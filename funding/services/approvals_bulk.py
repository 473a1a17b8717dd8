"""Many approvals at once, each by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from backend.accounts.models import User
from backend.core.errors import Conflict, NotAllowed
from funding.models import Match
from funding.selectors.locks import books_for_update, campaigns_positions_for_update
from funding.services.approvals import match_approve


@dataclass(frozen=True, slots=True)
class Approval:
    """What came of one of them: `refusal` is None where it is noted."""

    match: Match
    refusal: Conflict | NotAllowed | None = None


@transaction.atomic
def match_approve_each(
    *, matches: Sequence[Match], actor: User, note: str = "", amounts: Mapping[int, int] | None = None
) -> list[Approval]:
    """Add `actor`'s approval to each match that may have it; return what came of each, in the order given.

    A match that is refused (it no longer waits, `actor` may not, or it is not what `amounts` says of it any more) is
    left as it was and stands in no other's way: a queue of fifty is not to fail since one pledge has gone back
    meanwhile. Each one still needs two people. Locks all campaigns and positions before the first approval touches the
    pool, as one approval does; tells what one tells.
    """
    campaigns_positions_for_update(match.position.campaign_id for match in matches)
    books_for_update(match.position.fund_id for match in matches)
    found: dict[int, Approval] = {}
    for match in sorted(matches, key=lambda one: (one.position.campaign_id, one.position_id, one.pk)):
        try:
            amount = amounts.get(match.pk) if amounts else None
            found[match.pk] = Approval(match_approve(match=match, actor=actor, note=note, amount_minor=amount))
        except (Conflict, NotAllowed) as refusal:
            found[match.pk] = Approval(match, refusal)
    return [found[match.pk] for match in matches]
