"""Handing in: until when, with which grace, who came too late, and what is frozen of what was handed in."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from backend.core import clock
from programmes.domain import phases
from programmes.domain.freezing import Frozen, canonical
from programmes.enums import Feature, SprintState
from programmes.models import LateHandIn, Solution, SolutionVersion, Sprint, Team
from programmes.selectors.windows import Window, window_in


@dataclass(frozen=True, slots=True)
class HandInWindow(Window):
    """The window to hand in, with what the rule about those who come late makes of it."""

    grace_minutes: int = 0
    grace_until: datetime | None = None
    """While it is closed and one may still hand in, as late."""

    @property
    def takes(self) -> bool:
        """Whether one may hand in now, in time or late."""
        return self.is_open or self.grace_until is not None


def hand_in_window(sprint: Sprint, at: datetime | None = None) -> HandInWindow:
    moment = at or clock.now()
    rows = list(sprint.phases.all())
    found = window_in(rows, Feature.HAND_IN, moment)
    missed = phases.missed(rows, Feature.HAND_IN, moment, sprint.grace)
    return HandInWindow(
        is_open=found.is_open,
        opens_at=found.opens_at,
        # Of several times the one that was missed, not one that is to come.
        closes_at=missed or found.closes_at,
        grace_minutes=sprint.grace_minutes,
        grace_until=missed and missed + sprint.grace,
    )


def grace_is_fixed(sprint: Sprint) -> bool:
    """Whether a time to hand in is over, or somebody came late: the rule for those who do stays as it is."""
    if sprint.state == SprintState.DRAFT:
        return False
    over = sprint.phases.filter(features__contains=[Feature.HAND_IN], ends_at__lte=clock.now())
    return over.exists() or sprint.late_hand_ins.exists()


def late_hand_ins(sprint: Sprint) -> QuerySet[LateHandIn]:
    """Who came after the deadline, the latest first."""
    return LateHandIn.objects.filter(sprint=sprint).select_related("team", "user", "version")


def late_hand_ins_of(team: Team, solution: Solution | None = None) -> QuerySet[LateHandIn]:
    """Of one `solution`: what was taken of it, and all that was refused, which belongs to none."""
    rows = LateHandIn.objects.filter(team=team).select_related("team", "user", "version")
    return rows if solution is None else rows.filter(Q(version=None) | Q(version__solution=solution))


def frozen_form(version: SolutionVersion, solution: Solution) -> bytes:
    """The bytes whose hash is kept with a version that was handed in."""
    at = version.handed_in_at
    if at is None:
        raise ValueError("a draft is not frozen")
    return canonical(
        Frozen(
            solution=solution.public_id,
            number=version.number,
            handed_in_at=at,
            title=version.title,
            summary=version.summary,
            body=version.body,
            language=version.language,
            licence=version.licence,
            links=version.links,
            image_sha256=version.image_sha256,
            image_alt=version.image_alt,
            slides_sha256=version.slides_sha256,
            slides_title=version.slides_title,
        )
    )


def draft_stamp(version: SolutionVersion | None) -> str:
    """What tells one state of a team's text from another: whoever sends a newer one says which one they began with."""
    return f"{version.public_id}.{version.updated_at.timestamp():.6f}" if version else ""
