"""What helpers at the door see."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from programmes.enums import CertificateRule, ProgrammeRoleKind, RegistrationState
from programmes.models import ProgrammeRole, Registration, Sprint

SHORTEST = 2
"""Fewer letters would list half the sprint."""


@dataclass(frozen=True, slots=True)
class DoorCounts:
    registered: int
    checked_in: int


def sprint_has_door(sprint: Sprint) -> bool:
    """Whether people are checked in there at all: an online sprint, say, asks nobody to come.

    Nobody declares a door. It is there once somebody helps at it, once the organisers have said what happens at it
    (who may come in beyond the places, who gets a certificate for having come), or once somebody has come.
    """
    if sprint.walk_ins_beyond or sprint.certificates == CertificateRule.CHECKED_IN:
        return True
    helpers = ProgrammeRole.objects.filter(programme_id=sprint.programme_id, role=ProgrammeRoleKind.HELPER)
    return helpers.exists() or sprint.registrations.filter(checked_in_at__isnull=False).exists()


def door_counts(sprint: Sprint) -> DoorCounts:
    row = sprint.registrations.filter(state=RegistrationState.REGISTERED).aggregate(
        registered=Count("pk"), checked_in=Count("pk", filter=Q(checked_in_at__isnull=False))
    )
    return DoorCounts(**row)


def people_at_door(sprint: Sprint, words: str) -> QuerySet[Registration]:
    """Who has a place and is called like that, or writes from that address; nobody for too short a question."""
    rows = sprint.registrations.filter(state=RegistrationState.REGISTERED).select_related("user")
    if len(words) < SHORTEST:
        return rows.none()
    called = Q(user__display_name__icontains=words) | Q(user__email__istartswith=words)
    return rows.filter(called).order_by("user__display_name", "id")


def latest_at_door(sprint: Sprint, most: int) -> list[Registration]:
    """Who came last, so that a mistake is undone at once."""
    rows = sprint.registrations.filter(checked_in_at__isnull=False).select_related("user")
    return list(rows.order_by("-checked_in_at", "-id")[:most])
