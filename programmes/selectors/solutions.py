from collections.abc import Collection
from typing import Any

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from backend.accounts.models import User
from backend.accounts.viewers import Viewer, person_of
from backend.core.db import require_transaction
from backend.core.errors import NotFound
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
    """The one that a team has begun first: mostly its only one."""
    return solutions_begun(team).first()


def solutions_begun(team: Team) -> QuerySet[Solution]:
    """All of a team, in whatever state, in the order in which they were begun."""
    return Solution.objects.filter(team=team).select_related(*SHOWN).order_by("id")


def solutions_count(team: Team) -> int:
    """How many places for solutions a team has taken; what was withdrawn keeps its own, since it may come back."""
    return Solution.objects.filter(team=team).count()


def solutions_with_drafts(team: Team) -> QuerySet[Solution]:
    """As `solutions_begun`, each with what is being written, one version at most, as `drafts`."""
    return solutions_begun(team).prefetch_related(_drafts())


def drafts_added(solutions: list[Solution], *, for_team: bool) -> list[Solution]:
    """The same with `drafts`, read for all at once; none for anybody else than the team."""
    prefetch_related_objects(solutions, _drafts() if for_team else _drafts(SolutionVersion.objects.none()))
    return solutions


def _drafts(rows: QuerySet[SolutionVersion] | None = None) -> "Prefetch[Any]":
    writing = SolutionVersion.objects.filter(handed_in_at=None) if rows is None else rows
    return Prefetch("versions", writing, to_attr="drafts")


def solutions_shown_of(team: Team, viewer: Viewer) -> QuerySet[Solution]:
    """What a team has handed in, without what is hidden from the viewer."""
    return solutions_visible_to(viewer).filter(team=team, state__in=AFTER_HAND_IN).order_by("id")


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
    """Lock a solution. Raises NotFound if its team has discarded it meanwhile."""
    require_transaction()
    rows = Solution.objects.select_for_update(no_key=True, of=("self",)).select_related("sprint", "team")
    found = rows.filter(pk=solution_id).first()
    if found is None:
        raise NotFound
    return found
