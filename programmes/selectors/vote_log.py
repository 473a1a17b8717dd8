"""The log of a sprint's votes, and whether what is stored is what it gives."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Q

from programmes.domain.pairs import Choice, Duel
from programmes.domain.scoring import Given, Points, score_of
from programmes.domain.selecting import Standing, seed_of, standings
from programmes.domain.votes import ComparingVote, Vote, VoteKind, choices_counted, counted
from programmes.models import Comparison, Review, Sprint
from programmes.models import Vote as VoteRow
from programmes.selectors.ranking import Place, places
from programmes.selectors.reviews import criteria_of, points_submitted
from programmes.selectors.selection_method import method_of


@dataclass(frozen=True, slots=True)
class Difference:
    """What is stored otherwise than the log gives: a review's points, a comparison's choice, a solution's place."""

    what: str
    stored: str
    replayed: str


def votes(sprint: Sprint, stage: int) -> Iterator[Vote]:
    """All votes of a stage in the order in which they were noted, a few at a time."""
    rows = VoteRow.objects.filter(review__solution__sprint=sprint, review__stage=stage).order_by("pk")
    for name, kind, points in rows.values_list("review__public_id", "kind", "points").iterator(chunk_size=2_000):
        yield Vote(name, VoteKind(kind), points)


def vote_count(sprint: Sprint, stage: int | None = None) -> int:
    """Of one stage, or of all of them."""
    about = Q(review__solution__sprint=sprint) | Q(comparison__first__sprint=sprint)
    if stage is not None:
        about &= Q(review__stage=stage) | Q(comparison__stage=stage)
    return VoteRow.objects.filter(about).count()


def comparing_votes(sprint: Sprint, stage: int) -> Iterator[ComparingVote]:
    """All that was done with comparisons in a stage, in its order, a few at a time."""
    rows = VoteRow.objects.filter(comparison__first__sprint=sprint, comparison__stage=stage).order_by("pk")
    for name, kind, choice in rows.values_list("comparison__public_id", "kind", "choice").iterator(chunk_size=2_000):
        yield ComparingVote(name, VoteKind(kind), Choice(choice) if choice else None)


def differences(sprint: Sprint, stage: int | None = None) -> list[Difference]:
    """Compute the ranking once more from the log alone, and compare it with the reviews and places as stored.

    Of one stage, or of all that there were so far. Raises `votes.Impossible`.
    """
    wanted = range(1, sprint.jury_stage + 1) if stage is None else [stage]
    return [one for number in wanted for one in _of_stage(sprint, number)]


def _of_stage(sprint: Sprint, stage: int) -> list[Difference]:
    replayed, chosen = counted(votes(sprint, stage)), choices_counted(comparing_votes(sprint, stage))
    return [
        *_of_reviews(sprint, stage, replayed),
        *_of_comparisons(sprint, stage, chosen),
        *_of_places(sprint, stage, replayed, chosen),
    ]


def _of_reviews(sprint: Sprint, stage: int, replayed: Mapping[str, Points]) -> list[Difference]:
    stored = points_submitted(Review.objects.filter(solution__sprint=sprint, stage=stage))
    return [
        Difference(name, _shown(stored.get(name)), _shown(replayed.get(name)))
        for name in sorted(stored.keys() | replayed.keys())
        if stored.get(name) != replayed.get(name)
    ]


def _shown(points: Points | None) -> str:
    if points is None:
        return "does not count"
    given = {name: "abstained" if value is None else value for name, value in points.items()}
    return ", ".join(f"{name} {given[name]}" for name in sorted(given))


def _of_comparisons(sprint: Sprint, stage: int, chosen: Mapping[str, Choice]) -> list[Difference]:
    rows = Comparison.objects.filter(first__sprint=sprint, stage=stage).order_by("public_id")
    stored = dict(rows.values_list("public_id", "choice"))
    return [
        Difference(name, is_now or "does not count", right or "does not count")
        for name, is_now in stored.items()
        if is_now != (right := chosen.get(name, ""))
    ]


def _of_places(
    sprint: Sprint, stage: int, replayed: Mapping[str, Points], chosen: Mapping[str, Choice]
) -> list[Difference]:
    stored = places(sprint, stage)
    tracks = {place.public_id: place.track for place in stored}
    about = dict(_about(sprint, stage))
    counting = {name: points for name, points in replayed.items() if about[name][0] in tracks}
    duels = {
        name: Duel(first, second, chosen[name])
        for name, first, second in _pairs(sprint, stage)
        if name in chosen and {first, second} <= tracks.keys()
    }
    seed = seed_of(counting, {name: duel.choice for name, duel in duels.items()})
    right = standings(tracks, _given(sprint, counting, about), method_of(sprint, stage), seed, duels.values())
    return [
        Difference(place.public_id, is_now, mine)
        for place in stored
        if (is_now := _stands(place)) != (mine := _stands(right[place.public_id]))
    ]


def _stands(one: Place | Standing) -> str:
    return f"{one.score}, rank {one.rank}, adjusted rank {one.adjusted_rank}, {one.why}"


def _pairs(sprint: Sprint, stage: int) -> Iterator[tuple[str, str, str]]:
    """Yield each comparison with its two solutions."""
    rows = Comparison.objects.filter(first__sprint=sprint, stage=stage).order_by()
    yield from rows.values_list("public_id", "first__public_id", "second__public_id")


def _about(sprint: Sprint, stage: int) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield each review with its solution and juror."""
    rows = Review.objects.filter(solution__sprint=sprint, stage=stage)
    for name, solution, juror in rows.values_list("public_id", "solution__public_id", "juror__public_id"):
        yield name, (solution, juror)


def _given(
    sprint: Sprint, replayed: Mapping[str, Points], about: Mapping[str, tuple[str, str]]
) -> Iterator[Given[str]]:
    criteria = {row.public_id: row for row in criteria_of(sprint)}
    for review, points in replayed.items():
        yield Given(*about[review], score_of(points, criteria))
