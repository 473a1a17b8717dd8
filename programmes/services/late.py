"""Who comes after the deadline: taken within the grace period, refused after it, and written down in both cases."""

from datetime import datetime
from typing import Final

from django.db import transaction

from backend.accounts.models import User
from backend.core import clock
from programmes.domain import phases
from programmes.enums import Feature, SprintState
from programmes.enums_of_building import LateOutcome
from programmes.models import LateHandIn, SolutionVersion, Sprint, Team
from programmes.services.gates import require_feature

REFUSED_MOST: Final = 50
"""Entries a team: whoever presses the button all night fills no log."""


def require_hand_in(sprint: Sprint, *others: Feature) -> datetime | None:
    """Raise Conflict (`phase_closed`) unless one may hand in, or do one of `others`; others word the refusal.

    Return the deadline that was missed, if it is only taken by the grace period.
    """
    if sprint.state == SprintState.PUBLISHED:
        end = phases.missed(list(sprint.phases.all()), Feature.HAND_IN, clock.now(), sprint.grace)
        if end is not None:
            return end
    require_feature(sprint, *others, Feature.HAND_IN)
    return None


def late_taken(*, actor: User, team: Team, version: SolutionVersion, at: datetime, deadline: datetime) -> None:
    """Write down what was taken late; the caller is in the transaction that takes it."""
    LateHandIn.objects.create(
        sprint_id=team.sprint_id,
        team=team,
        user=actor,
        at=at,
        deadline=deadline,
        outcome=LateOutcome.TAKEN,
        version=version,
    )


@transaction.atomic
def late_refused(*, actor: User, team: Team) -> None:
    """Write down that somebody wanted to hand in and was refused; nothing if no deadline has passed.

    The caller has left the transaction that was refused, since it is rolled back.
    """
    at = clock.now()
    deadline = phases.ended_at(list(team.sprint.phases.all()), Feature.HAND_IN, at)
    rows = LateHandIn.objects.filter(team=team, outcome=LateOutcome.REFUSED)
    if deadline is None or rows.count() >= REFUSED_MOST:
        return
    LateHandIn.objects.create(
        sprint_id=team.sprint_id, team=team, user=actor, at=at, deadline=deadline, outcome=LateOutcome.REFUSED
    )
