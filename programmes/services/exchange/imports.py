"""What was read of another system: looked at first, then taken over by a worker. Names and addresses are never kept."""

import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid
from backend.core.outbox import outbox_add
from backend.core.runs import claim, is_given_up
from backend.core.transitions import transition
from programmes.domain.exchange.package import KINDS, Package
from programmes.domain.exchange.rows import from_data, to_data
from programmes.enums_of_exchange import DataImportState, ImportSource
from programmes.events_of_exchange import DataImportRead, DataImportTaken
from programmes.models import DataImport, Programme, Sprint
from programmes.selectors.exchange import ref_of, sprints_called
from programmes.selectors.sprints import sprint_for_update
from programmes.services.archive.importing import FileReport
from programmes.services.archive.reading import Finding, Report
from programmes.services.exchange.devpost import BYTES_MOST, devpost_bring, devpost_understand
from programmes.services.exchange.importing import Imported, package_event, package_import, package_read, require_own
from programmes.services.exchange.people import note_names, without_names
from programmes.services.exchange.sprints import require_event

UNPACKED_MOST: Final = 20 << 20
"""While somebody waits for the page; a sprint of 1,500 solutions has some 10 MB."""
CLAIM: Final = timedelta(minutes=10)
EMPTY: Final[dict[str, Any]] = {"rows": {}}


@transaction.atomic
def devpost_read(*, actor: User, sprint: Sprint, content: bytes) -> DataImport:
    """Keep what a table of Devpost says, so that it can be looked at before it is taken over; not the table itself.

    Nobody is told. Raises Invalid.
    """
    read = devpost_understand(sprint, content)
    row = DataImport(
        sprint=sprint,
        into=sprint,
        source=ImportSource.DEVPOST,
        layout=read.layout,
        # Nothing to try out: the page itself says which of these rows are here already.
        state=DataImportState.READY,
    )
    return _keep(actor, row, read.package, read.findings)


@transaction.atomic
def package_look(*, actor: User, sprint: Sprint, content: bytes) -> DataImport:
    """Keep what a package says, for a worker to try out what would become of it in its own sprint of the programme.

    The package itself is not kept. Tells a worker. Raises Invalid, and Conflict (`other_programme`).
    """
    package = _unpacked(content)
    _number, event = package_event(package)
    require_event(event)
    into = sprints_called(event.id).first()
    require_own(into, sprint.programme)
    found = Report()
    for file, number, what in package.unfit:
        found.note(file, number, "refused", what)
    note_names(package, found)
    row = DataImport(sprint=sprint, into=into, source=ImportSource.PACKAGE)
    _keep(actor, row, without_names(package, ref_of(into) if into else event.id), found.findings)
    outbox_add(DataImportRead(import_id=row.pk))
    return row


def import_try_out(*, import_id: int) -> None:
    """Bring a package in and undo that, so that one can look at what would become of it.

    What does not wait for that is left alone, so repeating it is safe. Raises Unavailable while another worker is at
    it.
    """
    if _is_claimed(import_id, DataImportState.READING):
        _try_out(import_id)


@transaction.atomic
def import_take(*, actor: User, found: DataImport) -> DataImport:
    """Have a worker take over what was read. Locks the sprint; tells a worker. Raises Conflict (`being_taken`)."""
    sprint = sprint_for_update(found.sprint_id)
    running = DataImport.objects.filter(sprint=sprint, state=DataImportState.TAKING).exclude(pk=found.pk).first()
    if running is not None and not is_given_up(running):
        raise Conflict(_("Something else is being taken over. Please wait until it is done."), code="being_taken")
    if running is not None:
        transition(running, to=DataImportState.FAILED, actor=None, changes=EMPTY)
    before = found.state
    row = transition(found, to=DataImportState.TAKING, actor=actor)
    if before == DataImportState.READY:
        outbox_add(DataImportTaken(import_id=row.pk), dedupe_key=str(row.pk))
    return row


@transaction.atomic
def import_discard(*, actor: User, found: DataImport) -> DataImport:
    """Put aside what was read, and forget it. Raises Conflict if it is taken over already."""
    return transition(found, to=DataImportState.DISCARDED, actor=actor, changes=EMPTY)


def import_carry_out(*, import_id: int) -> None:
    """Take over what was read: all of it or nothing.

    What does not wait for that is left alone, so repeating it is safe. Raises Unavailable while another worker is at
    it.
    """
    if _is_claimed(import_id, DataImportState.TAKING):
        _carry_out(import_id)


