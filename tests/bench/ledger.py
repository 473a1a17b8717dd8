"""Posting through the database function, against the same rows written one by one."""

import os
from itertools import count

from django.db import connection, transaction

from backend.core.money import Money
from funding.ledger.enums import PLATFORM, AccountKind, PostingKind
from funding.ledger.models import Account
from funding.ledger.posting import AccountName, Move, ledger_post
from tests.bench.figure import Figure
from tests.bench.timing import in_turns

TIMES = 150
PROCESSOR = AccountName(AccountKind.PROCESSOR, PLATFORM)
CAMPAIGN = AccountName(AccountKind.CAMPAIGN_MONEY, "cam_bench")
FEES = AccountName(AccountKind.FEES, PLATFORM)
numbers = count()


def figures() -> list[Figure]:
    post(0)
    ids = {row.kind: row.pk for row in Account.objects.all()}
    three = (ids[AccountKind.PROCESSOR], ids[AccountKind.CAMPAIGN_MONEY], ids[AccountKind.FEES])
    ours, raw = in_turns(post, lambda _n: post_raw(three), times=TIMES)
    note = "the same posting, two transfers and the balance as six statements of raw SQL in one transaction"
    return [Figure(name="ledger: post a payment with its fee", ours=ours, baseline=raw, note=note)]


def post(_n: int) -> None:
    with transaction.atomic():
        ledger_post(
            kind=PostingKind.PAYMENT_RECEIVED,
            key=f"bench:{os.getpid()}:{next(numbers)}",
            reference="pay_bench",
            entries=[
                Move(debit=PROCESSOR, credit=CAMPAIGN, money=Money(2_000)),
                Move(debit=FEES, credit=PROCESSOR, money=Money(55)),
            ],
        )


TRANSFER = (
    "INSERT INTO ledger_transfer (posting_id, kind, debit_account_id, credit_account_id, amount_minor, currency)"
    " VALUES (%s, 'single', %s, %s, %s, 'EUR') RETURNING id"
)


def post_raw(accounts: tuple[int, int, int]) -> None:
    processor, campaign, fees = accounts
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_posting (kind, idempotency_key, reference, digest, at)"
            " VALUES ('payment_received', %s, 'pay_bench', 'none', now()) RETURNING id",
            [f"bench:{next(numbers)}"],
        )
        (posting,) = cursor.fetchone()
        cursor.execute(TRANSFER, [posting, processor, campaign, 2_000])
        cursor.execute(TRANSFER, [posting, fees, processor, 55])
        cursor.execute(
            "UPDATE ledger_balance SET credits_posted = credits_posted + 2000, version = version + 1"
            " WHERE account_id = %s AND credits_posted + 2000 >= debits_posted + debits_pending",
            [campaign],
        )
