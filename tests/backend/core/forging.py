"""Packages of evidence that are opened, changed and sealed again as a manipulator would: a fund's, a selection's."""

import csv
import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from backend.core.evidence.chain import canonical, digest_of, link
from backend.core.evidence.checking import Report
from backend.core.evidence.layout import DESCRIPTION

EVENTS: Final = "events.jsonl"
SUMMARY: Final = "summary.json"
Line = dict[str, Any]


def codes(report: Report) -> set[str]:
    return {finding.code for finding in report.findings.rows}


def lines_of(folder: Path) -> list[Line]:
    return [json.loads(line) for line in (folder / EVENTS).read_text().splitlines()]


def change_events(folder: Path, change: Callable[[list[Line]], object]) -> None:
    """Change the events and nothing else, as somebody with an editor would."""
    lines = lines_of(folder)
    change(lines)
    (folder / EVENTS).write_bytes(b"".join(canonical(line) + b"\n" for line in lines))


def forge_events(folder: Path, change: Callable[[list[Line]], object]) -> None:
    """Change the events and count, chain and seal them anew, as somebody who knows the format would."""
    lines = lines_of(folder)
    change(lines)
    identity = json.loads((folder / DESCRIPTION).read_text())["gemeinwerk"]
    identity.pop("digest")
    previous, made = digest_of(identity), list[bytes]()
    for sequence, line in enumerate(lines, 1):
        previous, written = link(sequence, line["event"], previous)
        made.append(written)
    (folder / EVENTS).write_bytes(b"".join(made))
    forge_json(folder, SUMMARY, lambda data: data.update(head=previous, events=len(made)))


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


def event_of(lines: list[Line], kind: str, **facts: Any) -> Line:
    """Return the first event of that kind with these facts; without one there is nothing to manipulate."""
    fits = (line["event"] for line in lines if line["event"]["kind"] == kind)
    return next(event for event in fits if all(event[name] == value for name, value in facts.items()))


def place_of(lines: list[Line], kind: str, **facts: Any) -> int:
    return [line["event"] for line in lines].index(event_of(lines, kind, **facts))
