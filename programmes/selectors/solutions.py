from collections.abc import Collection

from django.db.models import Q, QuerySet

from backend.accounts.models import User
from backend.accounts.viewers import Viewer, person_of
from backend.core.db import require_transaction
from programmes.enums import SolutionState, SprintState
from programmes.models import Challenge, Solution, SolutionVersion, Sprint, Team, TeamMember
from programmes.models.solution import AFTER_HAND_IN, SEARCH
from programmes.selectors.counting import SOLUTION_SHOWN, solutions_shown
from programmes.selectors.matching import matching
from programmes.selectors.sprints import programmes_organised_by
from programmes.selectors.stages import solutions_in_stage

SHOWN = ("current_version", "team", "challenge", "challenge__owner", "sprint", "sprint__programme")


def solutions_public(
    *, sprint: Sprint | None = None, challenge: Challenge | None = None, query: str = ""
) -> QuerySet[Solution]:
    """Solutions that were handed in, the newest first, with version, team and challenge."""
    rows = solutions_shown().exclude(sprint__state=SprintState.DRAFT)
    if sprint is not None:
        rows = rows.filter(sprint=sprint)
    if challenge is not None:
        rows = rows.filter(challenge=challenge)
    if query.strip():
        rows = rows.filter(current_version__in=matching(SolutionVersion.objects.all(), query, SEARCH))
    return rows.select_related(*SHOWN)


def solutions_visible_to(viewer: Viewer) -> QuerySet[Solution]:
    """What everybody sees; drafts, withdrawn and hidden ones for the team and the organisers."""
    rows = Solution.objects.select_related(*SHOWN)
    public = SOLUTION_SHOWN & Q(state__in=AFTER_HAND_IN) & ~Q(sprint__state=SprintState.DRAFT)
    person = person_of(viewer)
    if person is None:
        return rows.filter(public)
    own = TeamMember.objects.filter(user=person, left_at=None).values("team_id")
    return rows.filter(public | Q(team_id__in=own) | Q(sprint__programme_id__in=programmes_organised_by(person)))


def solutions_of(user: User) -> QuerySet[Solution]:
    own = TeamMember.objects.filter(user=user, left_at=None).values("team_id")
    return Solution.objects.filter(team_id__in=own).select_related(*SHOWN)


def solutions_to_judge(sprint: Sprint) -> QuerySet[Solution]:
    """What a jury decides about in the stage that it is in, by team name."""
    rows = solutions_in_stage(sprint).filter(state=SolutionState.HANDED_IN)
    return rows.select_related(*SHOWN).order_by("team__name", "id")


def solution_of(team: Team) -> Solution | None:
    return Solution.objects.filter(team=team).select_related(*SHOWN).first()


def solution_shown_of(team: Team, viewer: Viewer) -> Solution | None:
    """What a team has handed in, unless it is hidden from the viewer."""
    return solutions_visible_to(viewer).filter(team=team, state__in=AFTER_HAND_IN).first()


def versions_of(solution: Solution, viewer: Viewer = None) -> QuerySet[SolutionVersion]:
    """Versions, the newest first; the one that is being written only for the team."""
    rows = solution.versions.select_related("author")
    person = person_of(viewer)
    is_member = person and TeamMember.objects.filter(team_id=solution.team_id, user=person, left_at=None).exists()
    return rows if is_member else rows.filter(handed_in_at__isnull=False)


def draft_version(solution: Solution) -> SolutionVersion | None:
    """The version that is being written, if any."""
    return solution.versions.filter(handed_in_at=None).first()


def latest_version(solution: Solution) -> SolutionVersion | None:
    return solution.versions.order_by("-number").first()


def solutions_for_update(teams: Collection[Team]) -> list[Solution]:
    """Lock what teams have begun or handed in, by id; the caller holds the teams."""
    require_transaction()
    return list(Solution.objects.select_for_update(no_key=True).filter(team__in=teams).order_by("id"))


def solution_for_update(solution_id: int) -> Solution:
    require_transaction()
    rows = Solution.objects.select_for_update(no_key=True, of=("self",)).select_related("sprint", "team")
    return rows.get(pk=solution_id)
