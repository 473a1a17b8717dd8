"""Random rule sets and random events through the services: every truth after every step, and the replay of the journal.

`BOOK_MACHINE_STEPS` asks for a long run.
"""

import os
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction

import pytest
from django.db.models import Q

from backend.core.errors import DomainError
from funding.domain.rule_axes import (
    Allocation,
    Base,
    Caps,
    Factor,
    Gates,
    LumpSum,
    MarginalTiers,
    Percentage,
    Reversal,
    Step,
    StepTable,
    Tier,
)
from funding.domain.rule_set import RuleSet, to_data
from funding.enums import (
    CampaignMode,
    CampaignState,
    CaseState,
    MatchBound,
    MatchState,
    PayoutState,
    PledgeState,
    ProposalKind,
    RefundState,
)
from funding.gateways.memory_gateway import MemoryGateway
from funding.gateways.protocol import DisputeOutcome
from funding.models import Match, Payout, Pledge, PledgeCase, Refund
from funding.services.approvals import match_approve
from funding.services.campaigns import campaign_end
from funding.services.cases import case_decide, case_open
from funding.services.offers import fund_offer_again
from funding.services.outcomes import campaign_give_back, campaigns_settle_due
from funding.services.payments import pledge_expire
from funding.services.payouts import payout_apply, payout_approve, payout_decline, payout_request, payout_submit
from funding.services.refunds import refund_request, refund_submit
from tests.factories.funding import CampaignFactory, DepositFactory, FundFactory, MatchingRuleFactory, PositionFactory
from tests.funding.books import assert_stored_as_replayed
from tests.funding.deciding import booked, decided, rule_changed
from tests.funding.scenes import Scene, backer, broken, scene_make

pytestmark = pytest.mark.django_db
LATE = 25
STEPS = int(os.environ.get("BOOK_MACHINE_STEPS", "2000"))
QUARTER = RuleSet(base=Base.PLEDGE, function=Percentage(2_500), reversal=Reversal.BEAR)
RULES = (
    replace(QUARTER, caps=Caps(pledge_match_minor=2_000, campaign_minor=9_000), reoffer=True),
    replace(QUARTER, caps=Caps(backer_match_minor=1_500, backer_pledges=2)),
    replace(QUARTER, base=Base.BACKER, gates=Gates(backers=3, raised_minor=5_000)),
    replace(QUARTER, base=Base.CAMPAIGN, function=MarginalTiers((Tier(10_000, 5_000), Tier(None, 1_000)))),
    replace(QUARTER, base=Base.BACKERS, function=Factor(Fraction(700)), caps=Caps(budget_bp=4_000)),
    replace(QUARTER, function=Factor(Fraction(1)), caps=Caps(pledge_base_minor=2_500), allocation=Allocation.PRIORITY),
    replace(QUARTER, base=Base.CAMPAIGN, function=StepTable((Step(3_000, 500), Step(20_000, 6_000))), reoffer=True),
    replace(QUARTER, base=Base.GOAL_1, function=LumpSum(share_bp=100), gates=Gates(raised_minor=15_000)),
    replace(QUARTER, reversal=Reversal.CLAW_BACK, reoffer=True),
    replace(QUARTER, gates=Gates(successful=True), reversal=Reversal.CLAW_BACK),
    replace(QUARTER, base=Base.CAMPAIGN, sepa_hold_days=14),
    replace(QUARTER, reversal=Reversal.RECOMPUTE, caps=Caps(backer_match_minor=4_000)),
    replace(QUARTER, allocation=Allocation.FIRST_COME_WHOLE, caps=Caps(sponsor_minor=3_000, pool_bp=6_000)),
)


