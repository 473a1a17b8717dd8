"""Packages to check: written from a book, then opened, changed and sealed again as a manipulator would."""

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from backend.core.evidence.chain import canonical, digest_of, link
from backend.core.evidence.layout import DESCRIPTION
from funding.domain.book_events import (
    Deposited,
    Event,
    Outcome,
    PaidOut,
    PledgeDecided,
    Refunded,
    RulePublished,
    Verdict,
)
from funding.domain.rule_axes import Allocation, Base, Caps, Percentage, Reversal, Settlement
from funding.domain.rule_set import RuleSet
from funding.proof.layout import EVENTS, LAYOUT, SUMMARY, About
from funding.proof.verifying import Report, verify
from funding.proof.writing import Written, write_package
from tests.funding.domain.rules import NOON, QUARTER
from tests.funding.domain.scenes import Scene

ABOUT = About("demo", "EUR", "The demo fund", "https://example.org/funds/demo/")
Line = dict[str, Any]


def eventful(last: int = 30_000) -> list[Event]:
    """A fund in which everything happens once: two sponsors, two versions, caps that bind, money that goes back."""
    capped = Caps(pledge_match_minor=4_000, campaign_minor=9_000)
    scene = Scene(RuleSet(QUARTER.base, Percentage(2_500), caps=capped), pool=9_000, campaigns="cd")
    scene.do(Deposited, pot="t", amount_minor=6_001)
    scene.pledge(10_010, backer="ann")
    scene.pledge(20_000, backer="bob")
    scene.pledge(1_333, "d", backer="ann")
    scene.pledge(8_000, "d", backer="eve", excluded="team")
    scene.later(days=1)
    rule = RuleSet(QUARTER.base, Percentage(5_000), reversal=Reversal.CLAW_BACK)
    scene.do(RulePublished, rule=rule)
    scene.pledge(3_000, "d", backer="bob")
    scene.pledge(last, "d", backer="dan")
    scene.pledge(999, backer="fay", paid=False)
    scene.expire("p7")
    scene.pay_out("p1")
    scene.do(Refunded, pledge="p2", amount_minor=5_000)
    scene.do(Refunded, pledge="p1", amount_minor=10)
    scene.do(PledgeDecided, pledge="p5", verdict=Verdict.EXCLUDE)
    scene.end(Outcome.SUCCESSFUL, "c")
    scene.pay_out("p6")
    scene.close()
    assert scene.events[-1] is not None
    assert any(isinstance(one, PaidOut) for one in scene.events)
    return scene.events


def divided() -> list[Event]:
    """A fund that shares what it has at the close: three claims, one of them capped, and a refund afterwards."""
    rule = RuleSet(
        Base.CAMPAIGN,
        Percentage(10_000),
        caps=Caps(campaign_minor=3_000),
        allocation=Allocation.PRO_RATA,
        settlement=Settlement.AT_CLOSE,
        reversal=Reversal.BEAR,
    )
    scene = Scene(rule, pool=6_000, campaigns="abc", told=True)
    for campaign, amount in (("a", 5_000), ("b", 2_000), ("c", 3_000)):
        scene.pledge(amount, campaign)
    scene.close()
    scene.allocate()
    scene.do(Refunded, pledge="p2", amount_minor=1_000)
    return scene.events


def package(folder: Path, events: Iterable[Event], about: About = ABOUT) -> Written:
    return write_package(folder, about, events, created=NOON)


def codes(report: Report) -> set[str]:
    return {finding.code for finding in report.findings.rows}


def said(folder: Path, digest: str = "") -> str:
    """Everything that a check says, one finding a line."""
    return "\n".join(finding.sentence("en") for finding in verify(folder, digest=digest).findings.rows)


def change_events(folder: Path, change: Callable[[list[Line]], object]) -> None:
    """Change the events and nothing else, as somebody with an editor would."""
    lines = [json.loads(line) for line in (folder / EVENTS).read_text().splitlines()]
    change(lines)
    _write_events(folder, lines)


def forge_events(folder: Path, change: Callable[[list[Line]], object]) -> None:
    """Change the events and count, chain and seal them anew, as somebody who knows the format would."""
    lines = [json.loads(line) for line in (folder / EVENTS).read_text().splitlines()]
    change(lines)
    previous, made = digest_of(ABOUT.identity), list[bytes]()
    for sequence, line in enumerate(lines, 1):
        previous, written = link(sequence, line["event"], previous)
        made.append(written)
    (folder / EVENTS).write_bytes(b"".join(made))
    forge_json(folder, SUMMARY, lambda data: data.update(head=previous, events=len(made)))


def _write_events(folder: Path, lines: list[Line]) -> None:
    (folder / EVENTS).write_bytes(b"".join(canonical(line) + b"\n" for line in lines))


def forge_json(folder: Path, name: str, change: Callable[[Any], object]) -> None:
    data = json.loads((folder / name).read_text())
    change(data)
    (folder / name).write_text(json.dumps(data, indent=1) + "\n")
    seal(folder)


def forge_table(folder: Path, name: str, change: Callable[[list[dict[str, str]]], object]) -> None:
    text = (folder / name).read_text()
    rows = list(csv.DictReader(io.StringIO(text)))
    names = text.splitlines()[0].split(",")
    change(rows)
    made = io.StringIO()
    table = csv.DictWriter(made, names, lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    (folder / name).write_text(made.getvalue())
    seal(folder)


def seal(folder: Path) -> None:
    """Take the hashes of all files anew."""
    data = json.loads((folder / DESCRIPTION).read_text())
    for one in data["resources"]:
        one["hash"] = "sha256:" + hashlib.sha256((folder / one["path"]).read_bytes()).hexdigest()
    (folder / DESCRIPTION).write_text(json.dumps(data))
    assert len(data["resources"]) == len(LAYOUT.files)


def event_of(lines: list[Line], kind: str, **facts: Any) -> Line:
    """Return the first event of that kind with these facts; without one there is nothing to manipulate."""
    fits = (line["event"] for line in lines if line["event"]["kind"] == kind)
    return next(event for event in fits if all(event[name] == value for name, value in facts.items()))


def place_of(lines: list[Line], kind: str, **facts: Any) -> int:
    return [line["event"] for line in lines].index(event_of(lines, kind, **facts))
