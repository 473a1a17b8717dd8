"""A pledge with its match, against the same rows written by raw SQL in one transaction."""

import json
import os
from collections.abc import Sequence
from datetime import timedelta
from itertools import count

from django.db import transaction

from backend.core import clock
from backend.core.audit import audit_add
from backend.core.ids import new_public_id
from backend.core.models import AuditEntry, OutboxMessage
from backend.core.money import Money
from funding.domain.book_events import event_to_data
from funding.domain.identities import Identity
from funding.ledger.enums import AccountKind
from funding.ledger.posting import AccountName, Move
from funding.models import Campaign, FundBook, FundCampaign, MatchingRule, Payment, Pledge, PledgeIdentity
from funding.selectors.persons import identity_digest
from funding.services.book_pledges import WRITE
from funding.services.journal import backer_in_book, pledged
from funding.services.pledges import Backer, pledge_create
from tests.bench import raw
from tests.bench.figure import Figure
from tests.bench.timing import in_processes, in_turns
from tests.factories.funding import FundFactory, PositionFactory

TIMES, ROUNDS = 80, 5
AMOUNT, FREE_KEYS = 2_000, 1_000_000
FIRST = 3
"""Events of a fund before its first pledge: its rule, its money, the campaign."""
guests = count()


def figures() -> list[Figure]:
    with transaction.atomic():
        # A fund for each: both write numbers into its book that follow each other.
        ours, other = (PositionFactory.create(fund=FundFactory.create(pool_minor=10_000_000_00)) for _ in range(2))
    prepared = [raw_pledge(other, number) for number in range(TIMES * (ROUNDS + 1))]
    fast, bare = in_turns(lambda _n: give(ours.campaign), lambda n: raw.run(prepared[n]), times=TIMES, rounds=ROUNDS)
    statements = raw.count_statements(lambda: give(ours.campaign))
    note = f"the same rows as raw SQL in one transaction: {len(prepared[0]) + 2} statements, we need {statements}"
    return [
        Figure(name="pledges: create with a reserved match", ours=fast, baseline=bare, note=note),
        together(ours.campaign, fast),
    ]


def give(campaign: Campaign) -> None:
    """By somebody who has not given before, as nearly everybody."""
    guest = Backer(name="Gesine Gast", email=f"gast{next(guests)}@{os.getpid()}.example.org")
    pledge_create(campaign=campaign, amount_minor=AMOUNT, backer=guest)


def together(campaign: Campaign, alone: float) -> Figure:
    def work(share: Sequence[int]) -> None:
        for _number in share:
            give(campaign)

    rate = in_processes(8, work, list(range(400)))
    note = "one process; all lock the same campaign, position and pool"
    return Figure(name="pledges: 8 processes, one campaign", ours=rate, baseline=alone, note=note)


def raw_pledge(position: FundCampaign, number: int) -> list[raw.Statement]:
    """What `pledge_create` writes, prepared beforehand: pledge, payment, audit, outbox, sequence, match."""
    moment, key = clock.now(), FREE_KEYS + number
    email = f"gast{number}@example.org"
    known = identity_digest(Identity.EMAIL, email)
    pledge = Pledge(
        pk=key,
        campaign_id=position.campaign_id,
        sequence=number + 1,
        person=number + 1,
        backer_name="Gesine Gast",
        backer_email=email,
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
        ("SELECT 1 FROM funding_fundbook WHERE fund_id = %s FOR UPDATE", [position.fund_id]),
        (WRITE, book_of(position, pledge)),
    ]


def audit_of(pledge: Pledge) -> AuditEntry:
    with transaction.atomic():
        entry = audit_add(actor=None, action="funding.pledge_created", row=pledge, facts={"amount_minor": AMOUNT})
        transaction.set_rollback(rollback=True)
    entry.pk = pledge.pk
    return entry


def book_of(position: FundCampaign, pledge: Pledge) -> list[object]:
    """What the book writes of the pledge of this number, where all before it were alike."""
    number, rule = pledge.sequence, MatchingRule.objects.get(fund=position.fund_id)
    due = ((number - 1) * AMOUNT * 25 // 100, number * AMOUNT * 25 // 100)
    pool = 10_000_000_00
    pot = next(iter(FundBook.objects.get(fund=position.fund_id).pots))
    head = {
        "fund_id": position.fund_id,
        "sequence": FIRST + number,
        "matches": number,
        "given": due[1],
        "pots": {pot: [pool, due[1], 0, {}]},
        "event": event_to_data(pledged(pledge, excluded="")),
    }
    own = {
        "id": pledge.pk,
        "backer": backer_in_book(pledge),
        "sequence": FIRST + number,
        "version": 1,
        "amount": AMOUNT,
        "excluded": "",
        "method": "card",
        "hungry": [],
        "at_most": None,
        "limited_by": "",
    }
    match = {
        "public_id": new_public_id("mat"),
        "rule_id": rule.pk,
        "number": number,
        "amount": due[1] - due[0],
        "base": AMOUNT,
        "splits": {pot: due[1] - due[0]},
        "currency": "EUR",
        "state": "reserved",
        "due_before": due[0],
        "due_after": due[1],
        "bound": "",
        "pool_before": pool - due[0],
        "pool_after": pool - due[1],
        "ref": pledge.public_id,
        "moves": [move_of(position, due[1] - due[0]).as_json()],
    }
    sums = {"id": position.pk, "book": position.book, "rule_id": rule.pk, "eligible": number * AMOUNT}
    sums |= {"matched": due[1], "carried": 0}
    return [*map(json.dumps, (head, own, match, sums)), clock.now()]


def move_of(position: FundCampaign, amount_minor: int) -> Move:
    return Move(
        debit=AccountName(AccountKind.FUND_POOL, position.fund.public_id),
        credit=AccountName(AccountKind.MATCH_MONEY, position.public_id),
        money=Money(amount_minor, "EUR"),
        pending=True,
    )
