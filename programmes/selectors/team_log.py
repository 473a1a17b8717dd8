"""The log of a team: what it tells everybody, and what it keeps to itself."""

from django.db.models import QuerySet
from django.utils.text import Truncator

from backend.accounts.viewers import Viewer, person_of
from backend.core.db import require_transaction
from backend.core.predicates import holds
from programmes import rules
from programmes.models import LogEntry, LogVersion, Team

EXCERPT = 60
SHOWN = ("current_version__author", "team__sprint", "created_by")


def log_of(team: Team, viewer: Viewer = None) -> QuerySet[LogEntry]:
    """Entries, the newest first: all of them for the team and the organisers, the public ones for everybody else."""
    sees_all = holds(rules.is_in_team | rules.can_manage, person_of(viewer), team)
    return log_whole_of(team) if sees_all else log_public_of(team)


def log_whole_of(team: Team) -> QuerySet[LogEntry]:
    """What the team and the organisers read."""
    return LogEntry.objects.filter(team=team).select_related(*SHOWN)


def log_public_of(team: Team) -> QuerySet[LogEntry]:
    """What everybody reads, whoever asks."""
    return log_whole_of(team).filter(is_public=True, hidden_at=None)


def log_versions_of(entry: LogEntry) -> QuerySet[LogVersion]:
    return entry.versions.select_related("author")


def log_entry_to_read(entry_id: int) -> LogEntry:
    return LogEntry.objects.select_related(*SHOWN).get(pk=entry_id)


def excerpt_of_log(entry: LogEntry) -> str:
    """The beginning of what it says now, by which people know it."""
    return Truncator(entry.current_version.text if entry.current_version else "").chars(EXCERPT)


def log_entry_for_update(entry_id: int) -> LogEntry:
    require_transaction()
    rows = LogEntry.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("team__sprint", "current_version").get(pk=entry_id)
