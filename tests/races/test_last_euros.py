"""64 people give at the same moment while a fund has ten euros left: each on a connection of their own."""

import threading
from collections.abc import Iterator
from functools import partial
from itertools import pairwise

import pytest
from django.db import DatabaseError, connection, transaction

from funding.gateways.memory_gateway import MemoryGateway
from funding.ledger.balances import balance_of
from funding.ledger.enums import AccountKind
from funding.models import Campaign, Match, Pledge
from funding.services import book
from funding.services.pledges import pledge_create
from tests.factories.funding import CampaignFactory, PositionFactory
from tests.funding.books import assert_stored_as_replayed
from tests.funding.scenes import Scene, backer, broken, scene_make
from tests.races.meeting import TIMEOUT_SECONDS, meet_after, without_locks
from tests.races.money import at_once, without_limits

pytestmark = pytest.mark.django_db(transaction=True)
MANY, CAMPAIGNS, POOL_MINOR = 64, 4, 1_000


@pytest.fixture
def gateway() -> MemoryGateway:
    return MemoryGateway()


@pytest.fixture
def scene(gateway: MemoryGateway, transactional_db: None) -> Iterator[Scene]:
    """A quarter on every pledge, and 10.00 EUR left."""
    with transaction.atomic():
        made = scene_make(gateway, pool_minor=POOL_MINOR)
        for _ in range(CAMPAIGNS - 1):
            PositionFactory.create(fund=made.fund, campaign=CampaignFactory.create())
    yield made
    assert broken() == []


def promised(number: int) -> int:
    """Amounts that all differ, so that nobody can be given what is another's."""
    return 4 * (101 + number)


def give_at_once(gateway: MemoryGateway, many: int) -> list[object]:
    campaigns = list(Campaign.objects.order_by("id"))
    acts = [
        partial(
            pledge_create,
            campaign=campaigns[number % CAMPAIGNS],
            amount_minor=promised(number),
            backer=backer(email=f"{number}@example.org"),
        )
        for number in range(many)
    ]
    return at_once(gateway, *acts)


def test_64_at_once_get_the_last_ten_euros_to_the_cent(scene: Scene, gateway: MemoryGateway) -> None:
    results = give_at_once(gateway, MANY)
    assert all(isinstance(result, Pledge) for result in results), results
    assert sorted(Pledge.objects.values_list("amount_minor", flat=True)) == [promised(one) for one in range(MANY)]
    matches = list(Match.objects.order_by("sequence", "id"))
    due = [pledge.amount_minor // 4 for match in matches if (pledge := match.pledge)]
    given = [match.amount_minor for match in matches]
    full = next(number for number, (want, got) in enumerate(zip(due, given, strict=True)) if want != got)
    assert sum(given) == POOL_MINOR
    assert not any(given[full + 1 :]), "all get theirs until the money is at an end; one more gets what is left"
    assert matches[0].pool_before_minor == POOL_MINOR
    assert all(earlier.pool_after_minor == later.pool_before_minor for earlier, later in pairwise(matches))
    assert (scene.water().free, scene.water().reserved) == (0, POOL_MINOR)
    assert_stored_as_replayed(scene.fund)


def test_without_our_locks_some_are_shown_an_error_of_ours(
    scene: Scene, gateway: MemoryGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal takes no number twice, so that no cent is given twice; but people are turned away."""
    without_locks(monkeypatch)
    meet_after(monkeypatch, (book, "_head"), parties=CAMPAIGNS)
    results = give_at_once(gateway, CAMPAIGNS)
    assert sum(isinstance(result, DatabaseError) for result in results) == CAMPAIGNS - 1, results


def test_with_neither_lock_nor_journal_more_is_given_than_there_is(scene: Scene, gateway: MemoryGateway) -> None:
    """Read, think, write: each sees the same ten euros."""
    barrier, owner = threading.Barrier(MANY), scene.fund.public_id

    def reserve(number: int) -> int:
        free = balance_of(AccountKind.FUND_POOL, owner, "EUR").free_minor
        barrier.wait(timeout=TIMEOUT_SECONDS)
        amount = min(free, promised(number) // 4)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE ledger_balance SET debits_pending = debits_pending + %s", [amount])
        return amount

    with without_limits():
        given = at_once(gateway, *(partial(reserve, number) for number in range(MANY)))
        assert sum(amount for amount in given if isinstance(amount, int)) > POOL_MINOR
        assert balance_of(AccountKind.FUND_POOL, owner, "EUR").free_minor < 0
