"""What everybody reads about how solutions of a sprint were selected."""

from dataclasses import dataclass

from django.db.models import Count, F, QuerySet

from programmes.enums import ReviewState, SolutionState
from programmes.models import Criterion, Decision, Score, Solution, Sprint, StagePass
from programmes.selectors.counting import SOLUTION_SHOWN
from programmes.selectors.reviews import criteria_of


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
    """What was not selected in the last stage although people noted why: the method would have selected it, or they
    wanted to say so.
    """
    rows = Solution.objects.filter(SOLUTION_SHOWN, sprint=sprint, state=SolutionState.NOT_SELECTED)
    rows = rows.filter(decision__stage=sprint.jury_stage)
    rows = rows.exclude(decision=None).exclude(decision__note="")
    return rows.select_related("current_version", "team", "decision").order_by("decision__rank", "pk")


@dataclass(frozen=True, slots=True)
class NotedInStage:
    """That people decided about a solution otherwise than the method of a stage, or wanted to say why."""

    stage: int
    solution: Solution
    went_on: bool
    rank: int | None
    note: str


def noted_in_stages(sprint: Sprint, most: int) -> list[NotedInStage]:
    """Of all stages that are over, at most `most` that went on and as many that did not: none asks nothing."""
    if sprint.jury_stage == 1:
        return []
    found = []
    for table, went_on in ((StagePass, True), (Decision, False)):
        shown = Solution.objects.filter(SOLUTION_SHOWN, sprint=sprint)
        rows = table.objects.filter(solution__in=shown, stage__lt=sprint.jury_stage).exclude(note="")
        rows = rows.select_related("solution__current_version", "solution__team").order_by("stage", "rank", "pk")
        found += [NotedInStage(one.stage, one.solution, went_on, one.rank, one.note) for one in rows[:most]]
    return found


@dataclass(frozen=True, slots=True)
class CriterionTold:
    """By what the jury measures, and how many of its submitted reviews judge it: all but those that abstain."""

    criterion: Criterion
    judged: int
    reviews: int


def criteria_told(sprint: Sprint) -> list[CriterionTold]:
    """The rubric for everybody; one query more where somebody may abstain. Of all stages of the selection."""
    criteria = criteria_of(sprint)
    asked = [row.pk for row in criteria if row.may_abstain]
    rows = Score.objects.filter(criterion__in=asked, review__state=ReviewState.SUBMITTED).order_by()
    counts = rows.values_list("criterion_id").annotate(judged=Count("points"), reviews=Count("pk")) if asked else []
    found = {key: (judged, reviews) for key, judged, reviews in counts}
    return [CriterionTold(row, *found.get(row.pk, (0, 0))) for row in criteria]
