"""An untouched package is right, and each planted manipulation is found and named, even when sealed anew."""

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.core.evidence.writing import zip_package
from funding.domain.book import Refused
from funding.domain.book_events import NAMES, CampaignAccepted, event_to_data
from funding.domain.rule_set import RuleSet
from funding.proof.layout import (
    CAMPAIGNS,
    CAUSES,
    EVENTS,
    LAYOUT,
    MATCHES,
    PLEDGES,
    POTS,
    RULES,
    SPLITS,
    SUMMARY,
    About,
)
from funding.proof.verifying import verify
from tests.backend.core.forging import (
    Line,
    change_events,
    codes,
    event_of,
    forge_events,
    forge_json,
    forge_table,
    place_of,
)
from tests.funding.domain.rules import sound_rule
from tests.funding.domain.test_book_properties import Step, event_for, opened, steps
from tests.funding.proof.packages import ABOUT, divided, eventful, package, said


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return package(tmp_path / "package", eventful()).folder


def test_an_untouched_package_is_right(tmp_path: Path) -> None:
    events = eventful()
    written = package(tmp_path / "package", events)
    report = verify(written.folder, digest=written.digest)
    assert report.findings.rows == []
    assert report.holds
    assert (report.events, report.matches, report.digest) == (len(events), written.matches, written.digest)
    assert report.about == About(ABOUT.fund, ABOUT.currency)


def test_a_zip_file_is_the_same_package(tmp_path: Path) -> None:
    written = package(tmp_path / "package", eventful())
    zip_package(written.folder, LAYOUT, tmp_path / "package.zip")
    assert verify(tmp_path / "package.zip", digest=written.digest).holds


def test_the_events_of_the_manipulations_cover_what_can_happen() -> None:
    kinds = {NAMES[type(event)] for event in eventful()}
    assert {"rule_published", "deposited", "pledged", "paid", "expired", "refunded", "approved", "paid_out"} <= kinds


def move(lines: list[Line], place: int, to: int) -> None:
    lines.insert(to, lines.pop(place))


def pledge_swap(lines: list[Line]) -> None:
    move(lines, place_of(lines, "pledged", pledge="p3"), place_of(lines, "pledged", pledge="p1"))


def pledge_dropped(lines: list[Line]) -> None:
    lines[:] = [line for line in lines if line["event"].get("pledge") != "p3"]


def pledge_added(lines: list[Line]) -> None:
    made = {**event_of(lines, "pledged", pledge="p3"), "pledge": "p99"}
    lines.insert(place_of(lines, "pledged", pledge="p3") + 1, {"event": made})


def refund_dropped(lines: list[Line]) -> None:
    del lines[place_of(lines, "refunded", pledge="p2")]


def rule_later(lines: list[Line]) -> None:
    second = [n for n, line in enumerate(lines) if line["event"]["kind"] == "rule_published"][1]
    move(lines, second, second + 2)


def cap_raised(lines: list[Line]) -> None:
    event_of(lines, "rule_published")["rule"]["caps"]["pledge_match_minor"] = 5_000


def approval_dropped(lines: list[Line]) -> None:
    del lines[place_of(lines, "approved")]


def put(kind: str, name: str, value: Any, **facts: Any) -> Callable[[list[Line]], None]:
    def change(lines: list[Line]) -> None:
        event_of(lines, kind, **facts)[name] = value

    return change