@dataclass
class Machine:
    """One fund with two campaigns, and what may happen to them."""

    draw: random.Random
    scenes: list[Scene]
    seen: Counter[str] = field(default_factory=Counter)

    @property
    def scene(self) -> Scene:
        return self.draw.choice(self.scenes)

    def some(self, *states: PledgeState) -> Pledge:
        rows = Pledge.objects.filter(state__in=states).select_related("payment", "campaign")
        return self.draw.choice([*rows.order_by("id")])

    def of(self, pledge: Pledge) -> Scene:
        return next(scene for scene in self.scenes if scene.campaign.pk == pledge.campaign_id)

    def pledge(self) -> None:
        amount = self.draw.choice((100, 333, 1_010, 2_000, 5_000, 12_345))
        self.scene.pledge(amount, backer=backer(email=f"{self.draw.randrange(7)}@example.org"))

    def pay(self) -> None:
        pledge = self.some(PledgeState.PENDING, PledgeState.PENDING, PledgeState.EXPIRED)
        card = self.draw.choice(("", "", "", "one", "two"))
        debit = "" if card or self.draw.random() < 0.7 else f"DE{pledge.pk}"
        self.of(pledge).pay(pledge, card=card, iban=debit)

    def expire(self) -> None:
        pledge_expire(pledge_id=self.some(PledgeState.PENDING).pk)

    def refund(self) -> None:
        pledge = self.some(PledgeState.CONFIRMED, PledgeState.PART_REFUNDED)
        left = pledge.amount_minor - pledge.payment.refunded_minor
        amount = left if self.draw.random() < 0.5 else 1 + self.draw.randrange(left)
        scene = self.of(pledge)
        refund = refund_request(payment=pledge.payment, amount_minor=amount, reason="x", actor=scene.managers[0])
        refund_submit(refund_id=refund.pk)

    def dispute(self) -> None:
        pledge = self.some(PledgeState.CONFIRMED)
        self.of(pledge).gateway.dispute(pledge.payment.checkout_session_id)
        self.of(pledge).refresh(pledge)

    def judge(self) -> None:
        pledge = self.some(PledgeState.DISPUTED)
        outcome = self.draw.choice((DisputeOutcome.WON, DisputeOutcome.LOST))
        self.of(pledge).gateway.dispute_close(pledge.payment.checkout_session_id, outcome)
        self.of(pledge).refresh(pledge)

    def take_back(self) -> None:
        """The bank takes back a payment whose match has left for the project."""
        rows = Pledge.objects.filter(matches__state=MatchState.PAID, state=PledgeState.CONFIRMED)
        pledge = self.draw.choice([*rows.select_related("payment", "campaign").order_by("id")])
        self.of(pledge).lost(pledge)

    def ask(self) -> None:
        pledge = self.some(PledgeState.CONFIRMED)
        scene = self.of(pledge)
        case_open(pledge=pledge, position=scene.position, actor=scene.managers[0], note="?")

    def answer(self) -> None:
        case = self.draw.choice([*PledgeCase.objects.order_by("id")])
        counts = self.draw.random() < 0.5
        case_decide(
            case=case,
            actor=self.scenes[0].managers[0],
            verdict=CaseState.COUNTED if counts else CaseState.EXCLUDED,
            reason=MatchBound.NONE if counts else MatchBound.EXCLUDED,
            note="x",
        )

    def approve(self) -> None:
        match = self.draw.choice([*Match.objects.filter(state=MatchState.CONFIRMED).order_by("id")])
        for manager in self.scenes[0].managers:
            match_approve(match=match, actor=manager)

    def ask_for_money(self) -> None:
        scene = self.scene
        payout_request(campaign=scene.campaign, actor=scene.managers[0])

    def pay_out(self) -> None:
        payout = self.draw.choice([*Payout.objects.filter(state=PayoutState.REQUESTED).order_by("id")])
        scene = self.scenes[0]
        if self.draw.random() < 0.2:
            payout_decline(payout=payout, actor=scene.managers[0], reason="x")
            return
        payout_approve(payout=payout, actor=scene.managers[1])
        payout_submit(payout_id=payout.pk)

    def arrive(self) -> None:
        payout = self.draw.choice([*Payout.objects.filter(state=PayoutState.SUBMITTED).order_by("id")])
        if self.draw.random() < 0.3:
            gateway, sent = self.scenes[0].gateway, payout.gateway_id
            taken = replace(gateway.transfers[sent], reversed_minor=gateway.transfers[sent].amount_minor)
            gateway.transfers[sent] = taken
        payout_apply(payout_id=payout.pk)

    def end(self) -> None:
        """Late in a run; what failed gives everything back."""
        scene = self.draw.choice([one for one in self.scenes if one.campaign.state == CampaignState.RUNNING])
        if self.seen.total() < LATE:
            return
        campaign_end(campaign=scene.campaign)
        scene.campaign.refresh_from_db()

    def settle(self) -> None:
        campaigns_settle_due()
        for scene in self.scenes:
            campaign_give_back(campaign_id=scene.campaign.pk)
        for refund in Refund.objects.filter(state=RefundState.REQUESTED).order_by("id"):
            refund_submit(refund_id=refund.pk)

    def decide(self) -> None:
        """About money without a pledge: who carries it, or that it was paid back."""
        rows = Match.objects.filter(Q(open_minor__gt=0) | Q(claim_minor__gt=0)).order_by("id")
        match, fund = self.draw.choice([*rows]), self.scenes[0].fund
        if match.claim_minor and self.draw.random() < 0.5:
            amount = 1 + self.draw.randrange(match.claim_minor)
            decided(fund, ProposalKind.REPAYMENT, match=match.public_id, amount_minor=amount)
        else:
            burden = "bear" if match.claim_minor else self.draw.choice(("bear", "claw_back"))
            decided(fund, ProposalKind.BURDEN, match=match.public_id, burden=burden)

    def deposit(self) -> None:
        booked(
            DepositFactory.create(
                fund=self.scenes[0].fund, amount_minor=self.draw.randrange(1, 9_000), state="announced"
            )
        )

    def change(self) -> None:
        rule_changed(self.scenes[0].fund, definition=to_data(self.draw.choice(RULES)))

    def offer(self) -> None:
        fund_offer_again(fund_id=self.scenes[0].fund.pk)

    def step(self) -> None:
        (name,) = self.draw.choices(list(ACTS), weights=[*ACTS.values()])
        act: Callable[[], None] = getattr(self, name)
        try:
            act()
        except IndexError:
            return
        except DomainError as error:
            self.seen[f"{name}: {error.code}"] += 1
            return
        self.seen[name] += 1


