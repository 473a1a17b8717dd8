"""A jury's book as the rows of a package: what the verifier expects to find."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from backend.core.evidence.cells import Row, row, text
from backend.core.evidence.codec import encode
from programmes.domain.jury_book import JuryBook, RulesNamed
from programmes.domain.pairs import Choice
from programmes.domain.votes import VoteKind
from programmes.proof.layout import About

STATES = {
    VoteKind.ASSIGNED: "open",
    VoteKind.REOPENED: "open",
    VoteKind.SUBMITTED: "submitted",
    VoteKind.RECUSED: "recused",
}


def score_cell(score: Fraction | None) -> str:
    return "" if score is None else f"{score.numerator}/{score.denominator}"


def review_rows(book: JuryBook, about: About) -> Iterator[Row]:
    for name, one in book.reviews.items():
        told = row(name, one.solution, one.juror, STATES[one.last], score_cell(book.score(one)))
        yield (*told, *row(one.abstained)) if about.tells_abstentions else told


def comparison_rows(book: JuryBook) -> Iterator[Row]:
    for name, one in book.comparisons.items():
        yield row(name, one.first, one.second, one.juror, str(one.choice or ""))


def solution_rows(book: JuryBook) -> Iterator[Row]:
    """Yield the rows without what is for people alone."""
    counting: dict[str, int] = {}
    for one in book.reviews.values():
        counting[one.solution] = counting.get(one.solution, 0) + bool(one.points)
    decided = book.decided
    selected = set(decided.selected) if decided else set[str]()
    notes = {one.solution: text(one.text) for one in decided.notes} if decided else {}
    found = book.standings()
    for name, handed_in in book.solutions.items():
        standing = found[name]
        yield row(
            name,
            handed_in.track,
            handed_in.at,
            counting.get(name, 0),
            standing.duels,
            score_cell(standing.score),
            standing.rank,
            standing.adjusted_rank,
            str(standing.why or ""),
            name in selected if decided else None,
            notes.get(name),
        )


def rules_data(rules: RulesNamed, about: About) -> dict[str, Any]:
    data: dict[str, Any] = encode(rules)
    if not about.tells_abstentions:
        data["criteria"] = [_as_once(one) for one in data["criteria"]]
    return data


def _as_once(criterion: dict[str, Any]) -> dict[str, Any]:
    """What is true in spite of the format stays, so that it is found."""
    return {name: value for name, value in criterion.items() if name != "may_abstain" or value}


def summary_data(book: JuryBook, about: About, head: str, events: int) -> dict[str, Any]:
    return {
        "format": about.format,
        "sprint": about.sprint,
        "events": events,
        "head": head,
        "solutions": len(book.solutions),
        "jurors": len({one.juror for one in book.reviews.values()}),
        "reviews": len(book.reviews),
        "reviews_that_count": sum(bool(one.points) for one in book.reviews.values()),
        "comparisons": len(book.comparisons),
        "comparisons_that_count": sum(one.choice not in {None, Choice.SKIP} for one in book.comparisons.values()),
        "votes": book.votes,
        "decided": book.decided is not None,
        "selected": len(book.decided.selected) if book.decided else 0,
    }
