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
from programmes.models import Criterion, Decision, SelectionMethod, Solution, Sprint, StagePass, Vote
from programmes.proof.layout import COMPARISONS, REVIEWS, SOLUTIONS, About
from programmes.proof.tables import score_cell
from programmes.proof.writing import Written, write_package
from programmes.selectors.comparisons import comparisons_judged
from programmes.selectors.ranking import Place, places
from programmes.selectors.reviews import criteria_of, points_submitted, reviews_judged
from programmes.selectors.selection_method import method_of
from programmes.selectors.stages import solutions_in_stage, stage_meant

CHUNK = 2_000
STATES = {ReviewState.SUBMITTED: "submitted", ReviewState.RECUSED: "recused"}


def package_write(
    sprint: Sprint, folder: Path, *, address: str, created: datetime, stage: int | None = None
) -> Written:
    """Write the package of one stage of a sprint's selection as of one moment, with tables as they are stored.

    A stage is a whole selection of its own: what went on is what it selected. Raises FileExistsError, Refused (a log
    that no selection can be made of).
    """
    with one_moment():
        stored = _stored(sprint, stage_meant(sprint, stage))
        rows = {REVIEWS: _review_rows(stored), COMPARISONS: _comparison_rows(stored), SOLUTIONS: _solution_rows(stored)}
        about = About(sprint.slug, _name(stored), address)
        return write_package(folder, about, _events(stored), created=created, rows=rows)


@dataclass(frozen=True, slots=True)
class _Stored:
    """What both the events and the tables tell of: asked for once, however large."""

    sprint: Sprint
    stage: int
    jurors: Mapping[str, str]
    criteria: Sequence[Criterion]
    handed_in: Mapping[str, datetime]
    notes: Mapping[str, str]
    places: Sequence[Place]
    """In the order of handing in."""

    @property
    def is_decided(self) -> bool:
        return any(not place.is_waiting for place in self.places)


def _stored(sprint: Sprint, stage: int) -> _Stored:
    handed_in = _handed_in(sprint, stage)
    order = sorted(places(sprint, stage), key=lambda one: (handed_in[one.public_id], one.key))
    jurors, notes = pseudonyms(sprint, stage), _notes(sprint, stage)
    return _Stored(sprint, stage, jurors, criteria_of(sprint), handed_in, notes, order)


def _name(stored: _Stored) -> str:
    """Of a selection in several stages it says which one."""
    named = list(SelectionMethod.objects.filter(sprint=stored.sprint).values_list("stage", "title"))
    if len(named) <= 1:
        return stored.sprint.title
    title = dict(named).get(stored.stage) or ""
    return f"{stored.sprint.title} ({stored.stage}/{len(named)}{f': {title}' if title else ''})"


def pseudonyms(sprint: Sprint, stage: int | None = None) -> dict[str, str]:
    """A name for each juror, by public id: a number in an order that only the keeper of the secret key can tell.

    Another order in each stage, so that nobody is recognised by it.
    """
    number = stage_meant(sprint, stage)
    known = set(reviews_judged(sprint, number).order_by().values_list("juror__public_id", flat=True))
    of_stage = sprint.public_id if number == 1 else f"{sprint.public_id} {number}"
    order = sorted(known, key=lambda one: salted_hmac("programmes.vote_package", f"{of_stage} {one}").digest())
    return {public_id: f"j{number}" for number, public_id in enumerate(order, 1)}


def _events(stored: _Stored) -> Iterator[jury_book.Event]:
    """Yield what happened, as `domain.jury_book` reads it: the rules, what was handed in, the votes, the decision."""
    yield jury_book.RulesNamed(
        criteria=tuple(
            jury_book.CriterionFacts(one.public_id, one.title, one.weight, one.max_points, one.may_abstain)
            for one in stored.criteria
        ),
        method=method_of(stored.sprint, stored.stage),
    )
    for place in stored.places:
        yield jury_book.HandedIn(place.public_id, place.track, stored.handed_in[place.public_id])
    yield from _votes(stored.sprint, stored.stage, stored.jurors)
    if stored.is_decided:
        selected = sorted(place.public_id for place in stored.places if place.state == SolutionState.SELECTED)
        notes = tuple(jury_book.Note(*one) for one in sorted(stored.notes.items()))
        yield jury_book.Decided(tuple(selected), notes)


def _votes(sprint: Sprint, stage: int, jurors: Mapping[str, str]) -> Iterator[jury_book.Event]:
    about = Q(review__in=reviews_judged(sprint, stage)) | Q(comparison__in=comparisons_judged(sprint, stage))
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


def _handed_in(sprint: Sprint, stage: int) -> dict[str, datetime]:
    rows = solutions_in_stage(sprint, stage)
    return dict(rows.values_list("public_id", Coalesce("current_version__handed_in_at", "created_at")))


def _notes(sprint: Sprint, stage: int) -> dict[str, str]:
    found: dict[str, str] = {}
    solutions = solutions_in_stage(sprint, stage).order_by().values("pk")
    for table in (StagePass, Decision):
        rows = table.objects.filter(solution__in=solutions, stage=stage).exclude(note="")
        found |= dict(rows.values_list("solution__public_id", "note"))
    return found


def _review_rows(stored: _Stored) -> Iterator[Row]:
    criteria = {one.public_id: one for one in stored.criteria}
    reviews = reviews_judged(stored.sprint, stored.stage)
    points = points_submitted(reviews)
    rows = reviews.order_by("votes__pk").filter(votes__kind=VoteKind.ASSIGNED)
    columns = ("public_id", "solution__public_id", "juror__public_id", "state")
    for name, solution, juror, state in rows.values_list(*columns):
        given = points.get(name, {})
        score = score_cell(score_of(given, criteria)) if given else ""
        abstained = tuple(sorted(one for one, value in given.items() if value is None))
        yield row(name, solution, stored.jurors[juror], STATES.get(ReviewState(state), "open"), score, abstained)


def _comparison_rows(stored: _Stored) -> Iterator[Row]:
    """In the order of their first votes."""
    rows = comparisons_judged(stored.sprint, stored.stage).annotate(at=Min("votes__pk"))
    rows = rows.filter(at__isnull=False).order_by("at")
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
