"""A selection from its history alone: what was named, what was handed in, every vote, and what was decided.

Pure and deterministic: the same events give the same scores, ranks and reasons here and on an outsider's machine. An
event that cannot be is refused and changes nothing.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any, Final, TypeAlias

from backend.core.evidence.codec import Unreadable, decode, encode
from programmes.domain.pairs import Choice, Duel
from programmes.domain.scoring import Given, Points, score_of
from programmes.domain.selecting import Method, Standing, problems, seed_of, standings
from programmes.domain.votes import AFTER, AFTER_COMPARING, VoteKind

POINTS_MOST: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class CriterionFacts:
    criterion: str
    title: str
    weight: int
    max_points: int
    may_abstain: bool = False
    """Whether a juror may leave it without a judgement."""


@dataclass(frozen=True, slots=True)
class RulesNamed:
    """By what is measured, and how reviews become a selection; `method` is None if people decided freely."""

    criteria: tuple[CriterionFacts, ...]
    method: Method | None


@dataclass(frozen=True, slots=True)
class HandedIn:
    """`track` is the category in which the solution counts; it may be empty."""

    solution: str
    track: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Assigned:
    review: str
    solution: str
    juror: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PointsGiven:
    """`points` is None if the juror abstained."""

    criterion: str
    points: int | None


@dataclass(frozen=True, slots=True)
class Submitted:
    review: str
    points: tuple[PointsGiven, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Reopened:
    review: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Recused:
    review: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Compared:
    """`juror` said which one of two convinces more, or skipped them."""

    comparison: str
    first: str
    second: str
    juror: str
    choice: Choice
    at: datetime


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The comparison does not count, until it is decided again."""

    comparison: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Note:
    solution: str
    text: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What became projects, and what people said about single solutions."""

    selected: tuple[str, ...]
    notes: tuple[Note, ...]


Event: TypeAlias = RulesNamed | HandedIn | Assigned | Submitted | Reopened | Recused | Compared | Withdrawn | Decided
KINDS: Final[Mapping[str, type[Event]]] = {
    "rules_named": RulesNamed,
    "handed_in": HandedIn,
    "assigned": Assigned,
    "submitted": Submitted,
    "reopened": Reopened,
    "recused": Recused,
    "compared": Compared,
    "withdrawn": Withdrawn,
    "decided": Decided,
}
NAMES: Final = {kind: name for name, kind in KINDS.items()}


def event_to_data(event: Event) -> dict[str, Any]:
    """Return `event` as JSON data with its kind; `event_from_data` gives the equal event back."""
    return {"kind": NAMES[type(event)], **encode(event)}


def event_from_data(data: Any) -> Event:
    """Return the event that `data` describes; raises Unreadable for whatever is unknown, missing or of another type."""
    if not isinstance(data, Mapping):
        raise Unreadable("not_an_object", "")
    rest = dict(data)
    kind = rest.pop("kind", None)
    if not isinstance(kind, str) or kind not in KINDS:
        raise Unreadable("unknown_value", "kind")
    event: Event = decode(KINDS[kind], rest)
    return event


class Refused(Exception):
    """An event that cannot follow from those before it; `code` is a stable word."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def require(condition: object, code: str) -> None:
    if not condition:
        raise Refused(code)


@dataclass(slots=True)
class ReviewState:
    solution: str
    juror: str
    last: VoteKind
    points: Points = field(default_factory=dict)
    """What counts, with None for an abstention: empty unless it was submitted last."""

    @property
    def abstained(self) -> tuple[str, ...]:
        """The criteria without a judgement."""
        return tuple(sorted(name for name, given in self.points.items() if given is None))


@dataclass(slots=True)
class ComparisonState:
    first: str
    second: str
    juror: str
    choice: Choice | None = None
    """None if it was taken back."""

    @property
    def last(self) -> VoteKind:
        return VoteKind.COMPARED if self.choice else VoteKind.WITHDRAWN


