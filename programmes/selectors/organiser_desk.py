"""An organiser's day: what worries, and who judges what."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Q, QuerySet, When

from backend.accounts.models import User
from programmes.domain.assignment import suggest
from programmes.enums import JoinRequestState, RegistrationState, ReviewState, TeamState
from programmes.models import JoinRequest, Registration, Review, Solution, Sprint, Team
from programmes.models.solution import AFTER_HAND_IN
from programmes.selectors.challenges import challenges_to_moderate
from programmes.selectors.overflow import challenges_overfull
from programmes.selectors.reviews import JurorLoad, juror_loads
from programmes.selectors.teams import in_teams, teams_of_sprint

# A team of one cannot build much; it needs people or another team.
TEAM_SMALL = 1


def people_without_team(sprint: Sprint) -> QuerySet[Registration]:
    rows = sprint.registrations.filter(state=RegistrationState.REGISTERED).exclude(user_id__in=in_teams(sprint))
    return rows.select_related("user").order_by("sequence")


def teams_too_small(sprint: Sprint) -> "QuerySet[Team]":
    return teams_of_sprint(sprint).filter(member_count__lte=TEAM_SMALL).order_by("name", "id")


def teams_too_full(sprint: Sprint) -> "QuerySet[Team]":
    """No place is left, and still somebody asks."""
    asked = JoinRequest.objects.filter(state=JoinRequestState.PENDING).values("team_id")
    return teams_of_sprint(sprint).filter(places_free=0, pk__in=asked).order_by("name", "id")


def teams_too_small_or_full(sprint: Sprint) -> "QuerySet[Team]":
    """Both as one list, those too small first."""
    full = Q(pk__in=teams_too_full(sprint).order_by().values("pk"))
    rows = teams_of_sprint(sprint).filter(Q(member_count__lte=TEAM_SMALL) | full)
    return rows.order_by(Case(When(member_count__lte=TEAM_SMALL, then=0), default=1), "name", "id")


def requests_unanswered(sprint: Sprint) -> QuerySet[JoinRequest]:
    """Who waits longest first."""
    rows = JoinRequest.objects.filter(team__sprint=sprint, state=JoinRequestState.PENDING)
    return (
        rows.exclude(team__state=TeamState.DISSOLVED)
        .select_related("user", "team", "role")
        .order_by("created_at", "id")
    )


def hand_ins_missing(sprint: Sprint) -> "QuerySet[Team]":
    handed_in = Solution.objects.filter(sprint=sprint, state__in=AFTER_HAND_IN)
    return teams_of_sprint(sprint).exclude(pk__in=handed_in.values("team_id")).order_by("name", "id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Worries:
    people_without_team: int
    teams_too_small: int
    teams_too_full: int
    challenges_overfull: int
    requests_unanswered: int
    waiting_since: datetime | None
    hand_ins_missing: int
    challenges_to_moderate: int


def worries(sprint: Sprint) -> Worries:
    oldest = requests_unanswered(sprint).values_list("created_at", flat=True).first()
    return Worries(
        people_without_team=people_without_team(sprint).count(),
        teams_too_small=teams_too_small(sprint).count(),
        teams_too_full=teams_too_full(sprint).count(),
        challenges_overfull=challenges_overfull(sprint).count(),
        requests_unanswered=requests_unanswered(sprint).count(),
        waiting_since=oldest,
        hand_ins_missing=hand_ins_missing(sprint).count(),
        challenges_to_moderate=challenges_to_moderate(sprint=sprint).count(),
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """One juror and one solution: already together, not allowed, or free to be chosen."""

    juror: User
    review: Review | None
    barred: bool
    suggested: bool

    @property
    def is_free(self) -> bool:
        return self.review is None and not self.barred


@dataclass(frozen=True, slots=True)
class Line:
    solution: Solution
    cells: list[Cell]

    @property
    def reviews(self) -> int:
        """How many judge it; those who handed it over do not."""
        return sum(cell.review is not None and cell.review.state != ReviewState.RECUSED for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Assignment:
    loads: list[JurorLoad]
    lines: list[Line]

    @property
    def has_free_cells(self) -> bool:
        return any(cell.is_free for line in self.lines for cell in line.cells)


def assignment(sprint: Sprint, solutions: Sequence[Solution], per_solution: int = 0) -> Assignment:
    """Who judges which of `solutions`; with `per_solution` also a suggestion for what is missing."""
    loads = juror_loads(sprint)
    given: dict[int, dict[int, Review]] = defaultdict(dict)
    for review in Review.objects.filter(solution__in=[row.pk for row in solutions], stage=sprint.jury_stage):
        given[review.solution_id][review.juror_id] = review
    barred = {load.juror.pk: {*load.barred, *_handed_over(given, load.juror.pk)} for load in loads}
    pairs: set[tuple[int, int]] = set()
    if per_solution:
        work = {load.juror.pk: load.assigned for load in loads}
        keys = [row.pk for row in solutions]
        pairs = set(suggest(keys, work, per_solution=per_solution, has=_asked(given), barred=barred))
    lines = [
        Line(
            row,
            [
                Cell(
                    load.juror,
                    given[row.pk].get(load.juror.pk),
                    row.pk in load.barred,
                    (row.pk, load.juror.pk) in pairs,
                )
                for load in loads
            ],
        )
        for row in solutions
    ]
    return Assignment(loads, lines)


def _asked(given: dict[int, dict[int, Review]]) -> dict[int, set[int]]:
    """Whoever handed a review over leaves their place to somebody else."""
    return {
        key: {juror for juror, row in rows.items() if row.state != ReviewState.RECUSED} for key, rows in given.items()
    }


def _handed_over(given: dict[int, dict[int, Review]], juror_id: int) -> set[int]:
    """Solutions that a juror is not asked about again."""
    return {key for key, rows in given.items() if juror_id in rows and rows[juror_id].state == ReviewState.RECUSED}
