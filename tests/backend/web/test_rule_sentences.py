"""Any rule as a sentence: every value of every axis, in both languages, and no two rules alike."""

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings

from backend.web.rule_labels import ALLOCATIONS, BASES, FORMS, FUNCTIONS, LABELS, REVERSALS, SETTLEMENTS, label_of
from backend.web.rule_sentences import rule_sentence, rule_words
from funding.domain.rule_axes import (
    Allocation,
    Base,
    Caps,
    Factor,
    Function,
    Gates,
    LumpSum,
    MarginalTiers,
    Percentage,
    Quadratic,
    QuadraticForm,
    Raised,
    Reversal,
    Settlement,
    Step,
    StepTable,
    Tier,
)
from funding.domain.rule_set import FUNCTIONS as KINDS
from funding.domain.rule_set import RuleSet
from funding.domain.rule_templates import TEMPLATES
from tests.funding.domain.rules import QUARTER, any_rule, sound_rule

LANGUAGES = ("de", "en")
FUNCTIONS_SHOWN: list[Function] = [
    Percentage(2_550),
    Factor(Fraction(3, 2)),
    LumpSum(200_050),
    LumpSum(share_bp=5_000),
    StepTable((Step(25, 50_000), Step(5_000, 100_000))),
    MarginalTiers((Tier(100_000, 5_000), Tier(500_000, 0), Tier(None, 1_000))),
    MarginalTiers((Tier(100_000, 5_000),)),
    MarginalTiers((Tier(None, 5_000),)),
]
QUADRATIC = [
    Quadratic(),
    Quadratic(QuadraticForm.SATURATED),
    Quadratic(QuadraticForm.ALPHA),
    Quadratic(QuadraticForm.ALPHA, Fraction(1, 2)),
    Quadratic(QuadraticForm.ALPHA, Fraction(1, 3)),
    Quadratic(QuadraticForm.PAIRWISE, bound_minor=5_000),
]
AT_CLOSE: dict[str, Any] = {"allocation": Allocation.PRO_RATA, "settlement": Settlement.AT_CLOSE}
NIGHT = datetime(2026, 10, 31, 23, tzinfo=UTC)
"""The first hour of the first of November in Berlin."""

CODE = re.compile(
    r"[_{}<>]|%\(|\bNone\b|minor|_bp|pro rata|claw|recompute|\bpool\b|saturated|alpha\b|pairwise",
    re.IGNORECASE,
)


def text_of(rule: RuleSet) -> str:
    words = rule_words(rule)
    return f"{words.sentence} {words.fine_print}"


def of_each_axis() -> Iterator[RuleSet]:
    """A rule for each value of each axis; together with QUARTER every value is said at least once."""
    for base in Base:
        for function in FUNCTIONS_SHOWN:
            yield replace(QUARTER, base=base, function=function)
    for function in QUADRATIC:
        yield RuleSet(base=Base.BACKER, function=function, **AT_CLOSE)
    values = {"pledge_base_minor": 11_100, "pledge_match_minor": 12_200, "backer_match_minor": 13_300}
    values |= {"campaign_minor": 14_400, "sponsor_minor": 15_500, "campaign_goal_bp": 1_600, "budget_bp": 1_700}
    values |= {"pool_bp": 1_800, "backer_pledges": 1}
    assert set(values) == {field.name for field in fields(Caps)}
    for name, value in values.items():
        yield replace(QUARTER, caps=Caps(**{name: value}))
    yield replace(QUARTER, caps=Caps(backer_pledges=2))
    gates: list[dict[str, Any]] = [
        {"starts_at": NIGHT}, {"ends_at": NIGHT}, {"starts_at": NIGHT, "ends_at": NIGHT + timedelta(days=3)},
        {"starts_at": NIGHT + timedelta(minutes=90)}, {"ends_at": NIGHT + timedelta(minutes=90)},
        {"raised_minor": 21_100}, {"raised_goal_bp": 2_200}, {"backers": 1}, {"backers": 23},
        {"raised_minor": 21_100, "raised_of": Raised.CROWD_AND_MATCH},
        {"raised_goal_bp": 2_200, "raised_of": Raised.CROWD_AND_MATCH},
        {"successful": True}, {"payee_verified": True}, {"raised_minor": 21_100, "backers": 2, "successful": True},
    ]  # fmt: skip
    for gate in gates:
        yield replace(QUARTER, gates=Gates(**gate))
    yield from (replace(QUARTER, allocation=one) for one in Allocation if one is not QUARTER.allocation)
    yield from (replace(QUARTER, settlement=one) for one in Settlement if one is not QUARTER.settlement)
    yield from (replace(QUARTER, reversal=one) for one in Reversal if one is not QUARTER.reversal)
    yield replace(QUARTER, reoffer=True)
    yield replace(QUARTER, sepa_hold_days=1)
    yield replace(QUARTER, sepa_hold_days=14)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_of_every_axis_is_said_and_no_two_alike(language: str) -> None:
    rules = [QUARTER, *of_each_axis()]
    with translation.override(language):
        said: dict[str, RuleSet] = {}
        for rule in rules:
            text = text_of(rule)
            assert not CODE.search(text), text
            assert text not in said, f"{said.get(text)} and {rule}: {text}"
            said[text] = rule


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_whole(language: str) -> None:
    with translation.override(language):
        for rule in of_each_axis():
            words = rule_words(rule)
            for sentence in filter(None, [words.main, words.gates, *words.fine]):
                assert re.fullmatch(r"[A-ZÄÖÜ].*[^.,;: ]\.", sentence), sentence
                assert "  " not in sentence
                assert " ," not in sentence
                assert ",," not in sentence


