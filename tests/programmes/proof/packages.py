"""Packages to check: written from a history, then opened, changed and sealed again as a manipulator would."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from programmes.domain.jury_book import (
    Assigned,
    Compared,
    CriterionFacts,
    Decided,
    Event,
    HandedIn,
    JuryBook,
    Note,
    PointsGiven,
    Recused,
    Reopened,
    RulesNamed,
    Submitted,
    Withdrawn,
)
from programmes.domain.pairs import Choice
from programmes.domain.selecting import Measure, Method, TieRule, TrackPlaces
from programmes.proof.layout import COMPARISONS, REVIEWS, SOLUTIONS, About
from programmes.proof.tables import comparison_rows, review_rows, solution_rows
from programmes.proof.verifying import verify
from programmes.proof.writing import Written, write_package

ABOUT = About("demo", "The demo sprint", "https://example.org/sprints/demo/")
NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)
CRITERIA = (CriterionFacts("use", "Use", 2, 5), CriterionFacts("new", "New", 1, 10, may_abstain=True))


def submitted(review: str, use: int | None, new: int | None, minute: int = 0) -> Submitted:
    points = (PointsGiven("new", new), PointsGiven("use", use))
    return Submitted(review, points, NOON + timedelta(minutes=minute))


def eventful() -> list[Event]:
    """A selection in which everything happens: an undo, a conflict, an abstention, a tie drawn by lot, a place kept for
    a track, one without a quorum, one that is selected nonetheless and one that is not after all.
    """
    method = Method(quorum=2, places=3, tie_rule=TieRule.LOT, tracks=(TrackPlaces("health", 1),))
    events: list[Event] = [RulesNamed(CRITERIA, method)]
    tracks = {"a": "", "b": "", "c": "", "d": "", "e": "health", "f": ""}
    events += [HandedIn(name, track, NOON) for name, track in tracks.items()]
    events += [Assigned(f"{name}{juror}", name, f"j{juror}", NOON) for name in tracks for juror in (1, 2, 3)]
    events += [submitted("a1", 5, 10), submitted("a2", 5, None)]
    events += [submitted(f"{name}{juror}", 4, 5) for name in "bcd" for juror in (1, 2)]
    events += [submitted("e1", 1, 1), submitted("e2", 2, 2), submitted("f1", 5, 10)]
    events += [Recused("f2", NOON), submitted("b3", 5, 10), Reopened("b3", NOON), submitted("b3", 4, 5)]
    events += [submitted("d3", 5, 10), Reopened("d3", NOON)]
    book = JuryBook()
    for event in events:
        book.apply(event)
    by_method = [name for name, standing in book.standings().items() if standing.is_proposed]
    assert len(by_method) == 3
    assert {"a", "e"} < set(by_method)
    drawn = next(iter(set(by_method) - {"a", "e"}))
    events.append(Decided(("a", "e", "f"), (Note(drawn, "The team has split."), Note("f", "Bold."))))
    return events


def compared(comparison: str, first: str, second: str, juror: int, choice: Choice) -> Compared:
    return Compared(comparison, first, second, f"j{juror}", choice, NOON)


def eventful_pairs() -> list[Event]:
    """A selection by comparisons: a tie, a skipped one, an undo, a conflict after comparing, one without a quorum, and
    equals at the last place, of whom one is drawn by lot.
    """
    method = Method(measure=Measure.PAIRS, quorum=2, places=2, tie_rule=TieRule.LOT)
    events: list[Event] = [RulesNamed(CRITERIA, method)]
    names = "abcde"
    events += [HandedIn(name, "", NOON) for name in names]
    events += [Assigned(f"{name}{juror}", name, f"j{juror}", NOON) for name in names for juror in (1, 2)]
    for juror in (1, 2):
        events += [compared(f"a{other}-{juror}", "a", other, juror, Choice.FIRST) for other in "bcd"]
        events += [compared(f"bc-{juror}", "b", "c", juror, Choice.TIE)]
        events += [compared(f"{other}d-{juror}", other, "d", juror, Choice.FIRST) for other in "bc"]
    events += [Withdrawn("bd-1", NOON), compared("bd-1", "b", "d", 1, Choice.SECOND)]
    events += [Withdrawn("bd-1", NOON), compared("bd-1", "b", "d", 1, Choice.FIRST)]
    events += [compared("be-1", "b", "e", 1, Choice.SKIP), compared("de-1", "d", "e", 1, Choice.FIRST)]
    events += [compared("ae-2", "a", "e", 2, Choice.FIRST), Withdrawn("ae-2", NOON), Recused("e2", NOON)]
    book = JuryBook()
    for event in events:
        book.apply(event)
    stands = book.standings()
    assert [stands[name].rank for name in names] == [1, 2, 2, 4, None]
    return [*events, Decided(tuple(name for name in names if stands[name].is_proposed), ())]


def package(folder: Path, events: Iterable[Event], about: About = ABOUT) -> Written:
    """As it would be written if all that is stored followed from the events."""
    rows, book = list(events), JuryBook()
    for event in rows:
        book.apply(event)
    tables = {REVIEWS: review_rows(book, about), COMPARISONS: comparison_rows(book), SOLUTIONS: solution_rows(book)}
    return write_package(folder, about, rows, created=NOON, rows=tables)


def said(folder: Path, digest: str = "") -> str:
    """Everything that a check says, one finding a line."""
    return "\n".join(finding.sentence("en") for finding in verify(folder, digest=digest).findings.rows)
