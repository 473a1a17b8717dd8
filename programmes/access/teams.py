"""Teams, who is in them, and what they look for."""

from backend.accounts.fetching import by_id, checked, hidden_unless, signed_in
from backend.accounts.viewers import Viewer
from programmes import rules
from programmes.models import OpenRole, PlaceHold, Team, TeamMember
from programmes.selectors import teams


def team_to_view(viewer: Viewer, public_id: str) -> Team:
    return by_id(teams.teams_visible_to(viewer), public_id)


def team_to_enter(viewer: Viewer, public_id: str) -> Team:
    """The team room: for who is in it, and for organisers."""
    return checked(team_to_view(viewer, public_id), viewer, rules.is_in_team | rules.can_manage)


def team_to_edit(viewer: Viewer, public_id: str) -> Team:
    return checked(team_to_view(viewer, public_id), viewer, rules.can_edit_team)


def team_to_join(viewer: Viewer, public_id: str) -> Team:
    team = team_to_view(viewer, public_id)
    signed_in(viewer)
    return team


def place_hold_to_release(viewer: Viewer, public_id: str) -> PlaceHold:
    return hidden_unless(by_id(PlaceHold.objects.select_related("team", "user"), public_id), viewer, rules.is_own)


def team_to_leave(viewer: Viewer, public_id: str) -> Team:
    return checked(team_to_view(viewer, public_id), viewer, rules.is_in_team)


def team_to_hand_in(viewer: Viewer, public_id: str) -> Team:
    """For everybody in the team: to write its solution and to hand it in."""
    return checked(team_to_view(viewer, public_id), viewer, rules.can_work_on_solution)


def member_to_remove(viewer: Viewer, public_id: str) -> TeamMember:
    row = by_id(TeamMember.objects.select_related("team", "team__sprint", "user"), public_id)
    team_to_view(viewer, row.team.public_id)
    return checked(row, viewer, rules.can_edit_team & ~rules.is_own)


def member_to_let_lead(viewer: Viewer, public_id: str) -> TeamMember:
    """Another member of the team, for who leads it."""
    row = by_id(TeamMember.objects.select_related("team", "team__sprint", "user").filter(left_at=None), public_id)
    team_to_view(viewer, row.team.public_id)
    return checked(row, viewer, rules.leads_team & ~rules.is_own)


def open_role_to_view(viewer: Viewer, public_id: str) -> OpenRole:
    row = by_id(OpenRole.objects.select_related("team", "team__sprint"), public_id)
    team_to_view(viewer, row.team.public_id)
    return row


def open_role_to_edit(viewer: Viewer, public_id: str) -> OpenRole:
    return checked(open_role_to_view(viewer, public_id), viewer, rules.can_edit_team)
