"""What counts of a jury's votes, by replaying all that was done with them: nothing is overwritten, undo is one more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from programmes.domain.pairs import Choice
from programmes.domain.scoring import Points


class VoteKind(StrEnum):
    """`SUBMITTED` comes with points, `COMPARED` with a choice; whatever counts of a review or a comparison of two
    solutions is what came last.
    """

    ASSIGNED = "assigned"
    SUBMITTED = "submitted"
    REOPENED = "reopened"
    RECUSED = "recused"
    COMPARED = "compared"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Vote:
    """One thing that was done with a review. What was submitted has points by criterion, whole and ≥ 0, or None for an
    abstention, and at least one that is none; other kinds have no points.
    """

    review: str
    kind: VoteKind
    points: Points

    @property
    def has_what_it_needs(self) -> bool:
        if self.kind is not VoteKind.SUBMITTED:
            return not self.points
        return any(given is not None for given in self.points.values())


class Impossible(Exception):
    """A vote that cannot follow from those before it: its place in the log, from 1, and a stable word."""

    def __init__(self, number: int, code: str) -> None:
        super().__init__(f"vote {number}: {code}")
        self.number, self.code = number, code


AFTER: Mapping[VoteKind | None, frozenset[VoteKind]] = {
    None: frozenset({VoteKind.ASSIGNED}),
    VoteKind.ASSIGNED: frozenset({VoteKind.SUBMITTED, VoteKind.RECUSED}),
    VoteKind.SUBMITTED: frozenset({VoteKind.REOPENED, VoteKind.RECUSED}),
    VoteKind.REOPENED: frozenset({VoteKind.SUBMITTED, VoteKind.RECUSED}),
    VoteKind.RECUSED: frozenset(),
}
"""What may come after what in the log of one review."""


def last_votes(votes: Iterable[Vote]) -> dict[str, Vote]:
    """Return the vote that came last by review, in the order of assignment. Linear in the number of votes.

    Raises Impossible with the code `out_of_order` (see `AFTER`), or `points` if a vote has none that needs some (to
    abstain from everything is no vote), or has some that needs none.
    """
    last: dict[str, Vote] = {}
    for number, vote in enumerate(votes, 1):
        before = last.get(vote.review)
        if vote.kind not in AFTER[before.kind if before else None]:
            raise Impossible(number, "out_of_order")
        if not vote.has_what_it_needs:
            raise Impossible(number, "points")
        last[vote.review] = vote
    return last


def counted(votes: Iterable[Vote]) -> dict[str, Points]:
    """Return the points of each review that counts: submitted, and neither taken back nor given up since.

    Raises Impossible, as `last_votes`.
    """
    return {name: vote.points for name, vote in last_votes(votes).items() if vote.kind is VoteKind.SUBMITTED}


@dataclass(frozen=True, slots=True)
class ComparingVote:
    """One thing that was done with a comparison of two solutions; what is taken back has no choice."""

    comparison: str
    kind: VoteKind
    choice: Choice | None


AFTER_COMPARING: Mapping[VoteKind | None, frozenset[VoteKind]] = {
    None: frozenset({VoteKind.COMPARED}),
    VoteKind.COMPARED: frozenset({VoteKind.WITHDRAWN}),
    VoteKind.WITHDRAWN: frozenset({VoteKind.COMPARED}),
}
"""What may come after what in the log of one comparison."""


def choices_counted(votes: Iterable[ComparingVote]) -> dict[str, Choice]:
    """Return the choice of each comparison that was not taken back, skipped ones too. Linear.

    Raises Impossible with the code `out_of_order`, or `choice` if a vote has none that needs one, or has one that needs
    none.
    """
    last: dict[str, ComparingVote] = {}
    for number, vote in enumerate(votes, 1):
        before = last.get(vote.comparison)
        if vote.kind not in AFTER_COMPARING[before.kind if before else None]:
            raise Impossible(number, "out_of_order")
        if (vote.choice is not None) is not (vote.kind is VoteKind.COMPARED):
            raise Impossible(number, "choice")
        last[vote.comparison] = vote
    return {name: vote.choice for name, vote in last.items() if vote.choice is not None}
