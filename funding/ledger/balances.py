"""What accounts hold: counted where there is a limit, summed where there is none."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from funding.ledger.enums import AccountKind
from funding.ledger.models import Account, Balance


@dataclass(frozen=True, slots=True)
class Sums:
    """Minor units. `free_minor` is what a limited account can still give."""

    debits_pending: int = 0
    debits_posted: int = 0
    credits_pending: int = 0
    credits_posted: int = 0

    @property
    def free_minor(self) -> int:
        return self.credits_posted - self.debits_posted - self.debits_pending

    @property
    def held_minor(self) -> int:
        """What it holds, promised or not."""
        return self.credits_posted - self.debits_posted


def balance_of(kind: AccountKind, owner: str, currency: str) -> Sums:
    """Return the counters of one limited account; zeros before its first transfer. Reads, does not lock."""
    return balances_of(kind, [owner], currency).get(owner, Sums())


def balances_of(kind: AccountKind, owners: Iterable[str], currency: str) -> dict[str, Sums]:
    accounts = dict(
        Account.objects.filter(kind=kind, owner_ref__in=list(owners), currency=currency).values_list("id", "owner_ref")
    )
    rows = Balance.objects.filter(account_id__in=list(accounts))
    return {
        accounts[row.account_id]: Sums(
            debits_pending=row.debits_pending,
            debits_posted=row.debits_posted,
            credits_pending=row.credits_pending,
            credits_posted=row.credits_posted,
        )
        for row in rows
    }


SUMS = """
SELECT coalesce(sum(amount) FILTER (WHERE side = 'debit' AND kind = 'pending'), 0)
         - coalesce(sum(amount) FILTER (WHERE side = 'debit' AND kind IN ('post', 'void')), 0),
       coalesce(sum(amount) FILTER (WHERE side = 'debit' AND kind IN ('single', 'post')), 0),
       coalesce(sum(amount) FILTER (WHERE side = 'credit' AND kind = 'pending'), 0)
         - coalesce(sum(amount) FILTER (WHERE side = 'credit' AND kind IN ('post', 'void')), 0),
       coalesce(sum(amount) FILTER (WHERE side = 'credit' AND kind IN ('single', 'post')), 0)
FROM (
    SELECT 'debit' AS side, t.kind, t.amount_minor AS amount FROM ledger_transfer t
    JOIN ledger_account a ON a.id = t.debit_account_id
    WHERE a.kind = %(kind)s AND a.owner_ref = %(owner)s AND a.currency = %(currency)s
    UNION ALL
    SELECT 'credit', t.kind, t.amount_minor FROM ledger_transfer t
    JOIN ledger_account a ON a.id = t.credit_account_id
    WHERE a.kind = %(kind)s AND a.owner_ref = %(owner)s AND a.currency = %(currency)s
) sides
"""


def sums_of(kind: AccountKind, owner: str, currency: str) -> Sums:
    """Sum the transfers of one account without a limit."""
    with connection.cursor() as cursor:
        cursor.execute(SUMS, {"kind": kind.value, "owner": owner, "currency": currency})
        row = cursor.fetchone()
    return Sums(*(int(value) for value in row))


NET_DEBITS = """
SELECT a.owner_ref, sum(CASE WHEN t.debit_account_id = a.id THEN t.amount_minor ELSE -t.amount_minor END)
  FROM ledger_account a JOIN ledger_transfer t ON a.id IN (t.debit_account_id, t.credit_account_id)
 WHERE a.kind = %s AND a.owner_ref = ANY(%s) AND a.currency = %s AND t.kind IN ('single', 'post') GROUP BY a.owner_ref
"""


def net_debits_of(kind: AccountKind, owners: Iterable[str], currency: str) -> dict[str, int]:
    """Sum what was debited, less what was credited, of many accounts; pending transfers do not count."""
    with connection.cursor() as cursor:
        cursor.execute(NET_DEBITS, [kind.value, list(owners), currency])
        return {owner: int(amount) for owner, amount in cursor.fetchall()}


NET_CREDITS = """
SELECT a.kind, sum(CASE WHEN t.credit_account_id = a.id THEN t.amount_minor ELSE -t.amount_minor END)
  FROM ledger_account a JOIN ledger_transfer t ON a.id IN (t.debit_account_id, t.credit_account_id)
 WHERE a.kind = ANY(%s) AND a.owner_ref = %s AND a.currency = %s AND t.kind IN ('single', 'post') GROUP BY a.kind
"""


def net_credits_of(kinds: Iterable[AccountKind], owner: str, currency: str) -> dict[AccountKind, int]:
    """Sum what was credited, less what was debited, of an owner's accounts of these kinds; nothing is zero."""
    wanted = list(kinds)
    with connection.cursor() as cursor:
        cursor.execute(NET_CREDITS, [[kind.value for kind in wanted], owner, currency])
        found = dict(cursor.fetchall())
    return {kind: int(found.get(kind.value, 0)) for kind in wanted}


def pool_version(owner: str, currency: str) -> int:
    """How often the pool of a fund has changed so far: the sequence number of its latest match or entry."""
    account = Account.objects.filter(kind=AccountKind.FUND_POOL, owner_ref=owner, currency=currency)
    return Balance.objects.filter(account_id__in=account.values("id")).values_list("version", flat=True).first() or 0
