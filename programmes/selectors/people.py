"""Profiles and registrations."""

from datetime import datetime

from django.db.models import Max, QuerySet

from backend.accounts.models import User
from backend.core.db import require_transaction
from programmes.domain.waiting import has_place_at_once
from programmes.enums import RegistrationState
from programmes.models import Profile, Registration, RegistrationCount, Sprint
from programmes.models.participation import HELD


def profile_of(user: User) -> Profile:
    """Return the person's profile, an empty unsaved one if there is none yet."""
    return Profile.objects.filter(user=user).first() or Profile(user=user)


def profiles_public() -> QuerySet[Profile]:
    return Profile.objects.select_related("user").filter(is_public=True, user__is_active=True)


def registrations_of(user: User) -> QuerySet[Registration]:
    """A person's registrations that stand, the latest sprint first."""
    rows = Registration.objects.select_related("sprint", "sprint__programme").prefetch_related("sprint__phases")
    return rows.filter(user=user).exclude(state=RegistrationState.CANCELLED).order_by("-sprint__starts_at", "-id")


def registration_of(sprint: Sprint, user: User) -> Registration | None:
    """A person's own registration, unless it was cancelled."""
    return sprint.registrations.filter(user=user).exclude(state=RegistrationState.CANCELLED).first()


def registrations_of_sprint(sprint: Sprint) -> QuerySet[Registration]:
    return sprint.registrations.select_related("user").order_by("sequence")


def waiting_position(registration: Registration) -> int | None:
    """The place on the waiting list, 1 is next; None for who has a place."""
    if registration.state != RegistrationState.WAITING:
        return None
    before = Registration.objects.filter(
        sprint_id=registration.sprint_id, state=RegistrationState.WAITING, sequence__lt=registration.sequence
    )
    return before.count() + 1


def registration_count(sprint: Sprint) -> RegistrationCount:
    """How many there are of each kind, as the database keeps it: nothing is counted here."""
    return RegistrationCount.objects.filter(sprint=sprint).first() or RegistrationCount(sprint=sprint)


def places_taken(sprint: Sprint) -> int:
    """Places given and places offered: neither can be had by anybody else."""
    return registration_count(sprint).taken


def gives_place_now(sprint: Sprint) -> bool:
    """Whether who comes now has a place at once; sure only while the sprint is locked."""
    count = registration_count(sprint)
    return has_place_at_once(sprint.capacity, count.taken, count.waiting)


def next_sequence(sprint: Sprint) -> int:
    """The number behind the last one given; right only while the sprint is locked."""
    last = sprint.registrations.aggregate(last=Max("sequence"))["last"]
    return (last or 0) + 1


def registration_for_update(sprint: Sprint, user: User) -> Registration | None:
    """Lock somebody's registration, so that the place is not given back while something is built on it."""
    require_transaction()
    return sprint.registrations.select_for_update(of=("self",)).filter(user=user).first()


def waiting_in_order_for_update(sprint: Sprint, most: int) -> list[Registration]:
    rows = sprint.registrations.select_for_update(no_key=True, of=("self",)).filter(state=RegistrationState.WAITING)
    return list(rows.order_by("sequence")[:most])


def sprints_with_lapsed_places(at: datetime) -> list[int]:
    """Ids of sprints in which a kept place was not accepted, or agreed to, in time."""
    rows = Registration.objects.filter(state__in=HELD, held_until__lte=at).order_by()
    return sorted(rows.values_list("sprint_id", flat=True).distinct())


def lapsed_in_order_for_update(sprint: Sprint, at: datetime) -> list[Registration]:
    rows = sprint.registrations.select_for_update(no_key=True, of=("self",))
    return list(rows.filter(state__in=HELD, held_until__lte=at).order_by("held_until", "id"))
