from datetime import timedelta
from typing import Any

import pytest
import time_machine

from backend.core import clock
from backend.core.checks import InvariantViolation
from backend.core.errors import Unavailable
from backend.core.models import OutboxMessage
from backend.core.outbox import lease_end
from funding.enums import MatchState, PaymentState, PledgeState
from funding.events import PledgeConfirmed, PledgeExpired
from funding.gateways import gateway_override
from funding.gateways.memory_gateway import MemoryGateway
from funding.gateways.protocol import GatewayUnknown, Page, PageRequest, PageStatus, PaymentFacts
from funding.ledger.balances import balance_of, sums_of
from funding.ledger.enums import PLATFORM, AccountKind
from funding.models import Payment, Pledge
from funding.services.payments import payment_refresh, payment_submit, pledge_expire, pledges_expire_due
from funding.services.pledges import pledge_create
from tests.funding.scenes import Scene, backer


class Flaky(MemoryGateway):
    """Silent for the calls that are named."""

    def __init__(self, *names: str) -> None:
        super().__init__("-".join(("flaky", *names)))
        self.silent = set(names)

    def _maybe(self, name: str) -> None:
        if name in self.silent:
            raise GatewayUnknown(name)

    def create_checkout_page(self, request: PageRequest, *, key: str) -> Page:
        page = super().create_checkout_page(request, key=key)
        self._maybe("create")
        return page

    def expire_checkout_page(self, session_id: str) -> None:
        self._maybe("expire")
        super().expire_checkout_page(session_id)

    def payment_state(self, session_id: str) -> PaymentFacts:
        self._maybe("state")
        return super().payment_state(session_id)


def money_of(scene: Scene) -> int:
    return balance_of(AccountKind.CAMPAIGN_MONEY, scene.campaign.public_id, "EUR").free_minor


def told(topic: str) -> int:
    return OutboxMessage.objects.filter(topic=topic).count()


def test_a_payment_confirms_pledge_and_match_and_is_booked(scene: Scene) -> None:
    pledge = scene.paid(2_000)
    assert (pledge.state, pledge.payment.state) == (PledgeState.CONFIRMED, PaymentState.SUCCEEDED)
    assert scene.match(pledge).state == MatchState.CONFIRMED
    assert pledge.payment.fee_minor == 55
    assert money_of(scene) == 1_945
    assert sums_of(AccountKind.PROCESSOR, PLATFORM, "EUR").debits_posted == 2_000
    assert sums_of(AccountKind.FEES, PLATFORM, "EUR").credits_posted == 55
    assert told(PledgeConfirmed.topic) == 1


def test_news_that_come_twice_change_nothing(scene: Scene) -> None:
    pledge = scene.paid(2_000)
    for _ in range(3):
        scene.refresh(pledge)
    assert money_of(scene) == 1_945
    assert told(PledgeConfirmed.topic) == 1


def test_the_page_is_asked_for_once(scene: Scene) -> None:
    pledge = scene.pledge(2_000)
    before = pledge.payment.page_url
    assert payment_submit(payment_id=pledge.payment.pk).page_url == before
    assert len(scene.gateway.sessions) == 1


def test_a_crash_after_the_call_is_repaired_with_the_same_page(scene: Scene) -> None:
    flaky = Flaky("create")
    with gateway_override(flaky):
        pledge = pledge_create(campaign=scene.campaign, amount_minor=2_000, backer=backer())
        with pytest.raises(Unavailable):
            payment_submit(payment_id=pledge.payment.pk)
        flaky.silent.clear()
        with pytest.raises(Unavailable) as caught:
            payment_submit(payment_id=pledge.payment.pk)
        assert caught.value.code == "payment_page_in_progress"
        with time_machine.travel(lease_end() + timedelta(seconds=1), tick=False):
            payment = payment_submit(payment_id=pledge.payment.pk)
        assert payment.state == PaymentState.OPEN
        assert list(flaky.sessions) == [payment.checkout_session_id]


