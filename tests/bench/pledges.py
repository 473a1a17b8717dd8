"""A pledge with its match, against the same rows written by raw SQL in one transaction."""

import json
from datetime import timedelta

from django.db import transaction

from backend.core import clock
from backend.core.audit import audit_add
from backend.core.ids import new_public_id
from backend.core.models import AuditEntry, OutboxMessage
from funding.domain.identities import Identity
from funding.models import Campaign, FundCampaign, MatchingRule, Payment, Pledge, PledgeIdentity
from funding.selectors.persons import identity_digest
from funding.services.pledges import Backer, pledge_create
from tests.bench import raw
from tests.bench.figure import Figure
from tests.bench.timing import in_processes, in_turns
from tests.factories.funding import CampaignFactory, FundFactory, PositionFactory

TIMES, ROUNDS = 80, 5
AMOUNT, FREE_KEYS = 2_000, 1_000_000
GUEST = Backer(name="Gesine Gast", email="gesine@example.org")


def figures() -> list[Figure]:
    with transaction.atomic():
        fund = FundFactory.create(pool_minor=10_000_000_00)
        ours, other = (PositionFactory.create(fund=fund, campaign=CampaignFactory.create()) for _ in range(2))
    prepared = [raw_pledge(other, number) for number in range(TIMES * (ROUNDS + 1))]
    fast, bare = in_turns(lambda _n: give(ours.campaign), lambda n: raw.run(prepared[n]), times=TIMES, rounds=ROUNDS)
    statements = raw.count_statements(lambda: give(ours.campaign))
    note = f"the same rows as raw SQL in one transaction: {len(prepared[0]) + 2} statements, we need {statements}"
    return [
        Figure(name="pledges: create with a reserved match", ours=fast, baseline=bare, note=note),
        *together(ours.campaign, fast),
    ]


def give(campaign: Campaign) -> None:
    pledge_create(campaign=campaign, amount_minor=AMOUNT, backer=GUEST)


def together(campaign: Campaign, alone: float) -> list[Figure]:
    def work(share: "list[int]") -> None:
        for _number in share:
            give(campaign)

    rate = in_processes(8, work, list(range(400)))  # type: ignore[arg-type]  # a list is a sequence
    note = "one process; all lock the same campaign, position and pool"
    return [Figure(name="pledges: 8 processes, one campaign", ours=rate, baseline=alone, note=note)]


def raw_pledge(position: FundCampaign, number: int) -> list[raw.Statement]:
    """What `pledge_create` writes, prepared beforehand: pledge, payment, audit, outbox, sequence, match."""
    moment, key = clock.now(), FREE_KEYS + number
    known = identity_digest(Identity.EMAIL, GUEST.email)
    pledge = Pledge(
        pk=key,
        campaign_id=position.campaign_id,
        sequence=number + 1,
        person=1,
        backer_name=GUEST.name,
        backer_email=GUEST.email,
        amount_minor=AMOUNT,
        expires_at=moment + timedelta(minutes=30),
    )
    message = OutboxMessage(
        pk=key, topic="funding.pledge_created", queue="money", payload={"payment_id": key}, dedupe_key=f"bench:{number}"
    )
    return [
        ("SELECT 1 FROM funding_campaign WHERE id = %s FOR NO KEY UPDATE", [position.campaign_id]),
        ("SELECT 1 FROM funding_fundcampaign WHERE id = %s FOR NO KEY UPDATE", [position.pk]),
        ("UPDATE funding_campaign SET last_pledge_sequence = %s WHERE id = %s", [number + 1, position.campaign_id]),
        raw.insert(pledge),
        raw.insert(Payment(pk=key, pledge=pledge)),
        raw.insert(PledgeIdentity(pk=key, campaign_id=position.campaign_id, pledge=pledge, kind="email", digest=known)),
        raw.insert(audit_of(pledge)),
        raw.insert(message),
        ("SELECT o_match_id FROM funding_reserve_match(%s, %s, %s, %s)", reservation(position, pledge)),
    ]


def audit_of(pledge: Pledge) -> AuditEntry:
    with transaction.atomic():
        entry = audit_add(actor=None, action="funding.pledge_created", row=pledge, facts={"amount_minor": AMOUNT})
        transaction.set_rollback(rollback=True)
    entry.pk = pledge.pk
    return entry


def reservation(position: FundCampaign, pledge: Pledge) -> list[object]:
    before = (pledge.sequence - 1) * AMOUNT
    due = (before * 25 // 100, (before + AMOUNT) * 25 // 100)
    match = {
        "public_id": new_public_id("mat"),
        "position_id": position.pk,
        "pledge_id": pledge.pk,
        "rule_id": MatchingRule.objects.get(fund=position.fund_id).pk,
        "ref": pledge.public_id,
        "base": AMOUNT,
        "wanted": due[1] - due[0],
        "bound": "",
        "due_before": due[0],
        "due_after": due[1],
        "eligible": before,
        "carried": 0,
        "currency": "EUR",
    }
    return [json.dumps(match), position.fund.public_id, position.public_id, clock.now()]
