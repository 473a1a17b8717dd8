"""Requests to join a team."""

from backend.accounts.fetching import by_id, checked, hidden_unless
from backend.accounts.viewers import Viewer
from programmes import rules
from programmes.models import JoinRequest


def join_request_to_view(viewer: Viewer, public_id: str) -> JoinRequest:
    """One's own, or one to a team that one leads or organises."""
    row = by_id(JoinRequest.objects.select_related("team", "team__sprint", "user", "role"), public_id)
    return hidden_unless(row, viewer, rules.is_own | rules.can_edit_team)


def join_request_to_answer(viewer: Viewer, public_id: str) -> JoinRequest:
    return checked(join_request_to_view(viewer, public_id), viewer, rules.can_edit_team & ~rules.is_own)


def join_request_to_withdraw(viewer: Viewer, public_id: str) -> JoinRequest:
    return checked(join_request_to_view(viewer, public_id), viewer, rules.is_own)
