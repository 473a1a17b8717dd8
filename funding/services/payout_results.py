"""How a payout ends: paid, or failed with everything given back. In the caller's transaction."""

from backend.core import clock
from backend.core.audit import Actor
from backend.core.outbox import outbox_add
from backend.core.transitions import transition
from funding.domain.book_events import PayoutUndone
from funding.enums import CauseKind, MatchState, PayoutState
from funding.events import PayoutFailed, PayoutPaid
from funding.ledger.enums import PostingKind
from funding.ledger.posting import Settle, ledger_post
from funding.models import Match, Payout
from funding.selectors.locks import payout_for_update
from funding.services.borne import fund_bears_no_more
from funding.services.journal import payout_tell
from funding.services.matches import cause_add

FAILURE_MAX = 300
LEAVING = frozenset({PayoutState.SUBMITTING, PayoutState.SUBMITTED})


def payout_finish(payout: Payout) -> None:
    """The provider has it: make the held transfer final, mark the matches paid. Repeating changes nothing."""
    if payout.state != PayoutState.SUBMITTED:
        return
    transition(payout, to=PayoutState.PAID, actor=None, changes={"paid_at": clock.now()})
    for match in Match.objects.select_for_update(no_key=True).filter(payout=payout).order_by("id"):
        transition(match, to=MatchState.PAID, actor=None)
        cause_add(match, kind=CauseKind.PAYOUT, ref=payout.public_id, before_minor=match.amount_minor)
    outbox_add(PayoutPaid(payout_id=payout.pk))
    _settle(payout, PostingKind.PAYOUT_PAID, post=True)


def payout_give_up(payout: Payout, *, failure: str, actor: Actor = None) -> None:
    """Nothing has left: give the held money back and free the matches for the next payout.

    A match whose pledge went back meanwhile shrinks now. Campaign and positions are locked, and the money is free again
    before the matches take from it.
    """
    if payout.state in LEAVING:
        payout_tell(payout, PayoutUndone)
    changes = {"failure": str(failure)[:FAILURE_MAX], "submit_lease": None}
    transition(payout, to=PayoutState.FAILED, actor=actor, changes=changes)
    rows = Match.objects.select_for_update(no_key=True, of=("self",)).filter(payout=payout, borne_minor__gt=0)
    borne = list(rows.select_related("position__fund", "rule", "pledge__payment").order_by("id"))
    Match.objects.filter(payout=payout).update(payout=None)
    outbox_add(PayoutFailed(payout_id=payout.pk))
    _settle(payout, PostingKind.PAYOUT_FAILED, post=False)
    for match in borne:
        match.payout = None
    fund_bears_no_more(borne, ref=payout.public_id)


def _settle(payout: Payout, kind: PostingKind, *, post: bool) -> None:
    if payout.hold_id is None:
        raise LookupError("a payout has a hold from its request on")
    ledger_post(
        kind=kind,
        key=f"payout:{payout.public_id}:{'paid' if post else 'failed'}",
        reference=payout.public_id,
        entries=[Settle(payout.hold_id, post=post)],
    )


def payout_withdraw(match: Match, *, failure: str) -> None:
    """Take a match out of a payout that has not left yet, by ending the whole payout: it can be asked for again."""
    if match.payout_id is None:
        return
    payout = payout_for_update(match.payout_id)
    if payout.state in {PayoutState.REQUESTED, PayoutState.APPROVED}:
        payout_give_up(payout, failure=failure)
        match.payout = None
