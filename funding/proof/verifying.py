"""Recomputing a fund from its package, without a database: what does not follow from the events is named."""

import gc
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from backend.core.checks import InvariantViolation
from funding.domain.book import Book, Refused
from funding.domain.book_events import Event, Pledged, RulePublished, event_from_data
from funding.domain.book_records import PledgeRow
from funding.domain.book_summary import violations
from funding.domain.rule_codec import Unreadable
from funding.domain.rule_set import canonical
from funding.proof.comparing import compare
from funding.proof.findings import Findings
from funding.proof.layout import (
    CAUSES,
    DESCRIPTION,
    EVENTS,
    FILES,
    FORMAT,
    PLEDGES,
    RULES,
    SUMMARY,
    About,
    first_link,
    link,
    package_digest,
)
from funding.proof.reading import Broken, Reading, Source, open_source, parsed
from funding.proof.shares import shares_named
from funding.proof.tables import ROWS, Row, cause_row, promise_row, rules_data, summary_data

Progress = Callable[[int, int], None]
OUT_OF_BOUNDS = (InvariantViolation, ArithmeticError, ValueError, LookupError, TypeError)
"""What arithmetic says to numbers that no fund has: an outsider's file may hold any."""


@dataclass(slots=True)
class Report:
    """`digest` is empty if the package could not be read to its end."""

    findings: Findings = field(default_factory=Findings)
    about: About | None = None
    digest: str = ""
    events: int = 0
    matches: int = 0

    @property
    def holds(self) -> bool:
        return not self.findings.kinds


def verify(path: Path, *, digest: str = "", progress: Progress = lambda _read, _whole: None) -> Report:
    """Return what is wrong with the package at `path`: nothing, if every figure follows from its events.

    `digest` is the one that the fund has made known. `progress` is told bytes read and their whole.
    """
    report, collects = Report(), gc.isenabled()
    # Rows are kept to the end and make no cycles; looking for some among millions costs a fifth of the time.
    gc.disable()
    try:
        _Check(open_source(path), report, progress).run(digest)
    except Broken as broken:
        report.findings.add(broken.file, broken.line, broken.code, detail=broken.detail)
    finally:
        if collects:
            gc.enable()
    return report


