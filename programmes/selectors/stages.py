"""The stages of a selection: which one is meant, what is judged in it, and what went on at its end."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from programmes.enums import SolutionState
from programmes.models import Decision, SelectionMethod, Solution, Sprint, StagePass

DECIDED = (SolutionState.SELECTED, SolutionState.NOT_SELECTED)
JUDGED = (SolutionState.HANDED_IN, *DECIDED)


def stage_meant(sprint: Sprint, stage: int | None) -> int:
    """The one that was asked for, or the one that the jury is in."""
    return sprint.jury_stage if stage is None else stage


def solutions_in_stage(sprint: Sprint, stage: int | None = None) -> "QuerySet[Solution]":
    """All that the jury decides or has decided about in a stage.

    What a past stage was about stays as it was, even if a team has withdrawn since. After the first stage only what
    went on is judged: what came late is in none.
    """
    wanted = stage_meant(sprint, stage)
    if wanted < sprint.jury_stage:
        of_solution = {"solution": OuterRef("pk"), "stage": wanted}
        went_on, decided = StagePass.objects.filter(**of_solution), Decision.objects.filter(**of_solution)
        return sprint.solutions.filter(Exists(went_on) | Exists(decided))
    rows = sprint.solutions.filter(state__in=JUDGED)
    return rows if wanted == 1 else rows.filter(passes__stage=wanted - 1)


def stage_follows(sprint: Sprint) -> bool:
    """Whether another stage comes after the one that the jury is in."""
    return SelectionMethod.objects.filter(sprint=sprint, stage=sprint.jury_stage + 1).exists()


@dataclass(frozen=True, slots=True)
class StageSeen:
    number: int
    method: SelectionMethod | None
    is_over: bool
    is_current: bool
    judged: int
    """How many solutions were or are judged in it; 0 as long as it has not begun."""
    went_on: int


def _counts(sprint: Sprint, table: type[StagePass] | type[Decision]) -> Counter[int]:
    return Counter(table.objects.filter(solution__sprint=sprint).order_by().values_list("stage", flat=True))


def stages_of(sprint: Sprint) -> list[StageSeen]:
    """All stages that were named, or the only one: six queries at most."""
    named = {
        one.stage: one for one in SelectionMethod.objects.prefetch_related("tracks__category").filter(sprint=sprint)
    }
    current = sprint.jury_stage
    went_on, decided = (_counts(sprint, table) if current > 1 else Counter[int]() for table in (StagePass, Decision))
    judged = {current: solutions_in_stage(sprint).count()}
    return [
        StageSeen(
            number,
            named.get(number),
            is_over=number < current,
            is_current=number == current,
            judged=judged.get(number, went_on[number] + decided[number]),
            went_on=went_on[number],
        )
        for number in range(1, max([1, current, *named]) + 1)
    ]
