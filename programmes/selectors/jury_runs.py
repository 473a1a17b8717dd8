"""What is known when a jury's work is given out, and how it was."""

from collections import defaultdict
from collections.abc import Mapping

from django.db.models import Count, Q, QuerySet

from programmes.domain.jury_assignment import Judging, Wanting
from programmes.enums import ReviewState
from programmes.models import JuryRun, Profile, Review, Solution, Sprint
from programmes.selectors.reviews import juror_loads
from programmes.selectors.solutions import solutions_to_judge


def jury_runs_of(sprint: Sprint) -> "QuerySet[JuryRun]":
    return JuryRun.objects.filter(sprint=sprint).select_related("sprint", "requested_by").order_by("-id")


def solutions_wanting(sprint: Sprint, per_solution: int) -> list[Wanting]:
    """What is judged in the current stage, and how many jurors each is short of `per_solution`. One query."""
    is_held = Q(reviews__stage=sprint.jury_stage) & ~Q(reviews__state=ReviewState.RECUSED)
    has = Count("reviews", filter=is_held)
    rows = solutions_to_judge(sprint).order_by("pk").annotate(has=has)
    return [
        Wanting(key=key, wanted=max(0, per_solution - has), language=language or "")
        for key, language, has in rows.values_list("pk", "current_version__language", "has")
    ]


def jurors_judging(sprint: Sprint) -> list[Judging]:
    """The jury: what each has already, reads, and may not judge or judges already. Eleven queries, always.

    What somebody has given back in an earlier stage is not asked again: most do because they are not impartial.
    """
    loads = juror_loads(sprint)
    given: dict[int, set[int]] = defaultdict(set)
    is_known = Q(stage=sprint.jury_stage) | Q(state=ReviewState.RECUSED)
    rows = Review.objects.filter(is_known, solution__sprint=sprint)
    for juror_id, solution_id in rows.values_list("juror_id", "solution_id"):
        given[juror_id].add(solution_id)
    spoken = dict(
        Profile.objects.filter(user__in=[load.juror.pk for load in loads]).values_list("user_id", "languages")
    )
    return [
        Judging(
            key=load.juror.pk,
            load=load.assigned,
            languages=frozenset(spoken.get(load.juror.pk) or ()),
            barred=load.barred | given[load.juror.pk],
        )
        for load in loads
    ]


def solutions_short(run: JuryRun) -> list[tuple[Solution, int]]:
    """What is short of jurors after a run, and of how many, by team."""
    missing: Mapping[str, int] = run.missing
    rows = Solution.objects.filter(public_id__in=list(missing)).select_related("team", "current_version")
    return [(row, missing[row.public_id]) for row in rows.order_by("team__name", "pk")]
