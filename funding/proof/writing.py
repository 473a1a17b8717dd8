"""Writing a fund's package: one pass over its events, line by line."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from backend.core.evidence.cells import Row
from backend.core.evidence.chain import digest_of, link, package_digest
from backend.core.evidence.layout import README
from backend.core.evidence.writing import Files, new_folder
from funding.domain.book import Book
from funding.domain.book_events import Event, RulePublished, event_to_data
from funding.domain.book_money import State
from funding.proof.layout import CAUSES, EVENTS, LAYOUT, RULES, SUMMARY, About
from funding.proof.readme import readme
from funding.proof.tables import ROWS, cause_row, rules_data, summary_data

Rows = Callable[[State], Mapping[str, Iterable[Row]]]


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: `digest` stands for all of it."""

    folder: Path
    digest: str
    events: int
    matches: int


def rows_of(state: State) -> Mapping[str, Iterable[Row]]:
    """Return the tables of a book as it is."""
    return {name: rows(state) for name, rows in ROWS.items()}


def write_package(
    folder: Path,
    about: About,
    events: Iterable[Event],
    *,
    created: datetime,
    rows: Rows = rows_of,
    progress: Callable[[int], None] = lambda _events: None,
) -> Written:
    """Write the package of one fund into `folder`, which must not be there yet, and return its digest.

    `events` are read once. `rows` says how things stand at the end, as stored: what the events give is not assumed.
    Raises FileExistsError, and Refused if the events cannot be.
    """
    with new_folder(folder) as part:
        written = _write(part, about, events, rows=rows, created=created, progress=progress)
    return Written(folder, *written)


def _write(
    part: Path,
    about: About,
    events: Iterable[Event],
    *,
    rows: Rows,
    created: datetime,
    progress: Callable[[int], None],
) -> tuple[str, int, int]:
    book, files = Book(), Files(part, LAYOUT)
    head, since = _history(book, files, about, events, progress)
    for name, found in rows(book.state).items():
        files.table(name, found)
    files.json(RULES, rules_data(book.state, since))
    files.json(SUMMARY, summary_data(book.state, about, head))
    files.text(README, readme(about))
    digest = package_digest(about.identity, files.hashes)
    files.describe(
        name=f"fund-{about.fund}",
        title=about.name or about.fund,
        address=about.address,
        created=created,
        ours={**about.identity, "digest": digest},
    )
    return digest, book.state.sequence, len(book.state.matches)


def _history(
    book: Book, files: Files, about: About, events: Iterable[Event], progress: Callable[[int], None]
) -> tuple[str, list[int]]:
    previous, since = digest_of(about.identity), []
    with files.file(EVENTS) as lines, files.file(CAUSES) as table:
        causes = files.rows(CAUSES, table)
        for sequence, event in enumerate(events, 1):
            previous, line = link(sequence, event_to_data(event), previous)
            lines.write(line.decode())
            if isinstance(event, RulePublished):
                since.append(sequence)
            causes.writerows(cause_row(entry, step, event.at) for step, entry in enumerate(book.apply(event), 1))
            progress(sequence)
    return previous, since
