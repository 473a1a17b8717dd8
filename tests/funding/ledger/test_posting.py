"""The posting function from Python: balanced, once, and never below zero."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from backend.core.checks import InvariantViolation
from backend.core.errors import LimitReached
from backend.core.money import Money
from funding.ledger.balances import Sums, balance_of, balances_of, pool_version, sums_of
from funding.ledger.enums import PLATFORM, AccountKind, PostingKind
from funding.ledger.models import Account, Balance, Posting, Transfer
from funding.ledger.posting import AccountName, Move, Settle, ledger_post
from tests.funding.scenes import broken

SOURCE = AccountName(AccountKind.FUND_SOURCE, "fun_a")
POOL = AccountName(AccountKind.FUND_POOL, "fun_a")
GRANTED = AccountName(AccountKind.MATCH_MONEY, "fca_a")
KIND = PostingKind.MATCH_CHANGED


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def pay_in(minor: int, key: str = "in") -> None:
    ledger_post(kind=KIND, key=key, reference="dep_a", entries=[Move(SOURCE, POOL, euros(minor))])


def reserve(minor: int, key: str = "reserve") -> int:
    posted = ledger_post(
        kind=KIND, key=key, reference="mat_a", entries=[Move(POOL, GRANTED, euros(minor), pending=True)]
    )
    return posted.transfer_ids[0]


def pool() -> Sums:
    return balance_of(AccountKind.FUND_POOL, "fun_a", "EUR")


@pytest.mark.django_db
def test_a_posting_moves_both_sides() -> None:
    pay_in(1_000)
    assert pool() == Sums(credits_posted=1_000)
    assert sums_of(AccountKind.FUND_SOURCE, "fun_a", "EUR") == Sums(debits_posted=1_000)
    assert pool_version("fun_a", "EUR") == 1


@pytest.mark.django_db
def test_only_limited_accounts_are_counted() -> None:
    pay_in(1_000)
    limited = set(Account.objects.filter(limited=True).values_list("id", flat=True))
    assert set(Balance.objects.values_list("account_id", flat=True)) == limited
    assert Account.objects.filter(limited=False).count() == 1


@pytest.mark.django_db
def test_a_pending_transfer_holds_the_money_until_it_is_posted() -> None:
    pay_in(1_000)
    held = reserve(400)
    assert (pool().free_minor, pool().held_minor, pool().debits_pending) == (600, 1_000, 400)
    ledger_post(kind=KIND, key="post", reference="mat_a", entries=[Settle(held, post=True)])
    assert (pool().free_minor, pool().held_minor) == (600, 600)
    assert balances_of(AccountKind.MATCH_MONEY, ["fca_a"], "EUR")["fca_a"].free_minor == 400


@pytest.mark.django_db
def test_a_voided_transfer_gives_the_money_back() -> None:
    pay_in(1_000)
    held = reserve(1_000)
    ledger_post(kind=KIND, key="void", reference="mat_a", entries=[Settle(held, post=False)])
    assert pool() == Sums(credits_posted=1_000)


@pytest.mark.django_db
def test_a_pending_transfer_is_settled_at_most_once() -> None:
    pay_in(1_000)
    held = reserve(400)
    ledger_post(kind=KIND, key="first", reference="mat_a", entries=[Settle(held, post=True)])
    with pytest.raises(IntegrityError), transaction.atomic():
        ledger_post(kind=KIND, key="second", reference="mat_a", entries=[Settle(held, post=False)])


@pytest.mark.django_db
def test_only_a_pending_transfer_is_settled() -> None:
    pay_in(1_000)
    single = Transfer.objects.get().pk
    with pytest.raises(IntegrityError), transaction.atomic():
        ledger_post(kind=KIND, key="x", reference="x", entries=[Settle(single, post=True)])


@pytest.mark.django_db
@pytest.mark.parametrize("wanted", [1, 999, 1_000])
def test_a_limited_account_gives_what_it_has(wanted: int) -> None:
    pay_in(1_000)
    reserve(wanted)
    assert pool().free_minor == 1_000 - wanted


@pytest.mark.django_db
def test_a_limited_account_gives_not_a_cent_more() -> None:
    pay_in(1_000)
    with pytest.raises(LimitReached) as caught, transaction.atomic():
        reserve(1_001)
    assert caught.value.code == "not_enough_money"
    assert pool() == Sums(credits_posted=1_000)


@pytest.mark.django_db
def test_the_same_key_posts_once_and_answers_the_same() -> None:
    pay_in(1_000)
    first = reserve(400)
    assert reserve(400) == first
    assert pool().debits_pending == 400
    again = ledger_post(kind=KIND, key="in", reference="dep_a", entries=[Move(SOURCE, POOL, euros(1_000))])
    assert not again.fresh


@pytest.mark.django_db
def test_the_same_key_with_another_content_is_an_error() -> None:
    pay_in(1_000)
    with pytest.raises(IntegrityError), transaction.atomic():
        pay_in(1_001)


@pytest.mark.django_db
def test_several_entries_are_netted_account_by_account() -> None:
    pay_in(1_000)
    held = reserve(1_000)
    ledger_post(
        kind=KIND,
        key="smaller",
        reference="mat_a",
        entries=[Settle(held, post=False), Move(POOL, GRANTED, euros(300), pending=True)],
    )
    assert (pool().free_minor, pool().debits_pending) == (700, 300)


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["ledger_posting", "ledger_transfer", "ledger_account"])
@pytest.mark.parametrize("act", ["DELETE FROM {}", "UPDATE {} SET id = id"])
def test_what_is_posted_is_never_changed(table: str, act: str) -> None:
    pay_in(1_000)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act.format(table))


@pytest.mark.django_db
def test_the_constraint_holds_where_the_function_is_bypassed() -> None:
    pay_in(1_000)
    with pytest.raises(IntegrityError), transaction.atomic():
        Balance.objects.update(debits_posted=1_001)
    with pytest.raises(DatabaseError), transaction.atomic():
        Balance.objects.all().delete()


@pytest.mark.django_db
def test_money_does_not_move_within_one_account_nor_in_nothing() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ledger_post(kind=KIND, key="x", reference="x", entries=[Move(SOURCE, SOURCE, euros(1))])
    with pytest.raises(InvariantViolation):
        ledger_post(kind=KIND, key="x", reference="x", entries=[Move(SOURCE, POOL, euros(0))])
    with pytest.raises(InvariantViolation):
        ledger_post(kind=KIND, key="x", reference="x", entries=[])
    assert not Posting.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_posting_needs_a_transaction() -> None:
    with pytest.raises(InvariantViolation):
        pay_in(1)


@pytest.mark.django_db
def test_rows_say_what_they_are() -> None:
    pay_in(1_000)
    assert str(Posting.objects.get()) == "match_changed dep_a"
    assert str(Transfer.objects.get()) == "single 1000 EUR"
    assert str(Account.objects.get(kind="fund_pool")) == "fund_pool fun_a EUR"
    assert str(Balance.objects.get()).startswith("balance of ")
    assert PLATFORM not in Account.objects.values_list("owner_ref", flat=True)


class Walk(TestCase):
    """Random walks: the balance is always the sum of the transfers, and never below zero."""

    @settings(max_examples=12, deadline=None)
    @given(
        steps=st.lists(st.tuples(st.sampled_from(["in", "reserve", "post", "void"]), st.integers(1, 500)), max_size=12)
    )
    def test_walk(self, steps: list[tuple[str, int]]) -> None:
        free, reserved = 0, {}
        for number, (act, amount) in enumerate(steps):
            key = f"{number}"
            if act == "in":
                pay_in(amount, key)
                free += amount
            elif act == "reserve" and amount <= free:
                reserved[reserve(amount, key)] = amount
                free -= amount
            elif act == "reserve":
                with pytest.raises(LimitReached), transaction.atomic():
                    reserve(amount, key)
            elif reserved:
                transfer_id, held = reserved.popitem()
                ledger_post(kind=KIND, key=key, reference="m", entries=[Settle(transfer_id, post=act == "post")])
                free += held if act == "void" else 0
            assert pool().free_minor == free
            assert pool().debits_pending == sum(reserved.values())
        assert "balances" not in broken()
