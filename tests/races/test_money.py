"""A double payout, a refund beside it, two approvers, doubled and reordered news: with real connections.

Each race has a twin without the guard that goes wrong, so that it is a race.
"""

import threading
import time
from collections.abc import Iterator

import pytest
from django.db import DatabaseError, transaction

from backend.core.errors import Conflict, LimitReached, Unavailable
from backend.core.models import OutboxMessage
from funding.enums import MatchState, PaymentState, PayoutState, PledgeState, ProposalKind
from funding.events import PledgeConfirmed, PledgeExpired
from funding.gateways.memory_gateway import MemoryGateway
from funding.ledger.balances import balance_of
from funding.ledger.enums import AccountKind
from funding.ledger.models import Posting
from funding.models import Match, Payout, Pledge
from funding.services import approvals, money_back, payments, payouts
from funding.services.approvals import match_approve
from funding.services.payments import payment_refresh, pledge_expire
from funding.services.payouts import payout_approve, payout_request, payout_submit
from funding.services.proposals import proposal_approve, proposal_make
from funding.services.refunds import refund_request
from tests.funding.scenes import Scene, broken, scene_make
from tests.races.meeting import TIMEOUT_SECONDS, meet_after, without_locks
from tests.races.money import at_once, without_limits

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 8
# Time enough for the other to come as far as the lock.
WAIT_SECONDS = 1.0


@pytest.fixture
def gateway() -> MemoryGateway:
    return MemoryGateway()


@pytest.fixture
def scene(gateway: MemoryGateway, transactional_db: None) -> Iterator[Scene]:
    yield from _scene(gateway)


def _scene(gateway: MemoryGateway) -> Iterator[Scene]:
    with transaction.atomic():
        made = scene_make(gateway, pool_minor=350)
    yield made
    assert broken() == []


def confirmed(scene: Scene, gateway: MemoryGateway, amount_minor: int = 400) -> Pledge:
    """A paid pledge, made through a thread that knows the provider."""
    (pledge,) = at_once(gateway, lambda: scene.paid(amount_minor))
    assert isinstance(pledge, Pledge), pledge
    return pledge


# Payouts


def ready_to_pay(scene: Scene, gateway: MemoryGateway) -> None:
    pledge = confirmed(scene, gateway)
    for manager in scene.managers:
        match_approve(match=scene.match(pledge), actor=manager)
    scene.payee()


def test_the_same_money_is_asked_for_once(scene: Scene, gateway: MemoryGateway) -> None:
    ready_to_pay(scene, gateway)
    asks = [lambda: payout_request(campaign=scene.campaign, actor=scene.managers[0])] * 4
    results = at_once(gateway, *asks)
    assert sum(isinstance(result, list) for result in results) == 1
    assert sum(isinstance(result, Conflict) for result in results) == 3
    assert sorted(Payout.objects.values_list("kind", flat=True)) == ["crowd", "match"]


