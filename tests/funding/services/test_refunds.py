from dataclasses import replace

import pytest

from backend.core.audit import audit_erase, audit_reason
from backend.core.errors import Conflict, Invalid, LimitReached, NotAllowed, Unavailable
from backend.core.models import AuditEntry
from funding.enums import MatchState, PaymentState, PledgeState, RefundReason, RefundState
from funding.gateways import gateway_override
from funding.gateways.memory_gateway import MemoryGateway
from funding.gateways.protocol import GatewayRefused, GatewayUnknown, Outcome, RefundFacts
from funding.ledger.balances import balance_of, sums_of
from funding.ledger.enums import PLATFORM, AccountKind
from funding.models import Match, Pledge, Refund
from funding.services.payouts import payout_request
from funding.services.pledges import Backer
from funding.services.refunds import refund_request, refund_submit
from tests.factories.accounts import UserFactory
from tests.funding.scenes import Scene, broken, scene_make


def money_of(scene: Scene) -> int:
    return balance_of(AccountKind.CAMPAIGN_MONEY, scene.campaign.public_id, "EUR").free_minor


def request(scene: Scene, pledge: Pledge, amount_minor: int) -> Refund:
    return refund_request(
        payment=pledge.payment, amount_minor=amount_minor, reason="Auf Wunsch.", actor=scene.managers[0]
    )


def refund(scene: Scene, pledge: Pledge, amount_minor: int) -> Pledge:
    refund_submit(refund_id=request(scene, pledge, amount_minor).pk)
    return Pledge.objects.select_related("payment").get(pk=pledge.pk)


def test_a_whole_refund_gives_all_back_and_frees_the_match(scene: Scene) -> None:
    pledge = refund(scene, scene.paid(2_000), 2_000)
    assert (pledge.state, pledge.payment.state) == (PledgeState.REFUNDED, PaymentState.REFUNDED)
    assert (scene.match(pledge).state, scene.water().free) == (MatchState.RELEASED, 1_000_000)
    assert money_of(scene) == 0
    assert sums_of(AccountKind.PLATFORM_COSTS, PLATFORM, "EUR").debits_posted == 55
    assert sums_of(AccountKind.PROCESSOR, PLATFORM, "EUR").credits_posted == 2_000


def test_parts_shrink_the_match_with_them(scene: Scene) -> None:
    pledge = scene.paid(2_000)
    pledge = refund(scene, pledge, 500)
    match = scene.match(pledge)
    assert (pledge.state, match.amount_minor, match.base_minor) == (PledgeState.PART_REFUNDED, 375, 1_500)
    assert match.state == MatchState.CONFIRMED
    pledge = refund(scene, pledge, 1_500)
    assert (pledge.state, scene.match(pledge).state) == (PledgeState.REFUNDED, MatchState.RELEASED)
    causes = scene.match(pledge).causes.values_list("kind", "amount_before_minor", "amount_after_minor")
    assert list(causes) == [("pledge", 0, 500), ("payment", 500, 500), ("refund", 500, 375), ("refund", 375, 0)]


def test_an_approved_match_gives_back_to_the_pool(scene: Scene) -> None:
    pledge = refund(scene, scene.approved(2_000), 1_000)
    assert (scene.match(pledge).amount_minor, scene.match(pledge).state) == (250, MatchState.APPROVED)
    assert (scene.water().approved, scene.water().free) == (250, 999_750)


def test_cents_of_rounding_come_back_from_the_latest(scene: Scene) -> None:
    """Ten pledges of 1.02 at 25 % get 25 or 26 cents; when those of 25 go back, the others keep no cent too much."""
    pledges = [scene.paid(102) for _ in range(10)]
    assert scene.water().reserved == 255
    for pledge in pledges:
        if scene.match(pledge).amount_minor == 25:
            refund(scene, pledge, 102)
    left = list(Match.objects.filter(position=scene.position, amount_minor__gt=0))
    assert sum(match.amount_minor for match in left) == len(left) * 102 // 4
    assert any(match.causes.filter(kind="rounding").exists() for match in left)


