"""What organisers see of a jury's work before they decide: how points spread, who is severe, what is left to chance."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from programmes.domain.certainty import Unsettled, errors, rank_range, spread, unsettled
from programmes.domain.scoring import Given
from programmes.domain.selecting import FREE, Measure, Method, scores_by
from programmes.domain.severity import standard_marks
from programmes.models import Solution, Sprint
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
    """A solution near the last place; the score and its bounds are in what the ranking goes by."""

    title: str
    rank: int
    best: int
    worst: int
    score: float
    error: float
    reviews: int


@dataclass(frozen=True, slots=True)
class JuryPicture:
    tenths: Sequence[int]
    """How many solutions have a mean score from 0 to under 10 %, from 10 to under 20 %, …, from 90 to 100 %."""
    jurors: Sequence[JurorSeen]
    """From the most severe to the mildest; of many the first and the last."""
    jurors_in_all: int
    mean: float | None
    near: Sequence[Near]
    open: Unsettled | None
    """None if there is no border, or no solution has two reviews."""


def jury_picture(sprint: Sprint) -> JuryPicture:
    """As things stand; twelve queries at most, however many there are."""
    judged = judged_in(sprint)
    given = [one for one in given_in(sprint) if one.solution in judged]
    by_solution: dict[str, list[float]] = defaultdict(list)
    by_juror: dict[str, list[float]] = defaultdict(list)
    for one in given:
        by_solution[one.solution].append(float(one.score))
        by_juror[one.juror].append(float(one.score))
    jurors = _jurors(sprint, by_juror)
    near, still_open = _near(given, method_of(sprint))
    return JuryPicture(
        tenths=_tenths(by_solution),
        jurors=jurors if len(jurors) <= 2 * BESIDE else [*jurors[:BESIDE], *jurors[-BESIDE:]],
        jurors_in_all=len(jurors),
        mean=fmean([score for scores in by_juror.values() for score in scores]) if given else None,
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


def _near(given: Sequence[Given[str]], method: Method | None) -> tuple[list[Near], Unsettled | None]:
    """What stands around the last place, and what is open there; all of it if there is no last place."""
    scores = {key: float(score) for key, score in scores_by(method or FREE, given).items()}
    marks = _marks(given, method)
    deviation = spread(marks.values())
    if deviation is None or not scores:
        return [], None
    is_median = method is not None and method.measure is Measure.MEDIAN
    reviews = {key: len(marks[key]) for key in scores}
    error = errors(reviews, deviation, is_median=is_median)
    order = sorted(scores, key=lambda key: (-scores[key], key))
    last = min(method.places if method else 0, len(order))
    shown = order[max(0, last - BESIDE) : last + BESIDE]
    titles = dict(Solution.objects.filter(public_id__in=shown).values_list("public_id", "current_version__title"))
    found = [
        Near(
            titles.get(key) or "",
            1 + sum(score > scores[key] for score in scores.values()),
            *rank_range(key, scores, error),
            scores[key],
            error[key],
            reviews[key],
        )
        for key in shown
    ]
    if last == len(order):
        # Where all have a place there is no border.
        return found, None
    return found, unsettled(scores, reviews, deviation, last, is_median=is_median) if method else None


def _marks(given: Sequence[Given[str]], method: Method | None) -> Mapping[str, Sequence[float]]:
    """What the ranking takes the mean or median of, by solution."""
    if method is not None and method.measure is Measure.STANDARD:
        return standard_marks(given)
    found: dict[str, list[float]] = defaultdict(list)
    for one in given:
        found[one.solution].append(float(one.score))
    return found
