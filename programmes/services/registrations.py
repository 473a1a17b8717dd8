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
from programmes.domain.limits import CONSENT_HOURS
from programmes.domain.waiting import offer_ends, promotions
from programmes.enums import ConsentState, Feature, IntroductionState, JoinRequestState, RegistrationState, SprintState
from programmes.events import (
    ConsentAsked,
    PlaceOffered,
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationPromoted,
    RegistrationWaiting,
)
from programmes.models import (
    GuardianConsent,
    Introduction,
    JoinRequest,
    PlaceHold,
    Registration,
    RegistrationAnswers,
    Sprint,
    TeamWait,
)
from programmes.selectors.people import (
    gives_place_now,
    next_sequence,
    registration_count,
    registration_for_update,
    waiting_in_order_for_update,
)
from programmes.selectors.registration_forms import form_of
from programmes.selectors.sprints import sprint_for_update
from programmes.selectors.teams import in_teams
from programmes.services.consents import Age, consent_ask, guardian_wanted, is_missing
from programmes.services.gates import require_feature, require_unblocked
from programmes.services.registration_answers import Given, answers_keep

# What goes with a place that is given back.
WITHOUT_PLACE: Final = {"held_until": None, "checked_in_at": None, "beyond": False, "introducible_since": None}


@transaction.atomic
def registration_create(
    *, actor: User, sprint: Sprint, answers: Given | None = None, language: str = "", age: Age | None = None
) -> Registration:
    """Give `actor` a place, or the next number on the waiting list. Repeating it returns what is there.

    `answers` to what the organisers ask, if they do, are kept with it, consents in the words of `language`. Whoever is
    too young to decide, by what they say of their `age`, has the place kept until a guardian agrees.

    Locks the sprint. Who comes now waits behind all who wait. Raises Conflict (`phase_closed`, `blocked`), Invalid.
    """
    sprint = sprint_for_update(sprint.pk)
    found = Registration.objects.filter(sprint=sprint, user=actor).first()
    if found is not None and found.state != RegistrationState.CANCELLED:
        return found
    require_feature(sprint, Feature.REGISTER)
    require_unblocked(actor, sprint)
    at_once = gives_place_now(sprint)
    guardian = guardian_wanted(sprint, age or Age())
    place = RegistrationState.CONSENT if guardian else RegistrationState.REGISTERED
    registration = _enter(found, sprint, actor, place if at_once else RegistrationState.WAITING)
    _keep_answers(registration, sprint, answers or {}, language or actor.language)
    if found is not None and guardian is None:
        # Of an earlier registration, in which somebody had to agree.
        GuardianConsent.objects.filter(registration=found).delete()
    if guardian is not None:
        consent_ask(registration=registration, guardian=guardian, language=language or actor.language)
    if registration.state == RegistrationState.REGISTERED:
        outbox_add(RegistrationConfirmed(registration_id=registration.pk))
    elif registration.state == RegistrationState.WAITING:
        outbox_add(RegistrationWaiting(registration_id=registration.pk))
    return registration


@transaction.atomic
def registration_cancel(*, actor: User | None, registration: Registration) -> Registration:
    """Give the place back, decline an offered one, or leave the list; what is freed goes to who waits longest.

    Whose place somebody else ends, an organiser, is told. What was answered at registration is needed no more.

    Locks the sprint, then the registration; withdraws the person's open join requests and introductions, and gives up
    a place that a team holds. Raises Conflict (`in_team`).
    """
    sprint = sprint_for_update(registration.sprint_id)
    locked = registration_for_update(sprint, registration.user)
    if in_teams(sprint).filter(user_id=registration.user_id).exists():
        raise Conflict(_("Please leave your team first."), code="in_team")
    is_new = locked is not None and locked.state != RegistrationState.CANCELLED
    transition(registration, to=RegistrationState.CANCELLED, actor=actor, changes=WITHOUT_PLACE)
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
    what_was_said_delete(registration)
    return registration


def what_was_said_delete(registration: Registration) -> None:
    """Answers and guardians of who does not take part are nobody's business; that a guardian declined, stays."""
    RegistrationAnswers.objects.filter(registration=registration).delete()
    GuardianConsent.objects.filter(registration=registration).exclude(state=ConsentState.DECLINED).delete()


def registrations_promote(sprint: Sprint) -> list[Registration]:
    """Fill free places from the waiting list, strictly in its order; the caller holds the lock of the sprint.

    Where the organisers give hours to accept, a place is offered, and is taken meanwhile.
    """
    require_transaction()
    if sprint.state != SprintState.PUBLISHED or sprint.ends_at <= clock.now():
        return []
    count = registration_count(sprint)
    promoted = waiting_in_order_for_update(sprint, promotions(sprint.capacity, count.taken, count.waiting))
    for registration in promoted:
        _move_up(registration, sprint)
    return promoted


def _move_up(registration: Registration, sprint: Sprint) -> None:
    if sprint.age_limit and is_missing(registration):
        until = offer_ends(clock.now(), CONSENT_HOURS, sprint.ends_at)
        transition(registration, to=RegistrationState.CONSENT, actor=None, changes={"held_until": until})
        outbox_add(ConsentAsked(consent_id=registration.consent.pk))
        return
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
    waits_for_guardian = state == RegistrationState.CONSENT
    values = {
        "sequence": next_sequence(sprint),
        "held_until": offer_ends(clock.now(), CONSENT_HOURS, sprint.ends_at) if waits_for_guardian else None,
    }
    if found is not None:
        return transition(found, to=state, actor=user, changes=values)
    registration = Registration.objects.create(sprint=sprint, user=user, state=state, **values)
    audit_add(actor=user, action=f"programmes.registration.{state}", row=registration)
    return registration
