"""The jury's ranking. All places of a sprint are cheap, so that only the solutions of one page are read whole."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from programmes.domain.scoring import Given, Mark, mean_scores, ranked, review_score
from programmes.domain.severity import standard_scores
from programmes.enums import ReviewState, SolutionState
from programmes.models import Review, Score, Solution, Sprint
from programmes.selectors.reviews import JUDGED


class Place(NamedTuple):
    """Where a solution stands, without the solution itself. A tuple: there are thousands of them a sprint."""

    key: int
    public_id: str
    state: str
    score: Fraction | None
    """From 0 to 1; None as long as nobody has submitted a review."""
    rank: int | None
    adjusted_rank: int | None
    """By standard scores: as if all jurors were equally severe."""
    reviews_submitted: int
    reviews_open: int

    @property
    def is_waiting(self) -> bool:
        """Whether nothing has been decided yet."""
        return self.state == SolutionState.HANDED_IN


@dataclass(frozen=True, slots=True)
class RankedSolution:
    solution: Solution
    score: Fraction | None
    rank: int | None
    adjusted_rank: int | None
    reviews_submitted: int
    reviews_open: int


def places(sprint: Sprint) -> list[Place]:
    """Solutions by the mean of their submitted reviews, exact. Equal scores share a rank; among them, and among those
    without a review, who handed in first stands first. Three queries, however many solutions.
    """
    # In the order of equals, which sorting by rank keeps.
    rows = sprint.solutions.filter(state__in=JUDGED)
    rows = rows.order_by(Coalesce("current_version__handed_in_at", "created_at"), "pk")
    solutions = list(rows.values_list("pk", "public_id", "state"))
    judged = {key for key, *_facts in solutions}
    given = [one for one in _given(sprint) if one.solution in judged]
    scores = mean_scores(given)
    submitted, still_open = _reviews(sprint)
    known, adjusted = ranked(scores), ranked(standard_scores(given))
    solutions.sort(key=lambda row: known.get(row[0], len(known) + 1))
    return [
        Place(
            key, public_id, state, scores.get(key), known.get(key), adjusted.get(key), submitted[key], still_open[key]
        )
        for key, public_id, state in solutions
    ]


def at_places(wanted: Sequence[Place]) -> list[RankedSolution]:
    """The solutions of some places, in their order: one query."""
    rows = Solution.objects.select_related("current_version", "team", "challenge")
    found = rows.in_bulk([place.key for place in wanted])
    return [
        RankedSolution(
            found[place.key],
            place.score,
            place.rank,
            place.adjusted_rank,
            place.reviews_submitted,
            place.reviews_open,
        )
        for place in wanted
        if place.key in found
    ]


def ranking(sprint: Sprint) -> list[RankedSolution]:
    """All of it at once, for programs: four queries."""
    return at_places(places(sprint))


def _reviews(sprint: Sprint) -> tuple[Counter[int], Counter[int]]:
    """Number of submitted and of open reviews by key of the solution."""
    rows = Review.objects.filter(solution__sprint=sprint).exclude(state=ReviewState.RECUSED).order_by()
    is_submitted = Q(state=ReviewState.SUBMITTED)
    counted = list(
        rows.values_list("solution_id").annotate(
            submitted=Count("pk", filter=is_submitted), open=Count("pk", filter=~is_submitted)
        )
    )
    return Counter({key: n for key, n, _open in counted}), Counter({key: n for key, _done, n in counted})


def _given(sprint: Sprint) -> list[Given[int]]:
    """What each juror gave to each solution.

    The database adds up what has the same denominator, in whole numbers: one row for the criteria of a review that
    give the same most points, as if they were one with their weights together.
    """
    rows = Score.objects.filter(review__solution__sprint=sprint, review__state=ReviewState.SUBMITTED).order_by()
    summed = rows.values_list("review__solution_id", "review__juror_id", "criterion__max_points").annotate(
        reached=Sum(F("points") * F("criterion__weight")), weight=Sum("criterion__weight")
    )
    marks: dict[tuple[int, int], list[Mark]] = defaultdict(list)
    for solution_id, juror_id, most, reached, weight in summed:
        marks[solution_id, juror_id].append(Mark(reached, most * weight, weight))
    return [Given(*pair, review_score(of_review)) for pair, of_review in marks.items()]
