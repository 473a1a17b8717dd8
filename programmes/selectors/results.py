"""What everybody reads about how solutions of a sprint were selected."""

from dataclasses import dataclass

from django.db.models import F, QuerySet

from programmes.enums import SolutionState
from programmes.models import Solution, Sprint
from programmes.selectors.counting import SOLUTION_SHOWN


@dataclass(frozen=True, slots=True)
class ResultCounts:
    handed_in: int
    selected: int
    not_selected: int

    @property
    def is_decided(self) -> bool:
        return bool(self.selected)


def result_counts(sprint: Sprint) -> ResultCounts:
    """How many solutions there are, hidden ones too: one query."""
    states = list(sprint.solutions.order_by().values_list("state", flat=True))
    counts = {state: states.count(state) for state in SolutionState}
    selected, others = counts[SolutionState.SELECTED], counts[SolutionState.NOT_SELECTED]
    return ResultCounts(selected + others + counts[SolutionState.HANDED_IN], selected, others)


def solutions_selected(sprint: Sprint) -> "QuerySet[Solution]":
    """What was selected and is not hidden, by the rank it had, with what the method said and what people noted."""
    rows = Solution.objects.filter(SOLUTION_SHOWN, sprint=sprint, state=SolutionState.SELECTED)
    rows = rows.select_related("current_version", "team", "challenge", "decision")
    return rows.order_by(F("decision__rank").asc(nulls_last=True), "pk")


def decided_otherwise(sprint: Sprint) -> "QuerySet[Solution]":
    """What was not selected although people noted why: the method would have selected it, or they wanted to say so."""
    rows = Solution.objects.filter(SOLUTION_SHOWN, sprint=sprint, state=SolutionState.NOT_SELECTED)
    rows = rows.exclude(decision=None).exclude(decision__note="")
    return rows.select_related("current_version", "team", "decision").order_by("decision__rank", "pk")
