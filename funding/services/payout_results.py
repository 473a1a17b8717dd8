"""How a payout ends: paid, or failed with everything given back. In the caller's transaction."""

from backend.core import clock
from backend.core.audit import Actor
from backend.core.outbox import outbox_add
from backend.core.transitions import transition
from funding.domain.book_events import PayoutUndone
from funding.enums import CauseKind, MatchState, PayoutState
from funding.events import PayoutPaid
from funding.ledger.enums import PostingKind
from funding.models import Match, Payout
from funding.services.claims import kept_collect
from funding.services.journal import payout_tell
from funding.services.matches import cause_add
from funding.services.payout_ends import payout_end, payout_settle

LEAVING = frozenset({PayoutState.SUBMITTING, PayoutState.SUBMITTED})


def payout_finish(payout: Payout) -> None:
    """The provider has it: make the held transfer final, mark the matches paid. Repeating changes nothing."""
    if payout.state != PayoutState.SUBMITTED:
        return
    transition(payout, to=PayoutState.PAID, actor=None, changes={"paid_at": clock.now()})
    for match in Match.objects.select_for_update(no_key=True).filter(payout=payout).order_by("id"):
        transition(match, to=MatchState.PAID, actor=None)
        cause_add(match, kind=CauseKind.PAYOUT, ref=payout.public_id)
    outbox_add(PayoutPaid(payout_id=payout.pk))
    payout_settle(payout, PostingKind.PAYOUT_PAID, post=True)
    if payout.kept_minor:
        kept_collect(payout)


def payout_give_up(payout: Payout, *, failure: str, actor: Actor = None) -> None:
    """Nothing has left: give the held money back and free the matches for the next payout.

    A match whose pledge went back meanwhile shrinks now. Campaign and positions are locked, and the money is free again
    before the matches take from it.
    """
    was_leaving = payout.state in LEAVING
    matches = payout_end(payout, failure=failure, actor=actor)
    if was_leaving:
        payout_tell(payout, matches, PayoutUndone)
