"""What is published of selections for whoever wants to check them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, QuerySet

from programmes.models import Cohort, SelectionPackage, Sprint, StagePass


@dataclass(frozen=True, slots=True)
class Selected:
    """Of what a package is: one stage of a sprint's selection, with the cohort if it was the last one."""

    sprint: Sprint
    stage: int
    cohort: Cohort | None
    at: datetime

    @property
    def name(self) -> str:
        """For a file."""
        return self.cohort.public_id if self.cohort else f"{self.sprint.public_id}-{self.stage}"


def packages_published(sprint: Sprint) -> "QuerySet[SelectionPackage]":
    """The latest first, without what could not be made."""
    rows = SelectionPackage.objects.filter(sprint=sprint, failure="")
    return rows.select_related("sprint", "cohort").order_by("-id")


def packages_failed(sprint: Sprint) -> "QuerySet[SelectionPackage]":
    """What could not be made; organisers are told."""
    return SelectionPackage.objects.filter(sprint=sprint).exclude(failure="").order_by("stage", "id")


def selection_without_package(sprint_id: int, stage: int, cohort_id: int | None) -> Selected | None:
    """What was decided, unless somebody has tried to make its package already."""
    sprint = Sprint.objects.get(pk=sprint_id)
    if SelectionPackage.objects.filter(sprint=sprint, stage=stage, cohort=cohort_id).exists():
        return None
    if cohort_id is not None:
        cohort = Cohort.objects.get(pk=cohort_id)
        return Selected(sprint, stage, cohort, cohort.created_at)
    last = StagePass.objects.filter(solution__sprint=sprint, stage=stage).aggregate(at=Max("at"))["at"]
    return Selected(sprint, stage, None, last) if last else None
