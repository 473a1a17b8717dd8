"""The log of a sprint's votes, and whether what is stored is what it gives."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from programmes.domain.scoring import Given, score_of
from programmes.domain.selecting import Standing, seed_of, standings
from programmes.domain.votes import Vote, VoteKind, counted
from programmes.models import Review, Sprint
from programmes.models import Vote as VoteRow
from programmes.selectors.ranking import Place, places
from programmes.selectors.reviews import criteria_of, points_submitted
from programmes.selectors.selection_method import method_of

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
    stored = points_submitted(Review.objects.filter(solution__sprint=sprint))
    return [
        Difference(name, _shown(stored.get(name)), _shown(replayed.get(name)))
        for name in sorted(stored.keys() | replayed.keys())
        if stored.get(name) != replayed.get(name)
    ]


def _shown(points: Points | None) -> str:
    return "does not count" if points is None else ", ".join(f"{name} {points[name]}" for name in sorted(points))


def _of_places(sprint: Sprint, replayed: Mapping[str, Points]) -> list[Difference]:
    stored = places(sprint)
    tracks = {place.public_id: place.track for place in stored}
    about = dict(_about(sprint))
    counting = {name: points for name, points in replayed.items() if about[name][0] in tracks}
    right = standings(tracks, _given(sprint, counting, about), method_of(sprint), seed_of(counting))
    return [
        Difference(place.public_id, is_now, mine)
        for place in stored
        if (is_now := _stands(place)) != (mine := _stands(right[place.public_id]))
    ]


def _stands(one: Place | Standing) -> str:
    return f"{one.score}, rank {one.rank}, adjusted rank {one.adjusted_rank}, {one.why}"


def _about(sprint: Sprint) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield each review with its solution and juror."""
    rows = Review.objects.filter(solution__sprint=sprint)
    for name, solution, juror in rows.values_list("public_id", "solution__public_id", "juror__public_id"):
        yield name, (solution, juror)


def _given(
    sprint: Sprint, replayed: Mapping[str, Points], about: Mapping[str, tuple[str, str]]
) -> Iterator[Given[str]]:
    criteria = {row.public_id: row for row in criteria_of(sprint)}
    for review, points in replayed.items():
        yield Given(*about[review], score_of(points, criteria))
