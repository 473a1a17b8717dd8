"""The log of a sprint's votes, and whether what is stored is what it gives."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from programmes.domain.scoring import Given, Mark, mean_scores, ranked, review_score
from programmes.domain.votes import Vote, VoteKind, counted
from programmes.enums import ReviewState
from programmes.models import Criterion, Review, Score, Sprint
from programmes.models import Vote as VoteRow
from programmes.selectors.ranking import places

Points = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Difference:
    """What is stored otherwise than the log gives: a review's points, or a solution's score and rank."""

    what: str
    stored: str
    replayed: str


def votes(sprint: Sprint) -> Iterator[Vote]:
    """All votes of a sprint in the order in which they were noted, a few at a time."""
    rows = VoteRow.objects.filter(review__solution__sprint=sprint).order_by("pk")
    for name, kind, points in rows.values_list("review__public_id", "kind", "points").iterator(chunk_size=2_000):
        yield Vote(name, VoteKind(kind), points)


def vote_count(sprint: Sprint) -> int:
    return VoteRow.objects.filter(review__solution__sprint=sprint).count()


def differences(sprint: Sprint) -> list[Difference]:
    """Compute the ranking once more from the log alone, and compare it with the reviews and places as stored.

    Raises `votes.Impossible`.
    """
    replayed = counted(votes(sprint))
    return [*_of_reviews(sprint, replayed), *_of_places(sprint, replayed)]


def _of_reviews(sprint: Sprint, replayed: Mapping[str, Points]) -> list[Difference]:
    stored: dict[str, dict[str, int]] = {
        name: {}
        for name in Review.objects.filter(solution__sprint=sprint, state=ReviewState.SUBMITTED).values_list(
            "public_id", flat=True
        )
    }
    rows = Score.objects.filter(review__solution__sprint=sprint, review__state=ReviewState.SUBMITTED)
    for name, criterion, points in rows.values_list("review__public_id", "criterion__public_id", "points"):
        stored[name][criterion] = points
    return [
        Difference(name, _shown(stored.get(name)), _shown(replayed.get(name)))
        for name in sorted(stored.keys() | replayed.keys())
        if stored.get(name) != replayed.get(name)
    ]


def _shown(points: Points | None) -> str:
    return "does not count" if points is None else ", ".join(f"{name} {points[name]}" for name in sorted(points))


def _of_places(sprint: Sprint, replayed: Mapping[str, Points]) -> list[Difference]:
    scores = mean_scores(_given(sprint, replayed))
    known = ranked(scores)
    return [
        Difference(place.public_id, f"{place.score}, rank {place.rank}", f"{mine[0]}, rank {mine[1]}")
        for place in places(sprint)
        if (mine := (scores.get(place.key), known.get(place.key))) != (place.score, place.rank)
    ]


def _given(sprint: Sprint, replayed: Mapping[str, Points]) -> Iterator[Given[int]]:
    criteria = {row.public_id: row for row in Criterion.objects.filter(rubric__sprint=sprint)}
    rows = Review.objects.filter(solution__sprint=sprint).values_list("public_id", "solution_id", "juror_id")
    about = {name: (solution, juror) for name, solution, juror in rows}
    for review, points in replayed.items():
        marks = [Mark(value, criteria[name].max_points, criteria[name].weight) for name, value in points.items()]
        yield Given(*about[review], review_score(marks))
