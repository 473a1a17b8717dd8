"""Writing a selection's package: one pass over its events, line by line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from backend.core.evidence.cells import Row
from backend.core.evidence.chain import digest_of, link, package_digest
from backend.core.evidence.layout import README
from backend.core.evidence.writing import Files, new_folder
from programmes.domain.jury_book import Event, JuryBook, event_to_data
from programmes.proof.layout import EVENTS, LAYOUT, RULES, SUMMARY, About
from programmes.proof.readme import readme
from programmes.proof.tables import rules_data, summary_data


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: `digest` stands for all of it."""

    folder: Path
    digest: str
    votes: int
    solutions: int


def write_package(
    folder: Path, about: About, events: Iterable[Event], *, created: datetime, rows: Mapping[str, Iterable[Row]]
) -> Written:
    """Write the package of one selection into `folder`, which must not be there yet, and return its digest.

    `events` begin with the rules. `rows` are the tables as stored: what the events give is not assumed. Raises
    FileExistsError, and Refused if the events cannot be.
    """
    with new_folder(folder) as part:
        files, book = Files(part, LAYOUT), JuryBook()
        previous, count = digest_of(about.identity), 0
        with files.file(EVENTS) as lines:
            for count, event in enumerate(events, 1):
                book.apply(event)
                previous, line = link(count, event_to_data(event), previous)
                lines.write(line.decode())
        for name, found in rows.items():
            files.table(name, found)
        files.json(RULES, rules_data(book.rules, about) if book.rules else None)
        files.json(SUMMARY, summary_data(book, about, previous, count))
        files.text(README, readme(about))
        digest = package_digest(about.identity, files.hashes)
        files.describe(
            name=f"selection-{about.sprint}",
            title=about.name or about.sprint,
            address=about.address,
            created=created,
            ours={**about.identity, "digest": digest},
        )
    return Written(folder, digest, book.votes, len(book.solutions))
