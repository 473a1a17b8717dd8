"""Certificates of attendance."""

from datetime import timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from backend.accounts.models import User
from backend.core import clock
from backend.core.ids import ALPHABET
from programmes.enums import CertificateRule, RegistrationState, SprintState
from programmes.models import Certificate, Registration, TeamMember
from programmes.models.solution import AFTER_HAND_IN

FETCHED_WITHIN: Final = timedelta(weeks=6)
"""So long after the sprint people are told that theirs is there; it can be fetched later, too."""


def has_earned(registration: Registration) -> bool:
    """Whether the organisers certify it: who was checked in, or who was in a team that handed in."""
    match registration.sprint.certificates:
        case CertificateRule.CHECKED_IN:
            return registration.checked_in_at is not None
        case CertificateRule.HANDED_IN:
            in_team = _handed_in(registration.user_id, registration.sprint_id)
            return registration.state == RegistrationState.REGISTERED and in_team.exists()
    return False


def certificates_to_fetch(user: User) -> QuerySet[Registration]:
    """Where `user` has earned one that is not made out yet, in the weeks after the sprint; see `has_earned`."""
    now = clock.now()
    handed_in = _handed_in(user.pk, OuterRef("sprint_id"))
    earned = Q(sprint__certificates=CertificateRule.CHECKED_IN, checked_in_at__isnull=False) | (
        Q(sprint__certificates=CertificateRule.HANDED_IN) & Exists(handed_in)
    )
    over = Q(sprint__ends_at__lte=now, sprint__ends_at__gt=now - FETCHED_WITHIN)
    rows = Registration.objects.filter(earned, over, user=user, state=RegistrationState.REGISTERED, certificate=None)
    return rows.exclude(sprint__state=SprintState.DRAFT).select_related("sprint")


def _handed_in(user_id: int, sprint_id: int | OuterRef) -> QuerySet[TeamMember]:
    """Being in a team of the sprint that has handed in."""
    return TeamMember.objects.filter(
        user_id=user_id, left_at=None, team__sprint_id=sprint_id, team__solutions__state__in=AFTER_HAND_IN
    )


def certificate_of(registration: Registration) -> Certificate | None:
    return Certificate.objects.filter(registration=registration).first()


def certificates_issued() -> QuerySet[Certificate]:
    return Certificate.objects.select_related("registration__sprint__programme__organisation")


def code_read(typed: str) -> str:
    """The code as it is kept, of one that was typed off paper: with hyphens, capitals, an o for a zero."""
    text = "".join(sign for sign in typed.lower() if sign.isalnum()).translate(str.maketrans("oil", "011"))
    return text if all(sign in ALPHABET for sign in text) else ""


def code_shown(code: str) -> str:
    """In groups of four, as it stands on paper."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4)).upper()