@pytest.mark.parametrize("amount", [0, -1, 2_001])
def test_no_more_goes_back_than_was_paid(scene: Scene, amount: int) -> None:
    with pytest.raises(Invalid):
        request(scene, scene.paid(2_000), amount)


def test_what_is_on_its_way_counts(scene: Scene) -> None:
    pledge = scene.paid(2_000)
    request(scene, pledge, 1_500)
    with pytest.raises(Invalid):
        request(scene, pledge, 501)
    assert request(scene, pledge, 500).state == RefundState.REQUESTED
    assert money_of(scene) == 0


def test_only_what_was_paid_is_paid_back_and_with_a_reason(scene: Scene) -> None:
    with pytest.raises(Conflict):
        request(scene, scene.pledge(2_000), 100)
    with pytest.raises(Invalid):
        refund_request(payment=scene.paid(2_000).payment, amount_minor=1, reason=" \x8d", actor=scene.managers[0])


def test_the_reason_goes_with_the_backer(scene: Scene) -> None:
    person = UserFactory.create()
    request(scene, scene.paid(2_000, backer=Backer(user=person)), 100)
    entry = AuditEntry.objects.get(action="funding.refund_requested")
    assert audit_reason(entry) == "Auf Wunsch."
    audit_erase(person.public_id)
    assert audit_reason(entry) is None


def test_neither_strangers_nor_the_team_pay_back(scene: Scene) -> None:
    pledge = scene.paid(2_000)
    for actor in (UserFactory.create(), scene.lead):
        with pytest.raises(NotAllowed):
            refund_request(payment=pledge.payment, amount_minor=1, reason="x", actor=actor)


def test_what_was_paid_out_is_not_there_any_more(scene: Scene) -> None:
    pledge = scene.paid(2_000)
    scene.payee()
    payout_request(campaign=scene.campaign, actor=scene.managers[0])
    with pytest.raises(LimitReached) as caught:
        request(scene, pledge, 2_000)
    assert caught.value.code == "paid_out"
    assert not Refund.objects.exists()


def test_a_refused_refund_gives_the_hold_back(scene: Scene) -> None:
    class Refusing(MemoryGateway):
        def refund(self, payment_intent_id: str, *, amount_minor: int, reference: str, key: str) -> RefundFacts:
            raise GatewayRefused("charge_already_refunded")

    pledge = scene.paid(2_000)
    asked = request(scene, pledge, 1_000)
    assert money_of(scene) == 972
    with gateway_override(Refusing()):
        assert refund_submit(refund_id=asked.pk).state == RefundState.FAILED
    assert money_of(scene) == 1_945
    assert sums_of(AccountKind.PLATFORM_COSTS, PLATFORM, "EUR").held_minor == 0


def test_silence_is_asked_again_and_found(scene: Scene) -> None:
    class Silent(MemoryGateway):
        acts = False

        def refund(self, payment_intent_id: str, *, amount_minor: int, reference: str, key: str) -> RefundFacts:
            if self.acts:
                super().refund(payment_intent_id, amount_minor=amount_minor, reference=reference, key=key)
            raise GatewayUnknown("500")

    pledge = scene.paid(2_000)
    asked = request(scene, pledge, 1_000)
    silent = Silent()
    silent.sessions = scene.gateway.sessions
    with gateway_override(silent):
        with pytest.raises(Unavailable):
            refund_submit(refund_id=asked.pk)
        silent.acts = True
        assert refund_submit(refund_id=asked.pk).state == RefundState.SUCCEEDED


def test_a_refund_that_takes_time_is_submitted_first(scene: Scene) -> None:
    class Slow(MemoryGateway):
        def refund(self, payment_intent_id: str, *, amount_minor: int, reference: str, key: str) -> RefundFacts:
            return RefundFacts(
                gateway_id="re_slow", reference=reference, amount_minor=amount_minor, outcome=Outcome.PENDING
            )

    pledge = scene.paid(2_000)
    asked = request(scene, pledge, 1_000)
    with gateway_override(Slow()):
        assert refund_submit(refund_id=asked.pk).state == RefundState.SUBMITTED
        assert refund_submit(refund_id=asked.pk).state == RefundState.SUBMITTED
    assert scene.match(pledge).amount_minor == 500


