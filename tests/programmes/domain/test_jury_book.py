from dataclasses import replace
from fractions import Fraction

import pytest

from programmes.domain.jury_book import (
    Assigned,
    Decided,
    Event,
    HandedIn,
    JuryBook,
    Note,
    Recused,
    Refused,
    Reopened,
    RulesNamed,
    Submitted,
    event_from_data,
    event_to_data,
)
from programmes.domain.selecting import Method
from tests.programmes.proof.packages import CRITERIA, NOON, eventful, submitted

RULES = RulesNamed(CRITERIA, Method(places=1))
BEGUN: list[Event] = [RULES, HandedIn("a", "", NOON), HandedIn("b", "", NOON), Assigned("r", "a", "j1", NOON)]


def book_of(events: list[Event]) -> JuryBook:
    book = JuryBook()
    for event in events:
        book.apply(event)
    return book


def test_events_survive_being_written_down() -> None:
    for event in eventful():
        assert event_from_data(event_to_data(event)) == event


def test_what_counts_is_what_was_submitted_last() -> None:
    book = book_of([*BEGUN, submitted("r", 5, 10), Reopened("r", NOON), submitted("r", 0, 10)])
    assert [book.score(review) for review in book.reviews.values()] == [pytest.approx(1 / 3)]
    book.apply(Recused("r", NOON))
    assert book.standings()["a"].score is None


def test_an_abstention_is_missing_and_not_nothing() -> None:
    book = book_of([*BEGUN, submitted("r", 4, None)])
    assert [book.score(review) for review in book.reviews.values()] == [Fraction(4, 5)]
    assert book.reviews["r"].abstained == ("new",)
    assert book.standings()["a"].rank == 1


def test_who_abstains_from_everything_has_not_judged() -> None:
    free = RulesNamed(tuple(replace(one, may_abstain=True) for one in CRITERIA), None)
    with pytest.raises(Refused, match="nothing_judged"):
        book_of([free, *BEGUN[1:], submitted("r", None, None)])


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (RULES, "rules_twice"),
        (HandedIn("a", "", NOON), "solution_twice"),
        (Assigned("s", "c", "j1", NOON), "unknown_solution"),
        (Assigned("r", "b", "j2", NOON), "review_twice"),
        (Assigned("s", "a", "j1", NOON), "juror_twice"),
        (submitted("s", 1, 1), "unknown_review"),
        (submitted("r", 6, 1), "points"),
        (submitted("r", -1, 1), "points"),
        (Submitted("r", submitted("r", 1, 1).points[:1], NOON), "points"),
        (Submitted("r", submitted("r", 1, 1).points * 2, NOON), "points"),
        (submitted("r", None, 1), "abstained_where_required"),
        (Reopened("r", NOON), "out_of_order"),
        (Decided(("c",), ()), "unknown_solution"),
        (Decided(("a", "a"), ()), "selected_twice"),
        (Decided(("a",), (Note("c", "?"),)), "note_of_nothing"),
    ],
)
def test_what_cannot_be_is_refused(event: Event, code: str) -> None:
    with pytest.raises(Refused) as error:
        book_of(BEGUN).apply(event)
    assert error.value.code == code


@pytest.mark.parametrize(
    "rules",
    [
        RulesNamed((CRITERIA[0], CRITERIA[0]), None),
        RulesNamed((replace(CRITERIA[0], weight=0),), None),
        RulesNamed((replace(CRITERIA[0], max_points=0),), None),
        RulesNamed(CRITERIA, Method(places=0)),
    ],
)
def test_rules_that_make_no_sense_are_refused(rules: RulesNamed) -> None:
    with pytest.raises(Refused):
        JuryBook().apply(rules)


def test_after_the_decision_nothing_happens_any_more() -> None:
    with pytest.raises(Refused, match="after_the_decision"):
        book_of([*BEGUN, Decided(("a",), ()), submitted("r", 1, 1)])


def test_who_decides_otherwise_says_why() -> None:
    events = [*BEGUN, Assigned("s", "b", "j1", NOON), submitted("r", 5, 5), submitted("s", 1, 1)]
    assert book_of([*events, Decided(("a",), ())]).unexplained() == []
    assert book_of([*events, Decided(("b",), ())]).unexplained() == ["a", "b"]
    assert book_of([*events, Decided(("b",), (Note("a", "Gone."), Note("b", " ")))]).unexplained() == ["b"]
