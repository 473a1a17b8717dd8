"""A selection's package for outsiders: written and checked by a worker with the decision, open to everybody."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.db import transaction

from backend.core.audit import audit_add
from backend.core.storing import store
from programmes.models import SelectionPackage
from programmes.selectors.selection_packages import Selected

FOLDER = "selections"


class PackageFailure(StrEnum):
    """Why nothing was published, as a stable word."""

    DOES_NOT_HOLD = "does_not_hold"
    NO_BOOK = "no_book"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A package that was written and checked: its file, and what stands for its content."""

    file: Path
    digest: str
    votes: int
    solutions: int


def selection_package_publish(*, selected: Selected, made: Made) -> SelectionPackage:
    """Keep the file and publish it with both digests; of two workers with the same one the second keeps nothing.

    The file is stored before the transaction; one that nobody needs is removed at once.
    """
    storage = SelectionPackage._meta.get_field("archive").storage  # noqa: SLF001  Django's public underscore
    stored = store(storage, f"{FOLDER}/{selected.name}.zip", made.file)
    facts = {"digest": made.digest, "sha256": stored.sha256, "votes": made.votes, "solutions": made.solutions}
    row, is_new = _keep(selected, {"archive": stored.name, "size_bytes": stored.size_bytes, **facts}, facts)
    if not is_new:
        storage.delete(stored.name)
    return row


def selection_package_fail(*, selected: Selected, failure: PackageFailure) -> SelectionPackage:
    """Publish nothing, and say why where organisers look. Repeating it changes nothing."""
    return _keep(selected, {"failure": failure}, {"failure": str(failure)})[0]


@transaction.atomic
def _keep(selected: Selected, values: dict[str, object], facts: dict[str, object]) -> tuple[SelectionPackage, bool]:
    row, is_new = SelectionPackage.objects.get_or_create(
        sprint=selected.sprint, stage=selected.stage, cohort=selected.cohort, defaults=values
    )
    if is_new:
        audit_add(actor=None, action="programmes.selection_package_made", row=row, facts=facts)
    return row, is_new
