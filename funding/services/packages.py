"""A fund's package for outsiders: asked for by a manager, written and checked by a worker, open to everybody."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict, LimitReached
from backend.core.outbox import outbox_add
from backend.core.predicates import require
from backend.core.storing import store
from backend.core.transitions import transition
from funding.enums import FundState, KitState
from funding.events_of_funds import PackageFailed, PackagePublished, PackageRequested
from funding.models import Fund, FundBook, FundPackage
from funding.rules import can_manage_fund

FOLDER = "packages"
EVENTS_MOST = 2_000_000
"""A journal of this length takes a worker some minutes and some gigabytes of memory."""
BYTES_MOST = 1 << 30
# Whoever still writes one has been at it for minutes.
SURELY_LOST = timedelta(hours=2)
ALL = 100


class PackageFailure(StrEnum):
    """Why no package was published, as a stable word."""

    DOES_NOT_HOLD = "does_not_hold"
    TOO_LARGE = "too_large"
    NO_BOOK = "no_book"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A package that was written and checked: its file, and what stands for its content."""

    file: Path
    digest: str
    events: int
    matches: int


@transaction.atomic
def package_request(*, fund: Fund, actor: User) -> FundPackage:
    """Ask for the package of a fund as it is now, to be published. While one is written, asking again returns that one.

    Locks the fund. Tells a worker. Raises NotAllowed, Conflict (never open, or nothing new since the last one) and
    LimitReached (its journal is too long to be written here).
    """
    require(can_manage_fund, actor, fund)
    row = Fund.objects.select_for_update(no_key=True).get(pk=fund.pk)
    if row.state == FundState.DRAFT:
        raise Conflict(_("This fund was not open yet, so there is nothing to report."), code="fund_not_open")
    waiting = FundPackage.objects.filter(fund=row, state=KitState.REQUESTED).first()
    if waiting is not None and waiting.created_at > clock.now() - SURELY_LOST:
        return waiting
    if waiting is not None:
        transition(waiting, to=KitState.FAILED, actor=None, changes={"failure": PackageFailure.LOST})
    _check(row)
    package = FundPackage.objects.create(fund=row, requested_by=actor)
    audit_add(actor=actor, action="funding.package_requested", row=package)
    outbox_add(PackageRequested(package_id=package.pk), dedupe_key=str(package.pk))
    return package


def _check(fund: Fund) -> None:
    told = FundBook.objects.filter(fund=fund).values_list("sequence", flat=True).first() or 0
    if told > EVENTS_MOST:
        raise LimitReached(_("This fund has too many events to be published from here."), code="too_many_events")
    last = FundPackage.objects.filter(fund=fund, state=KitState.READY).order_by("-id").first()
    if last is not None and last.events == told:
        raise Conflict(_("Nothing has happened since the last package was published."), code="nothing_new")


def package_progress(*, package: FundPackage, percent: int) -> None:
    """Say how far it is, for whoever waits in front of the page."""
    rows = FundPackage.objects.filter(pk=package.pk, state=KitState.REQUESTED)
    rows.update(progress_percent=min(ALL, percent))


def package_publish(*, package: FundPackage, made: Made) -> FundPackage:
    """Keep the file and publish it with both digests; tell who manages the fund. Repeating it changes nothing.

    The file is stored before the transaction; one that nobody needs any more is removed at once. One that is too large
    is not published.
    """
    if made.file.stat().st_size > BYTES_MOST:
        return package_fail(package=package, failure=PackageFailure.TOO_LARGE)
    stored = store(package.archive.storage, f"{FOLDER}/{package.public_id}.zip", made.file)
    with transaction.atomic():
        waiting = _waiting(package)
        if waiting is not None:
            facts = {"digest": made.digest, "sha256": stored.sha256, "events": made.events}
            changes = facts | {
                "archive": stored.name,
                "size_bytes": stored.size_bytes,
                "matches": made.matches,
                "ready_at": clock.now(),
                "progress_percent": ALL,
            }
            package = transition(waiting, to=KitState.READY, actor=None, changes=changes, facts=facts)
            outbox_add(PackagePublished(package_id=package.pk))
    if waiting is None:
        package.archive.storage.delete(stored.name)
    return package


@transaction.atomic
def package_fail(*, package: FundPackage, failure: PackageFailure) -> FundPackage:
    """Publish nothing, and tell who manages the fund why. Repeating it changes nothing."""
    waiting = _waiting(package)
    if waiting is None:
        return package
    changes, facts = {"failure": failure}, {"failure": str(failure)}
    row = transition(waiting, to=KitState.FAILED, actor=None, changes=changes, facts=facts)
    outbox_add(PackageFailed(package_id=row.pk))
    return row


def _waiting(package: FundPackage) -> FundPackage | None:
    rows = FundPackage.objects.select_for_update(no_key=True).filter(pk=package.pk, state=KitState.REQUESTED)
    return rows.first()
