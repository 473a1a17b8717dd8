"""What people say about solutions."""

from django.db.models import Q, QuerySet

from backend.accounts.viewers import Viewer, person_of
from programmes.models import Comment, Solution
from programmes.selectors.solutions import solutions_visible_to


def comments_shown(solution: Solution) -> "QuerySet[Comment]":
    """What everybody reads, the newest first."""
    rows = Comment.objects.filter(solution=solution, withdrawn_at=None, hidden_at=None)
    return rows.select_related("author").order_by("-created_at", "-id")


def comments_of(solution: Solution, viewer: Viewer) -> "QuerySet[Comment]":
    """The same, with what is hidden of the viewer's own."""
    person = person_of(viewer)
    if person is None:
        return comments_shown(solution)
    rows = Comment.objects.filter(Q(hidden_at=None) | Q(author=person), solution=solution, withdrawn_at=None)
    return rows.select_related("author").order_by("-created_at", "-id")


def comments_visible_to(viewer: Viewer) -> "QuerySet[Comment]":
    """By whoever may see the solution; what is hidden by its author alone."""
    rows = Comment.objects.filter(withdrawn_at=None, solution__in=solutions_visible_to(viewer))
    rows = rows.select_related("author", "solution__sprint__programme", "solution__team")
    person = person_of(viewer)
    return rows.filter(hidden_at=None) if person is None else rows.filter(Q(hidden_at=None) | Q(author=person))
