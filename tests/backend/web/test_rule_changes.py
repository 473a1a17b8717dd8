from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import translation
from hypothesis import given, settings

from backend.web.rule_changes import rule_changes
from funding.domain.rule_axes import Allocation, Base, Caps, Gates, Percentage, Raised, Reversal, Settlement
from funding.domain.rule_set import RuleSet
from tests.backend.web.test_rule_sentences import CODE
from tests.funding.domain.rules import NOON, QUARTER, any_rule


def said(new: RuleSet, old: RuleSet = QUARTER) -> list[tuple[str, str, str]]:
    with translation.override("de"):
        return [
            (str(change.label), change.before.replace("\xa0", " "), change.after.replace("\xa0", " "))
            for change in rule_changes(old, new)
        ]


def test_the_same_rule_changes_nothing() -> None:
    assert said(QUARTER) == []


@pytest.mark.parametrize(
    ("new", "change"),
    [
        (
            replace(QUARTER, function=Percentage(5_000)),
            (
                "Wie gerechnet wird",
                "Der Fonds legt zu jeder Unterstützung 25 % dazu",
                "Der Fonds legt zu jeder Unterstützung 50 % dazu",
            ),
        ),
        (
            replace(QUARTER, caps=Caps(campaign_minor=100_000)),
            ("Höchstens für eine Kampagne", "keine Grenze", "1.000 €"),
        ),
        (
            replace(QUARTER, gates=Gates(backers=3)),
            ("Mindestens so viele verschiedene Personen unterstützen die Kampagne", "nicht verlangt", "3"),
        ),
        (
            replace(QUARTER, gates=Gates(payee_verified=True)),
            ("Das Konto der Kampagne ist geprüft", "nein", "ja"),
        ),
        (
            replace(QUARTER, gates=Gates(raised_of=Raised.CROWD_AND_MATCH)),
            ("Was für das Minimum zählt", "was Menschen geben", "was Menschen geben und der Fonds dazulegt"),
        ),
        (
            replace(QUARTER, gates=Gates(starts_at=NOON)),
            ("Unterstützungen zählen ab", "nicht verlangt", "Freitag, 20. März 2026, 13:00 Uhr (MEZ)"),
        ),
        (
            replace(QUARTER, settlement=Settlement.AT_CLOSE),
            ("Wann gerechnet wird", "Sofort mit jeder Unterstützung", "Wenn der Fonds schließt"),
        ),
    ],
    ids=["function", "cap", "count", "yes", "raised", "window", "settlement"],
)
def test_one_change_is_said_before_and_after(new: RuleSet, change: tuple[str, str, str]) -> None:
    assert said(new) == [change]


def test_every_part_that_differs_has_its_line() -> None:
    new = RuleSet(
        base=Base.CAMPAIGN,
        function=QUARTER.function,
        caps=Caps(1, 2, 3, 4, 5, 6, 7, 8, 9),
        gates=Gates(
            NOON, NOON + timedelta(days=1), 1, 2, Raised.CROWD_AND_MATCH, 3, successful=True, payee_verified=True
        ),
        allocation=Allocation.PRIORITY,
        settlement=Settlement.AT_SUCCESS,
        reversal=Reversal.BEAR,
        reoffer=True,
        sepa_hold_days=14,
    )
    assert len(said(new)) == 1 + 9 + 8 + 5
    assert len({label for label, _before, _after in said(new)}) == len(said(new))


@settings(max_examples=50)
@given(any_rule(), any_rule())
def test_whatever_differs_is_told_and_nothing_else(old: RuleSet, new: RuleSet) -> None:
    found = said(new, old)
    assert bool(found) == (old != new)
    for line in found:
        assert line[1] != line[2]
        assert not CODE.search(" ".join(line)), line
