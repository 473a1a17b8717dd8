"""The import of a whole package: one transaction, an audit entry where something changed."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid
from backend.core.evidence.reading import Broken
from programmes.domain.exchange.package import ACTIVITIES, CATEGORIES, EVENTS, PROJECTS, USERS, Package
from programmes.domain.exchange.reading import TABLE_BYTES, read_package
from programmes.domain.exchange.rows import EventRow
from programmes.models import Programme, Sprint
from programmes.selectors.exchange import Progress, quietly
from programmes.services.archive.importing import FileReport
from programmes.services.archive.reading import Report
from programmes.services.exchange.people import import_people
from programmes.services.exchange.projects import import_projects
from programmes.services.exchange.sprints import import_categories, import_event

WHY: Final = {
    "not_a_package": _("This is neither a ZIP file of tables nor a JSON file."),
    "unknown_format": _("This is no package of Gemeinwerk or dribdat that can be read here."),
    "file_missing": _("A file is missing in this package."),
    "file_too_large": _("This package is too large."),
    "unpacks_to_too_much": _("This package is too large."),
}


@dataclass(frozen=True, slots=True)
class Imported:
    sprint: Sprint
    tables: list[FileReport]

    @property
    def changed(self) -> int:
        return sum(table.report.changed for table in self.tables)


def package_read(*, path: Path, most: int = TABLE_BYTES) -> Package:
    """Return the rows of a package that unpacks to `most` bytes. Raises Invalid with why it cannot be read."""
    try:
        return read_package(path, most)
    except Broken as error:
        said = WHY.get(error.code) or _("This package cannot be read (%(code)s in %(file)s, line %(line)s).") % {
            "code": error.code,
            "file": error.file,
            "line": error.line,
        }
        raise Invalid({"file": said}) from error


def package_event(package: Package) -> tuple[int, EventRow]:
    """Return the one event of a package, with its number. Raises Invalid where it is not exactly one."""
    if len(package.events) != 1:
        raise Invalid(
            {"file": _("A package holds exactly one event; this one holds %(n)s.") % {"n": len(package.events)}}
        )
    return package.events[0]


def require_own(sprint: Sprint | None, programme: Programme | None) -> None:
    """Raises Conflict where the sprint that a package is of is one of another programme."""
    if sprint is not None and programme is not None and sprint.programme_id != programme.pk:
        raise Conflict(_("This sprint belongs to another programme."), code="other_programme")


@transaction.atomic
def package_import(
    *, actor: User | None, programme: Programme | None, package: Package, progress: Progress = quietly
) -> Imported:
    """Bring a package into its sprint, which becomes one of `programme` unless it is here already.

    What came with an earlier package is brought to what this one says; what was made here stays as it is, and so does
    whatever has gone further. Nobody is told. All of it or nothing. Raises Invalid (not exactly one event, or no
    programme for a new one) and Conflict (the sprint belongs to another programme).
    """
    number, event = package_event(package)
    reports = {name: Report() for name in (EVENTS, CATEGORIES, USERS, PROJECTS, ACTIVITIES)}
    for file, row, what in package.unfit:
        reports[file].note(file, row, "refused", what)
    sprint = import_event(programme, number, event, reports[EVENTS])
    require_own(sprint, programme)
    categories = import_categories(sprint, package.categories, reports[CATEGORIES])
    teams = import_projects(sprint, package.projects, categories, reports[PROJECTS], progress)
    import_people(sprint, package, teams, reports[USERS], reports[ACTIVITIES])
    tables = [FileReport(file, len(found), reports[file]) for file, found in package.tables().items()]
    done = Imported(sprint, tables)
    if done.changed:
        facts = {table.file: table.report.changed for table in tables if table.report.changed}
        audit_add(actor=actor, action="programmes.package_imported", row=sprint, facts=facts)
    return done
