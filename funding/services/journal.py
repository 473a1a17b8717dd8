"""The journal of a fund: everything that its matches depend on, in the order in which it was committed."""

import json
from collections.abc import Iterable

from django.db import connection

from backend.core import clock
from backend.core.db import require_transaction
from funding.domain.book_events import (
    CampaignAccepted,
    Event,
    PaidOut,
    PayeeVerified,
    PayoutUndone,
    Pledged,
    PledgeDecided,
    Refunded,
    Verdict,
    event_to_data,
)
from funding.enums import PayeeState, PositionState
from funding.models import Fund, FundCampaign, PayeeAccount, Payout, Pledge
from funding.selectors.locks import LockedPledge

TAKEN_IN = frozenset({PositionState.ACCEPTED, PositionState.SUSPENDED})
ADD = """
WITH head AS (
    INSERT INTO funding_fundbook AS book (fund_id, sequence, matches) VALUES (%s, 1, 0)
    ON CONFLICT (fund_id) DO UPDATE SET sequence = book.sequence + 1 RETURNING sequence
)
INSERT INTO funding_fundevent (fund_id, sequence, kind, data, at)
SELECT %s, head.sequence, %s, %s::jsonb, %s FROM head RETURNING sequence
"""


def journal_add(*, fund: Fund | int, event: Event) -> int:
    """Write down what happens to a fund, and return its number.

    Locks the fund's book until the end of the caller's transaction: call it before what touches the balance of the
    pool, and after the rows that stand before it in the order of locks.
    """
    require_transaction()
    key = fund if isinstance(fund, int) else fund.pk
    data = event_to_data(event)
    with connection.cursor() as cursor:
        cursor.execute(ADD, [key, key, data["kind"], json.dumps(data), event.at])
        (sequence,) = cursor.fetchone()
    return int(sequence)


def pledge_tell(pledge: Pledge, event: Event) -> None:
    """Write down what happens to a pledge in the journals of the funds that were told of it."""
    positions = pledge.matches.order_by("position__fund_id").values_list("position__fund_id", flat=True)
    for fund_id in positions.distinct():
        journal_add(fund=fund_id, event=event)


def decided_tell(pledge: Pledge, verdict: Verdict, reason: str = "") -> None:
    """Write down what was decided about a pledge, by a person or by the rule itself."""
    told = PledgeDecided(at=clock.now(), pledge=pledge.public_id, verdict=verdict, reason=reason)
    pledge_tell(pledge, told)


def refunded_tell(locked: LockedPledge, amount_minor: int) -> None:
    """Write down that so much of a pledge has gone back; nothing if it had gone already."""
    if amount_minor:
        told = Refunded(at=clock.now(), pledge=locked.pledge.public_id, amount_minor=amount_minor)
        pledge_tell(locked.pledge, told)


def position_tell(position: FundCampaign) -> None:
    """Write down that the campaign is taken in."""
    campaign = position.campaign
    told = CampaignAccepted(
        at=clock.now(),
        campaign=campaign.public_id,
        goal_1_minor=campaign.goal1_minor,
        goal_2_minor=campaign.goal2_minor,
    )
    journal_add(fund=position.fund_id, event=told)
    if PayeeAccount.objects.filter(project=campaign.project_id, state=PayeeState.VERIFIED).exists():
        journal_add(fund=position.fund_id, event=PayeeVerified(at=told.at, campaign=told.campaign))


def campaign_tell(positions: Iterable[FundCampaign], event: Event) -> None:
    """Write down what happens to a campaign in the journals of the funds that have taken it in."""
    for position in sorted(positions, key=lambda row: row.fund_id):
        if position.state in TAKEN_IN:
            journal_add(fund=position.fund_id, event=event)


def payout_tell(payout: Payout, kind: type[PaidOut | PayoutUndone]) -> None:
    """Write down for each match of a payout that it is leaving, or has not left after all."""
    if payout.fund_id is not None:
        for number in payout.matches.order_by("number").values_list("number", flat=True):
            journal_add(fund=payout.fund_id, event=kind(at=clock.now(), match=f"m{number}"))


def pledged(pledge: Pledge, *, excluded: str) -> Pledged:
    """The event of a new promise; `excluded` says why it does not count."""
    return Pledged(
        at=clock.now(),
        pledge=pledge.public_id,
        campaign=pledge.campaign.public_id,
        backer=backer_in_book(pledge),
        amount_minor=pledge.amount_minor,
        excluded=excluded,
    )


def backer_in_book(pledge: Pledge) -> str:
    """The giver's pseudonym: a number in the campaign, made of nothing that is known about the person."""
    return f"{pledge.campaign.public_id}.{pledge.person}"