def test_the_page_ends_first_then_the_reservation(scene: Scene) -> None:
    pledge = scene.pledge(2_000)
    ended = pledge_expire(pledge_id=pledge.pk)
    assert ended.state == PledgeState.EXPIRED
    assert scene.gateway.sessions[pledge.payment.checkout_session_id].facts.page is PageStatus.EXPIRED
    match = scene.match(pledge)
    assert (match.state, match.amount_minor, match.base_minor) == (MatchState.RELEASED, 0, 0)
    assert [cause.kind for cause in match.causes.all()] == ["pledge", "expiry"]
    assert scene.water().free == 1_000_000
    assert told(PledgeExpired.topic) == 1
    assert pledge_expire(pledge_id=pledge.pk).state == PledgeState.EXPIRED


def test_a_payment_in_the_last_moment_counts(scene: Scene) -> None:
    pledge = scene.pledge(2_000)
    scene.gateway.pay(pledge.payment.checkout_session_id)
    assert pledge_expire(pledge_id=pledge.pk).state == PledgeState.CONFIRMED
    assert scene.match(pledge).state == MatchState.CONFIRMED


def test_a_late_payment_is_matched_again_if_money_is_free(scene: Scene) -> None:
    pledge = scene.pledge(2_000)
    pledge_expire(pledge_id=pledge.pk)
    pledge = scene.pay(pledge)
    assert (pledge.state, pledge.payment.state) == (PledgeState.CONFIRMED, PaymentState.SUCCEEDED)
    assert [match.state for match in pledge.matches.order_by("id")] == [MatchState.RELEASED, MatchState.CONFIRMED]
    assert scene.water().reserved == 500


def test_a_late_payment_gets_only_what_is_free(scene: Scene) -> None:
    late = scene.pledge(2_000)
    pledge_expire(pledge_id=late.pk)
    scene.pledge(3_999_000)
    late = scene.pay(late)
    assert scene.match(late).amount_minor == 250


def test_the_reservation_stays_while_the_page_may_be_open(scene: Scene) -> None:
    for silent in ("expire", "state"):
        flaky = Flaky(silent)
        with gateway_override(flaky):
            pledge = pledge_create(campaign=scene.campaign, amount_minor=2_000, backer=backer())
            payment_submit(payment_id=pledge.payment.pk)
            with pytest.raises(Unavailable):
                pledge_expire(pledge_id=pledge.pk)
        assert scene.match(pledge).state == MatchState.RESERVED


def test_a_pledge_whose_page_was_never_asked_for_ends_too(scene: Scene) -> None:
    pledge = pledge_create(campaign=scene.campaign, amount_minor=2_000, backer=backer())
    assert pledge_expire(pledge_id=pledge.pk).state == PledgeState.EXPIRED


def test_a_page_that_nobody_knows_of_is_found_out_before_it_ends(scene: Scene) -> None:
    flaky = Flaky("create")
    with gateway_override(flaky):
        pledge = pledge_create(campaign=scene.campaign, amount_minor=2_000, backer=backer())
        with pytest.raises(Unavailable):
            payment_submit(payment_id=pledge.payment.pk)
        with time_machine.travel(clock.now() + timedelta(minutes=5), tick=False), pytest.raises(Unavailable):
            pledge_expire(pledge_id=pledge.pk)
        assert scene.match(pledge).state == MatchState.RESERVED
        with time_machine.travel(clock.now() + timedelta(hours=2), tick=False):
            assert pledge_expire(pledge_id=pledge.pk).state == PledgeState.EXPIRED
    assert scene.water().free == 1_000_000


def test_the_sweep_ends_what_is_due_and_no_more(scene: Scene) -> None:
    due, open_still = scene.pledge(2_000), scene.pledge(2_000)
    Pledge.objects.filter(pk=due.pk).update(expires_at=clock.now())
    Pledge.objects.filter(pk=open_still.pk).update(expires_at=clock.now() + timedelta(minutes=1))
    assert pledges_expire_due() == 1
    assert list(Pledge.objects.order_by("pk").values_list("state", flat=True)) == ["expired", "pending"]


