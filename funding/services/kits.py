"""Closing kits: asked for by a manager, put together by a worker, kept as private files."""

from datetime import timedelta
from typing import IO

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict
from backend.core.outbox import outbox_add
from backend.core.predicates import require
from backend.core.transitions import transition
from funding.enums import FundState, KitState
from funding.events import KitReady, KitRequested
from funding.models import Fund, FundKit
from funding.rules import can_manage_fund

FOLDER = "kits"
# Whoever still puts a kit together has been at it for seconds.
SURELY_LOST = timedelta(hours=1)
ALL = 100


@transaction.atomic
def kit_request(*, fund: Fund, actor: User) -> FundKit:
    """Ask for the reports and lists of a fund as they are now. While one is being made, asking again returns that one.

    Raises NotAllowed, Conflict (the fund was never open).
    """
    require(can_manage_fund, actor, fund)
    row = Fund.objects.select_for_update(no_key=True).get(pk=fund.pk)
    if row.state == FundState.DRAFT:
        raise Conflict(_("This fund was not open yet, so there is nothing to report."), code="fund_not_open")
    waiting = FundKit.objects.filter(fund=row, state=KitState.REQUESTED).first()
    if waiting is not None and waiting.created_at > clock.now() - SURELY_LOST:
        return waiting
    if waiting is not None:
        transition(waiting, to=KitState.FAILED, actor=None)
    kit = FundKit.objects.create(fund=row, requested_by=actor)
    audit_add(actor=actor, action="funding.kit_requested", row=kit)
    outbox_add(KitRequested(kit_id=kit.pk), dedupe_key=str(kit.pk))
    return kit


def kit_progress(*, kit: FundKit, percent: int) -> None:
    """Say how far it is, for whoever waits in front of the page."""
    FundKit.objects.filter(pk=kit.pk).update(progress_percent=min(ALL, percent))


def kit_store(*, kit: FundKit, archive: IO[bytes]) -> FundKit:
    """Keep the archive and tell who has asked for it. Repeating it changes nothing.

    The file is written before the transaction; one that nobody needs any more is removed at once.
    """
    name = kit.archive.storage.save(f"{FOLDER}/{kit.public_id}.zip", File(archive))
    with transaction.atomic():
        waiting = FundKit.objects.select_for_update(no_key=True).filter(pk=kit.pk, state=KitState.REQUESTED).first()
        if waiting is not None:
            changes = {"archive": name, "ready_at": clock.now(), "progress_percent": ALL}
            kit = transition(waiting, to=KitState.READY, actor=None, changes=changes)
            outbox_add(KitReady(kit_id=kit.pk))
    if waiting is None:
        kit.archive.storage.delete(name)
    return kit