def test_a_refund_that_fails_at_the_bank_later_comes_again(scene: Scene) -> None:
    pledge = refund(scene, scene.paid(2_000), 2_000)
    scene.gateway.refund_fail(pledge.payment.checkout_session_id)
    pledge = scene.refresh(pledge)
    assert (pledge.state, money_of(scene)) == (PledgeState.CONFIRMED, 1_945)
    assert Refund.objects.get().state == RefundState.FAILED
    scene.refresh(pledge)
    assert money_of(scene) == 1_945


def test_a_match_that_a_refund_ended_comes_again_with_the_money(scene: Scene) -> None:
    pledge = refund(scene, scene.approved(2_000), 2_000)
    ended = scene.match(pledge)
    scene.gateway.refund_fail(pledge.payment.checkout_session_id)
    pledge = scene.refresh(scene.refresh(pledge))
    again = scene.match(pledge)
    assert (ended.state, again.state) == (MatchState.RELEASED, MatchState.CONFIRMED)
    assert (again.amount_minor, again.base_minor, Match.objects.count()) == (500, 2_000, 2)
    assert (scene.water().reserved, scene.water().free) == (500, 999_500)


def test_what_comes_again_is_matched_as_far_as_money_is_free(gateway: MemoryGateway, db: None) -> None:
    scene = scene_make(gateway, pool_minor=500)
    pledge = refund(scene, scene.paid(2_000), 2_000)
    scene.paid(1_200)
    scene.gateway.refund_fail(pledge.payment.checkout_session_id)
    scene.refresh(pledge)
    assert (scene.match(pledge).amount_minor, scene.match(pledge).bound, scene.water().free) == (200, "pool", 0)
    assert broken() == []


def test_a_part_that_comes_again_does_not_count_twice(scene: Scene) -> None:
    """The first part stays with the backer, the second comes again: only that counts for the new match."""
    pledge = refund(scene, refund(scene, scene.paid(2_000), 500), 1_500)
    facts = scene.gateway.sessions[pledge.payment.checkout_session_id].facts
    kept, back = facts.refunds
    failed = replace(back, outcome=Outcome.FAILED)
    scene.gateway.sessions[pledge.payment.checkout_session_id].facts = replace(facts, refunds=(kept, failed))
    scene.refresh(pledge)
    assert (scene.match(pledge).amount_minor, scene.match(pledge).base_minor) == (375, 1_500)


def test_a_refund_made_at_the_provider_is_followed(scene: Scene) -> None:
    pledge = scene.paid(2_000)
    scene.gateway.refund(pledge.payment.payment_intent_id, amount_minor=500, reference="", key="elsewhere")
    pledge = scene.refresh(pledge)
    assert (pledge.state, money_of(scene), scene.match(pledge).amount_minor) == (
        PledgeState.PART_REFUNDED, 1_445, 375,
    )  # fmt: skip
    assert Refund.objects.get().reason == RefundReason.MADE_ELSEWHERE


def test_what_the_campaign_has_not_becomes_its_debt_and_is_taken_from_the_next_payout(scene: Scene) -> None:
    pledge = scene.paid(2_000)
    scene.payee()
    scene.paid_out()
    scene.gateway.refund(pledge.payment.payment_intent_id, amount_minor=2_000, reference="", key="elsewhere")
    scene.refresh(pledge)
    assert sums_of(AccountKind.CAMPAIGN_DEBT, scene.campaign.public_id, "EUR").debits_posted == 2_000
    scene.paid(10_000)
    (payout,) = scene.paid_out()
    assert payout.amount_minor == 10_000 - 175 - 2_000


