"""The few numbers of the first page; each links to its list."""

from dataclasses import dataclass

from programmes.enums import ChallengeState, RegistrationState, SprintState
from programmes.models import Challenge, Registration
from programmes.selectors.counting import projects_shown, solutions_shown, teams_shown


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
        challenges=Challenge.objects.filter(state=ChallengeState.PUBLISHED, hidden_at=None)
        .exclude(sprint__state=SprintState.DRAFT)
        .count(),
        teams=teams_shown().exclude(sprint__state=SprintState.DRAFT).count(),
        solutions=solutions_shown().exclude(sprint__state=SprintState.DRAFT).count(),
        projects=projects_shown().count(),
    )
