from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from backend.core.money import Money
from backend.web.match_reasons import match_reason, position_reason
from backend.web.match_words import brief, quote_words
from backend.web.matches_csv import plain
from funding.domain.rule_axes import Settlement
from funding.enums import CauseKind, MatchBound
from funding.selectors.funds import PositionLine
from funding.selectors.quotes import FundQuote, PledgeQuote

FUND: Any = SimpleNamespace(name="Fonds", currency="EUR")
RULE: Any = SimpleNamespace(
    pk=1, is_percentage=True, rate_bp=2_500, cap_pledge_minor=10_000, cap_campaign_minor=100_000, fund=FUND
)
SPACE = "\xa0"


def quote(match: int, bound: MatchBound = MatchBound.NONE, *, free: int = 50_000, amount: int = 2_000) -> PledgeQuote:
    return PledgeQuote(amount=Money(amount), match=Money(match), funds=(part(match, bound, free),))


def part(match: int, bound: MatchBound, free: int = 50_000) -> FundQuote:
    return FundQuote(
        fund=FUND,
        match=Money(match),
        rate_bp=2_500,
        bound=bound,
        free_before=Money(free),
        free_after=Money(free - match),
    )


def row(**changes: Any) -> Any:
    usual = {
        "amount_minor": 500, "base_minor": 2_000, "borne_minor": 0, "claimed_minor": 0, "open_minor": 0,
        "bound": "", "currency": "EUR", "rule": RULE,
        "pool_before_minor": 320, "reservation_id": 1, "get_bound_display": lambda: "",
    }  # fmt: skip
    return SimpleNamespace(**usual | changes)


def line(eligible: int, matched: int, *, carried: int = 0, rule_id: int | None = 1) -> PositionLine:
    position: Any = SimpleNamespace(eligible_minor=eligible, carried_minor=carried, rule_id=rule_id)
    return PositionLine(position=position, by_state={"confirmed": matched})


@pytest.mark.parametrize(("minor", "text"), [(2_000, "20 €"), (2_050, "20,50 €"), (1, "0,01 €"), (0, "0 €")])
def test_no_cents_where_there_are_none(minor: int, text: str) -> None:
    assert brief(Money(minor)).replace(SPACE, " ") == text


@pytest.mark.parametrize(
    ("given", "note"),
    [
        (quote(500), "Im Fonds sind danach noch 495 € frei."),
        (quote(0), "zu klein"),
        (quote(320, MatchBound.POOL, free=320), "25 % wären 5 €, im Fonds sind aber nur noch 3,20 € frei."),
        (quote(0, MatchBound.POOL, free=0), "aufgebraucht"),
        (quote(100, MatchBound.PLEDGE_CAP), "zu einer Unterstützung legt der Fonds höchstens 1 € dazu"),
        (quote(100, MatchBound.CAMPAIGN_CAP), "fast alles bekommen"),
        (quote(0, MatchBound.CAMPAIGN_CAP), "schon alles bekommen"),
        (quote(0, MatchBound.OWN_TEAM), "zum Team"),
        (quote(0, MatchBound.WINDOW), "zählt Unterstützungen zurzeit nicht"),
        (PledgeQuote(amount=Money(2_000), match=Money(0)), "kein Fonds"),
    ],
)
def test_every_limit_has_its_words(given: PledgeQuote, note: str) -> None:
    words = quote_words(given)
    assert note in words.notes[0].replace(SPACE, " ")
    assert words.is_short == (given.bound != MatchBound.NONE)


def test_several_funds_are_named_each_with_its_part() -> None:
    both = (part(500, MatchBound.NONE), part(0, MatchBound.STACKING))
    words = quote_words(PledgeQuote(amount=Money(2_000), match=Money(500), funds=both))
    assert words.given.replace(SPACE, " ") == "Sie geben 20 €, die Fonds legen 5 € dazu:"
    assert [note.replace(SPACE, " ") for note in words.notes] == [
        "„Fonds“ legt 5 € dazu.",
        "„Fonds“ legt 0 € dazu: andere Fonds stocken diese Kampagne auch auf.",
    ]