def test_after_the_match_was_paid_the_fund_bears_it_and_the_ledger_says_so(scene: Scene) -> None:
    pledge = scene.approved(2_000)
    other = scene.paid(8_000)
    scene.payee()
    scene.paid_out()
    more = scene.paid(8_000)
    assert other.pk != more.pk
    refund(scene, pledge, 1_000)
    pledge = refund(scene, pledge, 1_000)
    match = scene.match(pledge)
    assert (match.state, match.amount_minor, match.borne_minor) == (MatchState.PAID, 500, 500)
    assert (scene.water().paid, scene.water().borne) == (500, 500)
    assert match.causes.filter(kind="refund").count() == 2


@pytest.mark.parametrize("gone", range(4))
@pytest.mark.parametrize("part", [0, 50])
def test_what_stays_is_matched_to_the_cent(scene: Scene, gone: int, part: int) -> None:
    """103 · 25 % = 25.75: what one match lost to rounding may stand in a later one, which then goes back."""
    pledges = [scene.paid(amount) for amount in (103, 101, 103, 150)]
    left = 457 - pledges[gone].amount_minor + part
    refund(scene, pledges[gone], pledges[gone].amount_minor - part)
    assert sum(scene.match(pledge).amount_minor for pledge in pledges) == left * 25 // 100
    scene.position.refresh_from_db()
    assert scene.position.matched_minor == left * 25 // 100
    assert sum(scene.match(scene.paid(amount)).amount_minor for amount in (102, 101)) == (
        (left + 203) * 25 // 100 - left * 25 // 100
    )


def test_what_is_approved_does_not_grow(scene: Scene) -> None:
    pledges = [scene.approved(amount) for amount in (103, 101, 103)]
    refund(scene, pledges[1], 101)
    assert [scene.match(pledge).amount_minor for pledge in pledges] == [25, 0, 25]


def test_no_match_grows_above_the_most_for_one_pledge(gateway: MemoryGateway, db: None) -> None:
    """Two are cut to 26 before anything is rounded, so 25.50 is rounded down; a quarter of what stays is 53.25."""
    scene = scene_make(gateway, caps={"cap_pledge_minor": 26})
    pledges = [scene.paid(amount) for amount in (107, 102, 106)]
    assert [scene.match(pledge).amount_minor for pledge in pledges] == [26, 25, 26]
    assert [scene.match(pledge).bound for pledge in pledges] == ["pledge_cap", "", "pledge_cap"]
    refund(scene, pledges[1], 102)
    assert [scene.match(pledge).amount_minor for pledge in pledges] == [26, 0, 26]


def test_what_a_cap_or_the_pool_cut_stays_cut(gateway: MemoryGateway, db: None) -> None:
    scene = scene_make(gateway, pool_minor=60)
    pledges = [scene.paid(amount) for amount in (103, 101, 103)]
    assert [scene.match(pledge).amount_minor for pledge in pledges] == [25, 26, 9]
    refund(scene, pledges[1], 101)
    assert [scene.match(pledge).amount_minor for pledge in pledges] == [25, 0, 9]
    assert (scene.water().free, broken()) == (26, [])


def test_the_fund_bears_no_refund_that_did_not_arrive(scene: Scene) -> None:
    pledge = scene.approved(2_000)
    scene.payee()
    scene.paid_out()
    scene.paid(5_000)
    refund(scene, pledge, 500)
    pledge = refund(scene, pledge, 1_500)
    assert scene.water().borne == 500
    session = scene.gateway.sessions[pledge.payment.checkout_session_id]
    first, second = session.facts.refunds
    session.facts = replace(session.facts, refunds=(first, replace(second, outcome=Outcome.FAILED)))
    scene.refresh(scene.refresh(pledge))
    assert scene.water().borne == 125
    scene.gateway.refund_fail(pledge.payment.checkout_session_id)
    assert scene.refresh(pledge).state == PledgeState.CONFIRMED
    assert (scene.water().borne, scene.water().paid) == (0, 500)
