"""Places in a sprint and its waiting list. Everything here holds the lock of the sprint first, so the order is one."""

from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.db import require_transaction
from backend.core.errors import Conflict, Invalid
from backend.core.outbox import outbox_add
from backend.core.transitions import transition
from programmes.domain.waiting import has_place_at_once, offer_ends, promotions
from programmes.enums import Feature, IntroductionState, JoinRequestState, RegistrationState, SprintState
from programmes.events import (
    PlaceOffered,
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationPromoted,
    RegistrationWaiting,
)
from programmes.models import Introduction, JoinRequest, PlaceHold, Registration, RegistrationAnswers, Sprint, TeamWait
from programmes.selectors.people import (
    next_sequence,
    places_taken,
    registration_for_update,
    waiting_in_order_for_update,
)
from programmes.selectors.registration_forms import form_of
from programmes.selectors.sprints import sprint_for_update
from programmes.selectors.teams import in_teams
from programmes.services.gates import require_feature, require_unblocked
from programmes.services.registration_answers import Given, answers_keep

# What goes with a place that is given back.
WITHOUT_PLACE: Final = {"held_until": None, "checked_in_at": None, "beyond": False}


@transaction.atomic
def registration_create(
    *, actor: User, sprint: Sprint, answers: Given | None = None, language: str = ""
) -> Registration:
    """Give `actor` a place, or the next number on the waiting list. Repeating it returns what is there.

    `answers` to what the organisers ask, if they do, are kept with it, consents in the words of `language`.

    Locks the sprint. Who comes now waits behind all who wait. Raises Conflict (`phase_closed`, `blocked`), Invalid.
    """
    sprint = sprint_for_update(sprint.pk)
    found = Registration.objects.filter(sprint=sprint, user=actor).first()
    if found is not None and found.state != RegistrationState.CANCELLED:
        return found
    require_feature(sprint, Feature.REGISTER)
    require_unblocked(actor, sprint)
    waiting = sprint.registrations.filter(state=RegistrationState.WAITING).count()
    at_once = has_place_at_once(sprint.capacity, places_taken(sprint), waiting)
    state = RegistrationState.REGISTERED if at_once else RegistrationState.WAITING
    registration = _enter(found, sprint, actor, state)
    _keep_answers(registration, sprint, answers or {}, language or actor.language)
    event = RegistrationConfirmed if at_once else RegistrationWaiting
    outbox_add(event(registration_id=registration.pk))
    return registration


@transaction.atomic
def registration_cancel(*, actor: User | None, registration: Registration) -> Registration:
    """Give the place back, decline an offered one, or leave the list; what is freed goes to who waits longest.

    Whose place somebody else ends, an organiser, is told. What was answered at registration is needed no more.

    Locks the sprint, then the registration; withdraws the person's open join requests and gives up
    a place that a team holds. Raises Conflict (`in_team`).
    """
    sprint = sprint_for_update(registration.sprint_id)
    locked = registration_for_update(sprint, registration.user)
    if in_teams(sprint).filter(user_id=registration.user_id).exists():
        raise Conflict(_("Please leave your team first."), code="in_team")
    RegistrationAnswers.objects.filter(registration=registration).delete()
    is_new = locked is not None and locked.state != RegistrationState.CANCELLED
    transition(registration, to=RegistrationState.CANCELLED, actor=actor, changes=WITHOUT_PLACE)
    transition(registration, to=RegistrationState.CANCELLED, actor=actor, changes={"introducible_since": None})
    if is_new and actor is not None and actor.pk != registration.user_id:
        outbox_add(RegistrationCancelled(registration_id=registration.pk))
    pending = JoinRequest.objects.filter(
        team__sprint=sprint, user_id=registration.user_id, state=JoinRequestState.PENDING
    )
    for request in pending:
        transition(request, to=JoinRequestState.WITHDRAWN, actor=actor)
    person = registration.user_id
    for one in Introduction.objects.filter(team__sprint=sprint, user_id=person, state=IntroductionState.SENT):
        transition(one, to=IntroductionState.WITHDRAWN, actor=actor)
    PlaceHold.objects.filter(sprint=sprint, user_id=registration.user_id).delete()
    TeamWait.objects.filter(challenge__sprint=sprint, user_id=registration.user_id).delete()
    registrations_promote(sprint)
    return registration


def registrations_promote(sprint: Sprint) -> list[Registration]:
    """Fill free places from the waiting list, strictly in its order; the caller holds the lock of the sprint.

    Where the organisers give hours to accept, a place is offered, and is taken meanwhile.
    """
    require_transaction()
    if sprint.state != SprintState.PUBLISHED or sprint.ends_at <= clock.now():
        return []
    waiting = sprint.registrations.filter(state=RegistrationState.WAITING).count()
    promoted = waiting_in_order_for_update(sprint, promotions(sprint.capacity, places_taken(sprint), waiting))
    for registration in promoted:
        _move_up(registration, sprint)
    return promoted


def _move_up(registration: Registration, sprint: Sprint) -> None:
    if not sprint.accept_hours:
        transition(registration, to=RegistrationState.REGISTERED, actor=None)
        outbox_add(RegistrationPromoted(registration_id=registration.pk))
        return
    until = offer_ends(clock.now(), sprint.accept_hours, sprint.ends_at)
    transition(registration, to=RegistrationState.OFFERED, actor=None, changes={"held_until": until})
    outbox_add(PlaceOffered(registration_id=registration.pk))


def _keep_answers(registration: Registration, sprint: Sprint, answers: Given, language: str) -> None:
    version = form_of(sprint)
    if version is not None:
        answers_keep(registration=registration, version=version, answers=answers, language=language)
    elif answers:
        raise Invalid({"answers": _("Nothing is asked at registration.")})


def _enter(found: Registration | None, sprint: Sprint, user: User, state: RegistrationState) -> Registration:
    sequence = next_sequence(sprint)
    if found is not None:
        return transition(found, to=state, actor=user, changes={"sequence": sequence})
    registration = Registration.objects.create(sprint=sprint, user=user, state=state, sequence=sequence)
    audit_add(actor=user, action=f"programmes.registration.{state}", row=registration)
    return registration
