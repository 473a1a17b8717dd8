"""The one way to write money rows: a call of the database function, as the last thing before commit."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection
from django.utils.translation import gettext_lazy as _

from backend.core import clock
from backend.core.checks import ensure
from backend.core.db import require_transaction
from backend.core.errors import LimitReached
from backend.core.money import Money
from funding.ledger.enums import LIMITED, AccountKind, PostingKind

NOT_COVERED = "ledger_balance_covered"


@dataclass(frozen=True, slots=True)
class AccountName:
    """Names an account; it comes into being with its first transfer. `owner` is a public id or `PLATFORM`."""

    kind: AccountKind
    owner: str

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind.value, "owner": self.owner, "limited": self.kind in LIMITED}


@dataclass(frozen=True, slots=True)
class Move:
    """A new transfer; `pending` holds the money on the debit side until it is posted or voided."""

    debit: AccountName
    credit: AccountName
    money: Money
    pending: bool = False

    def as_json(self) -> dict[str, Any]:
        ensure(self.money.amount_minor > 0, "a transfer moves more than nothing")
        return {
            "kind": "pending" if self.pending else "single",
            "debit": self.debit.as_json(),
            "credit": self.credit.as_json(),
            "amount": self.money.amount_minor,
            "currency": self.money.currency,
        }


@dataclass(frozen=True, slots=True)
class Settle:
    """Make a pending transfer final (`post`), or give it back."""

    transfer_id: int
    post: bool

    def as_json(self) -> dict[str, Any]:
        return {"kind": "post" if self.post else "void", "pending_of": self.transfer_id}


@dataclass(frozen=True, slots=True)
class Posted:
    posting_id: int
    fresh: bool
    transfer_ids: tuple[int, ...]


def ledger_post(*, kind: PostingKind, key: str, reference: str, entries: Sequence[Move | Settle]) -> Posted:
    """Write one posting with its transfers and move the balances, all or nothing.

    Repeating a key returns what was posted then (`fresh` is False) and changes nothing; another content under the same
    key is an error of ours. Raises LimitReached if a limited account does not have the money; the transaction is
    then lost, so ask before where shortage is an ordinary case. Locks the balances, by id of account.
    """
    require_transaction()
    ensure(entries, "a posting has transfers")
    content = json.dumps([entry.as_json() for entry in entries])
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT o_posting_id, o_fresh, o_transfer_ids FROM ledger_post(%s, %s, %s, %s, %s)",
                [kind.value, key, reference, clock.now(), content],
            )
            posting_id, fresh, transfer_ids = cursor.fetchone()
    except IntegrityError as error:
        raise_if_not_covered(error)
        raise
    return Posted(posting_id=posting_id, fresh=fresh, transfer_ids=tuple(transfer_ids))


def raise_if_not_covered(error: IntegrityError) -> None:
    diagnostics = getattr(error.__cause__, "diag", None)
    if diagnostics is not None and diagnostics.constraint_name == NOT_COVERED:
        raise LimitReached(_("There is not enough money for this."), code="not_enough_money") from error
