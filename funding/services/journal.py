"""What services tell the books of funds: one event for everything that a match depends on."""

from collections.abc import Iterable, Mapping, Sequence

from backend.core import clock
from backend.core.audit import Actor
from funding.domain.book_events import (
    CampaignAccepted,
    DisputeLost,
    DisputeOpened,
    DisputeWon,
    Event,
    Growing,
    Paid,
    PaidOut,
    PayeeVerified,
    PayoutUndone,
    Pledged,
    PledgeDecided,
    Refunded,
    Verdict,
)
from funding.domain.book_records import PledgeState as InBook
from funding.enums import CauseKind, PayeeState, PayoutFailure, PositionState
from funding.models import BookPledge, Fund, FundCampaign, Match, PayeeAccount, Payout, Pledge
from funding.selectors.locks import LockedPledge, books_for_update
from funding.selectors.pots import topics_of
from funding.services.book import About, Told, fund_tell
from funding.services.book_matches import Cause
from funding.services.book_wholes import wholes_follow
from funding.services.stacking import events_shared

QUESTIONS = (DisputeOpened, DisputeWon, DisputeLost, PledgeDecided)
"""Events that let a campaign's matches wait, or go on."""
TAKEN_IN = frozenset({PositionState.ACCEPTED, PositionState.SUSPENDED})


def journal_add(*, fund: Fund, event: Event) -> int:
    """Tell a fund's book what is about no campaign: money, a rule. Return the number of the event."""
    return fund_tell(fund_id=fund.pk, event=event, cause=Cause(CauseKind.DECISION, fund.public_id)).sequence


def pledge_tell(
    locked: LockedPledge,
    event: Event,
    cause: Cause,
    *,
    actor: Actor = None,
    alone: bool = False,
    only: FundCampaign | None = None,
) -> list[Match]:
    """Tell the books of all funds that know a pledge what happens to it; return its matches that changed.

    With `alone` it changes nothing for other backers, so that only this one's rows are read; with `only` one fund alone
    is told. Where a pledge may grow again under several funds, they are asked together how much.
    """
    changed: list[Match] = []
    known = {row.position_id: row for row in BookPledge.objects.filter(pledge=locked.pledge)}
    rows = [row for row in sorted(locked.positions, key=lambda row: row.fund_id) if row.pk in known]
    told = [row for row in rows if only is None or row.pk == only.pk]
    # All of them, whoever is told: what follows in this transaction may concern the others.
    books_for_update(row.fund_id for row in locked.positions if row.book is not None)
    events = _shared(locked, event, told, known) if len(rows) > 1 else {row.pk: event for row in told}
    for position in told:
        about = About(positions=[position], pledge=locked.pledge, backer=known[position.pk].backer if alone else None)
        done = fund_tell(fund_id=position.fund_id, event=events[position.pk], cause=cause, about=about, actor=actor)
        if isinstance(event, QUESTIONS):
            decided = isinstance(event, PledgeDecided)
            wholes_follow(position, cause, failure=PayoutFailure.CASE if decided else PayoutFailure.DISPUTE)
        changed += [match for match in done.matches.values() if match.pledge_id == locked.pledge.pk]
    return changed


def _shared(
    locked: LockedPledge, event: Event, told: Sequence[FundCampaign], known: Mapping[int, BookPledge]
) -> dict[int, Event]:
    """The event for each fund: where the pledge starts to count anew, with what is left to it."""
    found: dict[int, Event] = {row.pk: event for row in told}
    if isinstance(event, Growing):
        growing = {row.pk: event for row in told if _counts_anew(event, known[row.pk])}
        found |= events_shared(locked.pledge, growing, locked.positions, backers={})
    return found


def _counts_anew(event: Growing, row: BookPledge) -> bool:
    match event:
        case Paid():
            return row.state == InBook.EXPIRED.value
        case PledgeDecided():
            return event.verdict is Verdict.COUNT and bool(row.excluded)
        case _:
            return True


def decided_tell(
    locked: LockedPledge,
    verdict: Verdict,
    cause: Cause,
    *,
    reason: str = "",
    actor: Actor = None,
    only: FundCampaign | None = None,
) -> list[Match]:
    """Tell what was decided about a pledge, by a person or by the rule itself; with `only` for one fund alone."""
    told = PledgeDecided(at=clock.now(), pledge=locked.pledge.public_id, verdict=verdict, reason=reason)
    return pledge_tell(locked, told, cause, actor=actor, only=only)


def refunded_tell(locked: LockedPledge, amount_minor: int, cause: Cause) -> None:
    """Tell that so much of a pledge has gone back; nothing if it had gone already."""
    if amount_minor:
        told = Refunded(at=clock.now(), pledge=locked.pledge.public_id, amount_minor=amount_minor)
        pledge_tell(locked, told, cause)


def position_tell(position: FundCampaign) -> None:
    """Tell that the campaign is taken in, and what it is about from now on; it is locked."""
    campaign, about = position.campaign, About(positions=[position])
    cause = Cause(CauseKind.DECISION, position.public_id)
    told = CampaignAccepted(
        at=clock.now(),
        campaign=campaign.public_id,
        goal_1_minor=campaign.goal1_minor,
        goal_2_minor=campaign.goal2_minor,
        topics=topics_of(campaign),
        region=campaign.region,
    )
    fund_tell(fund_id=position.fund_id, event=told, cause=cause, about=about)
    if PayeeAccount.objects.filter(project=campaign.project_id, state=PayeeState.VERIFIED).exists():
        verified = PayeeVerified(at=told.at, campaign=told.campaign)
        fund_tell(fund_id=position.fund_id, event=verified, cause=cause, about=about)


def campaign_tell(positions: Iterable[FundCampaign], event: Event, cause: Cause) -> None:
    """Tell the books of the funds that have taken a campaign in what happens to it; it is locked."""
    rows = sorted((row for row in positions if row.book is not None), key=lambda row: row.fund_id)
    books_for_update(row.fund_id for row in rows)
    for position in rows:
        if position.state in TAKEN_IN:
            fund_tell(fund_id=position.fund_id, event=event, cause=cause, about=About(positions=[position]))


def match_tell(match: Match, position: FundCampaign, event: Event, cause: Cause, *, actor: Actor = None) -> Told:
    """Tell what happens to one match; its campaign is locked."""
    backer = None
    if match.pledge_id is not None:
        backer = BookPledge.objects.get(position=position, pledge=match.pledge_id).backer
    about = About(positions=[position], backer=backer)
    return fund_tell(fund_id=position.fund_id, event=event, cause=cause, about=about, actor=actor)


def payout_tell(payout: Payout, matches: Sequence[Match], kind: type[PaidOut | PayoutUndone]) -> None:
    """Tell for each match of a payout that it is leaving, or has not left after all; its campaign is locked."""
    cause, positions = Cause(CauseKind.PAYOUT, payout.public_id), dict[int, FundCampaign]()
    for match in sorted(matches, key=lambda row: row.number or 0):
        position = positions.setdefault(match.position_id, match.position)
        match_tell(match, position, kind(at=clock.now(), match=match.book_name), cause)


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
