"""Recomputing a selection from its package, without a database: what does not follow from the votes is named."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from backend.core.evidence import checking, reading
from backend.core.evidence.checking import Chain, Check, Progress
from backend.core.evidence.codec import Unreadable
from backend.core.evidence.findings import Findings
from backend.core.evidence.layout import DESCRIPTION
from backend.core.evidence.reading import Broken, Source, open_source
from programmes.domain.jury_book import JuryBook, Refused, event_from_data
from programmes.proof.findings import no_findings
from programmes.proof.layout import (
    COMPARISONS,
    EVENTS,
    FORMATS,
    LAYOUT,
    REVIEWS,
    RULES,
    SOLUTIONS,
    SUMMARY,
    About,
    layout_of,
)
from programmes.proof.tables import comparison_rows, review_rows, rules_data, solution_rows, summary_data


@dataclass(slots=True)
class Report(checking.Report):
    findings: Findings = field(default_factory=no_findings)
    about: About | None = None
    events: int = 0
    votes: int = 0
    solutions: int = 0


def verify(path: Path, *, digest: str = "", progress: Progress = lambda _read, _whole: None) -> Report:
    """Return what is wrong with the package at `path`: nothing, if scores, ranks and the selection follow from it.

    `digest` is the one that was made known. `progress` is told bytes read and their whole.
    """
    report = Report()
    try:
        check = Check(open_source(path, LAYOUT), LAYOUT, report.findings)
        _run(check, report, digest, progress)
    except Broken as broken:
        report.findings.add(broken.file, broken.line, broken.code, detail=broken.detail)
    return report


def _run(check: Check, report: Report, digest: str, progress: Progress) -> None:
    check.strangers()
    about, told = _described(check.source)
    report.about, check.layout = about, layout_of(about)
    book, chain = JuryBook(), check.chain(EVENTS, about.identity)
    is_whole = _replay(book, chain, report, progress, check.source.size(EVENTS))
    check.finish(chain.reading)
    report.votes, report.solutions = book.votes, len(book.solutions)
    if is_whole:
        _compare(check, book, about, chain.head, report)
    report.digest = check.seal(about.identity, told, digest)


def _replay(book: JuryBook, chain: Chain, report: Report, progress: Progress, whole: int) -> bool:
    """Let all events happen as long as they can; the chain is checked to the end of the file. Whether all could."""
    is_whole = True
    for number, data, is_next in chain.events():
        report.events = number
        if is_whole and not (is_next and _happens(book, number, data, report.findings)):
            report.findings.add(EVENTS, number, "not_recomputed")
            is_whole = False
        progress(chain.reading.read, whole)
    if is_whole and book.rules is None:
        report.findings.add(EVENTS, 0, "nothing_named")
        return False
    return is_whole


def _happens(book: JuryBook, number: int, data: Any, findings: Findings) -> bool:
    try:
        book.apply(event_from_data(data))
    except Unreadable as error:
        findings.add(EVENTS, number, "event_unreadable", code=error.code, where=error.where)
        return False
    except Refused as error:
        facts = {"sequence": str(number), "kind": str(data["kind"])}
        findings.add(EVENTS, number, "event_impossible", **facts, code=error.code)
        return False
    return True


def _compare(check: Check, book: JuryBook, about: About, head: str, report: Report) -> None:
    check.table(REVIEWS, review_rows(book, about))
    check.table(COMPARISONS, comparison_rows(book))
    check.table(SOLUTIONS, solution_rows(book))
    if book.rules:
        check.same_json(RULES, rules_data(book.rules, about))
    check.same_json(SUMMARY, summary_data(book, about, head, report.events))
    for name in book.unexplained():
        report.findings.add(EVENTS, 0, "unexplained", solution=name)


def _described(source: Source) -> tuple[About, dict[str, str]]:
    """Return whose package it says it is, and the hash that it says each file has. Raises Broken."""
    ours, hashes = reading.described(source, LAYOUT, *FORMATS)
    sprint = ours.get("sprint")
    if not isinstance(sprint, str):
        raise Broken("wrong_type", DESCRIPTION, detail="gemeinwerk.sprint")
    return About(sprint, format=ours["format"]), hashes
