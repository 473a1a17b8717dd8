"""Stars and comments of the public, and what is published of a selection."""

from backend.accounts.fetching import by_id, checked, signed_in
from backend.accounts.viewers import Viewer
from programmes import rules
from programmes.access.moderation import solution_to_report
from programmes.models import Comment, SelectionPackage, Solution
from programmes.selectors import comments, sprints


def solution_to_discuss(viewer: Viewer, public_id: str) -> Solution:
    """To rate or to comment on: for whoever has signed in; services say whether the time is right."""
    return solution_to_report(viewer, public_id)


def comment_to_report(viewer: Viewer, public_id: str) -> Comment:
    row = by_id(comments.comments_visible_to(viewer), public_id)
    signed_in(viewer)
    return row


def comment_to_withdraw(viewer: Viewer, public_id: str) -> Comment:
    """For who wrote it."""
    return checked(by_id(comments.comments_visible_to(viewer), public_id), viewer, rules.wrote_it)


def selection_package_to_fetch(viewer: Viewer, public_id: str) -> SelectionPackage:
    """The file that is published of a selection, for whoever sees the sprint."""
    rows = SelectionPackage.objects.filter(failure="", sprint__in=sprints.sprints_visible_to(viewer))
    return by_id(rows.select_related("sprint"), public_id)
