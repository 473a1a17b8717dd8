"""The package of what is public of a sprint: asked for by organisers, written by a worker, there for everybody."""

import hashlib
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict
from backend.core.outbox import outbox_add
from backend.core.runs import claim, is_given_up
from backend.core.transitions import transition
from programmes.enums import SprintState
from programmes.enums_of_exchange import SprintPackageState
from programmes.events_of_exchange import SprintPackageRequested
from programmes.models import Sprint, SprintPackage
from programmes.selectors.exchange import package_write
from programmes.selectors.sprints import sprint_for_update

# As long as a worker may take; after that it has been killed.
CLAIM: Final = timedelta(minutes=10)
WHOLE: Final = 100
FORMS: Final = ("zip", "json")


@transaction.atomic
def sprint_package_request(*, actor: User | None, sprint: Sprint) -> SprintPackage:
    """Have a worker write what is public of the sprint as it is then. While one is written, that one is returned.

    Locks the sprint; tells a worker. Raises Conflict (`sprint_not_public`).
    """
    sprint = sprint_for_update(sprint.pk)
    if sprint.state == SprintState.DRAFT:
        raise Conflict(_("Nothing of this sprint is public yet."), code="sprint_not_public")
    running = SprintPackage.objects.filter(sprint=sprint, state=SprintPackageState.REQUESTED).first()
    if running is not None and not is_given_up(running):
        return running
    if running is not None:
        transition(running, to=SprintPackageState.FAILED, actor=None)
    package = SprintPackage.objects.create(sprint=sprint, requested_by=actor)
    audit_add(actor=actor, action="programmes.sprint_package_requested", row=package)
    outbox_add(SprintPackageRequested(package_id=package.pk))
    return package


def sprint_package_carry_out(*, package_id: int) -> None:
    """Write both files, keep them, and publish them; what does not wait for that is left alone.

    The files are stored before the transaction that shows them; those that nobody shows then are removed at once.
    Raises Unavailable while another worker is at it.
    """
    waiting = SprintPackage.objects.filter(pk=package_id, state=SprintPackageState.REQUESTED)
    package = waiting.select_related("sprint__programme__organisation").first()
    if package is None:
        return
    claim(waiting, CLAIM)
    with tempfile.TemporaryDirectory() as name:
        count = _write(package, Path(name))
        size, sha256 = _facts(Path(name) / "package.zip")
        stored = [_keep(package, Path(name) / f"package.{form}") for form in FORMS]
    changes = {
        **dict(zip(("tables", "inline"), stored, strict=True)),
        "rows": count,
        "size_bytes": size,
        "sha256": sha256,
        "progress_percent": WHOLE,
        "ready_at": clock.now(),
    }
    if not _publish(package_id, changes):
        for path in stored:
            package.tables.storage.delete(path)


def _write(package: SprintPackage, folder: Path) -> int:
    """How far it is can be told between the files only: within one of them the database stands still for us."""
    sprint, count = package.sprint, 0
    address, now = f"{settings.SITE_URL}/sprints/{sprint.slug}/", clock.now()
    for number, form in enumerate(FORMS, 1):
        count = package_write(sprint, folder / f"package.{form}", address=address, created=now)
        _tell(package.pk, number * (WHOLE - 1) // len(FORMS))
    return count


def _tell(package_id: int, percent: int) -> None:
    rows = SprintPackage.objects.filter(pk=package_id, state=SprintPackageState.REQUESTED)
    rows.update(progress_percent=percent, updated_at=clock.now())


def _facts(file: Path) -> tuple[int, str]:
    with file.open("rb") as content:
        return file.stat().st_size, hashlib.file_digest(content, "sha256").hexdigest()


def _keep(package: SprintPackage, file: Path) -> str:
    with file.open("rb") as content:
        return package.tables.storage.save(f"sprint-packages/{package.public_id}{file.suffix}", File(content))


@transaction.atomic
def _publish(package_id: int, changes: dict[str, object]) -> bool:
    row = SprintPackage.objects.select_for_update(no_key=True).get(pk=package_id)
    if row.state != SprintPackageState.REQUESTED:
        return False
    facts = {"sha256": changes["sha256"], "rows": changes["rows"]}
    transition(row, to=SprintPackageState.READY, actor=None, changes=changes, facts=facts, is_locked=True)
    return True


@transaction.atomic
def sprint_package_fail(*, package_id: int) -> None:
    """Say that it could not be written. One that does not wait any more stays as it is."""
    row = SprintPackage.objects.filter(pk=package_id, state=SprintPackageState.REQUESTED).first()
    if row is not None:
        transition(row, to=SprintPackageState.FAILED, actor=None)
