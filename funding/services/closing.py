"""A fund is wound up: no new matches, what runs may finish, what is left goes to its sponsors or into another fund."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.checks import ensure
from backend.core.errors import Conflict, Invalid
from backend.core.money import Money
from backend.core.outbox import outbox_add
from backend.core.transitions import transition
from funding.domain.book_events import FundClosed as Closed
from funding.domain.book_events import Withdrawn
from funding.enums import CauseKind, DepositState, FundState, ProposalKind, RemainderUse
from funding.events import DepositReceived, FundClosed, FundClosing, RemainderReturned, RemainderRolledOver
from funding.ledger.enums import AccountKind, PostingKind
from funding.ledger.posting import AccountName, Move, ledger_post
from funding.models import Deposit, Fund, FundProposal, RemainderShare
from funding.selectors.closing import winding_of
from funding.selectors.locks import books_for_update, positions_of_fund_for_update
from funding.selectors.pots import FundPot, pots_of
from funding.services.book import About, fund_tell
from funding.services.book_matches import Cause
from funding.services.decided import require_decided
from funding.services.deposits import deposited
from funding.services.journal import journal_add


def fund_closable(*, fund: Fund) -> None:
    """Raise Conflict unless the fund is open."""
    if fund.state != FundState.OPEN:
        raise Conflict(_("Only a fund that is open can be closed."), code="fund_not_open", state=fund.state)


@transaction.atomic
def fund_close(*, proposal: FundProposal, actor: User) -> Fund:
    """Match no new pledges, as two managers have decided (a trigger holds that it were two).

    What is reserved and approved stays promised and may be paid. Where nothing is left at all, the fund is closed at
    once. Waits for pledges that are being written (locks the fund's positions). Raises Conflict.
    """
    positions = positions_of_fund_for_update(proposal.fund_id)
    row = Fund.objects.select_for_update(no_key=True).get(pk=proposal.fund_id)
    require_decided(row, ProposalKind.CLOSE, proposal)
    if row.state == FundState.OPEN:
        transition(row, to=FundState.CLOSING, actor=actor)
        cause = Cause(CauseKind.DECISION, proposal.public_id)
        about = About(positions=[one for one in positions if one.book is not None])
        fund_tell(fund_id=row.pk, event=Closed(at=clock.now()), cause=cause, about=about)
        outbox_add(FundClosing(fund_id=row.pk))
        _close_if_empty(row, actor)
    return row


def funds_close_due() -> int:
    """Close what is being closed and has nothing left; return how many. Repeating it changes nothing."""
    keys = Fund.objects.filter(state=FundState.CLOSING).order_by("id").values_list("pk", flat=True)
    return sum(_close_due(key) for key in list(keys))


@transaction.atomic
def _close_due(fund_id: int) -> bool:
    row = Fund.objects.select_for_update(no_key=True).get(pk=fund_id)
    return row.state == FundState.CLOSING and _close_if_empty(row, None)


def _close_if_empty(fund: Fund, actor: User | None) -> bool:
    if not winding_of(fund).is_empty:
        return False
    transition(fund, to=FundState.CLOSED, actor=actor)
    outbox_add(FundClosed(fund_id=fund.pk))
    return True


def remainder_checked(*, fund: Fund, use: str, to_fund: str) -> int:
    """Return what is left to be given away, in minor units.

    Raises Invalid (no such use or fund), Conflict (not being closed, something is promised still, nothing left).
    """
    if use not in RemainderUse.values:
        raise Invalid({"use": _("Please choose one of the offered values.")})
    if use == RemainderUse.ROLLED_OVER:
        _target(fund, to_fund)
    elif to_fund:
        raise Invalid({"to_fund": _("This is only for money that goes over into another fund.")})
    if fund.state != FundState.CLOSING:
        raise Conflict(_("This fund is not being closed."), code="fund_not_closing")
    winding = winding_of(fund)
    if winding.batch_waits:
        raise Conflict(_("The money has not been divided among the campaigns yet."), code="allocation_waits")
    if winding.has_claims:
        text = _("Some money is still claimed back from projects, or nobody has decided yet who carries it.")
        raise Conflict(text, code="claims_open")
    if not winding.is_settled:
        raise Conflict(_("Some matches still wait for a payment, an approval or a payout."), code="fund_not_settled")
    if winding.is_empty:
        raise Conflict(_("Nothing is left in this fund."), code="nothing_left")
    return winding.waterline.free


def _target(fund: Fund, public_id: str) -> Fund:
    found = Fund.objects.filter(public_id=public_id, state=FundState.OPEN, currency=fund.currency).first()
    if found is None or found.pk == fund.pk:
        raise Invalid({"to_fund": _("Please choose another fund that is open and pays in the same currency.")})
    return found


@transaction.atomic
def remainder_carry_out(*, proposal: FundProposal, actor: User) -> list[RemainderShare]:
    """Give what is left to the sponsors, or over into another fund in their names, as two managers have decided.

    Each gets what the own pots have free: every match was split among them to the cent, so the shares add up to it.
    What was for something only stays so in the other fund. The fund is closed then. Locks both funds by key, their
    books, then the balances. Raises Conflict (another sum is left by now).
    """
    target_id = proposal.payload["to_fund"]
    keys = Fund.objects.filter(public_id__in=[proposal.fund.public_id, *([target_id] if target_id else [])])
    locked = {row.pk: row for row in keys.select_for_update(no_key=True).order_by("pk")}
    fund = locked[proposal.fund_id]
    require_decided(fund, ProposalKind.REMAINDER, proposal)
    use = RemainderUse(proposal.payload["use"])
    amount = remainder_checked(fund=fund, use=use, to_fund=target_id)
    if amount != proposal.amount_minor:
        raise Conflict(_("Another sum is left by now. Please propose it anew."), code="remainder_changed")
    target = next((row for row in locked.values() if row.public_id == target_id), None)
    books_for_update(locked)
    pots = [pot for pot in pots_of(fund) if pot.free_minor]
    ensure(sum(pot.free_minor for pot in pots) == amount, "what the pots have free is what the pool has")
    giving = _Giving(proposal=proposal, fund=fund, target=target, actor=actor)
    shares = [giving.share(pot, Money(pot.free_minor, fund.currency)) for pot in pots]
    _close_if_empty(fund, actor)
    return shares


@dataclass(frozen=True, slots=True, kw_only=True)
class _Giving:
    """Where the shares of one decision go: to the sponsors, or into `target` in their names."""

    proposal: FundProposal
    fund: Fund
    target: Fund | None
    actor: User

    @property
    def use(self) -> RemainderUse:
        return RemainderUse.RETURNED if self.target is None else RemainderUse.ROLLED_OVER

    def share(self, pot: FundPot, money: Money) -> RemainderShare:
        deposit = None if self.target is None else self._announced(self.target, pot, money)
        share = RemainderShare.objects.create(
            proposal=self.proposal,
            sponsor=pot.sponsor,
            pot=pot.name,
            use=self.use,
            amount_minor=money.amount_minor,
            currency=money.currency,
            deposit=deposit,
        )
        facts = {"amount_minor": money.amount_minor}
        audit_add(actor=self.actor, action=f"funding.remainder_{self.use}", row=share, facts=facts)
        kind = PostingKind.REMAINDER_RETURNED if deposit is None else PostingKind.ROLLED_OVER
        told = Withdrawn(at=clock.now(), pot=pot.name, amount_minor=money.amount_minor)
        journal_add(fund=self.fund, event=told)
        move = Move(debit=_pool(self.fund), credit=_source(self.fund), money=money)
        ledger_post(kind=kind, key=f"remainder:{share.public_id}", reference=share.public_id, entries=[move])
        if deposit is None:
            outbox_add(RemainderReturned(share_id=share.pk))
        else:
            outbox_add(RemainderRolledOver(share_id=share.pk))
            self._received(deposit, money)
        return share

    def _announced(self, target: Fund, pot: FundPot, money: Money) -> Deposit:
        return Deposit.objects.create(
            fund=target,
            sponsor=pot.sponsor,
            priority=pot.priority,
            earmark=pot.earmark_data,
            amount_minor=money.amount_minor,
            currency=money.currency,
            # One of each pot: a reference stands once for a sponsor.
            reference=f"{self.proposal.public_id}{pot.name.removeprefix(pot.sponsor.public_id)}",
            recorded_by=self.actor,
            rolled_over_by=self.proposal,
        )

    def _received(self, deposit: Deposit, money: Money) -> None:
        """The other fund has it as a deposit of the same sponsor; the decision about this fund is its cause."""
        transition(deposit, to=DepositState.RECEIVED, actor=self.actor)
        outbox_add(DepositReceived(deposit_id=deposit.pk))
        journal_add(fund=deposit.fund, event=deposited(deposit))
        move = Move(debit=_source(deposit.fund), credit=_pool(deposit.fund), money=money)
        key = f"deposit:{deposit.public_id}:received"
        ledger_post(kind=PostingKind.DEPOSIT_RECEIVED, key=key, reference=deposit.public_id, entries=[move])


def _pool(fund: Fund) -> AccountName:
    return AccountName(AccountKind.FUND_POOL, fund.public_id)


def _source(fund: Fund) -> AccountName:
    return AccountName(AccountKind.FUND_SOURCE, fund.public_id)