def test_without_our_locks_the_database_still_refuses(
    scene: Scene, gateway: MemoryGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready_to_pay(scene, gateway)
    without_locks(monkeypatch)
    meet_after(monkeypatch, (payouts, "balance_of"))
    results = at_once(gateway, *[lambda: payout_request(campaign=scene.campaign, actor=scene.managers[0])] * 2)
    assert sum(isinstance(result, LimitReached) for result in results) == 1, results
    assert Payout.objects.filter(kind="crowd").count() == 1


class Counting(MemoryGateway):
    calls = 0

    def transfer(self, *args: object, **named: object) -> object:  # type: ignore[override]  # hands all of it on
        self.calls += 1
        return super().transfer(*args, **named)  # type: ignore[arg-type]  # as above


def approved_payout(scene: Scene, gateway: MemoryGateway, kind: str = "match") -> Payout:
    ready_to_pay(scene, gateway)
    asked = next(row for row in payout_request(campaign=scene.campaign, actor=scene.managers[0]) if row.kind == kind)
    return payout_approve(payout=asked, actor=scene.managers[1])


def test_a_payout_is_sent_once(transactional_db: None) -> None:
    counting = Counting()
    for scene in _scene(counting):
        payout = approved_payout(scene, counting)
        results = at_once(counting, *[lambda: payout_submit(payout_id=payout.pk)] * 4)  # noqa: B023  one scene
        assert counting.calls == 1
        assert all(isinstance(result, Payout | Unavailable) for result in results), results
        assert Payout.objects.get(pk=payout.pk).state == PayoutState.SUBMITTED


def test_its_twin_without_a_lock_sends_twice_and_only_the_key_saves_the_money(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    counting = Counting()
    for scene in _scene(counting):
        # Of the backers' money: the journal of a fund does not take the same number twice, whatever is locked.
        payout = approved_payout(scene, counting, "crowd")
        without_locks(monkeypatch)
        meet_after(monkeypatch, (payouts, "payout_for_update"))
        # The later one may see that somebody has asked before; it looks before anything has been sent.
        monkeypatch.setattr(payouts, "_find", lambda _payout: None)
        at_once(counting, *[lambda: payout_submit(payout_id=payout.pk)] * 2)  # noqa: B023  one scene
        assert counting.calls == 2
        assert len(counting.transfers) == 1


def refund_and_pay_out(scene: Scene, gateway: MemoryGateway, pledge: Pledge) -> list[object]:
    scene.payee()
    manager = scene.managers[0]
    return at_once(
        gateway,
        lambda: payout_request(campaign=scene.campaign, actor=manager),
        lambda: refund_request(payment=pledge.payment, amount_minor=400, reason="x", actor=manager),
    )


def left_to_the_campaign(scene: Scene) -> int:
    return balance_of(AccountKind.CAMPAIGN_MONEY, scene.campaign.public_id, "EUR").free_minor


def test_a_refund_and_a_payout_do_not_both_take_the_money(scene: Scene, gateway: MemoryGateway) -> None:
    results = refund_and_pay_out(scene, gateway, confirmed(scene, gateway))
    assert sum(isinstance(result, LimitReached | Conflict) for result in results) == 1, results
    assert left_to_the_campaign(scene) == 0


def test_their_twins_without_locks_and_limits_do(
    transactional_db: None, gateway: MemoryGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction.atomic():
        scene = scene_make(gateway, pool_minor=350)
    pledge = confirmed(scene, gateway)
    without_locks(monkeypatch)
    meet_after(monkeypatch, (payouts, "audit_add"), (money_back, "balance_of"))
    with without_limits():
        results = refund_and_pay_out(scene, gateway, pledge)
        assert not any(isinstance(result, Exception) for result in results), results
        assert left_to_the_campaign(scene) < 0


def close_while_somebody_pledges(scene: Scene, gateway: MemoryGateway) -> object:
    closing = threading.Event()
    closing_asked = proposal_make(fund=scene.fund, kind=ProposalKind.CLOSE, actor=scene.managers[0])

    def close() -> None:
        with transaction.atomic():
            proposal_approve(proposal=closing_asked, actor=scene.managers[1])
            closing.set()
            time.sleep(WAIT_SECONDS)

    def pledge() -> Pledge:
        assert closing.wait(TIMEOUT_SECONDS)
        return scene.pledge(400)

    closed, made = at_once(gateway, close, pledge)
    assert closed is None, closed
    return made


def test_a_pledge_that_waited_for_its_fund_to_close_is_not_matched(scene: Scene, gateway: MemoryGateway) -> None:
    made = close_while_somebody_pledges(scene, gateway)
    assert isinstance(made, Pledge), made
    assert not Match.objects.exists()
    assert scene.water().free == 350


def test_its_twin_without_a_lock_is_turned_away_by_the_journal_alone(
    scene: Scene, gateway: MemoryGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_locks(monkeypatch)
    made = close_while_somebody_pledges(scene, gateway)
    assert isinstance(made, DatabaseError), made


# Approvals


def test_two_approvers_at_once_approve_once(scene: Scene, gateway: MemoryGateway) -> None:
    match = scene.match(confirmed(scene, gateway))
    actors = [*scene.managers, *scene.managers]
    results = at_once(gateway, *(lambda actor=actor: match_approve(match=match, actor=actor) for actor in actors))
    assert all(isinstance(result, Match) for result in results), results
    assert Match.objects.get().state == MatchState.APPROVED
    assert Posting.objects.filter(kind="match_approved").count() == 1


def test_their_twins_without_a_lock_do_not_see_each_other(
    scene: Scene, gateway: MemoryGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    match = scene.match(confirmed(scene, gateway))
    without_locks(monkeypatch)
    meet_after(monkeypatch, (approvals, "outbox_add"))
    at_once(gateway, *(lambda actor=actor: match_approve(match=match, actor=actor) for actor in scene.managers))
    assert Match.objects.get().approvals.count() == 2
    assert Match.objects.get().state == MatchState.CONFIRMED


# News of the provider


def told_confirmed() -> int:
    return OutboxMessage.objects.filter(topic=PledgeConfirmed.topic).count()


def begun(scene: Scene, gateway: MemoryGateway) -> Pledge:
    (pledge,) = at_once(gateway, lambda: scene.pledge(400))
    assert isinstance(pledge, Pledge), pledge
    return pledge


def test_doubled_news_at_once_are_applied_once(scene: Scene, gateway: MemoryGateway) -> None:
    pledge = begun(scene, gateway)
    gateway.pay(pledge.payment.checkout_session_id)
    results = at_once(gateway, *[lambda: payment_refresh(payment_id=pledge.payment.pk)] * MANY)
    assert results == [None] * MANY
    assert told_confirmed() == 1
    assert Posting.objects.filter(kind="payment_received").count() == 2


def test_their_twins_without_a_lock_tell_twice(
    scene: Scene, gateway: MemoryGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    pledge = begun(scene, gateway)
    gateway.pay(pledge.payment.checkout_session_id)
    without_locks(monkeypatch)
    meet_after(monkeypatch, (MemoryGateway, "payment_state"))
    meet_after(monkeypatch, (payments, "campaign_positions_pledge_payment_for_update"))
    results = at_once(gateway, *[lambda: payment_refresh(payment_id=pledge.payment.pk)] * 2)
    assert told_confirmed() == 2 or any(isinstance(result, Exception) for result in results), results


def end_while_paid(scene: Scene, gateway: MemoryGateway, *, news_last: bool = False) -> None:
    """The time of three pledges is over while their backers pay."""
    pledges = [begun(scene, gateway) for _ in range(3)]
    for pledge in pledges:
        gateway.pay(pledge.payment.checkout_session_id)
    ends = [lambda pledge=pledge: pledge_expire(pledge_id=pledge.pk) for pledge in pledges]
    news = [lambda pledge=pledge: payment_refresh(payment_id=pledge.payment.pk) for pledge in pledges]
    results = at_once(gateway, *ends, *([] if news_last else news))
    results += at_once(gateway, *news) if news_last else []
    assert not any(isinstance(result, Exception) for result in results), results
    assert set(Pledge.objects.values_list("state", flat=True)) == {PledgeState.CONFIRMED}


def told_over() -> int:
    return OutboxMessage.objects.filter(topic=PledgeExpired.topic).count()


@pytest.mark.parametrize("news_last", [False, True])
def test_a_payment_and_the_end_of_its_page_meet(scene: Scene, gateway: MemoryGateway, news_last: bool) -> None:
    end_while_paid(scene, gateway, news_last=news_last)
    assert set(Match.objects.values_list("state", flat=True)) == {MatchState.CONFIRMED}
    assert (told_over(), told_confirmed()) == (0, 3)


def test_their_twins_that_end_by_our_clock_tell_who_has_paid_that_it_is_over(
    scene: Scene, gateway: MemoryGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guard: first the page is ended where it is paid, and only its owner says how it ended."""
    monkeypatch.setattr(payments, "WITHOUT_PAGE", payments.WITHOUT_PAGE | {PaymentState.OPEN})
    end_while_paid(scene, gateway, news_last=True)
    assert (told_over(), told_confirmed()) == (3, 3)


def test_news_of_a_refund_before_the_news_of_the_payment(scene: Scene, gateway: MemoryGateway) -> None:
    pledge = begun(scene, gateway)
    session = pledge.payment.checkout_session_id
    gateway.pay(session)
    intent = gateway.sessions[session].facts.payment_intent_id
    at_once(gateway, lambda: gateway.refund(intent, amount_minor=400, reference="", key="elsewhere"))
    results = at_once(gateway, *[lambda: payment_refresh(payment_id=pledge.payment.pk)] * 4)
    assert results == [None] * 4
    assert Pledge.objects.get().state == PledgeState.REFUNDED
    assert (scene.water().free, Match.objects.get().state) == (350, MatchState.RELEASED)
