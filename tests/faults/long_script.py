"""A long run of a fund by a script with a fixed seed: the same gifts meet the same fate, whoever dies meanwhile.

What people, banks and managers do is drawn beforehand and happens in steps; between them everything is waited for, so
that a step finds the same money however its messages were dealt with. All that goes wrong lies in the worker.

Within a step the order must not matter, for a kill holds up what was in hand. With reversals it does: which of two
matches bears a cent of rounding, and who finds money in the pool again, hangs on which of them came first. So each of
them is a step of its own.
"""

import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import QuerySet

from backend.core import clock
from backend.core.errors import Conflict
from backend.core.models import OutboxMessage
from funding.enums import MatchState
from funding.gateways.memory_gateway import MemoryGateway
from funding.models import Campaign, Dispute, FundEvent, Match, Payout, Pledge, Refund
from funding.services.approvals_bulk import match_approve_each
from funding.services.payouts import payout_approve, payout_request
from funding.services.pledges import pledge_create
from funding.services.refunds import refund_request
from tests.factories.funding import CampaignFactory, PayeeAccountFactory, PositionFactory
from tests.faults.effects import all_handled
from tests.faults.long_facts import accounts_of, less, provider_of
from tests.faults.stage import Process, Stage
from tests.funding.sandbox.server import SandboxServer
from tests.funding.scenes import Scene, backer, scene_make
from worker.beat import due_write
from worker.schedule import JOBS

CAMPAIGNS, ROUND = 3, 50
# Less than a quarter of what is given on average, so that some wait for money that comes back.
POOL_FOR_EACH_MINOR = 900
TRANSFERABLE_MINOR = 50_000_000
STEP_SECONDS = 400.0


class Fate(StrEnum):
    KEPT = "kept"
    EXPIRED = "expired"
    REFUNDED = "refunded"
    PART_REFUNDED = "part_refunded"
    LOST = "lost"
    WON = "won"
    LOST_LATE = "lost_late"


ODDS = {Fate.KEPT: 40, Fate.EXPIRED: 15, Fate.REFUNDED: 12, Fate.PART_REFUNDED: 10, Fate.LOST: 8, Fate.WON: 5,
        Fate.LOST_LATE: 10}  # fmt: skip
DISPUTED = {Fate.LOST: "lost", Fate.WON: "won"}


@dataclass(frozen=True, slots=True)
class Gift:
    number: int
    campaign: int
    amount_minor: int
    fate: Fate
    is_approved: bool


def gifts_drawn(count: int, seed: int) -> list[Gift]:
    """Every fate comes up at least once, however few they are."""
    chance = random.Random(seed)  # noqa: S311  a fixed seed is the point
    fates = [*Fate, *chance.choices(list(ODDS), weights=list(ODDS.values()), k=count)][:count]
    chance.shuffle(fates)
    return [
        Gift(number, chance.randrange(CAMPAIGNS), chance.randrange(500, 12_000), fate, chance.random() < 0.8)
        for number, fate in enumerate(fates)
    ]


