"""Places that are kept until a deadline: offered to who waits longest, or until a guardian agrees."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.errors import Conflict
from backend.core.outbox import outbox_add
from backend.core.transitions import transition
from programmes.enums import RegistrationState
from programmes.events import ConsentLapsed, PlaceLapsed, RegistrationConfirmed
from programmes.models import Registration
from programmes.selectors.people import (
    lapsed_in_order_for_update,
    registration_for_update,
    sprints_with_lapsed_places,
)
from programmes.selectors.sprints import sprint_for_update
from programmes.services.registrations import registrations_promote, what_was_said_delete


@transaction.atomic
def place_accept(*, actor: User, registration: Registration) -> Registration:
    """Take the place that is offered. Repeating it returns the place.

    Locks the sprint, then the registration: who comes too late finds it given to the next one, or still kept but past
    its deadline. Raises Conflict (`offer_over`).
    """
    sprint = sprint_for_update(registration.sprint_id)
    row = registration_for_update(sprint, registration.user)
    if row is not None and row.state == RegistrationState.REGISTERED:
        return row
    is_offered = row is not None and row.state == RegistrationState.OFFERED
    if row is None or not is_offered or row.held_until is None or row.held_until <= clock.now():
        raise Conflict(_("This place is not offered to you any more."), code="offer_over")
    transition(row, to=RegistrationState.REGISTERED, actor=actor, changes={"held_until": None})
    outbox_add(RegistrationConfirmed(registration_id=row.pk))
    return row


def places_lapse_due() -> int:
    """Offer to the next ones what was not accepted in time; return how many offers that ended.

    A transaction a sprint, which it locks: who accepts in this very moment is before or after it.
    """
    return sum(_lapse(sprint_id) for sprint_id in sprints_with_lapsed_places(clock.now()))


@transaction.atomic
def _lapse(sprint_id: int) -> int:
    sprint = sprint_for_update(sprint_id)
    lapsed = lapsed_in_order_for_update(sprint, clock.now())
    for registration in lapsed:
        event = ConsentLapsed if registration.state == RegistrationState.CONSENT else PlaceLapsed
        transition(registration, to=RegistrationState.CANCELLED, actor=None, changes={"held_until": None})
        what_was_said_delete(registration)
        outbox_add(event(registration_id=registration.pk))
    registrations_promote(sprint)
    return len(lapsed)