@transaction.atomic
def import_fail(*, import_id: int) -> None:
    """Say that a worker could not do what it was asked, and forget what was read. Others stay as they are."""
    asked = (DataImportState.READING, DataImportState.TAKING)
    row = DataImport.objects.filter(pk=import_id, state__in=asked).first()
    if row is not None:
        transition(row, to=DataImportState.FAILED, actor=None, changes=EMPTY)


def _is_claimed(import_id: int, state: DataImportState) -> bool:
    """Whether it waits in this state, and is ours now. Raises Unavailable."""
    waiting = DataImport.objects.filter(pk=import_id, state=state)
    if not waiting.exists():
        return False
    claim(waiting, CLAIM)
    return True


@transaction.atomic
def _try_out(import_id: int) -> None:
    rows = DataImport.objects.select_for_update(no_key=True, of=("self",)).select_related("sprint__programme")
    row = rows.get(pk=import_id)
    if row.state != DataImportState.READING:
        return
    tried = _tried(row.sprint.programme, _package_of(row))
    changes = {"tables": _told(tried.tables), "findings": _findings(row, tried), "claimed_until": None}
    transition(row, to=DataImportState.READY, actor=None, changes=changes, is_locked=True)


@transaction.atomic
def _carry_out(import_id: int) -> None:
    """Locks the sprint of the desk, the import, and then the sprint of a package, if that is another one."""
    sprint = sprint_for_update(DataImport.objects.values_list("sprint_id", flat=True).get(pk=import_id))
    rows = DataImport.objects.select_for_update(no_key=True, of=("self",)).select_related("requested_by")
    row = rows.get(pk=import_id)
    if row.state != DataImportState.TAKING:
        return
    done = _brought(row, sprint)
    reports = [table.report for table in done.tables]
    changes = {
        **EMPTY,
        "into": done.sprint,
        "tables": _told(done.tables) if row.source == ImportSource.PACKAGE else [],
        "findings": _findings(row, done),
        "created": sum(report.created for report in reports),
        "updated": sum(report.updated for report in reports),
        "progress_percent": 100,
        "done_at": clock.now(),
    }
    facts = {"created": changes["created"], "updated": changes["updated"]}
    transition(row, to=DataImportState.DONE, actor=None, changes=changes, facts=facts, is_locked=True)


def _brought(row: DataImport, sprint: Sprint) -> Imported:
    package = _package_of(row)
    if row.source == ImportSource.PACKAGE:
        return package_import(actor=row.requested_by, programme=sprint.programme, package=package)
    return Imported(sprint, [FileReport(row.source, len(package.projects), devpost_bring(sprint, package))])


def _unpacked(content: bytes) -> Package:
    if len(content) > BYTES_MOST:
        raise Invalid({"file": _("Please choose a package of at most %(most)s MB.") % {"most": BYTES_MOST >> 20}})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "package"
        path.write_bytes(content)
        return package_read(path=path, most=UNPACKED_MOST)


def _tried(programme: Programme, package: Package) -> Imported:
    with transaction.atomic():
        done = package_import(actor=None, programme=programme, package=package)
        transaction.set_rollback(True)
    return done


def _keep(actor: User, row: DataImport, package: Package, findings: Sequence[Finding]) -> DataImport:
    row.requested_by, row.count = actor, len(package.projects)
    row.rows = {
        file: [[number, to_data(one)] for number, one in found] for file, found in package.tables().items() if found
    }
    row.findings = [_listed(one) for one in findings]
    row.save(force_insert=True)
    audit_add(actor=actor, action="programmes.data_read", row=row, facts={"source": row.source, "count": row.count})
    return row


def _package_of(row: DataImport) -> Package:
    package = Package()
    for file, found in package.tables().items():
        found.extend((number, from_data(KINDS[file], data)) for number, data in row.rows.get(file, []))
    return package


def _findings(row: DataImport, done: Imported) -> list[list[str | int]]:
    """With what was found before; a package is tried out, and finds the same when it is taken over."""
    before = {tuple(one) for one in row.findings}
    found = [_listed(one) for table in done.tables for one in table.report.findings]
    return [*row.findings, *(one for one in found if tuple(one) not in before)]


def _listed(one: Finding) -> list[str | int]:
    return [one.file, one.row, one.kind, one.what]


def _told(tables: Sequence[FileReport]) -> list[list[str | int]]:
    return [
        [table.file, table.rows, table.report.created, table.report.updated, table.report.unchanged] for table in tables
    ]
