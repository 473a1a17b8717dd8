"""A payout that has not left is ended: what it held is free again, and its matches may be asked for anew."""

from backend.core import clock
from backend.core.audit import Actor
from backend.core.outbox import outbox_add
from backend.core.transitions import transition
from funding.enums import PayoutState
from funding.events import PayoutFailed
from funding.ledger.enums import PostingKind
from funding.ledger.posting import Settle, ledger_post
from funding.models import Match, Payout
from funding.selectors.locks import payout_for_update

FAILURE_MAX = 300
BEFORE_LEAVING = frozenset({PayoutState.REQUESTED, PayoutState.APPROVED})


def payout_end(payout: Payout, *, failure: str, actor: Actor = None) -> list[Match]:
    """Give the held money back and free the matches; return them. Campaign and positions are locked."""
    changes = {"failure": str(failure)[:FAILURE_MAX], "submit_lease": None}
    transition(payout, to=PayoutState.FAILED, actor=actor, changes=changes)
    rows = Match.objects.select_for_update(no_key=True, of=("self",)).filter(payout=payout).order_by("id")
    matches = list(rows.select_related("position__fund", "position__campaign", "rule"))
    Match.objects.filter(payout=payout).update(payout=None, updated_at=clock.now())
    outbox_add(PayoutFailed(payout_id=payout.pk))
    payout_settle(payout, PostingKind.PAYOUT_FAILED, post=False)
    for match in matches:
        match.payout = None
    return matches


def payout_settle(payout: Payout, kind: PostingKind, *, post: bool) -> None:
    """Make the held transfer of a payout final, or give it back. What is kept of it is let go in any case."""
    entries = [Settle(payout.hold_id, post=post)] if payout.hold_id is not None else []
    if payout.kept_hold_id is not None:
        entries.append(Settle(payout.kept_hold_id, post=False))
    if not entries:
        raise LookupError("a payout has a hold from its request on")
    ledger_post(
        kind=kind,
        key=f"payout:{payout.public_id}:{'paid' if post else 'failed'}",
        reference=payout.public_id,
        entries=entries,
    )


def payout_withdraw(match: Match, *, failure: str) -> None:
    """Take a match out of a payout that has not left yet, by ending the whole payout: it can be asked for again."""
    if match.payout_id is None:
        return
    payout = payout_for_update(match.payout_id)
    if payout.state in BEFORE_LEAVING:
        payout_end(payout, failure=failure)
        match.payout = None
