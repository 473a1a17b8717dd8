"""Cases: a manager of the fund decides whether a pledge counts; until then its match is on hold.

Campaign and positions are locked before anything is looked at, as in an approval: a decision and an approval of the
same match take turns.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid, Text
from backend.core.outbox import outbox_add
from backend.core.predicates import require
from backend.core.transitions import transition
from funding.domain.book_events import Verdict
from funding.domain.texts import plain_text
from funding.enums import (
    COUNTED_PLEDGE_STATES,
    EXCLUSIONS,
    CaseKind,
    CaseState,
    CauseKind,
    FundState,
    MatchBound,
    MatchState,
    PaymentState,
    PayoutFailure,
    PositionState,
)
from funding.events import CaseDecided, CaseOpened
from funding.models import CaseDecision, FundCampaign, Match, Pledge, PledgeCase
from funding.rules import can_decide_case, can_decide_on_position
from funding.selectors.batch_pledges import batch_position
from funding.selectors.locks import LockedPledge, campaign_positions_pledge_payment_for_update
from funding.services.book_matches import Cause
from funding.services.case_answers import Answer, answer_usual
from funding.services.journal import decided_tell
from funding.services.matches import cause_add, match_confirmed, match_hold, match_of, match_unfreeze
from funding.services.payout_ends import payout_withdraw

NOTE_MAX, ANSWER_MAX = 1_000, 2_000


@transaction.atomic
def case_open(*, pledge: Pledge, position: FundCampaign, actor: User, note: str) -> PledgeCase:
    """Ask whether a pledge counts, and hold its match: it is neither approved nor paid until somebody has decided.

    A payout that has not left is ended for it. Opening again what is open changes nothing; what counted is thought over
    again. Locks campaign, positions, pledge, payment, match. Raises NotAllowed, Invalid, Conflict (no match to hold, or
    its money has left).
    """
    require(can_decide_on_position, actor, position)
    if not plain_text(note):
        raise Invalid({"note": _("Please say what is in question.")})
    locked = campaign_positions_pledge_payment_for_update(pledge.payment.pk)
    match = match_of(locked.pledge, position.pk)
    if match is None and not _waits_for_batch(locked, position):
        raise Conflict(_("The fund adds nothing to this pledge, so there is nothing to decide."), code="no_match")
    text = plain_text(note)[:NOTE_MAX]
    case = case_hold(locked, match, position=position, kind=CaseKind.BY_HAND, note=text, actor=actor)
    require(can_decide_case, actor, case)
    return case


def _waits_for_batch(locked: LockedPledge, position: FundCampaign) -> bool:
    place = batch_position(locked)
    return place is not None and place.pk == position.pk


def case_hold(
    locked: LockedPledge,
    match: Match | None,
    *,
    position: FundCampaign,
    kind: CaseKind,
    note: str = "",
    actor: User | None = None,
) -> PledgeCase:
    """Open the case of a locked pledge, or open it again. In the caller's transaction. Raises Conflict.

    Where the pledge has no match of its own, the book holds what its campaign gets as a whole.
    """
    case = PledgeCase.objects.filter(pledge=locked.pledge, position=position).first()
    if case is not None and case.state == CaseState.OPEN:
        return case
    if match is not None:
        take_out_of_payout(match)
    is_new = case is None
    if case is None:
        case = PledgeCase(pledge=locked.pledge, position=position, kind=kind, note=note, opened_by=actor)
    cause = Cause(CauseKind.HOLD, case.public_id)
    decided_tell(locked, Verdict.HOLD, cause, actor=actor, only=position)
    if match is not None:
        match_hold(match=match, ref=case.public_id)
    if is_new:
        case.save()
        audit_add(actor=actor, action="funding.case_opened", row=case, reason=note, facts={"kind": kind})
    else:
        transition(case, to=CaseState.OPEN, actor=actor, reason=note)
    outbox_add(CaseOpened(case_id=case.pk))
    return case


def take_out_of_payout(match: Match) -> None:
    """End the payout that a match is in, if it has not left. Raises Conflict for money that is on its way or there."""
    payout_withdraw(match, failure=PayoutFailure.CASE)
    if match.payout_id is not None or match.state == MatchState.PAID:
        raise Conflict(_("The fund's money for this pledge has left already."), code="match_has_left")


@transaction.atomic
def case_decide(
    *,
    case: PledgeCase,
    actor: User,
    verdict: CaseState,
    note: str,
    reason: MatchBound = MatchBound.NONE,
    answer_de: str = "",
    answer_en: str = "",
) -> CaseDecision:
    """Decide that a pledge counts, or why it does not; the backer is told the answer, and a later decision may differ.

    An empty answer is the usual one for the reason.

    Counting lets the match go on, or matches the pledge anew if it was excluded and the fund has money free. Excluding
    ends the match with the rule version of its time; the pledge stands. Deciding the same again changes nothing. Locks
    campaign, positions, pledge, payment, match, the balances last. Raises NotAllowed (no manager, belongs to the
    project, or gave the pledge; a trigger holds that, too), Invalid, Conflict.
    """
    require(can_decide_case, actor, case)
    _check(verdict, reason, note)
    usual = answer_usual(reason)
    locked = campaign_positions_pledge_payment_for_update(case.pledge.payment.pk)
    case = (
        PledgeCase.objects.select_for_update(no_key=True, of=("self",)).select_related("position__fund").get(pk=case.pk)
    )
    if case.state == verdict:
        return _decided_already(case, actor, reason)
    if verdict == CaseState.EXCLUDED:
        _end_match(locked, case, reason, actor)
        transition(case, to=CaseState.EXCLUDED, actor=actor, reason=note)
    else:
        was_excluded = case.state == CaseState.EXCLUDED
        transition(case, to=CaseState.COUNTED, actor=actor, reason=note)
    answer = Answer(de=plain_text(answer_de) or usual.de, en=plain_text(answer_en) or usual.en)
    decision = decision_add(case, verdict=verdict, reason=reason, note=note, answer=answer, actor=actor)
    if verdict == CaseState.COUNTED:
        _go_on(locked, case, was_excluded=was_excluded)
    return decision


def _check(verdict: CaseState, reason: MatchBound, note: str) -> None:
    problems: dict[str, Text] = {}
    if verdict not in {CaseState.COUNTED, CaseState.EXCLUDED}:
        problems["verdict"] = _("Please say whether the pledge counts.")
    if verdict == CaseState.EXCLUDED and reason not in EXCLUSIONS:
        problems["reason"] = _("Please say why the pledge does not count.")
    if verdict == CaseState.COUNTED and reason:
        problems["reason"] = _("A pledge that counts needs no reason against it.")
    if not plain_text(note):
        problems["note"] = _("Please give a reason: the other managers read it.")
    if problems:
        raise Invalid(problems)


def _decided_already(case: PledgeCase, actor: User, reason: MatchBound) -> CaseDecision:
    last = case.decisions.order_by("id").last()
    if last is None or last.decided_by_id != actor.pk or last.reason != reason:
        raise Conflict(_("This case has been decided meanwhile."), code="decided_already")
    return last


def _end_match(locked: LockedPledge, case: PledgeCase, reason: MatchBound, actor: User) -> None:
    match = match_of(locked.pledge, case.position_id)
    cause = Cause(CauseKind.DECISION, case.public_id)
    if match is not None:
        take_out_of_payout(match)
    elif not _waits_for_batch(locked, case.position):
        return
    match_exclude(locked, match, position=case.position, reason=reason, cause=cause, actor=actor)


def match_exclude(
    locked: LockedPledge,
    match: Match | None,
    *,
    position: FundCampaign,
    reason: MatchBound,
    cause: Cause,
    actor: User | None = None,
) -> None:
    """Let a pledge count no more for one fund: its match ends and says why, and what it held is free again.

    Without a match of its own, what its campaign gets as a whole follows.
    """
    decided_tell(locked, Verdict.EXCLUDE, cause, reason=reason, actor=actor, only=position)
    if match is not None:
        Match.objects.filter(pk=match.pk).update(bound=reason)


def decision_add(
    case: PledgeCase,
    *,
    verdict: CaseState,
    reason: MatchBound,
    note: str,
    answer: Answer,
    actor: User | None,
) -> CaseDecision:
    decision = CaseDecision.objects.create(
        case=case,
        verdict=verdict,
        reason=reason,
        note=plain_text(note)[:NOTE_MAX],
        answer_de=plain_text(answer.de)[:ANSWER_MAX],
        answer_en=plain_text(answer.en)[:ANSWER_MAX],
        decided_by=actor,
    )
    outbox_add(CaseDecided(decision_id=decision.pk))
    return decision


def _go_on(locked: LockedPledge, case: PledgeCase, *, was_excluded: bool) -> None:
    match = match_of(locked.pledge, case.position_id)
    if match is not None or _waits_for_batch(locked, case.position):
        cause = Cause(CauseKind.DECISION, case.public_id)
        decided_tell(locked, Verdict.COUNT, cause, only=case.position)
    if match is not None and match.state == MatchState.FROZEN:
        match_unfreeze(match=match, kind=CauseKind.DECISION, ref=case.public_id)
    elif match is not None:
        cause_add(match, kind=CauseKind.DECISION, ref=case.public_id)
    elif was_excluded:
        _match_again(locked, case)


def _match_again(locked: LockedPledge, case: PledgeCase) -> None:
    """Match a pledge anew that was excluded: like a payment that came late, if the fund takes part and has money."""
    pledge, payment = locked.pledge, locked.payment
    if payment.state == PaymentState.DISPUTED:
        raise Conflict(_("The payment is disputed at the bank; please decide when that is over."), code="disputed")
    position = next((row for row in locked.positions if row.pk == case.position_id), None)
    if position is None or position.state != PositionState.ACCEPTED or pledge.state not in COUNTED_PLEDGE_STATES:
        return
    if position.fund.state != FundState.OPEN:
        return
    decided_tell(locked, Verdict.COUNT, Cause(CauseKind.DECISION, case.public_id), only=position)
    match = match_of(pledge, position.pk)
    if match is not None:
        match_confirmed(match)