def test_german_has_no_english_in_it() -> None:
    for rule in of_each_axis():
        with translation.override("en"):
            english = {*rule_words(rule).fine, rule_words(rule).main}
        with translation.override("de"):
            german = {*rule_words(rule).fine, rule_words(rule).main}
        assert not english & german
        assert not re.search(r"\b(the|of|and|fund|pledge)\b", " ".join(german)), german


@settings(max_examples=100)
@given(sound_rule(), sound_rule())
def test_two_rules_that_differ_are_told_apart(one: RuleSet, other: RuleSet) -> None:
    for language in LANGUAGES:
        with translation.override(language):
            assert (text_of(one) == text_of(other)) == (one == other)


@settings(max_examples=100)
@given(any_rule())
def test_a_rule_that_makes_no_sense_is_said_too(rule: RuleSet) -> None:
    with translation.override("de"):
        assert not CODE.search(text_of(rule))


SAID = {
    "quarter": "Der Fonds legt zu jeder Unterstützung 25 % dazu, höchstens 10.000 € je Kampagne, solange er Geld hat.",
    "double": "Der Fonds stockt jede Unterstützung 1:1 auf (1 € für je 1 €), höchstens 50.000 € je Kampagne, solange er"
    " Geld hat; von jeder Unterstützung zählen höchstens 250 €.",
    "bands": "Von allem, was eine Kampagne sammelt, legt der Fonds noch einmal dazu: 50 % von den ersten 1.000 €, 25 %"
    " von den nächsten 4.000 € und 10 % von allem darüber, solange er Geld hat.",
    "steps": "Der Fonds gibt jeder Kampagne in Stufen, je nachdem, wie viele Personen sie unterstützen: 500 € ab 25"
    " Personen, 1.000 € ab 50 Personen und 2.500 € ab 100 Personen, solange er Geld hat.",
    "lump_sum": "Der Fonds gibt jeder Kampagne einmal pauschal 2.000 €, solange er Geld hat. Eine Kampagne bekommt"
    " Geld, sobald sie erfolgreich zu Ende gegangen ist.",
    "half_of_goal": "Der Fonds gibt jeder Kampagne einmal pauschal 50 % ihres Ziels 1, höchstens 30.000 € je Kampagne,"
    " solange er Geld hat. Eine Kampagne bekommt Geld, sobald sie ohne den Fonds mindestens 25 % von Ziel 1 gesammelt"
    " hat und von mindestens 2 verschiedenen Personen unterstützt wird.",
    "quadratic": "Der Fonds teilt sein Geld so auf, dass viele kleine Unterstützungen mehr zählen als wenige große"
    " (quadratische Formel), und gibt nicht mehr aus, als die Menschen selbst gegeben haben, höchstens 25 % des"
    " eingezahlten Geldes je Kampagne.",
}


@pytest.mark.parametrize(("name", "said"), SAID.items(), ids=list(SAID))
def test_rules_in_the_wild_read_well(name: str, said: str) -> None:
    with translation.override("de"):
        assert rule_sentence(TEMPLATES[name]).replace("\xa0", " ") == said


def test_a_window_that_ends_at_midnight_ends_with_the_day_before() -> None:
    rule = replace(QUARTER, gates=Gates(starts_at=NIGHT - timedelta(days=1), ends_at=NIGHT))
    with translation.override("de"):
        said = rule_sentence(rule)
    assert "von Samstag, 31. Oktober 2026 bis einschließlich Samstag, 31. Oktober 2026" in said
    with translation.override("en"):
        late = rule_sentence(replace(QUARTER, gates=Gates(ends_at=NIGHT + timedelta(hours=12))))
    assert "until Sunday, 1 November 2026, 12:00" in late


def test_every_value_has_a_label() -> None:
    for labels, values in (
        (BASES, Base),
        (FORMS, QuadraticForm),
        (ALLOCATIONS, Allocation),
        (SETTLEMENTS, Settlement),
        (REVERSALS, Reversal),
        (FUNCTIONS, KINDS),
    ):
        assert list(labels) == list(values) or set(labels) == set(values)
    named = {field.name for field in fields(RuleSet)} - {"caps", "gates"}
    named |= {f"caps.{field.name}" for field in fields(Caps)} | {f"gates.{field.name}" for field in fields(Gates)}
    assert set(LABELS) == named
    assert label_of("function.steps.2.threshold") is LABELS["function"]