FORGED: dict[str, tuple[Callable[[list[Line]], object], list[str]]] = {
    "amount of a pledge": (put("pledged", "amount_minor", 10_000, pledge="p1"), ["pledge p1: amount_minor", "10010"]),
    "order of pledges": (pledge_swap, ["pledge p3: sequence is"]),
    "cap of a rule": (cap_raised, ["rule.caps.pledge_match_minor", "4000", "5000"]),
    "rule version from later on": (rule_later, ["Version 2 of the rule: sequence", "pledge p5: version is “2”"]),
    "pledge dropped": (pledge_dropped, ["pledge p3 stands in the table and follows from no event"]),
    "pledge added": (pledge_added, ["pledge p99 is missing; it follows from the events"]),
    "refund dropped": (refund_dropped, ["pledge p2: left_minor is “15000”, recomputed “20000”"]),
    "refund smaller": (put("refunded", "amount_minor", 1, pledge="p2"), ["left_minor is “15000”, recomputed “19999”"]),
    "exclusion lifted": (put("pledged", "excluded", "", pledge="p4"), ["bounds is “team”, recomputed “”"]),
    "backer made another": (put("pledged", "backer", "ann", pledge="p2"), ["pledge p2: backer is “bob”"]),
    "pledge to another campaign": (put("pledged", "campaign", "c", pledge="p3"), ["campaign is “d”, recomputed “c”"]),
    "deposit larger": (put("deposited", "amount_minor", 7_001), ["paid_in_minor is “", "pot s: paid_in_minor"]),
    "goal changed": (put("campaign_accepted", "goal_1_minor", 1), ["campaign c: goal_1_minor is “400000”"]),
    "approval dropped": (approval_dropped, ["cannot have happened at this point: not_approved"]),
    "time of a pledge": (put("pledged", "at", "2026-03-20T13:00:00+00:00", pledge="p1"), ["pledge p1: at is"]),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_history_is_found_although_chained_and_sealed_anew(name: str, folder: Path) -> None:
    change, named = FORGED[name]
    forge_events(folder, change)
    found = said(folder)
    assert "hash" not in found
    for words in named:
        assert words in found


@pytest.mark.parametrize("name", FORGED)
def test_a_history_that_was_edited_and_no_more_is_found_by_its_chain(name: str, folder: Path) -> None:
    change_events(folder, FORGED[name][0] if name != "pledge added" else repeat_a_line)
    found = codes(verify(folder))
    assert found & {"content_changed", "chain_broken"}
    assert "file_changed" in found


def test_a_package_with_a_division_is_right(tmp_path: Path) -> None:
    written = package(tmp_path / "package", divided())
    assert verify(written.folder, digest=written.digest).findings.rows == []


def share_shifted(lines: list[Line]) -> None:
    first, _second, third = event_of(lines, "allocated")["shares"]
    first["amount_minor"] += 7
    third["amount_minor"] -= 7


def share_dropped(lines: list[Line]) -> None:
    event_of(lines, "allocated")["shares"].pop(0)


def division_dropped(lines: list[Line]) -> None:
    del lines[place_of(lines, "allocated")]


def gift_changed(lines: list[Line]) -> None:
    event_of(lines, "pledged", pledge="p2")["amount_minor"] = 1_500


DIVIDED: dict[str, tuple[Callable[[list[Line]], object], list[str]]] = {
    "shares shifted": (share_shifted, ["in the division a (version 1) gets “2257”, recomputed “2250”", "“2243”"]),
    "share dropped": (share_dropped, ["in the division a (version 1) gets “0”, recomputed “2250”"]),
    "division dropped": (division_dropped, ["match m1 stands in the table and follows from no event"]),
    "gift changed": (gift_changed, ["pledge p2: amount_minor is “2000”", "in the division b (version 1) gets “1500”"]),
}


@pytest.mark.parametrize("name", DIVIDED)
def test_a_manipulated_division_is_found_and_named(name: str, tmp_path: Path) -> None:
    change, named = DIVIDED[name]
    folder = package(tmp_path / "package", divided()).folder
    forge_events(folder, change)
    found = said(folder)
    for words in named:
        assert words in found


def repeat_a_line(lines: list[Line]) -> None:
    lines.insert(5, lines[5])


def first(rows: list[dict[str, str]], **facts: str) -> dict[str, str]:
    return next(row for row in rows if all(row[name] == value for name, value in facts.items()))


TABLED: dict[str, tuple[str, Callable[[list[dict[str, str]]], object], str]] = {
    "match larger": (
        MATCHES,
        lambda rows: first(rows, match="m2").update(amount_minor="9999"),
        "match m2: amount_minor is “9999”",
    ),
    "match to another campaign": (
        MATCHES,
        lambda rows: first(rows, match="m2").update(campaign="d"),
        "match m2: campaign is “d”, recomputed “c”",
    ),
    "match to another version": (
        MATCHES,
        lambda rows: first(rows, match="m1").update(version="2"),
        "match m1: version is “2”, recomputed “1”",
    ),
    "match not paid": (
        MATCHES,
        lambda rows: first(rows, state="paid").update(state="approved"),
        "state is “approved”, recomputed “paid”",
    ),
    "match left out": (MATCHES, lambda rows: rows.pop(1), "match m2 is missing; it follows from the events"),
    "match made up": (MATCHES, lambda rows: rows.append({**rows[0], "match": "m99"}), "match m99 stands in the table"),
    "match twice": (
        MATCHES,
        lambda rows: rows.extend([{**rows[0], "match": "m99"}] * 2),
        "m99 stands in the table twice",
    ),
    "sponsor's part": (
        SPLITS,
        lambda rows: rows[0].update(amount_minor="1"),
        "match m1, pot s: amount_minor is “1”",
    ),
    "sponsor exchanged": (SPLITS, lambda rows: rows[0].update(pot="x"), "match m1, pot x stands in the table"),
    "step left out": (CAUSES, lambda rows: rows.pop(0), "is missing; it follows from the events"),
    "cap that bound": (
        CAUSES,
        lambda rows: first(rows, bounds="pledge_match").update(bounds=""),
        "bounds is “”, recomputed “pledge_match”",
    ),
    "pool before": (CAUSES, lambda rows: rows[0].update(pool_before_minor="1"), "pool_before_minor is “1”, recomputed"),
    "pot's money": (POTS, lambda rows: rows[0].update(given_minor="0"), "pot s: given_minor is “0”"),
    "crowd money": (CAMPAIGNS, lambda rows: rows[0].update(crowd_minor="0"), "campaign c: crowd_minor is “0”"),
    "pledge counted": (PLEDGES, lambda rows: rows[3].update(excluded=""), "pledge p4: excluded is “”"),
}


@pytest.mark.parametrize("name", TABLED)
def test_a_forged_table_is_found_although_sealed_anew(name: str, folder: Path) -> None:
    file, change, named = TABLED[name]
    forge_table(folder, file, change)
    found = said(folder)
    assert named in found
    assert found.startswith(file)
    assert "hash" not in found


def test_forged_rules_and_sums_are_found_although_sealed_anew(folder: Path) -> None:
    forge_json(folder, SUMMARY, lambda data: data.update(paid_in_minor=1))
    forge_json(folder, RULES, lambda data: data.pop())
    found = said(folder)
    assert "paid_in_minor is “1”, recomputed “15001”" in found
    assert "Version 2 of the rule: version is “”, in the events “2”" in found


def test_what_is_for_people_is_held_by_the_digest_alone(tmp_path: Path) -> None:
    written = package(tmp_path / "package", eventful())
    forge_table(written.folder, POTS, lambda rows: rows[0].update(sponsor="Somebody else"))
    assert verify(written.folder).holds
    assert codes(verify(written.folder, digest=written.digest)) == {"digest_differs"}


def test_another_history_that_agrees_with_itself_is_found_by_the_digest_alone(tmp_path: Path) -> None:
    published = package(tmp_path / "published", eventful())
    forged = package(tmp_path / "forged", eventful(last=30_001))
    assert verify(forged.folder).holds
    assert "digest of the package is" in said(forged.folder, published.digest)


@pytest.mark.parametrize("name", LAYOUT.files)
def test_a_file_that_was_changed_after_the_export_is_named(name: str, folder: Path) -> None:
    path = folder / name
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n") if name.endswith(".csv") else path.read_bytes() + b" ")
    report = verify(folder)
    assert not report.holds
    assert name in {finding.file for finding in report.findings.rows}


def test_many_differences_are_counted_and_not_all_told(folder: Path) -> None:
    forge_table(folder, CAUSES, lambda rows: [row.update(bounds="x", task="y", cause="z") for row in rows])
    report = verify(folder)
    kinds, shown = report.findings.kinds, len(report.findings.rows)
    assert shown < kinds.total()
    assert shown + sum(report.findings.unshown().values()) == kinds.total()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rules=st.lists(sound_rule(), min_size=1, max_size=2),
    pool=st.integers(0, 60_000),
    drawn=steps(20, 40),
    number=st.integers(0, 2**20),
)
def test_any_history_is_right_and_any_single_edit_of_it_is_found(
    rules: list[RuleSet], pool: int, drawn: list[Step], number: int, tmp_path: Path
) -> None:
    book, events = opened(rules, pool)
    for place, step in enumerate(drawn):
        event = event_for(book, step, rules, place)
        if event is None:
            continue
        try:
            book.apply(event)
        except Refused:
            continue
        events.append(event)
    shutil.rmtree(tmp_path / "package", ignore_errors=True)
    written = package(tmp_path / "package", events)
    report = verify(written.folder, digest=written.digest)
    assert report.findings.rows == []
    draw = random.Random(number)  # noqa: S311  numbers for a test
    edited = draw.choice([edit_a_cell, edit_an_event])(written.folder, draw)
    assert not verify(written.folder).holds, edited


