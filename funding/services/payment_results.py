"""What follows from the provider's present state: one function that may be repeated and given old news."""

from collections.abc import Callable
from datetime import timedelta
from typing import Protocol

from backend.core import clock
from backend.core.checks import ensure
from backend.core.money import Money
from backend.core.outbox import outbox_add
from backend.core.transitions import transition
from funding.domain.book_events import Paid
from funding.enums import EXCLUSIONS, PaymentState, PledgeState
from funding.events import PledgeConfirmed
from funding.gateways.protocol import PageStatus, PaymentFacts
from funding.ledger.enums import PLATFORM, AccountKind, PostingKind
from funding.ledger.posting import AccountName, Move, ledger_post
from funding.selectors.locks import LockedPledge, accepted
from funding.services import money_back
from funding.services.disputes import disputes_settle
from funding.services.journal import pledge_tell
from funding.services.matches import match_confirm, match_of, match_reserve
from funding.services.refunds import refunds_settle
from funding.services.reviews import payment_question, payment_recognise

UNPAID = frozenset(
    {PaymentState.CREATED, PaymentState.SUBMITTING, PaymentState.OPEN, PaymentState.FAILED, PaymentState.EXPIRED}
)
ENDED = frozenset({PaymentState.FAILED, PaymentState.EXPIRED})
# A debit that is under way takes days; the reservation waits with it and is looked at again after this.
LOOK_AGAIN = timedelta(hours=6)
PROCESSOR = AccountName(AccountKind.PROCESSOR, PLATFORM)
FEES = AccountName(AccountKind.FEES, PLATFORM)


class End(Protocol):
    def __call__(self, locked: LockedPledge, *, payment_state: PaymentState) -> None: ...


def payment_settle(locked: LockedPledge, facts: PaymentFacts, *, end: End) -> None:
    """Bring payment, pledge, match and ledger in line with `facts`. `end` writes what an unpaid end means.

    In the caller's transaction, with campaign, positions, pledge and payment locked.
    """
    payment = locked.payment
    if facts.paid:
        if payment.state in UNPAID:
            _succeed(locked, facts)
        _fee_post(locked, facts)
        refunds_settle(locked, facts.refunds)
        disputes_settle(locked, facts.disputes)
    elif payment.state in UNPAID - ENDED:
        _unpaid(locked, facts, end)


def _unpaid(locked: LockedPledge, facts: PaymentFacts, end: Callable[..., None]) -> None:
    _remember(locked, facts)
    if facts.failed:
        end(locked, payment_state=PaymentState.FAILED)
    elif facts.page is PageStatus.EXPIRED:
        end(locked, payment_state=PaymentState.EXPIRED)
    elif facts.page is PageStatus.COMPLETE:
        locked.pledge.expires_at = clock.now() + LOOK_AGAIN
        locked.pledge.save(update_fields=["expires_at", "updated_at"])


def _remember(locked: LockedPledge, facts: PaymentFacts) -> None:
    payment = locked.payment
    payment.checkout_session_id = facts.session_id
    payment.payment_intent_id = facts.payment_intent_id or payment.payment_intent_id
    payment.save(update_fields=["checkout_session_id", "payment_intent_id", "updated_at"])


def _succeed(locked: LockedPledge, facts: PaymentFacts) -> None:
    """The money is there: pledge confirmed, match confirmed, or reserved anew if the payment came after its end."""
    pledge, payment = locked.pledge, locked.payment
    ensure(facts.amount_minor == pledge.amount_minor, "the provider took the amount of the pledge")
    transition(
        payment,
        to=PaymentState.SUCCEEDED,
        actor=None,
        changes={
            "checkout_session_id": facts.session_id,
            "payment_intent_id": facts.payment_intent_id,
            "charge_id": facts.charge_id,
            "paid_at": clock.now(),
            "submit_lease": None,
        },
    )
    transition(pledge, to=PledgeState.CONFIRMED, actor=None)
    outbox_add(PledgeConfirmed(pledge_id=pledge.pk))
    payment_recognise(locked, facts)
    match, paid = match_of(pledge), Paid(at=clock.now(), pledge=pledge.public_id)
    if match is None and not _was_refused_a_match(locked):
        match = match_reserve(pledge=pledge, position=accepted(locked.positions), event=_late(locked, paid))
    else:
        pledge_tell(pledge, paid)
    if match is not None:
        match_confirm(match=match, ref=payment.public_id)
        payment_question(locked)
    ledger_post(
        kind=PostingKind.PAYMENT_RECEIVED,
        key=f"payment:{payment.public_id}:received",
        reference=payment.public_id,
        entries=[
            Move(debit=PROCESSOR, credit=campaign_money(locked), money=Money(pledge.amount_minor, pledge.currency))
        ],
    )


def _late(locked: LockedPledge, paid: Paid) -> Paid | None:
    """What the fund is told when the payment comes after the end of its page; of a pledge it does not know, all."""
    return paid if locked.pledge.matches.exists() else None


def _was_refused_a_match(locked: LockedPledge) -> bool:
    """A match of nothing was this pledge's answer already, or it does not count; only what was reserved and released is
    tried again.
    """
    had = locked.pledge.matches.all()
    reserved = had.filter(reservation__isnull=False).exclude(bound__in=EXCLUSIONS)
    return had.exists() and not reserved.exists()


def _fee_post(locked: LockedPledge, facts: PaymentFacts) -> None:
    """The provider books its fee sometimes later than the payment; the campaign bears it, or owes it later."""
    payment = locked.payment
    if facts.fee_minor == 0 or payment.fee_minor:
        return
    payment.fee_minor = facts.fee_minor
    payment.save(update_fields=["fee_minor", "updated_at"])
    ledger_post(
        kind=PostingKind.PAYMENT_RECEIVED,
        key=f"payment:{payment.public_id}:fee",
        reference=payment.public_id,
        entries=money_back.taken_from(locked.campaign, Money(facts.fee_minor, locked.pledge.currency), to=FEES),
    )


def campaign_money(locked: LockedPledge) -> AccountName:
    return AccountName(AccountKind.CAMPAIGN_MONEY, locked.campaign.public_id)