ACTS = {
    "pledge": 10, "pay": 9, "expire": 2, "refund": 3, "dispute": 1, "judge": 2, "ask": 1, "answer": 1, "approve": 6,
    "ask_for_money": 3, "pay_out": 3, "arrive": 3, "deposit": 1, "change": 1, "offer": 2, "decide": 1,
    "end": 1, "settle": 1, "take_back": 2,
}  # fmt: skip


def machine(seed: int, gateway: MemoryGateway) -> Machine:
    draw = random.Random(seed)  # noqa: S311  numbers for a test
    fund = FundFactory.create(rate_bp=0, pool_minor=draw.choice((3_000, 12_000, 60_000)))
    MatchingRuleFactory.create(fund=fund, known=draw.choice(RULES))
    first = scene_make(gateway, fund=fund)
    position = PositionFactory.create(
        fund=fund, campaign=CampaignFactory.create(goal1_minor=40_000, mode=draw.choice(CampaignMode.values))
    )
    second = Scene(position.campaign, fund, position, gateway, first.managers)
    for scene in (first, second):
        scene.payee()
    return Machine(draw, [first, second])


@pytest.mark.parametrize("seed", range(max(1, STEPS // 40)))
def test_the_services_do_what_the_book_says(seed: int, gateway: MemoryGateway) -> None:
    running = machine(seed, gateway)
    for _ in range(min(STEPS, 40)):
        running.step()
        assert_stored_as_replayed(running.scenes[0].fund)
        assert broken() == []
    decided(running.scenes[0].fund, ProposalKind.CLOSE)
    assert_stored_as_replayed(running.scenes[0].fund)
    assert broken() == []