def test_the_sweep_goes_on_where_the_provider_is_silent(scene: Scene) -> None:
    with gateway_override(Flaky("expire")):
        pledge = pledge_create(campaign=scene.campaign, amount_minor=2_000, backer=backer())
        payment_submit(payment_id=pledge.payment.pk)
        Pledge.objects.update(expires_at=clock.now())
        assert pledges_expire_due() == 1
    assert Pledge.objects.get().state == PledgeState.PENDING


def test_a_payment_under_way_is_waited_for(scene: Scene) -> None:
    pledge = scene.pledge(2_000)
    session: Any = scene.gateway.sessions[pledge.payment.checkout_session_id]
    session.facts = PaymentFacts(
        session_id=session.facts.session_id, page=PageStatus.COMPLETE, paid=False, payment_intent_id="pi_1"
    )
    assert pledge_expire(pledge_id=pledge.pk).state == PledgeState.PENDING
    later = Pledge.objects.get(pk=pledge.pk)
    assert later.expires_at > clock.now() + timedelta(hours=1)
    assert Payment.objects.get().payment_intent_id == "pi_1"


def test_a_debit_that_fails_ends_the_pledge(scene: Scene) -> None:
    pledge = scene.pledge(2_000)
    scene.gateway.fail(pledge.payment.checkout_session_id)
    pledge = scene.refresh(pledge)
    assert (pledge.state, pledge.payment.state) == (PledgeState.FAILED, PaymentState.FAILED)
    assert scene.water().free == 1_000_000
    assert scene.pay(pledge).state == PledgeState.CONFIRMED


def test_a_fee_that_is_booked_later_is_posted_later(scene: Scene) -> None:
    pledge = scene.pledge(2_000)
    session: Any = scene.gateway.sessions[pledge.payment.checkout_session_id]
    facts = PaymentFacts(
        session_id=session.facts.session_id, page=PageStatus.COMPLETE, paid=True, amount_minor=2_000, fee_minor=0
    )
    session.facts = facts
    scene.refresh(pledge)
    assert money_of(scene) == 2_000
    session.facts = PaymentFacts(
        session_id=facts.session_id, page=PageStatus.COMPLETE, paid=True, amount_minor=2_000, fee_minor=55
    )
    scene.refresh(pledge)
    assert money_of(scene) == 1_945


def test_another_amount_than_pledged_is_loud(scene: Scene) -> None:
    pledge = scene.pledge(2_000)
    session: Any = scene.gateway.sessions[pledge.payment.checkout_session_id]
    session.facts = PaymentFacts(
        session_id=session.facts.session_id, page=PageStatus.COMPLETE, paid=True, amount_minor=1_999
    )
    with pytest.raises(InvariantViolation):
        scene.refresh(pledge)


def test_a_payment_without_a_page_cannot_be_looked_at(scene: Scene) -> None:
    pledge = pledge_create(campaign=scene.campaign, amount_minor=2_000, backer=backer())
    with pytest.raises(Unavailable):
        payment_refresh(payment_id=pledge.payment.pk)


def test_the_end_of_a_page_leaves_the_others_matched_to_the_cent(scene: Scene) -> None:
    pledges = [scene.pledge(amount) for amount in (103, 101, 103)]
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=False):
        pledge_expire(pledge_id=pledges[1].pk)
    assert [scene.match(pledge).amount_minor for pledge in pledges] == [25, 0, 26]
    causes = scene.match(pledges[2]).causes.values_list("kind", "amount_before_minor", "amount_after_minor")
    assert list(causes) == [("pledge", 0, 25), ("rounding", 25, 26)]
    assert scene.match(scene.pay(pledges[2])).state == MatchState.CONFIRMED
