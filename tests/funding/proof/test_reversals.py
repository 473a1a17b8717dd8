"""Claims, decisions who carries what, holds and outcomes in a package: right as they are, and found when forged."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from funding.domain.book_events import (
    Burden,
    BurdenDecided,
    ClaimPaid,
    Event,
    Outcome,
    Paid,
    PayoutArrived,
    Refunded,
    RulePublished,
)
from funding.domain.rule_axes import Gates, Percentage, Reversal
from funding.domain.rule_set import RuleSet
from funding.proof.layout import MATCHES, PLEDGES
from funding.proof.verifying import verify
from tests.backend.core.forging import Line, event_of, forge_events, forge_table, place_of
from tests.funding.domain.rules import QUARTER
from tests.funding.domain.scenes import Scene
from tests.funding.proof.packages import package, said

CLAIMS = RuleSet(QUARTER.base, Percentage(2_500), reversal=Reversal.CLAW_BACK)


def aftermath() -> list[Event]:
    """A claim that is partly kept of a payout, partly paid back and waived; a decision; a hold; two outcomes."""
    scene = Scene(CLAIMS, pool=50_000, campaigns="cde")
    scene.pledge(8_000)
    scene.pay_out("p1")
    scene.do(Refunded, pledge="p1", amount_minor=6_000)
    scene.pledge(2_000)
    second = scene.pay_out("p2")
    scene.do(PayoutArrived, match=second.id)
    scene.do(ClaimPaid, match="m1", amount_minor=700)
    scene.do(BurdenDecided, match="m1", burden=Burden.BEAR)
    scene.do(RulePublished, rule=replace(CLAIMS, reversal=Reversal.RECOMPUTE, sepa_hold_days=14))
    scene.pledge(4_000, "d", paid=False)
    scene.do(Paid, pledge="p3", method="sepa")
    scene.later(days=14)
    third = scene.pay_out("p3")
    scene.do(Refunded, pledge="p3", amount_minor=4_000)
    scene.do(BurdenDecided, match=third.id, burden=Burden.CLAW_BACK)
    scene.do(RulePublished, rule=replace(CLAIMS, gates=Gates(successful=True)))
    scene.pledge(1_000, "e")
    scene.end(Outcome.KEPT, "e")
    scene.pledge(1_200, "c")
    scene.end(Outcome.FAILED, "c")
    return scene.events


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return package(tmp_path / "package", aftermath()).folder


def test_an_untouched_package_is_right(folder: Path) -> None:
    assert verify(folder).holds


def without(kind: str, **facts: Any) -> Callable[[list[Line]], None]:
    def change(lines: list[Line]) -> None:
        del lines[place_of(lines, kind, **facts)]

    return change


def put(kind: str, name: str, value: Any, **facts: Any) -> Callable[[list[Line]], None]:
    def change(lines: list[Line]) -> None:
        event_of(lines, kind, **facts)[name] = value

    return change


FORGED: dict[str, tuple[Callable[[list[Line]], None], str]] = {
    "arrival dropped": (without("payout_arrived"), "match m1: amount_minor is"),
    "less paid back": (put("claim_paid", "amount_minor", 600), "match m1: borne_minor is “300”, recomputed “400”"),
    "more paid back": (put("claim_paid", "amount_minor", 1_001), "cannot have happened at this point: more_than_is"),
    "waiver dropped": (without("burden_decided", match="m1"), "match m1: borne_minor is “300”, recomputed “0”"),
    "decision turned round": (put("burden_decided", "burden", "bear", match="m3"), "m3: claim_minor is “1000”"),
    "debit made a card": (put("paid", "method", "card", pledge="p3"), "pledge p3: method is “sepa”, recomputed “card”"),
    "debit paid later": (
        put("paid", "at", "2026-03-21T12:00:00+00:00", pledge="p3"),
        "cannot have happened at this point: held_back",
    ),
    "success made up": (put("campaign_ended", "outcome", "successful", campaign="e"), "match m4: state is “released”"),
    "failure hidden": (put("campaign_ended", "outcome", "kept", campaign="c"), "campaign c: failed is “true”"),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_history_is_found_although_chained_and_sealed_anew(name: str, folder: Path) -> None:
    change, named = FORGED[name]
    forge_events(folder, change)
    found = said(folder)
    assert named in found
    assert "hash" not in found


TABLED: dict[str, tuple[str, Callable[[list[dict[str, str]]], object], str]] = {
    "borne": (MATCHES, lambda rows: rows[0].update(borne_minor="0"), "match m1: borne_minor is “0”, recomputed “300”"),
    "claimed": (MATCHES, lambda rows: rows[2].update(claim_minor="0"), "match m3: claim_minor is “0”, recomputed"),
    "would have been": (
        MATCHES,
        lambda rows: rows[3].update(lost_minor="0"),
        "match m4: lost_minor is “0”, recomputed",
    ),
    "paid when": (PLEDGES, lambda rows: rows[2].update(paid_at=""), "pledge p3: paid_at is “”, recomputed"),
}


@pytest.mark.parametrize("name", TABLED)
def test_a_forged_table_is_found_although_sealed_anew(name: str, folder: Path) -> None:
    file, change, named = TABLED[name]
    forge_table(folder, file, change)
    assert named in said(folder)
