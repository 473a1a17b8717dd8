"""Solutions offered to those who asked for them, and what they answer.

Locks the challenge, so that it is not merged meanwhile, then the solution, then the offer.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.checks import InvariantViolation
from backend.core.errors import Conflict, Invalid
from backend.core.outbox import outbox_add
from backend.core.transitions import transition
from programmes.domain.answering import answer_due
from programmes.enums import ChallengeState, OfferState, SolutionState
from programmes.events import OfferAnswered, OfferMade
from programmes.models import Challenge, Offer, OfferReminder, Solution
from programmes.models.offer import ANSWERS
from programmes.models.solution import AFTER_HAND_IN
from programmes.selectors.challenges import challenge_for_update
from programmes.selectors.offers import offer_for_update
from programmes.selectors.solutions import solution_for_update
from programmes.services.changing import text_as, write_changes
from programmes.services.gates import require_unmerged


@transaction.atomic
def offers_follow(*, solution_id: int, not_before: datetime | None = None) -> list[Offer]:
    """Bring the offers of a solution in line with its state: handed in, the owner of its challenge is offered it;
    withdrawn, what is not decided ends.

    `not_before`: since when its challenge is this one. Locks the challenge, then the solution. Whoever is offered
    something is told. Repeating it changes nothing.
    """
    solution = _locked(solution_id)
    if solution.state == SolutionState.WITHDRAWN:
        return _end_open(solution)
    if solution.state not in AFTER_HAND_IN or solution.current_version is None:
        return []
    handed_in_at = solution.current_version.handed_in_at or clock.now()
    ended = list(solution.offers.filter(state=OfferState.WITHDRAWN).select_related("challenge").order_by("id"))
    revived = [_revive(solution, offer) for offer in ended]
    challenge = solution.challenge
    if challenge.owner_id is None or solution.offers.filter(organisation_id=challenge.owner_id).exists():
        return revived
    # Nobody was asked before somebody was there to answer.
    asked_at = max(handed_in_at, challenge.adopted_at or handed_in_at, not_before or handed_in_at)
    return [*revived, _offer(None, solution, challenge, asked_at)]


@transaction.atomic
def offer_create(*, actor: User, solution: Solution, challenge: Challenge) -> Offer:
    """Offer a solution to the organisation that poses another challenge of the sprint; it is told.

    Locks the challenge, then the solution. Once an organisation: repeating it returns the first. Raises Conflict
    (`wrong_state`, `merged`), Invalid.
    """
    challenge = challenge_for_update(challenge.pk)
    require_unmerged(challenge)
    solution = solution_for_update(solution.pk)
    is_asking = challenge.sprint_id == solution.sprint_id and challenge.state == ChallengeState.PUBLISHED
    if challenge.owner_id is None or not is_asking:
        raise Invalid({"challenge": _("Please choose a challenge of this sprint that an organisation has posed.")})
    if solution.state not in AFTER_HAND_IN:
        raise Conflict(_("Please hand the solution in first."), code="wrong_state")
    made = solution.offers.filter(organisation_id=challenge.owner_id).first()
    return made or _offer(actor, solution, challenge, clock.now())


@transaction.atomic
def offer_answer(*, actor: User, offer: Offer, to: str, reason: str = "", note: str = "") -> Offer:
    """Answer in public; the team is told. Declining needs a reason. The same answer again changes its words only.

    Locks the offer. Raises Conflict (`wrong_state`), Invalid.
    """
    if to not in ANSWERS:
        raise Invalid({"state": _("Please choose one of the offered values.")})
    is_declined = to == OfferState.DECLINED
    words = {
        # A reason is why it was declined: any other answer says what happens next.
        "reason": text_as("reason", Offer, "reason", reason, missing=_("Please say why.")) if is_declined else "",
        "note": text_as("note", Offer, "note", note),
    }
    offer = offer_for_update(offer.pk)
    if offer.state == to:
        write_changes(offer, words, actor=actor, action="programmes.offer_words_changed")
        return offer
    now = clock.now()
    changes = {**words, "answered_at": offer.answered_at or now, "state_since": now}
    # The words are public and the organisation's: they stand in the row, and in the log only that they changed.
    transition(offer, to=to, actor=actor, changes=changes, is_locked=True)
    outbox_add(OfferAnswered(offer_id=offer.pk))
    return offer


def _locked(solution_id: int) -> Solution:
    """The solution under the lock of its challenge, which is another one if it was merged while we waited."""
    while True:
        challenge_id = Solution.objects.values_list("challenge_id", flat=True).get(pk=solution_id)
        challenge_for_update(challenge_id)
        solution = solution_for_update(solution_id)
        if solution.challenge_id == challenge_id:
            return solution


def _offer(actor: User | None, solution: Solution, challenge: Challenge, at: datetime) -> Offer:
    if challenge.owner is None:
        raise InvariantViolation(challenge.public_id)
    offer = Offer.objects.create(
        solution=solution,
        organisation=challenge.owner,
        challenge=challenge,
        offered_at=at,
        answer_due_at=_due_at(solution, challenge, at),
        state_since=at,
    )
    audit_add(actor=actor, action="programmes.offer.offered", row=offer)
    outbox_add(OfferMade(offer_id=offer.pk))
    return offer


def _revive(solution: Solution, offer: Offer) -> Offer:
    """What was handed in again is a new question, with as much time as the first one."""
    now = clock.now()
    changes = {
        "offered_at": now,
        "answer_due_at": _due_at(solution, offer.challenge, now),
        "answered_at": None,
        "state_since": now,
        "reason": "",
        "note": "",
    }
    transition(offer, to=OfferState.OFFERED, actor=None, changes=changes)
    OfferReminder.objects.filter(offer=offer).delete()
    outbox_add(OfferMade(offer_id=offer.pk))
    return offer


def _end_open(solution: Solution) -> list[Offer]:
    undecided = (OfferState.OFFERED, OfferState.IN_TALKS, OfferState.PILOTING)
    rows = solution.offers.select_for_update(no_key=True).filter(state__in=undecided).order_by("id")
    changes = {"state_since": clock.now()}
    return [transition(row, to=OfferState.WITHDRAWN, actor=None, changes=changes, is_locked=True) for row in rows]


def _due_at(solution: Solution, challenge: Challenge, at: datetime) -> datetime:
    return answer_due(at, solution.sprint.answer_days, challenge.answer_due_at)