@dataclass(slots=True)
class _Check:
    source: Source
    report: Report
    progress: Progress
    book: Book = field(default_factory=Book)
    head: str = ""
    since: list[int] = field(default_factory=list)
    stopped: bool = False
    hashes: dict[str, str] = field(default_factory=dict)
    read: int = 0
    later: list[Pledged] = field(default_factory=list)

    @property
    def findings(self) -> Findings:
        return self.report.findings

    def run(self, digest: str) -> None:
        for name in self.source.strangers:
            self.findings.add(name, 0, "file_unlisted")
        about, told = described(self.source)
        self.report.about = about
        self._history(about)
        if self.stopped:
            self._promises()
        else:
            self._tables(about)
        for name in FILES:
            if name not in self.hashes:
                self._finish(Reading(self.source, name))
        for name in FILES:
            if self.hashes[name] != told[name]:
                self.findings.add(name, 0, "file_changed")
        self.report.digest = package_digest(about, {name: self.hashes[name] for name in FILES})
        self.report.matches = len(self.book.state.matches)
        if digest and digest.strip().lower() != self.report.digest:
            self.findings.add(DESCRIPTION, 0, "digest_differs", found=self.report.digest, expected=digest)

    def _finish(self, reading: Reading) -> None:
        """Read what is left of a file that no comparison read to its end: its hash is of all of it."""
        if not reading.line:
            for _line in reading.lines():
                pass
        self.hashes[reading.name] = reading.hash()
        self.read += reading.read

    def _history(self, about: About) -> None:
        events, causes = Reading(self.source, EVENTS), Reading(self.source, CAUSES)
        lines, rows = self._lines(events, about), causes.rows()
        compare(CAUSES, self._steps(lines), rows, self.findings, stopped=lambda: self.stopped)
        self.later = [event for _number, data in lines if (event := promised(data))]
        for _row in rows:
            pass
        self._finish(events)
        self._finish(causes)

    def _lines(self, reading: Reading, about: About) -> Iterator[tuple[int, Any]]:
        """Yield the events in their order as long as it is unbroken; the chain is checked to the end of the file."""
        previous, last, whole = first_link(about), 0, self.source.size(EVENTS)
        for content in reading.lines():
            number = reading.line
            line = parsed(content, EVENTS, number)
            if not isinstance(line, dict) or line.keys() != {"event", "hash", "previous", "sequence"}:
                raise Broken("wrong_type", EVENTS, number, "event, hash, previous, sequence")
            if type(line["sequence"]) is not int:
                raise Broken("wrong_type", EVENTS, number, "sequence")
            self._chain(line, content, number, previous)
            previous = str(line["hash"])
            if line["sequence"] != last + 1:
                facts = {"expected": str(last + 1), "found": str(line["sequence"])}
                self.findings.add(EVENTS, number, "sequence_broken", **facts)
                self._stop(number)
            last = line["sequence"]
            yield number, line["event"]
            self.report.events = number
            self.progress(reading.read, whole)
        self.head = previous

    def _chain(self, line: dict[str, Any], content: bytes, number: int, previous: str) -> None:
        right, written = link(line["sequence"], line["event"], line["previous"])
        if right != line["hash"]:
            self.findings.add(EVENTS, number, "content_changed")
        elif written != content:
            self.findings.add(EVENTS, number, "not_canonical")
        if line["previous"] != previous:
            self.findings.add(EVENTS, number, "chain_broken")

    def _stop(self, number: int) -> None:
        if not self.stopped:
            self.findings.add(EVENTS, number, "not_recomputed")
        self.stopped = True

    def _steps(self, lines: Iterator[tuple[int, Any]]) -> Iterator[Row]:
        for number, data in lines:
            if self.stopped:
                return
            event = self._event(number, data)
            if event is None:
                return
            if isinstance(event, RulePublished):
                self.since.append(number)
            for step, entry in enumerate(self.book.state.entries, 1):
                yield cause_row(entry, step, event.at)

    def _event(self, number: int, data: Any) -> Event | None:
        """Let one event happen; return None if it cannot be."""
        try:
            event = event_from_data(data)
        except Unreadable as error:
            self.findings.add(EVENTS, number, "event_unreadable", code=error.code, where=error.where)
            self._stop(number)
            return None
        facts = {"sequence": str(number), "kind": str(data["kind"])}
        try:
            self.book.apply(event)
        except Refused as error:
            self.findings.add(EVENTS, number, "event_impossible", **facts, code=error.code)
            shares_named(self.book.state, event, error, number, self.findings)
            self._stop(number)
            return None
        except OUT_OF_BOUNDS as error:
            self.findings.add(EVENTS, number, "event_impossible", **facts, code=str(error))
            self._stop(number)
            return None
        return event

    def _promises(self) -> None:
        """What pledges once said needs no arithmetic: one that was dropped, put in or changed is named all the same."""
        pledges: list[PledgeRow | Pledged] = [*self.book.state.pledges.values(), *self.later]
        told = {row[0]: row for row in map(promise_row, pledges)}
        reading = Reading(self.source, PLEDGES)
        compare(PLEDGES, iter(told.values()), reading.rows(), self.findings)
        self._finish(reading)

    def _tables(self, about: About) -> None:
        state = self.book.state
        for name, rows in ROWS.items():
            reading = Reading(self.source, name)
            compare(name, iter(rows(state)), reading.rows(), self.findings)
            self._finish(reading)
        self._rules(rules_data(state, self.since))
        self._summary(summary_data(state, about, self.head))
        for what in violations(state):
            self.findings.add(EVENTS, 0, "invariant_broken", what=what)

    def _rules(self, expected: list[dict[str, Any]]) -> None:
        reading = Reading(self.source, RULES)
        found = reading.json()
        self._finish(reading)
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise Broken("wrong_type", RULES, detail="[{version, sequence, digest, rule}]")
        for number in range(max(len(found), len(expected))):
            right = expected[number] if number < len(expected) else {}
            there = found[number] if number < len(found) else {}
            for path, wanted, value in differences(right, there):
                facts = {"version": str(number + 1), "column": path, "found": value, "expected": wanted}
                self.findings.add(RULES, 0, "rule_differs", **facts)

    def _summary(self, expected: dict[str, Any]) -> None:
        reading = Reading(self.source, SUMMARY)
        found = reading.json()
        self._finish(reading)
        for path, wanted, value in differences(expected, found):
            facts = {"what": SUMMARY, "column": path, "found": value, "expected": wanted}
            self.findings.add(SUMMARY, 0, "value_differs", **facts)


def promised(data: Any) -> Pledged | None:
    """Return the pledge that an event tells of, if it does."""
    with suppress(Unreadable):
        event = event_from_data(data)
        return event if isinstance(event, Pledged) else None
    return None


def differences(expected: Any, found: Any, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield where two pieces of JSON data differ, with both values as text; a list is one value."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for name in dict.fromkeys([*expected, *found]):
            inner = f"{path}.{name}".lstrip(".")
            yield from differences(expected.get(name, ""), found.get(name, ""), inner)
    elif type(expected) is not type(found) or expected != found:
        yield path, _short(expected), _short(found)


def _short(value: Any) -> str:
    with suppress(ValueError, RecursionError):
        return value if isinstance(value, str) else canonical(value).decode()
    return "?"


def described(source: Source) -> tuple[About, dict[str, str]]:
    """Return whose package it says it is, and the hash that it says each file has. Raises Broken."""
    data = Reading(source, DESCRIPTION).json()
    ours = data.get("gemeinwerk") if isinstance(data, dict) else None
    if not isinstance(ours, dict):
        raise Broken("wrong_type", DESCRIPTION, detail="gemeinwerk")
    if ours.get("format") != FORMAT:
        raise Broken("unknown_format", DESCRIPTION)
    fund, currency = ours.get("fund"), ours.get("currency")
    if not isinstance(fund, str) or not isinstance(currency, str):
        raise Broken("wrong_type", DESCRIPTION, detail="gemeinwerk.fund, gemeinwerk.currency")
    hashes: dict[str, str] = {}
    resources = data.get("resources")
    for one in resources if isinstance(resources, list) else []:
        if isinstance(one, dict) and isinstance(one.get("path"), str) and isinstance(one.get("hash"), str):
            hashes[one["path"]] = one["hash"].removeprefix("sha256:")
    for name in FILES:
        if name not in hashes:
            raise Broken("wrong_type", DESCRIPTION, detail=f"resources: {name}, hash")
    return About(fund, currency), hashes
