"""From a campaign to its payout: real services, the real sandbox process over HTTP, its signed webhooks at our door."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import transaction
from pytest_django.live_server_helper import LiveServer

from backend.accounts.models import User
from backend.core import clock
from backend.core.outbox import outbox_claim
from funding.enums import CampaignState, DisputeState, MatchState, PayeeState, PayoutState, PledgeState
from funding.models import Campaign, Dispute, Fund, GatewayEvent, Match, PayeeAccount, Payout, Pledge
from funding.selectors.funds import approvals_queue, fund_waterline, payouts_queue
from funding.services.approvals_bulk import match_approve_each
from funding.services.campaigns import campaign_approve, campaign_save_draft, campaign_submit
from funding.services.deposits import deposit_receive, deposit_record
from funding.services.funds import (
    fund_campaign_accept,
    fund_campaign_apply,
    fund_create,
    fund_manager_add,
)
from funding.services.payees import payee_onboard
from funding.services.payments import pledge_expire
from funding.services.payouts import payout_approve, payout_request
from funding.services.pledges import Backer, pledge_quote, pledge_start
from funding.services.refunds import refund_request
from funding.services.rule_sets import rule_set
from programmes.enums import ProgrammeRoleKind
from programmes.models import Project
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.funding import CampaignFactory, FundFactory, PositionFactory
from tests.factories.programmes import ProgrammeRoleFactory, ProjectFactory
from tests.funding.deciding import opened
from tests.funding.sandbox.server import API_KEY, WEBHOOK_SECRET, SandboxServer, running_sandbox
from tests.funding.scenes import broken
from worker.handling import handle

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes]
SECONDS = 15.0


@pytest.fixture
def sandbox(live_server: LiveServer, settings: LazySettings, tmp_path: Path) -> Iterator[SandboxServer]:
    with running_sandbox(tmp_path, webhook_url=f"{live_server.url}/webhooks/stripe/", retry_base_seconds=0.2) as server:
        settings.STRIPE_API_BASE = server.base_url
        settings.STRIPE_SECRET_KEY = API_KEY
        settings.STRIPE_WEBHOOK_SECRET = WEBHOOK_SECRET
        yield server


def until(condition: Callable[[], object]) -> None:
    """Let the worker work until it is so: webhooks arrive when they arrive."""
    end = time.monotonic() + SECONDS
    while not condition():
        for message in outbox_claim():
            handle(message.pk)
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.02)


def has(pledge: Pledge, state: PledgeState) -> Callable[[], bool]:
    return lambda: Pledge.objects.filter(pk=pledge.pk, state=state).exists()


def opened_fund(frieda: User, felix: User) -> Fund:
    """12.00 euros and 25 %."""
    with transaction.atomic():
        host = MembershipFactory.create(user=frieda, role="owner").organisation
        sponsor = OrganisationFactory.create()
    fund = fund_create(organisation=host, actor=frieda, fields={"slug": "f", "name": "Fonds", "summary": "Legt dazu."})
    fund_manager_add(fund=fund, user=felix, actor=frieda)
    rule_set(fund=fund, actor=frieda, fields={"rate_bp": 2_500, "cap_campaign_minor": 1_000_000})
    deposit = deposit_record(fund=fund, sponsor=sponsor, amount_minor=1_200, actor=frieda, reference="SEPA 1")
    deposit_receive(deposit=deposit, actor=felix)
    return opened(fund)


def running_campaign(project: Project, lead: User, fund: Fund, manager: User) -> Campaign:
    """Handed in by its team, approved by a curator, taken in by the fund."""
    with transaction.atomic():
        curator = ProgrammeRoleFactory.create(programme=project.cohort.programme, role=ProgrammeRoleKind.CURATOR).user
    now = clock.now()
    fields = {
        "slug": "hilfekarte", "title": "Hilfekarte", "summary": "Wer hilft?", "story": "So fing es an.",
        "use_of_money": "Druck.", "goal1_minor": 10_000, "starts_at": now, "ends_at": now + timedelta(days=30),
    }  # fmt: skip
    campaign = campaign_save_draft(project=project, actor=lead, fields=fields)
    campaign_submit(campaign=campaign, actor=lead)
    campaign = campaign_approve(campaign=campaign, actor=curator)
    assert campaign.state == CampaignState.RUNNING
    fund_campaign_accept(position=fund_campaign_apply(fund=fund, campaign=campaign, actor=lead), actor=manager)
    return campaign


def test_from_a_campaign_to_its_payout(sandbox: SandboxServer) -> None:
    with transaction.atomic():
        frieda, felix, project = UserFactory.create(), UserFactory.create(), ProjectFactory.create()
    lead = project.team.created_by
    assert lead is not None
    fund = opened_fund(frieda, felix)
    campaign = running_campaign(project, lead, fund, frieda)

    # Four backers: the last one gets an honest part; one leaves the page, one is disputed, one is paid back.
    backers = [Backer(name=name, email=f"{name.lower()}@example.org") for name in ("Ada", "Ben", "Cleo", "Dana")]
    ada, ben, cleo = (
        pledge_start(campaign=campaign, amount_minor=amount, backer=backer)
        for amount, backer in zip((2_000, 1_000, 800), backers, strict=False)
    )
    assert pledge_quote(campaign, 2_000).match.amount_minor == 250
    dana = pledge_start(campaign=campaign, amount_minor=2_000, backer=backers[3])
    for pledge in (ada, ben, dana):
        assert pledge.payment.page_url.startswith(sandbox.base_url)
        sandbox.pay(pledge.payment.checkout_session_id)
    for pledge in (ada, ben, dana):
        until(has(pledge, PledgeState.CONFIRMED))
    pledge_expire(pledge_id=cleo.pk)
    until(has(cleo, PledgeState.EXPIRED))
    assert fund_waterline(fund).free == 200
    refund_request(payment=ben.payment, amount_minor=1_000, reason="Auf Wunsch.", actor=felix)
    until(has(ben, PledgeState.REFUNDED))

    # Two managers approve what is left, in one go each.
    for manager in (frieda, felix):
        match_approve_each(matches=list(approvals_queue(manager)), actor=manager)
    assert set(Match.objects.values_list("state", flat=True)) == {MatchState.APPROVED, MatchState.RELEASED}
    assert fund_waterline(fund).approved == 750

    # A dispute freezes one of them until it is won.
    ada.payment.refresh_from_db()
    sandbox.control.post(f"/charges/{ada.payment.charge_id}/dispute")
    until(has(ada, PledgeState.DISPUTED))
    assert Match.objects.get(pledge=ada).state == MatchState.FROZEN
    sandbox.control.post(f"/disputes/{Dispute.objects.get().gateway_id}/close", outcome="won")
    until(lambda: Dispute.objects.filter(state=DisputeState.WON).exists())

    # The team completes its account; one manager asks for the payout, the other approves; the worker sends it.
    payee_onboard(project=project, actor=lead)
    sandbox.control.post(f"/accounts/{PayeeAccount.objects.get().gateway_account_id}", state="complete")
    until(lambda: PayeeAccount.objects.filter(state=PayeeState.VERIFIED).exists())
    sandbox.control.post("/balance", amount=10_000)
    payout_request(campaign=campaign, actor=frieda)
    for payout in payouts_queue(felix):
        payout_approve(payout=payout, actor=felix)
    until(lambda: Payout.objects.filter(state=PayoutState.PAID).count() == 2)

    water = fund_waterline(fund)
    assert (water.paid_in, water.free, water.reserved, water.approved, water.paid) == (1_200, 450, 0, 0, 750)
    assert water.adds_up
    account = PayeeAccount.objects.get().gateway_account_id
    balance = sandbox.client().v1.balance.retrieve(options={"stripe_account": account})
    assert balance.available[0].amount == sum(Payout.objects.values_list("amount_minor", flat=True))
    assert broken() == []


@pytest.mark.parametrize("fault", [{"kind": "duplicate", "copies": 3}, {"kind": "reorder", "count": 3}])
def test_doubled_and_reordered_webhooks_end_in_the_same_state(sandbox: SandboxServer, fault: dict[str, object]) -> None:
    with transaction.atomic():
        fund = FundFactory.create()
        campaign: Campaign = CampaignFactory.create()
        PositionFactory.create(fund=fund, campaign=campaign)
    sandbox.control.post("/faults/events", type="*", **fault)
    pledge = pledge_start(campaign=campaign, amount_minor=2_000, backer=Backer(name="Ada", email="ada@example.org"))
    sandbox.pay(pledge.payment.checkout_session_id)
    sandbox.control.delete("/faults")
    until(has(pledge, PledgeState.CONFIRMED))
    until(lambda: not GatewayEvent.objects.filter(applied_at=None, payload__subject="payment").exists())
    assert Match.objects.get().state == MatchState.CONFIRMED
    assert fund_waterline(fund).reserved == 500
    assert broken() == []
