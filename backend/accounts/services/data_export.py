"""A person gets everything that is held about them: one archive of JSON and files, put together by a worker."""

import json
import tempfile
import zipfile
from collections.abc import Sequence
from datetime import timedelta
from typing import IO

import structlog
from django.core.files import File
from django.core.files.storage import Storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from backend.accounts.enums import ExportState
from backend.accounts.events import DataExportRequested
from backend.accounts.models import DataExport, User
from backend.accounts.personal import PersonalData
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.outbox import outbox_add
from backend.core.storing import private_storage
from backend.core.transitions import transition
from backend.notifications.enums import Category
from backend.notifications.services.messages import message_create

log = structlog.get_logger(__name__)
KEPT = timedelta(days=7)
FOLDER = "exports"
# Whoever still writes a file has been at it for minutes, not for a day.
SURELY_LEFT = timedelta(days=1)


@transaction.atomic
def data_export_request(*, user: User) -> DataExport:
    """Ask for an archive. While one is being put together, asking again returns that one."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    export, created = DataExport.objects.get_or_create(user=user, state=ExportState.REQUESTED)
    if created:
        audit_add(actor=user, action="accounts.data_export_requested", row=export)
        outbox_add(DataExportRequested(export_id=export.pk), dedupe_key=str(export.pk))
    return export


def data_export_store(*, export: DataExport, parts: Sequence[PersonalData], url: str) -> DataExport:
    """Put the archive together, keep it for a week, and tell its owner where (`url`). Repeating it changes nothing.

    The file is written before the transaction; one that nobody needs any more is removed at once, and one that a crash
    leaves without a row with the expired ones.
    """
    if export.state != ExportState.REQUESTED:
        return export
    with tempfile.TemporaryFile() as archive:
        write_archive(archive, parts)
        name = export.archive.storage.save(f"{FOLDER}/{export.public_id}.zip", File(archive))
    with transaction.atomic():
        expires_at = clock.now() + KEPT
        # Meanwhile its owner may have been erased, or another worker may have been quicker.
        open_export = DataExport.objects.select_for_update().filter(pk=export.pk, state=ExportState.REQUESTED).first()
        if open_export is not None:
            export = transition(
                open_export, to=ExportState.READY, actor=None, changes={"archive": name, "expires_at": expires_at}
            )
            message_create(
                recipient=export.user,
                category=Category.ACCOUNT,
                template="account/export_ready",
                context={"until": expires_at.isoformat(), "timezone": ""},
                url=url,
                dedupe_key=f"export_ready:{export.public_id}",
            )
    if open_export is None:
        export.archive.storage.delete(name)
    return export


def write_archive(target: IO[bytes], parts: Sequence[PersonalData]) -> None:
    """Write `data.json` and the files of all parts as one zip."""
    tables = {name: rows for part in parts for name, rows in part.tables.items()}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(tables, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
        for part in parts:
            for name, file in part.files.items():
                try:
                    with file.open("rb") as content:
                        archive.writestr(f"files/{name}", content.read())
                except FileNotFoundError:
                    log.warning("personal_file_missing", name=name)
    target.seek(0)


def data_exports_expire() -> int:
    """Remove archives whose time is over, and files that no row knows; return how many archives."""
    over = list(DataExport.objects.filter(state=ExportState.READY, expires_at__lt=clock.now()).order_by("pk"))
    for export in over:
        name = export.archive.name
        with transaction.atomic():
            transition(export, to=ExportState.EXPIRED, actor=None, changes={"archive": ""})
        if name:
            export.archive.storage.delete(name)
    _remove_left_files(private_storage())
    return len(over)


def _remove_left_files(storage: Storage) -> None:
    try:
        _folders, files = storage.listdir(FOLDER)
    except FileNotFoundError:
        return
    known = set(DataExport.objects.filter(state=ExportState.READY).values_list("archive", flat=True))
    for name in (f"{FOLDER}/{file}" for file in files):
        if name not in known and storage.get_modified_time(name) < clock.now() - SURELY_LEFT:
            storage.delete(name)