@dataclass(slots=True)
class JuryBook:
    """What has happened so far. Names are those of the events."""

    rules: RulesNamed | None = None
    solutions: dict[str, HandedIn] = field(default_factory=dict)
    reviews: dict[str, ReviewState] = field(default_factory=dict)
    comparisons: dict[str, ComparisonState] = field(default_factory=dict)
    votes: int = 0
    decided: Decided | None = None
    _pairs: dict[tuple[str, str], ReviewState] = field(default_factory=dict)
    _met: dict[tuple[str, str, str], str] = field(default_factory=dict)
    _counting: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How many decided comparisons there are of each solution and juror."""

    def apply(self, event: Event) -> None:
        """Let one event happen. Raises Refused."""
        require(self.decided is None, "after_the_decision")
        match event:
            case RulesNamed():
                self._name_rules(event)
            case HandedIn():
                require(self.rules, "before_the_rules")
                require(event.solution not in self.solutions, "solution_twice")
                self.solutions[event.solution] = event
            case Assigned():
                self._assign(event)
            case Submitted():
                review = self._vote(event.review, VoteKind.SUBMITTED)
                review.points = self._points(event)
            case Reopened():
                self._vote(event.review, VoteKind.REOPENED).points = {}
            case Recused():
                review = self._vote(event.review, VoteKind.RECUSED)
                require(not self._counting[review.solution, review.juror], "still_compared")
                review.points = {}
            case Compared():
                self._compare(event)
            case Withdrawn():
                require(event.comparison in self.comparisons, "unknown_comparison")
                self._decide_between(self.comparisons[event.comparison], None)
            case Decided():
                self._decide(event)

    def _name_rules(self, event: RulesNamed) -> None:
        require(self.rules is None, "rules_twice")
        names = {one.criterion for one in event.criteria}
        require(len(names) == len(event.criteria), "criterion_twice")
        for one in event.criteria:
            require(1 <= one.weight <= POINTS_MOST and 1 <= one.max_points <= POINTS_MOST, "criterion_without_weight")
        require(event.method is None or not problems(event.method), "method_of_no_use")
        self.rules = event

    def _assign(self, event: Assigned) -> None:
        require(event.solution in self.solutions, "unknown_solution")
        require(event.review not in self.reviews, "review_twice")
        require((event.solution, event.juror) not in self._pairs, "juror_twice")
        review = ReviewState(event.solution, event.juror, VoteKind.ASSIGNED)
        self.reviews[event.review] = self._pairs[event.solution, event.juror] = review
        self.votes += 1

    def _vote(self, name: str, kind: VoteKind) -> ReviewState:
        require(name in self.reviews, "unknown_review")
        review = self.reviews[name]
        require(kind in AFTER[review.last], "out_of_order")
        review.last = kind
        self.votes += 1
        return review

    def _compare(self, event: Compared) -> None:
        require(event.first < event.second, "pair_turned")
        for solution in (event.first, event.second):
            review = self._pairs.get((solution, event.juror))
            require(review and review.last is not VoteKind.RECUSED, "not_assigned")
        pair = (event.first, event.second, event.juror)
        require(self._met.setdefault(pair, event.comparison) == event.comparison, "pair_twice")
        known = self.comparisons.get(event.comparison)
        require(known is None or (known.first, known.second, known.juror) == pair, "pair_changed")
        if known is None:
            known = self.comparisons[event.comparison] = ComparisonState(*pair)
        self._decide_between(known, event.choice)

    def _decide_between(self, comparison: ComparisonState, choice: Choice | None) -> None:
        kind = VoteKind.COMPARED if choice else VoteKind.WITHDRAWN
        require(kind in AFTER_COMPARING[comparison.last], "out_of_order")
        comparison.choice = choice
        for solution in (comparison.first, comparison.second):
            self._counting[solution, comparison.juror] += 1 if choice else -1
        self.votes += 1

    def _points(self, event: Submitted) -> Points:
        criteria = {one.criterion: one for one in self.rules.criteria} if self.rules else {}
        points = {one.criterion: one.points for one in event.points}
        require(points.keys() == criteria.keys() and len(points) == len(event.points) and points, "points")
        judged = {name: given for name, given in points.items() if given is not None}
        require(all(0 <= given <= criteria[name].max_points for name, given in judged.items()), "points")
        require(all(name in judged or criteria[name].may_abstain for name in points), "abstained_where_required")
        require(judged, "nothing_judged")
        return points

    def _decide(self, event: Decided) -> None:
        require(self.rules, "before_the_rules")
        require(len(set(event.selected)) == len(event.selected), "selected_twice")
        require(self.solutions.keys() >= set(event.selected), "unknown_solution")
        noted = [one.solution for one in event.notes]
        require(len(set(noted)) == len(noted) and self.solutions.keys() >= set(noted), "note_of_nothing")
        self.decided = event

    def score(self, review: ReviewState) -> Fraction | None:
        """Return what a review gives, from 0 to 1; None if it does not count."""
        if not review.points or self.rules is None:
            return None
        by_name = {one.criterion: one for one in self.rules.criteria}
        return score_of(review.points, by_name)

    def standings(self) -> dict[str, Standing]:
        """Return how each solution stands by all that has happened, and what the method says of it."""
        given = [
            Given(review.solution, review.juror, score)
            for review in self.reviews.values()
            if (score := self.score(review)) is not None
        ]
        tracks = {name: one.track for name, one in self.solutions.items()}
        counted = {name: review.points for name, review in self.reviews.items() if review.points}
        chosen = {name: one for name, one in self.comparisons.items() if one.choice}
        seed = seed_of(counted, {name: str(one.choice) for name, one in chosen.items()})
        duels = [Duel(one.first, one.second, one.choice) for one in chosen.values() if one.choice]
        return standings(tracks, given, self.rules.method if self.rules else None, seed, duels)

    def unexplained(self) -> list[str]:
        """Return the solutions about which people decided otherwise than the method without saying why."""
        if self.decided is None or self.rules is None or self.rules.method is None:
            return []
        selected, noted = set(self.decided.selected), {one.solution for one in self.decided.notes if one.text.strip()}
        return [
            name
            for name, standing in self.standings().items()
            if standing.is_proposed != (name in selected) and name not in noted
        ]
