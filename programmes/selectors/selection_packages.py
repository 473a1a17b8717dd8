"""What is published of selections for whoever wants to check them."""

from django.db.models import QuerySet

from programmes.models import Cohort, SelectionPackage, Sprint


def packages_published(sprint: Sprint) -> "QuerySet[SelectionPackage]":
    """The latest first, without what could not be made."""
    rows = SelectionPackage.objects.filter(cohort__sprint=sprint, failure="")
    return rows.select_related("cohort__sprint").order_by("-id")


def cohort_without_package(cohort_id: int) -> Cohort | None:
    """A cohort whose package nobody has tried to make yet."""
    return Cohort.objects.filter(pk=cohort_id, package=None).select_related("sprint").first()