def edit_a_cell(folder: Path, draw: random.Random) -> str:
    """Change one cell that the events give, and seal the package anew."""
    name = draw.choice([name for name in LAYOUT.tables if len((folder / name).read_text().splitlines()) > 1])
    people = {POTS: "sponsor", CAMPAIGNS: "title"}.get(name)
    column = draw.choice([one for one in LAYOUT.tables[name].names if one != people])

    def change(rows: list[dict[str, str]]) -> None:
        row = draw.choice(rows)
        row[column] = f"{row[column]}7"

    forge_table(folder, name, change)
    return f"{name} {column}"


def edit_an_event(folder: Path, draw: random.Random) -> str:
    """Change one amount, name or word of one event without chaining the rest anew."""
    what = ""

    def change(lines: list[Line]) -> None:
        nonlocal what
        event = draw.choice(lines)["event"]
        field = draw.choice([name for name in event if name != "rule"])
        event[field] = event[field] + 1 if type(event[field]) is int else f"{event[field]}7"
        what = f"{event['kind']} {field}"

    change_events(folder, change)
    return what


def test_a_campaign_is_told_as_it_was_taken_in(folder: Path) -> None:
    """The rows of the package and the data of the events are the same facts."""
    lines = [json.loads(line) for line in (folder / EVENTS).read_text().splitlines()]
    taken_in = [event for event in eventful() if isinstance(event, CampaignAccepted)]
    told = [line["event"] for line in lines if line["event"]["kind"] == "campaign_accepted"]
    assert told == [event_to_data(event) for event in taken_in]
