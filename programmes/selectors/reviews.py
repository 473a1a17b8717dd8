"""What jurors and organisers read: own reviews, who judges what."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, QuerySet

from backend.accounts.models import User
from backend.core.db import require_transaction
from programmes.closeness import solutions_too_close
from programmes.enums import ProgrammeRoleKind, ReviewState
from programmes.models import Criterion, ProgrammeRole, Review, Score, Solution, Sprint
from programmes.selectors.conflicts import solutions_barred
from programmes.selectors.stages import DECIDED, JUDGED, solutions_in_stage, stage_meant

SHOWN = ("solution", "solution__current_version", "solution__team", "solution__challenge", "solution__sprint")


@dataclass(frozen=True, slots=True)
class JurorLoad:
    juror: User
    assigned: int
    submitted: int
    recused: int
    barred: frozenset[int]
    """Keys of the solutions that this juror may not judge."""


def reviews_shown_to(juror: User) -> QuerySet[Review]:
    """A juror's reviews in the order of assignment, recused ones too: of programmes that the person still judges in,
    and of the stage that the jury is in, without what was withdrawn and what has become a matter of one's own.
    """
    judged = ProgrammeRole.objects.filter(user=juror, role=ProgrammeRoleKind.JUROR).values("programme_id")
    rows = Review.objects.select_related(*SHOWN).filter(juror=juror, solution__sprint__programme_id__in=judged)
    rows = rows.filter(stage=F("solution__sprint__jury_stage"), solution__state__in=JUDGED)
    rows = rows.exclude(solution__in=solutions_too_close(juror))
    return rows.order_by("created_at", "id")


def reviews_of(juror: User, *, sprint: Sprint | None = None) -> QuerySet[Review]:
    """A juror's reviews in the order of assignment, without recused ones."""
    rows = reviews_shown_to(juror).exclude(state=ReviewState.RECUSED)
    return rows if sprint is None else rows.filter(solution__sprint=sprint)


def reviews_of_solution(solution: Solution) -> QuerySet[Review]:
    return solution.reviews.select_related("juror").prefetch_related("scores__criterion")


def jury_words(solution: Solution) -> list[str]:
    """What the jury said about a solution, for everybody and without names; nothing before it has decided."""
    if solution.state not in DECIDED:
        return []
    rows = solution.reviews.filter(state=ReviewState.SUBMITTED).exclude(comment="")
    return list(rows.values_list("comment", flat=True))


def notes_to_jury(solutions: Collection[int], *, but_of: User | None = None) -> dict[int, list[str]]:
    """What jurors who have submitted noted for the jury alone, by key of the solution, without names: one query."""
    rows = Review.objects.filter(solution__in=solutions, state=ReviewState.SUBMITTED).exclude(note="")
    rows = rows.exclude(juror=but_of) if but_of else rows
    found: dict[int, list[str]] = defaultdict(list)
    for solution_id, note in rows.values_list("solution_id", "note"):
        found[solution_id].append(note)
    return found


def criteria_of(sprint: Sprint) -> list[Criterion]:
    return list(Criterion.objects.filter(rubric__sprint=sprint).select_related("rubric"))


def review_stamp(review: Review) -> str:
    """What tells one state of a review from another: whoever sends a newer one says which one they began with."""
    return f"{review.updated_at.timestamp():.6f}"


def points_of(review: Review) -> dict[str, int | None]:
    """Points by public id of the criterion, None for an abstention; what is still to be judged is left out."""
    return dict(Score.objects.filter(review=review).values_list("criterion__public_id", "points"))


def points_submitted(reviews: "QuerySet[Review]") -> dict[str, dict[str, int | None]]:
    """What `points_of` says, by public id of each of `reviews` that is submitted. Two queries."""
    rows = reviews.filter(state=ReviewState.SUBMITTED).order_by()
    found: dict[str, dict[str, int | None]] = {name: {} for name in rows.values_list("public_id", flat=True)}
    scores = Score.objects.filter(review__in=rows)
    for name, criterion, points in scores.values_list("review__public_id", "criterion__public_id", "points"):
        found[name][criterion] = points
    return found


def reviews_judged(sprint: Sprint, stage: int | None = None) -> "QuerySet[Review]":
    """All reviews of a stage of what the jury decides or has decided about in it: not of what was withdrawn."""
    solutions = solutions_in_stage(sprint, stage).order_by().values("pk")
    return Review.objects.filter(stage=stage_meant(sprint, stage), solution__in=solutions)


def juror_loads(sprint: Sprint) -> list[JurorLoad]:
    """The jurors of a sprint's programme: how much they have in the current stage, and what they may not judge.

    Nine queries, always.
    """
    jurors = [
        role.user
        for role in ProgrammeRole.objects.select_related("user")
        .filter(programme_id=sprint.programme_id, role=ProgrammeRoleKind.JUROR, user__is_active=True)
        .order_by("user__display_name", "user_id")
    ]
    states: dict[int, list[str]] = defaultdict(list)
    rows = Review.objects.filter(solution__sprint=sprint, stage=sprint.jury_stage)
    for juror_id, state in rows.values_list("juror_id", "state"):
        states[juror_id].append(state)
    barred = solutions_barred(sprint, jurors)
    return [
        JurorLoad(
            juror,
            assigned=len(states[juror.pk]) - states[juror.pk].count(ReviewState.RECUSED),
            submitted=states[juror.pk].count(ReviewState.SUBMITTED),
            recused=states[juror.pk].count(ReviewState.RECUSED),
            barred=frozenset(barred[juror.pk]),
        )
        for juror in jurors
    ]


def review_for_update(review_id: int) -> Review:
    require_transaction()
    rows = Review.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("solution", "solution__sprint").get(pk=review_id)
