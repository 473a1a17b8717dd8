"""What a payment shows about who gave: people are linked, self-pledging ends, and what is odd is left to a person.

In the caller's transaction, which has locked campaign, positions, pledge and payment.
"""

from dataclasses import dataclass, replace

from backend.core.transitions import transition
from funding.enums import LIVE_MATCH_STATES, CaseKind, CaseState, CauseKind, MatchBound, MatchState, PayoutFailure
from funding.gateways.protocol import PaymentFacts
from funding.models import FundCampaign, Match, Pledge, PledgeCase
from funding.selectors.batch_pledges import batch_pledges, batch_position
from funding.selectors.cases import (
    BURST_PEOPLE_USUAL,
    MEANS_PLEDGES_USUAL,
    case_about,
    guests_at_once,
    pledges_by_same_means,
)
from funding.selectors.locks import LockedPledge, accepted
from funding.selectors.persons import digests_of_payment, exclusion_of
from funding.services.book_matches import Cause
from funding.services.case_answers import answer_usual
from funding.services.cases import case_hold, decision_add, match_exclude
from funding.services.matches import matches_of
from funding.services.payout_ends import payout_withdraw
from funding.services.persons import payment_person_link

RULE_NOTE = "rule"
"""Stands where no person wrote a note; whoever shows it says it in the reader's language."""


def payment_recognise(locked: LockedPledge, facts: PaymentFacts) -> None:
    """Link the people whom the card or bank account shows to be one, and end the matches that this disqualifies.

    All pledges of that person are looked at: the team may have paid with the same card before or after. Each match is
    recomputed with the rule version of its time, with a case that the manager can decide otherwise.
    """
    known = digests_of_payment(facts)
    if not known:
        return
    payment_person_link(locked, known)
    places = [match.position for match in matches_of(locked.pledge)] or accepted(locked.positions)
    if not any(exclusion_of(locked.pledge, fund_id=place.fund_id) for place in places):
        return
    for live in _live_of_person(locked.pledge):
        if live.pledge is not None and (reason := exclusion_of(live.pledge, fund_id=live.position.fund_id)):
            _exclude(locked, _Counted(live.pledge, live.position, live), reason)
    for place in places:
        for row in batch_pledges(place).filter(pledge__person=locked.pledge.person, excluded=""):
            if reason := exclusion_of(row.pledge, fund_id=place.fund_id):
                _exclude(locked, _Counted(row.pledge, place), reason)


@dataclass(frozen=True, slots=True)
class _Counted:
    """A pledge that counts so far; the match is None where its campaign has one as a whole, or not yet."""

    pledge: Pledge
    position: FundCampaign
    match: Match | None = None


def _live_of_person(pledge: Pledge) -> list[Match]:
    rows = Match.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "position__fund", "rule", "pledge__campaign", "pledge__payment"
    )
    same = rows.filter(pledge__campaign=pledge.campaign_id, pledge__person=pledge.person, state__in=LIVE_MATCH_STATES)
    return list(same.order_by("id"))


def _exclude(locked: LockedPledge, one: _Counted, reason: MatchBound) -> None:
    """What a manager has counted stays; what has left for the project stays, too."""
    if case_about(one.pledge.pk, one.position.pk, state=CaseState.COUNTED) is not None:
        return
    if one.match is not None:
        payout_withdraw(one.match, failure=PayoutFailure.CASE)
        if one.match.payout_id is not None or one.match.state == MatchState.PAID:
            return
    case = case_about(one.pledge.pk, one.position.pk, state=CaseState.OPEN)
    is_new = case is None
    if case is None:
        case = PledgeCase(pledge=one.pledge, position=one.position, kind=CaseKind(reason.value))
    theirs = replace(locked, pledge=one.pledge, payment=one.pledge.payment)
    cause = Cause(CauseKind.EXCLUSION, case.public_id)
    match_exclude(theirs, one.match, position=one.position, reason=reason, cause=cause)
    if is_new:
        case.save()
    transition(case, to=CaseState.EXCLUDED, actor=None)
    decision_add(
        case, verdict=CaseState.EXCLUDED, reason=reason, note=RULE_NOTE, answer=answer_usual(reason), actor=None
    )


def payment_question(locked: LockedPledge) -> None:
    """Open a case where something is odd, so that a person of each fund looks at it before the match is approved."""
    matches = matches_of(locked.pledge)
    for match in matches:
        if match.state == MatchState.CONFIRMED:
            _question(locked, match, match.position)
    batch = None if matches else batch_position(locked)
    if batch is not None:
        _question(locked, None, batch)


def _question(locked: LockedPledge, match: Match | None, position: FundCampaign) -> None:
    if case_about(locked.pledge.pk, position.pk, state=CaseState.COUNTED) is not None:
        return
    kind = _oddity(locked.pledge)
    if kind is not None:
        case_hold(locked, match, position=position, kind=kind)


def _oddity(pledge: Pledge) -> CaseKind | None:
    if pledges_by_same_means(pledge).count() >= MEANS_PLEDGES_USUAL:
        return CaseKind.MANY_FROM_ONE
    if pledge.backer_id is None and guests_at_once(pledge) > BURST_PEOPLE_USUAL:
        return CaseKind.BURST
    return None
