from programmes.domain.selecting import Method
from programmes.domain.votes import VoteKind
from programmes.models import Comparison, SelectionMethod, Sprint, Vote


def method_named(sprint: Sprint) -> SelectionMethod | None:
    """How this sprint's reviews become a selection, with the places kept for categories. Three queries at most."""
    return SelectionMethod.objects.prefetch_related("tracks__category").filter(sprint=sprint).first()


def method_of(sprint: Sprint) -> Method | None:
    named = method_named(sprint)
    return named.method if named else None


def method_is_fixed(sprint: Sprint) -> bool:
    """Whether a review was submitted or solutions were compared, after which the method stays as it is."""
    if Vote.objects.filter(review__solution__sprint=sprint, kind=VoteKind.SUBMITTED).exists():
        return True
    return Comparison.objects.filter(first__sprint=sprint).exists()
