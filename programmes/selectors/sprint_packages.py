"""Packages of what is public of a sprint, and what was read of other systems on its desk."""

from django.db.models import QuerySet

from programmes.enums_of_exchange import SprintPackageState
from programmes.models import DataImport, Sprint, SprintPackage


def packages_of(sprint: Sprint) -> QuerySet[SprintPackage]:
    """All of them, the latest first: for organisers."""
    return SprintPackage.objects.filter(sprint=sprint).select_related("sprint", "requested_by").order_by("-id")


def packages_published(sprint: Sprint) -> QuerySet[SprintPackage]:
    return packages_of(sprint).filter(state=SprintPackageState.READY)


def package_latest(sprint: Sprint) -> SprintPackage | None:
    return packages_published(sprint).first()


def data_imports_of(sprint: Sprint) -> QuerySet[DataImport]:
    """Without the rows that were read, which may be long."""
    rows = DataImport.objects.filter(sprint=sprint).defer("rows", "findings")
    return rows.select_related("sprint", "requested_by").order_by("-id")
