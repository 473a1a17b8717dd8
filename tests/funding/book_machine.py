"""One fund with two campaigns, and what may happen to them: drawn at random, done through the services."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.db.models import Q

from backend.accounts.models import Organisation
from backend.core.errors import DomainError
from backend.core.evidence.codec import encode
from funding.domain.allocation import Earmark
from funding.domain.pots import ANYTHING
from funding.domain.rule_set import to_data
from funding.enums import (
    CampaignMode,
    CampaignState,
    CaseState,
    DepositState,
    FundState,
    MatchBound,
    MatchState,
    PayoutState,
    PledgeState,
    ProposalKind,
    RefundState,
)
from funding.gateways.memory_gateway import MemoryGateway
from funding.gateways.protocol import DisputeOutcome
from funding.models import Deposit, Fund, Match, Payout, Pledge, PledgeCase, Refund
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
from tests.funding.drawn_divisions import Divisions
from tests.funding.drawn_rules import rule_drawn
from tests.funding.scenes import Scene, backer, broken, scene_make

LENGTH = 40
"""Steps of one machine."""
ENDS, ENDS_DIVIDED, CLOSES = Fraction(5, 8), Fraction(3, 8), Fraction(1, 2)
"""Before that part of a run no campaign ends, and no fund is closed."""
TRIES = 2
"""How many acts are drawn until one is possible."""
REGIONS = ("DE-BE", "DE-BY")
PURPOSES = (Earmark(), Earmark(), Earmark(regions=REGIONS[:1]), Earmark(regions=REGIONS[1:]))


@dataclass
class Machine:
    """`divided`: its rules are mostly settled by divisions, and it is closed before it ends."""

    draw: random.Random
    scenes: list[Scene]
    divided: bool
    seen: Counter[str] = field(default_factory=Counter)
    steps: int = 0

    @property
    def fund(self) -> Fund:
        return self.scenes[0].fund

    @cached_property
    def divisions(self) -> Divisions:
        return Divisions(self.fund, self.scenes[0].managers, self.draw, self.seen)

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
        whole = Q(campaign__positions__matches__state=MatchState.PAID, campaign__positions__matches__pledge=None)
        rows = Pledge.objects.filter(Q(matches__state=MatchState.PAID) | whole, state=PledgeState.CONFIRMED)
        rows = rows.select_related("payment", "campaign").distinct()
        pledge = self.draw.choice([*rows.order_by("id")])
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
        self._not_before(ENDS_DIVIDED if self.divided else ENDS)
        campaign_end(campaign=scene.campaign)
        scene.campaign.refresh_from_db()

    def close(self) -> None:
        if not self.divided or self.fund.state != FundState.OPEN:
            raise IndexError
        self._not_before(CLOSES)
        self.divisions.close()

    def divide(self) -> None:
        self.divisions.step()

    def _not_before(self, part: Fraction) -> None:
        if self.steps < part * LENGTH:
            raise IndexError

    def settle(self) -> None:
        campaigns_settle_due()
        for scene in self.scenes:
            campaign_give_back(campaign_id=scene.campaign.pk)
        for refund in Refund.objects.filter(state=RefundState.REQUESTED).order_by("id"):
            refund_submit(refund_id=refund.pk)

    def decide(self) -> None:
        """About money without a pledge: who carries it, or that it was paid back."""
        rows = Match.objects.filter(Q(open_minor__gt=0) | Q(claim_minor__gt=0)).order_by("id")
        match, fund = self.draw.choice([*rows]), self.fund
        if match.claim_minor and self.draw.random() < 0.5:
            amount = 1 + self.draw.randrange(match.claim_minor)
            decided(fund, ProposalKind.REPAYMENT, match=match.public_id, amount_minor=amount)
        else:
            burden = "bear" if match.claim_minor else self.draw.choice(("bear", "claw_back"))
            decided(fund, ProposalKind.BURDEN, match=match.public_id, burden=burden)

    def deposit(self) -> None:
        sponsors = Organisation.objects.filter(deposits__fund=self.fund).order_by("id").distinct()
        more = {"sponsor": self.draw.choice([*sponsors])} if self.draw.random() < 0.5 else {}
        amount = self.draw.randrange(1, 9_000)
        booked(deposit_drawn(self.draw, self.fund, amount_minor=amount, state=DepositState.ANNOUNCED, **more))

    def change(self) -> None:
        rule = rule_drawn(self.draw, divided=self.divided and self.draw.random() < 0.8)
        rule_changed(self.fund, definition=to_data(rule))

    def offer(self) -> None:
        fund_offer_again(fund_id=self.fund.pk)

    def step(self) -> None:
        """Let one thing happen that can happen now, or be refused; every truth holds after it."""
        self.steps += 1
        if any(self._did(name) for name in self._drawn()):
            self.check()

    def _drawn(self) -> Iterator[str]:
        acts = ACTS | {"divide": 30} if self.divisions.closing else ACTS
        yield from self.draw.choices([*acts], weights=[*acts.values()], k=TRIES)

    def _did(self, name: str) -> bool:
        act: Callable[[], None] = getattr(self, name)
        try:
            act()
        except IndexError:
            return False
        except DomainError as error:
            self.seen[f"{name} refused: {error.code}"] += 1
        else:
            self.seen[name] += 1
        return True

    def check(self) -> None:
        assert_stored_as_replayed(self.fund)
        untrue = broken()
        assert untrue == [], untrue

    def finish(self) -> None:
        """Wind the fund up: every division is carried out, and what is free then goes back to the sponsors."""
        self.divisions.finish()
        self.check()
        self.divisions.give_back()
        self.check()


ACTS = {
    "pledge": 10, "pay": 9, "expire": 2, "refund": 3, "dispute": 1, "judge": 2, "ask": 1, "answer": 1, "approve": 6,
    "ask_for_money": 3, "pay_out": 3, "arrive": 3, "deposit": 1, "change": 1, "offer": 2, "decide": 1,
    "end": 1, "settle": 1, "take_back": 2, "close": 2, "divide": 6,
}  # fmt: skip


def deposit_drawn(draw: random.Random, fund: Fund, **known: Any) -> Deposit:
    purpose = draw.choice(PURPOSES)
    earmark = {} if purpose == ANYTHING else encode(purpose)
    return DepositFactory.create(fund=fund, earmark=earmark, priority=draw.choice((0, 0, 1)), **known)


def machine(seed: int, gateway: MemoryGateway) -> Machine:
    draw = random.Random(seed)  # noqa: S311  numbers for a test
    divided = draw.random() < 0.5
    fund = FundFactory.create(rate_bp=0, pool_minor=draw.choice((3_000, 12_000, 60_000)))
    MatchingRuleFactory.create(fund=fund, known=rule_drawn(draw, divided=divided))
    if draw.random() < 0.5:
        deposit_drawn(draw, fund, amount_minor=draw.choice((500, 4_000)))
    goals = (2_000, 12_000) if divided else (40_000, 500_000)
    first = scene_make(gateway, fund=fund, campaign=_campaign(draw, goals))
    campaign = CampaignFactory.create(**_campaign(draw, goals), mode=draw.choice(CampaignMode.values))
    position = PositionFactory.create(fund=fund, campaign=campaign)
    second = Scene(campaign, fund, position, gateway, first.managers)
    for scene in (first, second):
        scene.payee()
    return Machine(draw, [first, second], divided)


def _campaign(draw: random.Random, goals: tuple[int, int]) -> dict[str, Any]:
    goal = draw.choice(goals)
    return {"goal1_minor": goal, "goal2_minor": 2 * goal, "region": draw.choice(REGIONS)}
