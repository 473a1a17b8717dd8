"""Deposits: announced by a sponsor or a manager, booked when the money is there, returned while it is free."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from backend.accounts.models import Membership, Organisation, User
from backend.accounts.rules import SPEAKERS
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid, LimitReached, NotAllowed, Text
from backend.core.evidence.codec import encode
from backend.core.money import Money
from backend.core.outbox import outbox_add
from backend.core.predicates import holds, require
from backend.core.transitions import transition
from funding.domain.allocation import Earmark
from funding.domain.book_events import Deposited, Withdrawn
from funding.domain.limits import AMOUNT_MAX_MINOR
from funding.domain.pots import ANYTHING, PRIORITY_MAX, earmark_tidy
from funding.domain.texts import plain_line
from funding.enums import DepositState, FundState, ProposalKind, Region
from funding.events import DepositAnnounced, DepositReceived, DepositReturned
from funding.ledger.balances import balance_of
from funding.ledger.enums import AccountKind, PostingKind
from funding.ledger.posting import AccountName, Move, ledger_post
from funding.models import Deposit, Fund, FundProposal
from funding.rules import can_manage_fund, manages_fund
from funding.selectors.pots import topics_for
from funding.services.decided import require_decided
from funding.services.journal import journal_add

OVER = frozenset({FundState.CLOSING, FundState.CLOSED})


def deposit_record(
    *,
    fund: Fund,
    sponsor: Organisation,
    amount_minor: int,
    actor: User,
    reference: str = "",
    currency: str = "EUR",
    earmark: Earmark = ANYTHING,
    priority: int = 0,
) -> Deposit:
    """Announce money of a sponsor: by a manager of the fund, or by who speaks for the sponsor. It does not count yet.

    `earmark` says what the money is for, and what it is for is never changed: who wants it otherwise announces it anew.
    `priority` is when it is drawn, the smallest first; it is the managers' to say.
    Raises NotAllowed, Invalid, Conflict (fund closed, or the same bank transfer is there already).
    """
    speaks = Membership.objects.filter(organisation=sponsor, user=actor, role__in=SPEAKERS)
    manages = holds(manages_fund, actor, fund)
    if not (manages or speaks.exists()):
        raise NotAllowed
    earmark = earmark_tidy(earmark)
    _check_purpose(fund, earmark, priority, manages=manages)
    if not 0 < amount_minor <= AMOUNT_MAX_MINOR:
        raise Invalid({"amount_minor": _("Please name an amount above zero.")})
    if currency != fund.currency:
        raise Invalid({"currency": _("This fund pays in another currency.")})
    if fund.state in OVER:
        raise Conflict(_("This fund is closed."), code="fund_closed")
    with transaction.atomic():
        try:
            with transaction.atomic():
                deposit = Deposit.objects.create(
                    fund=fund,
                    sponsor=sponsor,
                    amount_minor=amount_minor,
                    currency=currency,
                    reference=plain_line(reference)[:140],
                    recorded_by=actor,
                    priority=priority,
                    earmark={} if earmark == ANYTHING else encode(earmark),
                )
        except IntegrityError as error:
            raise Conflict(_("A deposit with this reference is there already."), code="deposit_exists") from error
        facts = {"amount_minor": amount_minor, **purpose_facts(deposit)}
        audit_add(actor=actor, action="funding.deposit_recorded", row=deposit, facts=facts)
        outbox_add(DepositAnnounced(deposit_id=deposit.pk))
    return deposit


def purpose_facts(deposit: Deposit) -> dict[str, Any]:
    """What the money is for and when it is drawn, for those who agree to it and for the trail; nothing if for all."""
    named = {"earmark": deposit.earmark, "priority": deposit.priority}
    return {name: value for name, value in named.items() if value}


def _check_purpose(fund: Fund, earmark: Earmark, priority: int, *, manages: bool) -> None:
    problems: dict[str, Text] = {}
    if set(earmark.topics) - {topic.slug for topic in topics_for(fund)}:
        problems["topics"] = _("Please choose topics of the fund's programme.")
    if set(earmark.regions) - set(Region.values):
        problems["regions"] = _("Please choose one of the offered values.")
    if earmark.starts_at and earmark.ends_at and earmark.starts_at >= earmark.ends_at:
        problems["ends_at"] = _("The end must be after the beginning.")
    if not 0 <= priority <= PRIORITY_MAX:
        problems["priority"] = _("Please enter a whole number from 0 to 99.")
    elif priority and not manages:
        problems["priority"] = _("In which order money is used, the fund's managers say.")
    if problems:
        raise Invalid(problems)


@transaction.atomic
def deposit_receive(*, deposit: Deposit, actor: User, proposal: FundProposal | None = None) -> Deposit:
    """The money is there: it can be promised from now on. Repeating it changes nothing.

    Before the fund opens one manager says so; afterwards `proposal` says who has decided it (a trigger holds that).
    Raises NotAllowed, Conflict (fund closed, nothing decided).
    """
    require(can_manage_fund, actor, deposit)
    row = (
        Deposit.objects.select_for_update(no_key=True, of=("self",))
        .select_related("fund", "sponsor")
        .get(pk=deposit.pk)
    )
    if row.state == DepositState.RECEIVED:
        return row
    deposit_receivable(deposit=row)
    if row.fund.state != FundState.DRAFT:
        require_decided(row.fund, ProposalKind.DEPOSIT, proposal, row.public_id)
    transition(row, to=DepositState.RECEIVED, actor=actor)
    outbox_add(DepositReceived(deposit_id=row.pk))
    journal_add(fund=row.fund, event=deposited(row))
    source, pool = _accounts(row)
    _post(row, PostingKind.DEPOSIT_RECEIVED, "received", Move(debit=source, credit=pool, money=_money(row)))
    return row


def deposited(deposit: Deposit) -> Deposited:
    """The event of money that has come in, with what it is for."""
    return Deposited(
        at=clock.now(),
        pot=deposit.pot,
        amount_minor=deposit.amount_minor,
        priority=deposit.priority,
        earmark=deposit.purpose,
    )


def deposit_receivable(*, deposit: Deposit) -> None:
    """Raise Conflict where this money cannot be booked (any more)."""
    if deposit.fund.state in OVER:
        raise Conflict(_("This fund is closed."), code="fund_closed")
    if deposit.state != DepositState.ANNOUNCED:
        raise Conflict(_("This deposit is booked already, or was returned."), code="wrong_state", state=deposit.state)


@transaction.atomic
def deposit_return(*, deposit: Deposit, actor: User) -> Deposit:
    """Give a deposit back to its sponsor, as far as the pool still has it free.

    Raises NotAllowed, Conflict, LimitReached.
    """
    require(can_manage_fund, actor, deposit)
    row = (
        Deposit.objects.select_for_update(no_key=True, of=("self",))
        .select_related("fund", "sponsor")
        .get(pk=deposit.pk)
    )
    if row.state == DepositState.RETURNED:
        return row
    if row.fund.state in OVER:
        text = _("What is left when a fund closes is decided for all sponsors together.")
        raise Conflict(text, code="fund_closed")
    free = balance_of(AccountKind.FUND_POOL, row.fund.public_id, row.currency).free_minor
    if row.state == DepositState.RECEIVED and free < row.amount_minor:
        raise LimitReached(_("The fund has promised this money already."), code="not_enough_money", free_minor=free)
    had_come = row.state == DepositState.RECEIVED
    transition(row, to=DepositState.RETURNED, actor=actor)
    outbox_add(DepositReturned(deposit_id=row.pk))
    if had_come:
        told = Withdrawn(at=clock.now(), pot=row.pot, amount_minor=row.amount_minor)
        journal_add(fund=row.fund, event=told)
    source, pool = _accounts(row)
    _post(row, PostingKind.DEPOSIT_RETURNED, "returned", Move(debit=pool, credit=source, money=_money(row)))
    return row


def _locked(deposit: Deposit) -> Deposit:
    rows = Deposit.objects.select_for_update(no_key=True, of=("self",)).select_related("fund", "sponsor")
    return rows.get(pk=deposit.pk)


def _money(deposit: Deposit) -> Money:
    return Money(deposit.amount_minor, deposit.currency)


def _accounts(deposit: Deposit) -> tuple[AccountName, AccountName]:
    owner = deposit.fund.public_id
    return AccountName(AccountKind.FUND_SOURCE, owner), AccountName(AccountKind.FUND_POOL, owner)


def _post(deposit: Deposit, kind: PostingKind, what: str, move: Move) -> None:
    key = f"deposit:{deposit.public_id}:{what}"
    ledger_post(kind=kind, key=key, reference=deposit.public_id, entries=[move])
