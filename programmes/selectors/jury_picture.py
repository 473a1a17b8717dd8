"""What organisers see of a jury's work before they decide: how points spread, who is severe, what is left to chance."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import NamedTuple

from programmes.domain.certainty import (
    DUELS_MOST,
    REVIEWS_MOST,
    Z_90,
    Unsettled,
    errors,
    rank_range,
    spread,
    unsettled_at,
)
from programmes.domain.pairs import Duel, chance, strengths
from programmes.domain.scoring import Given
from programmes.domain.selecting import FREE, Measure, Method, scores_by
from programmes.domain.severity import standard_marks
from programmes.models import Solution, Sprint
from programmes.selectors.comparisons import duels_in
from programmes.selectors.ranking import given_in, judged_in
from programmes.selectors.reviews import juror_loads
from programmes.selectors.selection_method import method_of

TENTHS = 10
BESIDE = 12
"""How many on both sides of the last place are shown, and how many of the most severe and of the mildest jurors."""


@dataclass(frozen=True, slots=True)
class JurorSeen:
    name: str
    reviews: int
    mean: float
    """Of the scores that this person gave, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Near:
    """A solution near the last place. The score and its bounds are in what the ranking goes by; where it goes by
    comparisons, as the probability with which the solution convinces more than an average one.
    """

    title: str
    rank: int
    best: int
    worst: int
    least: float
    score: float
    most: float
    votes: int
    """Reviews or comparisons."""


@dataclass(frozen=True, slots=True)
class JuryPicture:
    tenths: Sequence[int]
    """How many solutions have a mean score from 0 to under 10 %, from 10 to under 20 %, …, from 90 to 100 %."""
    jurors: Sequence[JurorSeen]
    """From the most severe to the mildest; of many the first and the last."""
    jurors_in_all: int
    mean: float | None
    by_pairs: bool
    near: Sequence[Near]
    open: Unsettled | None
    """None if there is no border, or no solution has two reviews."""

    @property
    def is_empty(self) -> bool:
        """Whether the jury has done nothing yet."""
        return self.mean is None and not self.near


def jury_picture(sprint: Sprint, stage: int | None = None) -> JuryPicture:
    """As things stand in a stage, the current one if none is named; twelve queries at most, however many there are."""
    judged = judged_in(sprint, stage)
    given = [one for one in given_in(sprint, stage) if one.solution in judged]
    by_solution: dict[str, list[float]] = defaultdict(list)
    by_juror: dict[str, list[float]] = defaultdict(list)
    for one in given:
        by_solution[one.solution].append(float(one.score))
        by_juror[one.juror].append(float(one.score))
    jurors = _jurors(sprint, by_juror)
    method = method_of(sprint, stage)
    by_pairs = method is not None and method.measure is Measure.PAIRS
    measured = _by_pairs(duels_in(sprint, stage), method) if by_pairs and method else _by_points(given, method)
    near, still_open = _near(measured, method)
    return JuryPicture(
        tenths=_tenths(by_solution),
        jurors=jurors if len(jurors) <= 2 * BESIDE else [*jurors[:BESIDE], *jurors[-BESIDE:]],
        jurors_in_all=len(jurors),
        mean=fmean([score for scores in by_juror.values() for score in scores]) if given else None,
        by_pairs=by_pairs,
        near=near,
        open=still_open,
    )


def _tenths(by_solution: Mapping[str, Sequence[float]]) -> list[int]:
    found = [0] * TENTHS
    for scores in by_solution.values():
        found[min(TENTHS - 1, int(fmean(scores) * TENTHS))] += 1
    return found


def _jurors(sprint: Sprint, by_juror: Mapping[str, Sequence[float]]) -> list[JurorSeen]:
    names = {load.juror.public_id: load.juror.shown_name for load in juror_loads(sprint)}
    found = [JurorSeen(names.get(key, "–"), len(scores), fmean(scores)) for key, scores in by_juror.items()]
    return sorted(found, key=lambda one: (one.mean, one.name))


class _Measured(NamedTuple):
    """What solutions with a quorum are ranked by, how sure it is, and by how many votes."""

    scores: Mapping[str, float]
    error: Mapping[str, float]
    votes: Mapping[str, int]


def _by_pairs(duels: Sequence[Duel], method: Method) -> _Measured | None:
    found = {name: one for name, one in strengths(duels).items() if one.duels >= method.quorum}
    if not found:
        return None
    return _Measured(
        {name: float(one.value) for name, one in found.items()},
        {name: one.error for name, one in found.items()},
        {name: one.duels for name, one in found.items()},
    )


def _by_points(given: Sequence[Given[str]], method: Method | None) -> _Measured | None:
    scores = {key: float(score) for key, score in scores_by(method or FREE, given).items()}
    marks = _marks(given, method)
    deviation = spread(marks.values())
    if deviation is None or not scores:
        return None
    reviews = {key: len(marks[key]) for key in scores}
    is_median = method is not None and method.measure is Measure.MEDIAN
    return _Measured(scores, errors(reviews, deviation, is_median=is_median), reviews)


def _near(found: _Measured | None, method: Method | None) -> tuple[list[Near], Unsettled | None]:
    """What stands around the last place, and what is open there; all of it if there is no last place."""
    if found is None:
        return [], None
    by_pairs = method is not None and method.measure is Measure.PAIRS
    shown_as = chance if by_pairs else float
    order = sorted(found.scores, key=lambda key: (-found.scores[key], key))
    last = min(method.places if method else 0, len(order))
    shown = order[max(0, last - BESIDE) : last + BESIDE]
    titles = dict(Solution.objects.filter(public_id__in=shown).values_list("public_id", "current_version__title"))
    near = [
        Near(
            titles.get(key) or "",
            1 + sum(score > found.scores[key] for score in found.scores.values()),
            *rank_range(key, found.scores, found.error),
            least=shown_as(found.scores[key] - Z_90 * found.error[key]),
            score=shown_as(found.scores[key]),
            most=shown_as(found.scores[key] + Z_90 * found.error[key]),
            votes=found.votes[key],
        )
        for key in shown
    ]
    if method is None or last == len(order):
        # Where all have a place there is no border.
        return near, None
    most = DUELS_MOST if by_pairs else REVIEWS_MOST
    return near, unsettled_at(found.scores, found.votes, found.error, last, most=most)


def _marks(given: Sequence[Given[str]], method: Method | None) -> Mapping[str, Sequence[float]]:
    """What the ranking takes the mean or median of, by solution."""
    if method is not None and method.measure is Measure.STANDARD:
        return standard_marks(given)
    found: dict[str, list[float]] = defaultdict(list)
    for one in given:
        found[one.solution].append(float(one.score))
    return found
