"""A selection beside its votes, written out for outsiders: who judged stands in it under a pseudonym."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db.models import Min, Q
from django.db.models.functions import Coalesce
from django.utils.crypto import salted_hmac

from backend.core.db import one_moment
from backend.core.evidence.cells import Row, row, text
from programmes.domain import jury_book
from programmes.domain.pairs import Choice
from programmes.domain.scoring import score_of
from programmes.domain.votes import VoteKind
from programmes.enums import ReviewState, SolutionState
from programmes.models import Criterion, Decision, Solution, Sprint, Vote
from programmes.proof.layout import COMPARISONS, REVIEWS, SOLUTIONS, About
from programmes.proof.tables import score_cell
from programmes.proof.writing import Written, write_package
from programmes.selectors.comparisons import comparisons_judged
from programmes.selectors.ranking import Place, places
from programmes.selectors.reviews import JUDGED, criteria_of, points_submitted, reviews_judged
from programmes.selectors.selection_method import method_of

CHUNK = 2_000
STATES = {ReviewState.SUBMITTED: "submitted", ReviewState.RECUSED: "recused"}


def package_write(sprint: Sprint, folder: Path, *, address: str, created: datetime) -> Written:
    """Write the package of a sprint's selection as of one moment, with tables as they are stored.

    Raises FileExistsError, Refused (a log that no selection can be made of).
    """
    with one_moment():
        stored = _stored(sprint)
        rows = {REVIEWS: _review_rows(stored), COMPARISONS: _comparison_rows(stored), SOLUTIONS: _solution_rows(stored)}
        about = About(sprint.slug, sprint.title, address)
        return write_package(folder, about, _events(stored), created=created, rows=rows)


@dataclass(frozen=True, slots=True)
class _Stored:
    """What both the events and the tables tell of: asked for once, however large."""

    sprint: Sprint
    jurors: Mapping[str, str]
    criteria: Sequence[Criterion]
    handed_in: Mapping[str, datetime]
    notes: Mapping[str, str]
    places: Sequence[Place]
    """In the order of handing in."""

    @property
    def is_decided(self) -> bool:
        return any(not place.is_waiting for place in self.places)


def _stored(sprint: Sprint) -> _Stored:
    handed_in = _handed_in(sprint)
    order = sorted(places(sprint), key=lambda one: (handed_in[one.public_id], one.key))
    return _Stored(sprint, pseudonyms(sprint), criteria_of(sprint), handed_in, _notes(sprint), order)


def pseudonyms(sprint: Sprint) -> dict[str, str]:
    """A name for each juror, by public id: a number in an order that only the keeper of the secret key can tell."""
    known = set(reviews_judged(sprint).order_by().values_list("juror__public_id", flat=True))
    order = sorted(known, key=lambda one: salted_hmac("programmes.vote_package", f"{sprint.public_id} {one}").digest())
    return {public_id: f"j{number}" for number, public_id in enumerate(order, 1)}


def _events(stored: _Stored) -> Iterator[jury_book.Event]:
    """Yield what happened, as `domain.jury_book` reads it: the rules, what was handed in, the votes, the decision."""
    yield jury_book.RulesNamed(
        criteria=tuple(
            jury_book.CriterionFacts(one.public_id, one.title, one.weight, one.max_points) for one in stored.criteria
        ),
        method=method_of(stored.sprint),
    )
    for place in stored.places:
        yield jury_book.HandedIn(place.public_id, place.track, stored.handed_in[place.public_id])
    yield from _votes(stored.sprint, stored.jurors)
    if stored.is_decided:
        selected = sorted(place.public_id for place in stored.places if place.state == SolutionState.SELECTED)
        notes = tuple(jury_book.Note(*one) for one in sorted(stored.notes.items()))
        yield jury_book.Decided(tuple(selected), notes)


def _votes(sprint: Sprint, jurors: Mapping[str, str]) -> Iterator[jury_book.Event]:
    about = Q(review__in=reviews_judged(sprint)) | Q(comparison__in=comparisons_judged(sprint))
    rows = Vote.objects.filter(about).order_by("pk")
    columns: tuple[str, ...] = ("review__public_id", "review__solution__public_id", "review__juror__public_id")
    columns += ("kind", "points", "at")
    pair = ("comparison__first__public_id", "comparison__second__public_id")
    columns += ("comparison__public_id", *pair, "comparison__juror__public_id", "choice")
    for review, solution, juror, kind, points, at, *compared in rows.values_list(*columns).iterator(CHUNK):
        match VoteKind(kind):
            case VoteKind.ASSIGNED:
                yield jury_book.Assigned(review, solution, jurors[juror], at)
            case VoteKind.SUBMITTED:
                given = tuple(jury_book.PointsGiven(name, points[name]) for name in sorted(points))
                yield jury_book.Submitted(review, given, at)
            case VoteKind.REOPENED:
                yield jury_book.Reopened(review, at)
            case VoteKind.RECUSED:
                yield jury_book.Recused(review, at)
            case VoteKind.COMPARED:
                name, first, second, who, choice = compared
                yield jury_book.Compared(name, first, second, jurors[who], Choice(choice), at)
            case VoteKind.WITHDRAWN:
                yield jury_book.Withdrawn(compared[0], at)


def _handed_in(sprint: Sprint) -> dict[str, datetime]:
    rows = sprint.solutions.filter(state__in=JUDGED)
    return dict(rows.values_list("public_id", Coalesce("current_version__handed_in_at", "created_at")))


def _notes(sprint: Sprint) -> dict[str, str]:
    rows = Decision.objects.filter(solution__sprint=sprint, solution__state__in=JUDGED).exclude(note="")
    return dict(rows.values_list("solution__public_id", "note"))


def _review_rows(stored: _Stored) -> Iterator[Row]:
    criteria = {one.public_id: one for one in stored.criteria}
    reviews = reviews_judged(stored.sprint)
    points = points_submitted(reviews)
    rows = reviews.order_by("votes__pk").filter(votes__kind=VoteKind.ASSIGNED)
    columns = ("public_id", "solution__public_id", "juror__public_id", "state")
    for name, solution, juror, state in rows.values_list(*columns):
        score = score_cell(score_of(points[name], criteria)) if points.get(name) else ""
        yield row(name, solution, stored.jurors[juror], STATES.get(ReviewState(state), "open"), score)


def _comparison_rows(stored: _Stored) -> Iterator[Row]:
    """In the order of their first votes."""
    rows = comparisons_judged(stored.sprint).annotate(at=Min("votes__pk")).filter(at__isnull=False).order_by("at")
    columns = ("public_id", "first__public_id", "second__public_id", "juror__public_id", "choice")
    for name, first, second, juror, choice in rows.values_list(*columns):
        yield row(name, first, second, stored.jurors[juror], choice)


def _solution_rows(stored: _Stored) -> Iterator[Row]:
    shown = Solution.objects.filter(sprint=stored.sprint, hidden_at=None, team__hidden_at=None)
    titles, is_decided = dict(shown.values_list("public_id", "current_version__title")), stored.is_decided
    for place in stored.places:
        yield (
            *_standing(place, stored.handed_in[place.public_id], is_decided=is_decided),
            text(stored.notes.get(place.public_id, "")),
            text(titles.get(place.public_id) or ""),
        )


def _standing(place: Place, handed_in_at: datetime, *, is_decided: bool) -> Row:
    return row(
        place.public_id,
        place.track,
        handed_in_at,
        place.reviews_submitted,
        place.duels,
        score_cell(place.score),
        place.rank,
        place.adjusted_rank,
        str(place.why or ""),
        place.state == SolutionState.SELECTED if is_decided else None,
    )
