"""The jury's ranking. All places of a sprint are cheap, so that only the solutions of one page are read whole."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from programmes.domain.pairs import Duel
from programmes.domain.scoring import Given, Mark, mean_scores, median_scores, review_score
from programmes.domain.selecting import SELECTED, Measure, Method, TieRule, Why, seed_of, standings
from programmes.enums import ReviewState, SelectionReason, SolutionState
from programmes.models import Review, Score, Solution, Sprint, StagePass
from programmes.selectors.comparisons import choices_in, duels_in
from programmes.selectors.reviews import notes_to_jury, points_submitted, reviews_judged
from programmes.selectors.selection_method import method_of
from programmes.selectors.stages import solutions_in_stage, stage_meant

TRACK = Case(
    When(decision__isnull=False, then=F("decision__track")),
    default=Coalesce("challenge__category__public_id", Value("")),
    output_field=CharField(),
)
"""Public id of the category in which a solution counts: the one it had when the jury decided."""


class Place(NamedTuple):
    """Where a solution stands, without the solution itself. A tuple: there are thousands of them a sprint."""

    key: int
    public_id: str
    state: str
    """Of a past stage: whether it went on, as "selected" or "not selected"."""
    track: str
    score: Fraction | None
    """From 0 to 1; None as long as nobody has submitted a review."""
    rank: int | None
    adjusted_rank: int | None
    """By standard scores: as if all jurors were equally severe."""
    why: Why | None
    """Why the method selects it or does not; None without a method."""
    reviews_submitted: int
    reviews_open: int
    mean: Fraction | None
    median: Fraction | None
    """Of the submitted reviews, whatever the ranking goes by: where both are far apart, the jury disagreed."""
    duels: int
    """Comparisons with others that count, where the method goes by them."""

    @property
    def is_waiting(self) -> bool:
        """Whether nothing has been decided yet."""
        return self.state == SolutionState.HANDED_IN

    @property
    def is_proposed(self) -> bool:
        """Whether the method selects it."""
        return self.why in SELECTED


@dataclass(frozen=True, slots=True)
class RankedSolution:
    solution: Solution
    place: Place
    notes: list[str]
    """What jurors noted for the jury alone, without names."""

    @property
    def reason(self) -> str:
        """Why the method selects it or does not, in words; empty without a method."""
        return str(SelectionReason(self.place.why).label) if self.place.why else ""


def places(sprint: Sprint, stage: int | None = None) -> list[Place]:
    """Solutions by what the method's ranking goes by, which is the mean of their submitted reviews if none was named.

    Of a stage of the selection, the current one if none is named. Exact. Equal scores share a rank; among them, and
    among those without one, who handed in first stands first. Nine queries at most, however many solutions.
    """
    stage = stage_meant(sprint, stage)
    solutions = _judged(sprint, stage)
    method, given = method_of(sprint, stage), given_in(sprint, stage)
    means, medians = mean_scores(given), median_scores(given)
    found = standings(
        {public_id: track for _key, public_id, _state, track in solutions},
        given,
        method,
        _seed(sprint, stage, method),
        duels_by(sprint, stage, method),
    )
    submitted, still_open = _reviews(sprint, stage)
    behind_all = len(solutions) + 1
    solutions.sort(key=lambda row: found[row[1]].rank or behind_all)
    return [
        Place(
            key,
            public_id,
            state,
            track,
            (standing := found[public_id]).score,
            standing.rank,
            standing.adjusted_rank,
            standing.why,
            submitted[key],
            still_open[key],
            means.get(public_id),
            medians.get(public_id),
            standing.duels,
        )
        for key, public_id, state, track in solutions
    ]


def _judged(sprint: Sprint, stage: int) -> list[tuple[int, str, str, str]]:
    """Key, public id, state and track in the order of equals, which sorting by rank keeps."""
    rows = solutions_in_stage(sprint, stage)
    rows = rows.order_by(Coalesce("current_version__handed_in_at", "created_at"), "pk")
    if stage >= sprint.jury_stage:
        return list(rows.values_list("pk", "public_id", "state", TRACK))
    went_on = StagePass.objects.filter(solution=OuterRef("pk"), stage=stage)
    state = Case(
        When(Exists(went_on), then=Value(SolutionState.SELECTED.value)),
        default=Value(SolutionState.NOT_SELECTED.value),
        output_field=CharField(),
    )
    track = Coalesce(Subquery(went_on.values("track")), "decision__track", output_field=CharField())
    return list(rows.values_list("pk", "public_id", state, track))


def judged_in(sprint: Sprint, stage: int | None = None) -> set[str]:
    """Public ids of what the jury decides or has decided about."""
    return set(solutions_in_stage(sprint, stage).order_by().values_list("public_id", flat=True))


def _seed(sprint: Sprint, stage: int, method: Method | None) -> str:
    is_drawn = method is not None and method.tie_rule is TieRule.LOT
    if not is_drawn:
        return ""
    return seed_of(points_submitted(reviews_judged(sprint, stage)), choices_in(sprint, stage))


def duels_by(sprint: Sprint, stage: int, method: Method | None) -> list[Duel]:
    """What the ranking goes by beside points: nothing is asked for where the method does not."""
    return duels_in(sprint, stage) if method is not None and method.measure is Measure.PAIRS else []


def at_places(wanted: Sequence[Place]) -> list[RankedSolution]:
    """The solutions of some places, in their order: two queries."""
    rows = Solution.objects.select_related("current_version", "team", "challenge")
    found = rows.in_bulk([place.key for place in wanted])
    notes = notes_to_jury(found.keys())
    return [RankedSolution(found[place.key], place, notes.get(place.key, [])) for place in wanted if place.key in found]


def ranking(sprint: Sprint, stage: int | None = None) -> list[RankedSolution]:
    """All of it at once, for programs: two queries more."""
    return at_places(places(sprint, stage))


def _reviews(sprint: Sprint, stage: int) -> tuple[Counter[int], Counter[int]]:
    """Number of submitted and of open reviews by key of the solution."""
    rows = Review.objects.filter(solution__sprint=sprint, stage=stage).exclude(state=ReviewState.RECUSED).order_by()
    is_submitted = Q(state=ReviewState.SUBMITTED)
    counted = list(
        rows.values_list("solution_id").annotate(
            submitted=Count("pk", filter=is_submitted), open=Count("pk", filter=~is_submitted)
        )
    )
    return Counter({key: n for key, n, _open in counted}), Counter({key: n for key, _done, n in counted})


def given_in(sprint: Sprint, stage: int | None = None) -> list[Given[str]]:
    """What each juror gave to each solution in a stage, the current one if none is named.

    The database adds up what has the same denominator, in whole numbers: one row for the criteria of a review that
    give the same most points, as if they were one with their weights together. It is what `scoring.score_of` says, also
    of abstentions: they are left out.
    """
    rows = Score.objects.filter(review__solution__sprint=sprint, review__stage=stage_meant(sprint, stage))
    rows = rows.filter(review__state=ReviewState.SUBMITTED, points__isnull=False).order_by()
    of_review = ("review__solution__public_id", "review__juror__public_id", "criterion__max_points")
    summed = rows.values_list(*of_review).annotate(
        reached=Sum(F("points") * F("criterion__weight")), weight=Sum("criterion__weight")
    )
    marks: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    for solution, juror, most, reached, weight in summed:
        marks[solution, juror].append(Mark(reached, most * weight, weight))
    return [Given(*pair, review_score(of_review)) for pair, of_review in marks.items()]
