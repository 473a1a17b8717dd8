"""The import of the whole archive: one transaction a file, an audit entry where something changed."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from backend.accounts.models import User
from backend.core.audit import audit_add
from programmes.models import Programme
from programmes.services.archive import reading
from programmes.services.archive.events import archive_programme, import_events
from programmes.services.archive.people import import_participation
from programmes.services.archive.projects import import_projects
from programmes.services.archive.reading import Report

Progress = Callable[[str, int], None]
"""Told the file and how many of its rows have been dealt with."""


@dataclass(frozen=True, slots=True)
class FileReport:
    file: str
    rows: int
    report: Report


def archive_import(
    *, actor: User | None, folder: Path, progress: Progress = lambda _file, _rows: None
) -> list[FileReport]:
    """Bring the archive in `folder` into sprints, challenges, teams and solutions; what is there already stays.

    All of a file or nothing of it. Nobody is told: it is history. Raises Invalid if a file cannot be read.
    """
    found_events, found_projects, found_people = Report(), Report(), Report()
    events = reading.events(folder, found_events)
    projects = reading.projects(folder, found_projects)
    people = reading.participation(folder, found_people)
    with transaction.atomic():
        sprints = import_events(events, found_events)
        _note(actor, reading.EVENTS, found_events)
    progress(reading.EVENTS, len(events))
    with transaction.atomic():
        imported = import_projects(projects, sprints, found_projects)
        _note(actor, reading.PROJECTS, found_projects)
    progress(reading.PROJECTS, len(projects))
    with transaction.atomic():
        import_participation(people, sprints, imported, found_people)
        _note(actor, reading.PARTICIPATION, found_people)
    progress(reading.PARTICIPATION, len(people))
    return [
        FileReport(reading.EVENTS, len(events), found_events),
        FileReport(reading.PROJECTS, len(projects), found_projects),
        FileReport(reading.PARTICIPATION, len(people), found_people),
    ]


def _note(actor: User | None, file: str, report: Report) -> None:
    if report.changed:
        row: Programme = archive_programme(Report())
        facts = {"file": file, "created": report.created, "updated": report.updated}
        audit_add(actor=actor, action="programmes.archive_imported", row=row, facts=facts)
