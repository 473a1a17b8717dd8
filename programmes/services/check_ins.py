"""At the door: who has come. Made for many helpers at once; only the one registration is locked."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.accounts.services.admission import person_admit
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict, LimitReached
from backend.core.outbox import outbox_add
from backend.core.transitions import transition
from programmes.enums import RegistrationState, SprintState
from programmes.events import CheckedIn, RegistrationConfirmed
from programmes.models import Registration, Sprint
from programmes.selectors.people import next_sequence, places_taken, registration_for_update
from programmes.selectors.sprints import sprint_for_update
from programmes.services.changing import text_as

OPENS_BEFORE: Final = timedelta(days=1)


@transaction.atomic
def check_in(*, actor: User, registration: Registration) -> Registration:
    """Note that somebody has come. Repeating it, by whomever, changes nothing.

    Locks the registration. Raises Conflict (`door_closed`, `no_place`).
    """
    require_open_door(registration.sprint)
    row = registration_for_update(registration.sprint, registration.user)
    if row is None or row.state != RegistrationState.REGISTERED:
        raise Conflict(_("This person has no place in the sprint."), code="no_place")
    return _let_in(row, actor)


@transaction.atomic
def check_in_undo(*, actor: User, registration: Registration) -> Registration:
    """Take a check-in back; repeating it changes nothing. Locks the registration."""
    row = registration_for_update(registration.sprint, registration.user)
    if row is None or row.checked_in_at is None:
        return registration
    row.checked_in_at = None
    row.save(update_fields=["checked_in_at", "updated_at"])
    audit_add(actor=actor, action="programmes.check_in_undone", row=row)
    return row


@transaction.atomic
def walk_in(*, actor: User, sprint: Sprint, name: str, email: str) -> Registration:
    """Let somebody in who has not registered: they get an account of their address, without a password, and a mail.

    A place that is free is theirs; where none is, the organisers must have allowed more people than there are places.
    Questions of the registration are not asked at the door.

    Locks the sprint, then the registration. Raises Conflict (`door_closed`), LimitReached (`sprint_full`), Invalid.
    """
    called = " ".join(text_as("name", User, "display_name", name, missing=_("Please fill this in.")).split())
    sprint = sprint_for_update(sprint.pk)
    require_open_door(sprint)
    person = person_admit(address=email)
    if not person.display_name and person.last_login is None:
        # Nobody has used this account yet; whoever has one keeps the own name.
        person.display_name = called
        person.save(update_fields=["display_name", "updated_at"])
    row = registration_for_update(sprint, person)
    if row is None or row.state != RegistrationState.REGISTERED:
        row = _enter(actor, sprint, person, row)
        outbox_add(RegistrationConfirmed(registration_id=row.pk))
    return _let_in(row, actor)


def require_open_door(sprint: Sprint) -> None:
    at = clock.now()
    if sprint.state != SprintState.PUBLISHED or not sprint.starts_at - OPENS_BEFORE <= at < sprint.ends_at:
        raise Conflict(
            _("People can be checked in from a day before the sprint begins until it ends."), code="door_closed"
        )


def _enter(actor: User, sprint: Sprint, person: User, found: Registration | None) -> Registration:
    kept_for_them = found is not None and found.state == RegistrationState.OFFERED
    beyond = not kept_for_them and sprint.capacity is not None and places_taken(sprint) >= sprint.capacity
    if beyond and not sprint.walk_ins_beyond:
        raise LimitReached(_("All places are taken."), code="sprint_full")
    if found is not None:
        changes = {"held_until": None, "beyond": beyond}
        return transition(found, to=RegistrationState.REGISTERED, actor=actor, changes=changes)
    row = Registration.objects.create(
        sprint=sprint,
        user=person,
        state=RegistrationState.REGISTERED,
        sequence=next_sequence(sprint),
        beyond=beyond,
    )
    audit_add(actor=actor, action="programmes.walked_in", row=row, facts={"beyond": beyond})
    return row


def _let_in(row: Registration, actor: User) -> Registration:
    """The caller holds the lock of the registration."""
    if row.checked_in_at is None:
        row.checked_in_at = clock.now()
        row.save(update_fields=["checked_in_at", "updated_at"])
        audit_add(actor=actor, action="programmes.checked_in", row=row)
        outbox_add(CheckedIn(registration_id=row.pk))
    return row
