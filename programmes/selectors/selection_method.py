from programmes.domain.selecting import Method
from programmes.domain.votes import VoteKind
from programmes.models import Comparison, SelectionMethod, Sprint, Vote
from programmes.selectors.stages import stage_meant


def method_named(sprint: Sprint, stage: int | None = None) -> SelectionMethod | None:
    """How reviews become a selection in a stage, the current one if none is named; with the places kept for categories.

    Three queries at most.
    """
    rows = SelectionMethod.objects.prefetch_related("tracks__category")
    return rows.filter(sprint=sprint, stage=stage_meant(sprint, stage)).first()


def method_of(sprint: Sprint, stage: int | None = None) -> Method | None:
    named = method_named(sprint, stage)
    return named.method if named else None


def method_is_fixed(sprint: Sprint, stage: int | None = None) -> bool:
    """Whether the stage is over, a review of it was submitted or solutions were compared in it, after which its method
    stays as it is.
    """
    wanted = stage_meant(sprint, stage)
    if wanted < sprint.jury_stage:
        return True
    of_stage = {"review__solution__sprint": sprint, "review__stage": wanted}
    if Vote.objects.filter(**of_stage, kind=VoteKind.SUBMITTED).exists():
        return True
    return Comparison.objects.filter(first__sprint=sprint, stage=wanted).exists()
