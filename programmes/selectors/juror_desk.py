"""A juror's evening: own reviews with progress, and one solution beside the rubric."""

from dataclasses import dataclass

from backend.accounts.models import User
from backend.core import clock
from programmes.enums import Feature, ReviewState
from programmes.models import Criterion, Review, Sprint
from programmes.selectors.comparisons import JuryWay, comparison_counts, jury_ways
from programmes.selectors.reviews import (
    criteria_of,
    notes_to_jury,
    points_of,
    review_stamp,
    reviews_of,
    reviews_shown_to,
)
from programmes.selectors.windows import Window, window_in, window_of

OPEN = (ReviewState.ASSIGNED, ReviewState.STARTED)


@dataclass(frozen=True, slots=True)
class JurorDesk:
    """All reviews of one juror in one sprint: what is still to be done first, then in the order of assignment."""

    sprint: Sprint
    window: Window
    reviews: list[Review]
    way: JuryWay
    """Whether the ranking goes by comparing solutions, and whether teams are named."""
    compared: int = 0
    """Comparisons of this juror that count."""

    @property
    def counted(self) -> list[Review]:
        return [review for review in self.reviews if review.state != ReviewState.RECUSED]

    @property
    def done(self) -> int:
        return sum(review.state == ReviewState.SUBMITTED for review in self.reviews)

    @property
    def all(self) -> int:
        return len(self.counted)

    @property
    def next_pk(self) -> int | None:
        return next((review.pk for review in self.counted if review.state in OPEN), None)


def _reviews(juror: User) -> list[Review]:
    rows = reviews_shown_to(juror).prefetch_related("solution__sprint__phases")
    return list(rows.order_by("-solution__sprint__starts_at", "id"))


def juror_desks(juror: User) -> list[JurorDesk]:
    now = clock.now()
    by_sprint: dict[int, list[Review]] = {}
    for review in _reviews(juror):
        by_sprint.setdefault(review.solution.sprint_id, []).append(review)
    ways, compared = jury_ways(by_sprint), comparison_counts(juror)
    return [
        JurorDesk(
            sprint=(sprint := reviews[0].solution.sprint),
            window=window_in(list(sprint.phases.all()), Feature.REVIEW, now),
            reviews=sorted(reviews, key=lambda review: review.state not in OPEN),
            way=ways[sprint.pk],
            compared=compared[sprint.pk],
        )
        for reviews in by_sprint.values()
    ]


@dataclass(frozen=True, slots=True)
class ScoreLine:
    title: str
    description: str
    points: int | None
    max_points: int
    is_abstained: bool


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    review: Review
    window: Window
    way: JuryWay
    rubric_title: str
    criteria: list[Criterion]
    points: dict[str, int | None]
    """By public id of the criterion; None for an abstention."""
    notes: list[str]
    """What others noted for the jury; none before one has submitted, so that nobody is led by it."""
    place: int
    all: int
    done: int
    """Of one's own reviews in this sprint those that are submitted."""
    previous_ref: str
    """Public id of the review before this one; empty at the first."""
    next_ref: str
    """Public id of the next review that is still to be done; empty if there is none."""

    @property
    def stamp(self) -> str:
        return review_stamp(self.review)

    @property
    def is_over(self) -> bool:
        """Whether the jury is in a later stage."""
        return self.review.stage != self.review.solution.sprint.jury_stage

    @property
    def can_score(self) -> bool:
        return self.window.is_open and not self.is_over and self.review.state in OPEN

    @property
    def may_abstain(self) -> bool:
        """Whether there is a criterion from which one may abstain."""
        return any(row.may_abstain for row in self.criteria)

    @property
    def scores(self) -> list[ScoreLine]:
        return [
            ScoreLine(
                row.title,
                row.description,
                given := self.points.get(row.public_id),
                row.max_points,
                row.public_id in self.points and given is None,
            )
            for row in self.criteria
        ]


def _notes(review: Review) -> list[str]:
    if review.state != ReviewState.SUBMITTED:
        return []
    return notes_to_jury([review.solution_id], but_of=review.juror).get(review.solution_id, [])


def review_sheet(review: Review) -> ReviewSheet:
    sprint = review.solution.sprint
    criteria = criteria_of(sprint)
    own = list(reviews_of(review.juror, sprint=sprint).order_by("id").values_list("public_id", "state"))
    refs = [ref for ref, _state in own]
    place = refs.index(review.public_id) + 1 if review.public_id in refs else 0
    # From here on, then from the start: nobody is led back to what they have just left.
    around = own[place:] + own[: max(place - 1, 0)]
    return ReviewSheet(
        review=review,
        window=window_of(sprint, Feature.REVIEW),
        way=jury_ways([sprint.pk])[sprint.pk],
        rubric_title=criteria[0].rubric.title if criteria else "",
        criteria=criteria,
        points=points_of(review),
        notes=_notes(review),
        place=place,
        all=len(own),
        done=sum(state == ReviewState.SUBMITTED for _ref, state in own),
        previous_ref=refs[place - 2] if place > 1 else "",
        next_ref=next((ref for ref, state in around if state in OPEN), ""),
    )