class LongRun:
    """One fund with three campaigns of its own, beside those of other runs on the same stage."""

    def __init__(self, name: str, gifts: list[Gift], stage: Stage, sandbox: SandboxServer) -> None:
        self.name, self.gifts, self.stage, self.sandbox = name, gifts, stage, sandbox
        self.kill_when: list[Callable[[], bool]] = []
        self.caught: list[int] = []
        """Of each kill, how many messages were begun and not done."""
        self._before = accounts_of({}), provider_of(sandbox)
        self._first_message = OutboxMessage.objects.count()
        with transaction.atomic():
            self.scene = self._scene()
        self.campaigns = list(Campaign.objects.filter(positions__fund=self.scene.fund).order_by("id"))
        self.worker: Process | None = None

    def _scene(self) -> Scene:
        scene = scene_make(MemoryGateway(), pool_minor=POOL_FOR_EACH_MINOR * len(self.gifts))
        campaigns = [scene.campaign, *(CampaignFactory.create() for _ in range(CAMPAIGNS - 1))]
        client = self.sandbox.client()
        for campaign in campaigns:
            if campaign != scene.campaign:
                PositionFactory.create(fund=scene.fund, campaign=campaign)
            account = client.v1.accounts.create({"type": "express", "capabilities": {"transfers": {"requested": True}}})
            self.sandbox.control.post(f"/accounts/{account.id}", state="complete")
            PayeeAccountFactory.create(project=campaign.project, gateway_account_id=account.id)
        return scene

    def messages(self) -> int:
        return OutboxMessage.objects.filter(handled_at__isnull=False).count() - self._first_message

    def start(self, **worker: str) -> None:
        self.worker = self.stage.worker(concurrency=2, **worker)

    def play(self) -> None:
        self.start()
        self.sandbox.control.post("/balance", amount=TRANSFERABLE_MINOR)
        late: list[Gift] = []
        for begin in range(0, len(self.gifts), ROUND):
            gifts = self.gifts[begin : begin + ROUND]
            self._dispute(dict.fromkeys(late, "lost"))
            self.give(gifts)
            self._pay(gifts)
            self._approve(gifts)
            self._refund(gifts)
            self._dispute({gift: DISPUTED[gift.fate] for gift in gifts if gift.fate in DISPUTED})
            self._pay_out()
            late = [gift for gift in gifts if gift.fate == Fate.LOST_LATE]
        self._dispute(dict.fromkeys(late, "lost"))
        self.stop()

    def stop(self) -> None:
        if self.worker is not None:
            self.worker.stop()

    def give(self, gifts: list[Gift]) -> None:
        for gift in gifts:
            pledge_create(
                campaign=self.campaigns[gift.campaign],
                amount_minor=gift.amount_minor,
                backer=backer(email=f"{gift.number}@example.org"),
                request_key=self._key(gift),
            )
            self._tick()
        self._settle("all have a payment page")

    def _key(self, gift: Gift) -> str:
        return f"{self.name}-{gift.number}"

    def _pledge(self, gift: Gift) -> Pledge:
        return Pledge.objects.select_related("payment").get(request_key=self._key(gift))

    def _pay(self, gifts: list[Gift]) -> None:
        for gift in gifts:
            pledge = self._pledge(gift)
            if gift.fate == Fate.EXPIRED:
                Pledge.objects.filter(pk=pledge.pk).update(expires_at=clock.now() - timedelta(seconds=1))
            elif pledge.payment.checkout_session_id:
                self.sandbox.pay(pledge.payment.checkout_session_id, holder=self._key(gift))
            self._tick()
        due_write(JOBS["funding.pledges_expire"], clock.now())
        self._settle("what was paid has arrived, the rest has ended")

    def _approve(self, gifts: list[Gift]) -> None:
        keys = [self._key(gift) for gift in gifts if gift.is_approved]
        rows = Match.objects.filter(pledge__request_key__in=keys, state=MatchState.CONFIRMED, amount_minor__gt=0)
        matches = list(rows.select_related("position"))
        for manager in self.scene.managers:
            match_approve_each(matches=matches, actor=manager)
        self._settle("what was approved is told")

    def _refund(self, gifts: list[Gift]) -> None:
        parts = {Fate.REFUNDED: 1, Fate.PART_REFUNDED: 3}
        for gift in gifts:
            if gift.fate in parts:
                payment, amount = self._pledge(gift).payment, gift.amount_minor // parts[gift.fate]
                refund_request(payment=payment, amount_minor=amount, reason="Bitte.", actor=self.scene.managers[0])
                self._settle("a refund has left")

    def _dispute(self, outcomes: dict[Gift, str]) -> None:
        if not outcomes:
            return
        for gift in outcomes:
            self.sandbox.control.post(f"/charges/{self._pledge(gift).payment.charge_id}/dispute")
            self._tick()
        self._settle("disputes are known")
        for gift, outcome in outcomes.items():
            dispute = Dispute.objects.get(payment__pledge=self._pledge(gift))
            self.sandbox.control.post(f"/disputes/{dispute.gateway_id}/close", outcome=outcome)
            self._settle("a dispute is decided")

    def _pay_out(self) -> None:
        first, second = self.scene.managers
        for campaign in self.campaigns:
            # Of a few gifts, none may be left for a campaign.
            with suppress(Conflict):
                for payout in payout_request(campaign=campaign, actor=first):
                    payout_approve(payout=payout, actor=second)
            self._tick()
        self._settle("payouts have arrived")

    def _settle(self, what: str) -> None:
        self.stage.wait_until(self._is_settled, f"{self.name}: {what}", seconds=STEP_SECONDS)

    def _is_settled(self) -> bool:
        """Nothing waits here or at the provider, and looking took so long that nothing was on its way between them."""
        self._tick()
        before = OutboxMessage.objects.count()
        quiet = all(not self._on_the_way() and all_handled() for _ in range(2))
        return quiet and OutboxMessage.objects.count() == before

    def _on_the_way(self) -> bool:
        return bool(self.sandbox.control.get("/deliveries", state="pending")["data"])

    def _tick(self) -> None:
        """Kill the worker if its moment has come, and start another one."""
        if self.worker is not None and self.kill_when and self.kill_when[0]():
            self.kill_when.pop(0)
            self.worker.kill()
            self.caught.append(OutboxMessage.objects.filter(handled_at=None, attempts__gt=0).count())
            self.worker = self.stage.worker(concurrency=2)

    def facts(self) -> dict[str, object]:
        """All that became of the money, in names that another run of the same script shares."""
        names = {self.scene.fund.public_id: "fund"}
        for number, campaign in enumerate(self.campaigns):
            names |= {campaign.public_id: f"campaign {number}"}
            names |= {row.public_id: f"position {number}" for row in campaign.positions.all()}
        mine = {"pledge__request_key__startswith": f"{self.name}-"}
        rows = self.pledges().select_related("payment")
        of_payment = {f"payment__{name}": value for name, value in mine.items()}
        matches = Match.objects.filter(**mine).exclude(amount_minor=0)
        payouts = Payout.objects.filter(campaign__in=self.campaigns)
        accounts, provider = accounts_of(names), provider_of(self.sandbox)
        return {
            "pledges": {self._number(row): (row.state, row.payment.state, row.payment.refunded_minor) for row in rows},
            "matches": sorted(
                (
                    self._number(row.pledge),
                    *(row.state, row.amount_minor, row.borne_minor, row.claim_minor, row.open_minor),
                )
                for row in matches.select_related("pledge")
                if row.pledge
            ),
            "payouts": sorted((names[row.campaign.public_id], row.kind, row.amount_minor, row.state)
                              for row in payouts.select_related("campaign")),
            "refunds": sorted(Refund.objects.filter(**of_payment).values_list("amount_minor", "state")),
            "disputes": sorted(Dispute.objects.filter(**of_payment).values_list("amount_minor", "state")),
            "journal": Counter(FundEvent.objects.filter(fund=self.scene.fund).values_list("kind", flat=True)),
            "accounts": less(accounts, self._before[0]),
            "provider": less(provider, self._before[1]),
        }  # fmt: skip

    def pledges(self) -> QuerySet[Pledge]:
        return Pledge.objects.filter(request_key__startswith=f"{self.name}-")

    def _number(self, pledge: Pledge) -> int:
        return int(pledge.request_key.rpartition("-")[2])
