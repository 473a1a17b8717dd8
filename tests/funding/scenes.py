"""Situations that many tests begin with: a campaign with a fund, people around it, pledges that are paid."""

from dataclasses import dataclass, field
from typing import Any

import psycopg
from django.db import connection

from backend.accounts.models import User
from funding.gateways.memory_gateway import MemoryGateway
from funding.gateways.protocol import DisputeOutcome
from funding.models import Campaign, Fund, FundCampaign, Match, Payout, Pledge
from funding.selectors.funds import Waterline, fund_waterline
from funding.selectors.ledger_checks import CHECKS
from funding.services.approvals import match_approve
from funding.services.campaigns import campaign_end
from funding.services.payments import payment_refresh
from funding.services.payouts import payout_apply, payout_approve, payout_request, payout_submit
from funding.services.pledges import Backer, pledge_start
from tests.factories.accounts import UserFactory
from tests.factories.funding import (
    CampaignFactory,
    FundFactory,
    FundManagerFactory,
    PayeeAccountFactory,
    PositionFactory,
)

UNTRUE = b" UNION ALL ".join(f"SELECT '{check.name}' WHERE EXISTS ({check.query})".encode() for check in CHECKS)


def backer(**changes: Any) -> Backer:
    return Backer(**{"name": "Gesine Gast", "email": "gesine@example.org", **changes})


@dataclass
class Scene:
    """A running campaign that a fund with two managers tops up by 25 %; the provider lives in `gateway`."""

    campaign: Campaign
    fund: Fund
    position: FundCampaign
    gateway: MemoryGateway
    managers: list[User] = field(default_factory=list)

    @property
    def lead(self) -> User:
        lead = self.campaign.project.team.created_by
        assert lead is not None
        return lead

    def pledge(self, amount_minor: int, **changes: Any) -> Pledge:
        """Begun, its page is open."""
        given = changes.pop("backer", None) or backer()
        return pledge_start(campaign=self.campaign, amount_minor=amount_minor, backer=given, **changes)

    def pay(self, pledge: Pledge, *, card: str = "", iban: str = "") -> Pledge:
        """From a card of its own, unless one is named."""
        self.gateway.pay(pledge.payment.checkout_session_id, card_fingerprint=card, iban_fingerprint=iban)
        return self.refresh(pledge)

    def refresh(self, pledge: Pledge) -> Pledge:
        payment_refresh(payment_id=pledge.payment.pk)
        return Pledge.objects.select_related("payment").get(pk=pledge.pk)

    def paid(self, amount_minor: int, *, card: str = "", iban: str = "", **changes: Any) -> Pledge:
        return self.pay(self.pledge(amount_minor, **changes), card=card, iban=iban)

    def match(self, pledge: Pledge) -> Match:
        return Match.objects.filter(pledge=pledge).latest("id")

    def approved(self, amount_minor: int, **changes: Any) -> Pledge:
        pledge = self.paid(amount_minor, **changes)
        for manager in self.managers:
            match_approve(match=self.match(pledge), actor=manager)
        return pledge

    def payee(self) -> None:
        account = PayeeAccountFactory.create(project=self.campaign.project)
        self.gateway.verify(account.gateway_account_id)

    def paid_out(self) -> list[Payout]:
        """Asked for by the first manager, approved by the second, sent and settled."""
        done = []
        for payout in payout_request(campaign=self.campaign, actor=self.managers[0]):
            payout_approve(payout=payout, actor=self.managers[1])
            payout_submit(payout_id=payout.pk)
            done.append(payout_apply(payout_id=payout.pk))
        return done

    def end(self) -> Campaign:
        self.campaign = campaign_end(campaign=self.campaign)
        return self.campaign

    def lost(self, pledge: Pledge) -> Pledge:
        """The backer's bank takes the money back."""
        self.gateway.dispute(pledge.payment.checkout_session_id)
        self.refresh(pledge)
        self.gateway.dispute_close(pledge.payment.checkout_session_id, DisputeOutcome.LOST)
        return self.refresh(pledge)

    def water(self) -> Waterline:
        return fund_waterline(self.fund)


def scene_make(
    gateway: MemoryGateway, *, campaign: dict[str, Any] | None = None, fund: Fund | None = None, **changes: Any
) -> Scene:
    made = fund or FundFactory.create(**changes)
    position = PositionFactory.create(fund=made, campaign=CampaignFactory.create(**(campaign or {})))
    managers = [FundManagerFactory.create(fund=made, user=UserFactory.create()).user for _ in range(2)]
    return Scene(position.campaign, made, position, gateway, managers)


def broken() -> list[str]:
    """Names of the bookkeeping truths that do not hold.

    One statement, prepared once a connection: here they are asked thousands of times, and to send and to plan them
    takes longer than to answer.
    """
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:
        return [str(name) for (name,) in cursor.execute(UNTRUE, prepare=True)]
