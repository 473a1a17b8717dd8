"""Recomputing a fund from its package, without a database: what does not follow from the events is named."""

import gc
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from backend.core.checks import InvariantViolation
from backend.core.evidence import checking, reading
from backend.core.evidence.cells import Row
from backend.core.evidence.checking import Chain, Check, Progress, differences
from backend.core.evidence.codec import Unreadable
from backend.core.evidence.comparing import compare
from backend.core.evidence.findings import Findings
from backend.core.evidence.layout import DESCRIPTION
from backend.core.evidence.reading import Broken, Source, open_source
from funding.domain.book import Book, Refused
from funding.domain.book_events import Event, Pledged, RulePublished, event_from_data
from funding.domain.book_records import PledgeRow
from funding.domain.book_summary import violations
from funding.proof.findings import no_findings
from funding.proof.layout import CAUSES, EVENTS, FORMAT, LAYOUT, PLEDGES, RULES, SUMMARY, About
from funding.proof.shares import shares_named
from funding.proof.tables import ROWS, cause_row, promise_row, rules_data, summary_data

OUT_OF_BOUNDS = (InvariantViolation, ArithmeticError, ValueError, LookupError, TypeError)
"""What arithmetic says to numbers that no fund has: an outsider's file may hold any."""


@dataclass(slots=True)
class Report(checking.Report):
    findings: Findings = field(default_factory=no_findings)
    about: About | None = None
    events: int = 0
    matches: int = 0


def verify(path: Path, *, digest: str = "", progress: Progress = lambda _read, _whole: None) -> Report:
    """Return what is wrong with the package at `path`: nothing, if every figure follows from its events.

    `digest` is the one that the fund has made known. `progress` is told bytes read and their whole.
    """
    report, collects = Report(), gc.isenabled()
    # Rows are kept to the end and make no cycles; looking for some among millions costs a fifth of the time.
    gc.disable()
    try:
        check = Check(open_source(path, LAYOUT), LAYOUT, report.findings)
        _Check(check, report, progress).run(digest)
    except Broken as broken:
        report.findings.add(broken.file, broken.line, broken.code, detail=broken.detail)
    finally:
        if collects:
            gc.enable()
    return report


@dataclass(slots=True)
class _Check:
    check: Check
    report: Report
    progress: Progress
    book: Book = field(default_factory=Book)
    head: str = ""
    since: list[int] = field(default_factory=list)
    stopped: bool = False
    later: list[Pledged] = field(default_factory=list)

    @property
    def findings(self) -> Findings:
        return self.report.findings

    def run(self, digest: str) -> None:
        self.check.strangers()
        about, told = described(self.check.source)
        self.report.about = about
        self._history(about)
        if self.stopped:
            self._promises()
        else:
            self._tables(about)
        self.report.digest = self.check.seal(about.identity, told, digest)
        self.report.matches = len(self.book.state.matches)

    def _history(self, about: About) -> None:
        chain, causes = self.check.chain(EVENTS, about.identity), self.check.reading(CAUSES)
        table = LAYOUT.tables[CAUSES]
        lines, rows = self._lines(chain), causes.rows(table)
        compare(table, self._steps(lines), rows, self.findings, stopped=lambda: self.stopped)
        self.later = [event for _number, data in lines if (event := promised(data))]
        for _row in rows:
            pass
        self.check.finish(chain.reading)
        self.check.finish(causes)

    def _lines(self, chain: Chain) -> Iterator[tuple[int, Any]]:
        """Yield the events in their order as long as it is unbroken; the chain is checked to the end of the file."""
        whole = self.check.source.size(EVENTS)
        for number, event, is_next in chain.events():
            if not is_next:
                self._stop(number)
            yield number, event
            self.report.events = number
            self.progress(chain.reading.read, whole)
        self.head = chain.head

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
        self.check.table(PLEDGES, iter(told.values()))

    def _tables(self, about: About) -> None:
        state = self.book.state
        for name, rows in ROWS.items():
            self.check.table(name, iter(rows(state)))
        self._rules(rules_data(state, self.since))
        self.check.same_json(SUMMARY, summary_data(state, about, self.head))
        for what in violations(state):
            self.findings.add(EVENTS, 0, "invariant_broken", what=what)

    def _rules(self, expected: list[dict[str, Any]]) -> None:
        found = self.check.json(RULES)
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise Broken("wrong_type", RULES, detail="[{version, sequence, digest, rule}]")
        for number in range(max(len(found), len(expected))):
            right = expected[number] if number < len(expected) else {}
            there = found[number] if number < len(found) else {}
            for path, wanted, value in differences(right, there):
                facts = {"version": str(number + 1), "column": path, "found": value, "expected": wanted}
                self.findings.add(RULES, 0, "rule_differs", **facts)


def promised(data: Any) -> Pledged | None:
    """Return the pledge that an event tells of, if it does."""
    with suppress(Unreadable):
        event = event_from_data(data)
        return event if isinstance(event, Pledged) else None
    return None


def described(source: Source) -> tuple[About, dict[str, str]]:
    """Return whose package it says it is, and the hash that it says each file has. Raises Broken."""
    ours, hashes = reading.described(source, LAYOUT, FORMAT)
    fund, currency = ours.get("fund"), ours.get("currency")
    if not isinstance(fund, str) or not isinstance(currency, str):
        raise Broken("wrong_type", DESCRIPTION, detail="gemeinwerk.fund, gemeinwerk.currency")
    return About(fund, currency), hashes
