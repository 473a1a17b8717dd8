"""The few numbers of the first page; each links to its list."""

from dataclasses import dataclass

from programmes.enums import ChallengeState, RegistrationState, SprintState, TeamState
from programmes.models import Challenge, Project, Registration, Solution, Team
from programmes.models.solution import AFTER_HAND_IN


@dataclass(frozen=True, slots=True)
class LiveFigures:
    people: int
    challenges: int
    teams: int
    solutions: int
    projects: int


def live_figures() -> LiveFigures:
    """Count what the public lists show, so that a number and its list agree. Five queries."""
    return LiveFigures(
        people=Registration.objects.filter(state=RegistrationState.REGISTERED).values("user_id").distinct().count(),
        challenges=Challenge.objects.filter(state=ChallengeState.PUBLISHED)
        .exclude(sprint__state=SprintState.DRAFT)
        .count(),
        teams=Team.objects.exclude(state=TeamState.DISSOLVED).exclude(sprint__state=SprintState.DRAFT).count(),
        solutions=Solution.objects.filter(state__in=AFTER_HAND_IN).exclude(sprint__state=SprintState.DRAFT).count(),
        projects=Project.objects.count(),
    )
