"""What a sprint exchanges with other systems."""

from backend.accounts.fetching import by_id, hidden_unless
from backend.accounts.viewers import Viewer
from backend.core.errors import NotFound
from programmes import rules
from programmes.enums import SprintState
from programmes.enums_of_exchange import SprintPackageState
from programmes.models import DataImport, Sprint, SprintPackage
from programmes.selectors.sprint_packages import package_latest

__all__ = ["data_import_to_manage", "sprint_package_to_fetch", "sprint_package_to_view"]


def sprint_package_to_view(viewer: Viewer, public_id: str) -> SprintPackage:
    """For everybody once it is published; while it is written for the organisers."""
    row = by_id(SprintPackage.objects.select_related("sprint", "requested_by"), public_id)
    is_public = row.state == SprintPackageState.READY and row.sprint.state != SprintState.DRAFT
    return row if is_public else hidden_unless(row, viewer, rules.can_manage)


def sprint_package_to_fetch(sprint: Sprint) -> SprintPackage:
    """The latest one that is published, of a sprint that may be seen."""
    row = package_latest(sprint)
    if row is None:
        raise NotFound
    return row


def data_import_to_manage(viewer: Viewer, public_id: str) -> DataImport:
    rows = DataImport.objects.select_related("sprint", "into", "requested_by")
    return hidden_unless(by_id(rows, public_id), viewer, rules.can_manage)
