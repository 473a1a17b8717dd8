"""Money that goes back to a backer: held on the campaign's account first, with the fee that the platform takes over."""

from dataclasses import dataclass

from django.db.models import Sum

from backend.core.money import Money
from backend.core.transitions import transition
from funding.domain.fees import fee_returned
from funding.enums import DisputeState, PaymentState, PledgeState, RefundState
from funding.ledger.balances import balance_of
from funding.ledger.enums import PLATFORM, AccountKind, PostingKind
from funding.ledger.models import Transfer
from funding.ledger.posting import AccountName, Move, Settle, ledger_post
from funding.models import Campaign, Dispute, Payment, Refund
from funding.selectors.locks import LockedPledge

PROCESSOR = AccountName(AccountKind.PROCESSOR, PLATFORM)
COSTS = AccountName(AccountKind.PLATFORM_COSTS, PLATFORM)


@dataclass(frozen=True, slots=True)
class Hold:
    """`transfer_id` is None where the campaign has not enough; `fee_minor` is what the platform put in beside it."""

    transfer_id: int | None
    fee_minor: int


def returning_minor(payment: Payment) -> int:
    """How much of a payment has gone back or is on its way."""
    refunds = Refund.objects.filter(payment=payment).exclude(state=RefundState.FAILED)
    disputes = Dispute.objects.filter(payment=payment).exclude(state=DisputeState.WON)
    sums = [rows.aggregate(total=Sum("amount_minor", default=0))["total"] for rows in (refunds, disputes)]
    return int(sum(sums))


def money(campaign: Campaign) -> AccountName:
    return AccountName(AccountKind.CAMPAIGN_MONEY, campaign.public_id)


def fee_part(locked: LockedPledge, amount_minor: int, before_minor: int) -> int:
    """What of the fee goes over to the platform when `amount_minor` goes back, at most what is left of the payment."""
    paid = locked.pledge.amount_minor
    back = min(amount_minor, paid - min(before_minor, paid))
    if back == 0:
        return 0
    return fee_returned(locked.payment.fee_minor, paid, refunded_before_minor=before_minor, refund_minor=back)


def hold(locked: LockedPledge, *, reference: str, kind: PostingKind, amount_minor: int, fee_minor: int) -> Hold:
    """Hold `amount_minor` for its way back. Without enough money on the campaign nothing is posted.

    The campaign is locked, and everything that takes from its account locks it, so what is read here still holds.
    """
    campaign, currency = locked.campaign, locked.pledge.currency
    free = balance_of(AccountKind.CAMPAIGN_MONEY, campaign.public_id, currency).free_minor
    if free + fee_minor < amount_minor:
        return Hold(transfer_id=None, fee_minor=0)
    entries: list[Move | Settle] = []
    if fee_minor:
        entries.append(Move(debit=COSTS, credit=money(campaign), money=Money(fee_minor, currency)))
    entries.append(Move(debit=money(campaign), credit=PROCESSOR, money=Money(amount_minor, currency), pending=True))
    posted = ledger_post(kind=kind, key=f"{reference}:hold", reference=reference, entries=entries)
    return Hold(transfer_id=posted.transfer_ids[-1], fee_minor=fee_minor)


def give_hold_back(
    campaign: Campaign, *, reference: str, kind: PostingKind, transfer: Transfer | None, fee_minor: int
) -> None:
    """What was held does not leave after all."""
    if transfer is None:
        return
    entries: list[Move | Settle] = [Settle(transfer.pk, post=False)]
    if fee_minor:
        entries.append(Move(debit=money(campaign), credit=COSTS, money=Money(fee_minor, transfer.currency)))
    ledger_post(kind=kind, key=f"{reference}:given_back", reference=reference, entries=entries)


def leave(
    locked: LockedPledge, *, reference: str, kind: PostingKind, transfer: Transfer | None, amount_minor: int
) -> None:
    """The money has left. What was not held comes from the campaign as far as it has it; the rest is its debt."""
    campaign, currency = locked.campaign, locked.pledge.currency
    entries: list[Move | Settle] = []
    if transfer is not None:
        entries.append(Settle(transfer.pk, post=True))
    else:
        entries += taken_from(campaign, Money(amount_minor, currency), to=PROCESSOR)
    ledger_post(kind=kind, key=f"{reference}:left", reference=reference, entries=entries)


def taken_from(campaign: Campaign, amount: Money, *, to: AccountName) -> list[Move]:
    """Moves that take `amount` from the campaign as far as it has it; the rest is its debt. The campaign is locked."""
    free = balance_of(AccountKind.CAMPAIGN_MONEY, campaign.public_id, amount.currency).free_minor
    covered = Money(min(free, amount.amount_minor), amount.currency)
    debt = AccountName(AccountKind.CAMPAIGN_DEBT, campaign.public_id)
    parts = ((money(campaign), covered), (debt, amount - covered))
    return [Move(debit=account, credit=to, money=part) for account, part in parts if part]


def standing_refresh(locked: LockedPledge) -> None:
    """Set payment and pledge to what refunds and disputes leave of them."""
    payment, pledge = locked.payment, locked.pledge
    refunds = Refund.objects.filter(payment=payment, state=RefundState.SUCCEEDED)
    lost = Dispute.objects.filter(payment=payment, state=DisputeState.LOST)
    gone = sum(rows.aggregate(total=Sum("amount_minor", default=0))["total"] for rows in (refunds, lost))
    payment.refunded_minor = min(int(gone), pledge.amount_minor)
    payment.save(update_fields=["refunded_minor", "updated_at"])
    if Dispute.objects.filter(payment=payment, state=DisputeState.OPEN).exists():
        to_payment, to_pledge = PaymentState.DISPUTED, PledgeState.DISPUTED
    elif payment.refunded_minor == pledge.amount_minor:
        to_payment, to_pledge = PaymentState.REFUNDED, PledgeState.REFUNDED
    elif payment.refunded_minor:
        to_payment, to_pledge = PaymentState.PART_REFUNDED, PledgeState.PART_REFUNDED
    else:
        to_payment, to_pledge = PaymentState.SUCCEEDED, PledgeState.CONFIRMED
    transition(payment, to=to_payment, actor=None)
    transition(pledge, to=to_pledge, actor=None)


def come_again(locked: LockedPledge, *, reference: str, amount_minor: int, fee_minor: int) -> None:
    """A refund that had left has failed at the backer's bank: the money is the campaign's again, and so is its fee."""
    campaign, currency = locked.campaign, locked.pledge.currency
    entries: list[Move | Settle] = [Move(debit=PROCESSOR, credit=money(campaign), money=Money(amount_minor, currency))]
    if fee_minor:
        entries.append(Move(debit=money(campaign), credit=COSTS, money=Money(fee_minor, currency)))
    ledger_post(kind=PostingKind.REFUND_FAILED, key=f"{reference}:came_again", reference=reference, entries=entries)
