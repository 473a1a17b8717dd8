"""What follows from the provider's present state: one function that may be repeated and given old news."""

from collections.abc import Callable
from datetime import timedelta
from typing import Protocol

from backend.core import clock
from backend.core.checks import ensure
from backend.core.money import Money
from backend.core.outbox import outbox_add
from backend.core.transitions import transition
from funding.domain.book_approvals import SEPA
from funding.domain.book_events import Paid, Verdict
from funding.domain.book_records import PledgeState as InBook
from funding.enums import CampaignOutcome, CauseKind, PaymentState, PledgeState
from funding.events import PledgeConfirmed
from funding.gateways.protocol import PageStatus, PaymentFacts
from funding.ledger.enums import PLATFORM, AccountKind, PostingKind
from funding.ledger.posting import AccountName, Move, ledger_post
from funding.models import BookPledge
from funding.selectors.locks import LockedPledge
from funding.services import money_back
from funding.services.book_matches import Cause
from funding.services.disputes import disputes_settle
from funding.services.holds import holds_refresh
from funding.services.journal import decided_tell, pledge_tell
from funding.services.matches import match_confirmed, match_reserve, matches_of, why_not
from funding.services.refunds import refund_failed_campaign, refunds_settle
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
        if locked.campaign.outcome == CampaignOutcome.FAILED:
            refund_failed_campaign(locked)
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
    _match_follows(locked, SEPA if facts.iban_fingerprint else "")
    ledger_post(
        kind=PostingKind.PAYMENT_RECEIVED,
        key=f"payment:{payment.public_id}:received",
        reference=payment.public_id,
        entries=[
            Move(debit=PROCESSOR, credit=campaign_money(locked), money=Money(pledge.amount_minor, pledge.currency))
        ],
    )


def _match_follows(locked: LockedPledge, method: str) -> None:
    """The matches are confirmed; or made anew, if the payment came after its end and money is free."""
    pledge, payment = locked.pledge, locked.payment
    cause = Cause(CauseKind.PAYMENT, payment.public_id)
    known = list(BookPledge.objects.filter(pledge=pledge).select_related("position").order_by("position__fund_id"))
    if not known:
        # It was promised before any fund took the campaign in.
        match_reserve(pledge=pledge, positions=locked.positions)
    for row in known:
        if row.state != InBook.PENDING.value and not row.excluded:
            reason = why_not(pledge, row.position.fund_id)
            if reason:
                decided_tell(locked, Verdict.EXCLUDE, cause, reason=reason, only=row.position)
    paid = Paid(at=clock.now(), pledge=pledge.public_id, method=method)
    pledge_tell(locked, paid, cause, alone=True)
    if method == SEPA:
        for position in locked.positions:
            holds_refresh(position)
    for match in matches_of(pledge):
        match_confirmed(match)
    payment_question(locked)


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
