"""Entries of a team's log."""

from backend.accounts.fetching import by_id, checked, hidden_unless
from backend.accounts.viewers import Viewer
from backend.core.errors import NotFound
from programmes import rules
from programmes.models import LogEntry, LogVersion
from programmes.selectors.team_log import SHOWN


def log_entry_to_view(viewer: Viewer, public_id: str) -> LogEntry:
    """With its versions: for the team and the organisers."""
    row = by_id(LogEntry.objects.select_related(*SHOWN, "team__challenge"), public_id)
    return hidden_unless(row, viewer, rules.is_in_team | rules.can_manage)


def log_entry_to_edit(viewer: Viewer, public_id: str) -> LogEntry:
    """For everybody in the team, as all that it writes."""
    return checked(log_entry_to_view(viewer, public_id), viewer, rules.can_work_on_solution)


def log_entry_to_hide(viewer: Viewer, public_id: str) -> LogEntry:
    return checked(log_entry_to_view(viewer, public_id), viewer, rules.can_manage)


def log_version_of(entry: LogEntry, number: int) -> LogVersion:
    row = entry.versions.filter(number=number).first()
    if row is None:
        raise NotFound
    return row
