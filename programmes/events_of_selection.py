"""What a jury's decisions tell."""

from dataclasses import dataclass
from typing import ClassVar

from backend.core.outbox import Event


@dataclass(frozen=True, kw_only=True)
class SelectionDecided(Event):
    """A stage of a selection is over; with a cohort if it was the last one."""

    topic: ClassVar[str] = "programmes.selection_decided"
    sprint_id: int
    stage: int = 1
    cohort_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class SolutionWentOn(Event):
    """A stage of a selection is over, and the jury looks at this solution in the next one."""

    topic: ClassVar[str] = "programmes.solution_went_on"
    pass_id: int