@pytest.mark.parametrize("bound", list(MatchBound))
@pytest.mark.parametrize("match", [0, 100])
def test_no_limit_is_without_words(bound: MatchBound, match: int) -> None:
    """Also where a limit leaves something that it should not."""
    assert all(quote_words(quote(match, bound)).notes)


@pytest.mark.parametrize(
    ("match", "why"),
    [
        (row(), "25 % von 20,00 €."),
        (row(base_minor=1_250, amount_minor=312), "25 % von 12,50 €."),
        (row(base_minor=1_250, amount_minor=313), "25 % von 12,50 €, gerundet auf die Summe aller Unterstützungen."),
        (row(bound="pool"), "25 % von 20,00 € wären 5,00 €; im Fonds waren nur noch 3,20 € frei."),
        (row(bound="pledge_cap"), "höchstens 100 € je Unterstützung."),
        (row(bound="campaign_cap"), "höchstens 1.000 € je Kampagne."),
        (row(borne_minor=200), "2,00 € davon trägt der Fonds."),
        (row(claimed_minor=200), "der Fonds fordert 2,00 € zurück."),
        (row(open_minor=200), "wer 2,00 € trägt, ist noch nicht entschieden."),
    ],
)
def test_why_a_match_is_so_large(match: Any, why: str) -> None:
    assert match_reason(match).replace(SPACE, " ").endswith(why)


def test_why_a_match_is_nothing() -> None:
    causes = [
        SimpleNamespace(kind=CauseKind.PLEDGE, amount_before_minor=0),
        SimpleNamespace(kind=CauseKind.REFUND, amount_before_minor=500),
    ]
    never = row(amount_minor=0, reservation_id=None, causes=SimpleNamespace(all=lambda: causes[:1]))
    never.get_bound_display = lambda: "der Fonds hat kein freies Geld mehr"
    assert match_reason(never) == "Nichts: der Fonds hat kein freies Geld mehr."
    gone = row(amount_minor=0, causes=SimpleNamespace(all=lambda: causes))
    assert match_reason(gone).replace(SPACE, " ") == "Es waren 5,00 €; sie gingen zurück an den Fonds: Rückzahlung."


@pytest.mark.parametrize(
    ("given", "rule", "why"),
    [
        (line(0, 0, rule_id=None), RULE, "Noch keine Unterstützung"),
        (line(0, 0), None, "Noch keine Unterstützung"),
        (line(8_000, 2_000, rule_id=7), RULE, "früheren Fassung"),
        (line(8_000, 2_000), RULE, "25 % von 80,00 €."),
        (line(8_000, 1_999), RULE, "25 % von 80,00 € wären 20,00 €; einzelne"),
        (line(8_000, 2_300, carried=300), RULE, "25 % von 80,00 € und 3,00 € nach einer früheren"),
        (line(900_000, 100_000), RULE, "Alles, was der Fonds einer Kampagne gibt: 1.000 €."),
    ],
)
def test_why_a_campaign_has_so_much(given: PositionLine, rule: Any, why: str) -> None:
    assert why in position_reason(given, rule).replace(SPACE, " ")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_nothing_becomes_a_formula(text: str) -> None:
    assert plain(text) == f"'{text}"
    assert plain("Hilfekarte = gut") == "Hilfekarte = gut"


def test_what_is_decided_later_is_said_with_an_estimate_that_is_called_one() -> None:
    def later(**facts: Any) -> PledgeQuote:
        found = replace(part(0, MatchBound.NONE), settlement=Settlement.AT_CLOSE, **facts)
        return PledgeQuote(amount=Money(2_000), match=Money(0), funds=(found,))

    words = quote_words(later(estimate=Money(125_000)))
    assert words.result == f"20{SPACE}€ für das Projekt"
    assert (
        words.notes[0]
        == "Was der Fonds dazulegt, wird beim Abschluss des Fonds für alle Kampagnen auf einmal berechnet."
    )
    assert words.notes[1].endswith("Das ist eine Schätzung, keine Zusage.")
    assert "1.250" in words.notes[1]
    assert len(quote_words(later()).notes) == 1
    own = quote_words(later(bound=MatchBound.OWN_TEAM))
    assert (len(own.notes), own.is_short) == (1, True)
