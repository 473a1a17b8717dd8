"""What people say about solutions."""

from django.db.models import Q, QuerySet

from backend.accounts.viewers import Viewer, person_of
from programmes.models import Comment, Solution
from programmes.selectors.solutions import solutions_visible_to


def comments_of(solution: Solution, viewer: Viewer) -> "QuerySet[Comment]":
    """What everybody reads, the newest first, with what is hidden of the viewer's own."""
    rows = Comment.objects.filter(_shown_to(viewer), solution=solution)
    return rows.select_related("author").order_by("-created_at", "-id")


def comments_visible_to(viewer: Viewer) -> "QuerySet[Comment]":
    """By whoever may see the solution; what is hidden by its author alone."""
    rows = Comment.objects.filter(_shown_to(viewer), solution__in=solutions_visible_to(viewer))
    return rows.select_related("author", "solution__sprint__programme", "solution__team")


def _shown_to(viewer: Viewer) -> Q:
    person = person_of(viewer)
    return Q(withdrawn_at=None) & (Q(hidden_at=None) if person is None else Q(hidden_at=None) | Q(author=person))
