"""What a team tells while it builds. Each change keeps what stood there before."""

from collections.abc import Mapping
from typing import Any, Final, TypedDict, Unpack

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid, LimitReached
from backend.core.images import clean_image
from backend.core.links import clean_url
from backend.core.outbox import outbox_add
from backend.core.uploads import stored_before
from programmes.enums import SprintState
from programmes.events_of_moderation import LogEntryHidden, LogEntryShown
from programmes.models import LogEntry, LogVersion, Team
from programmes.selectors.team_log import log_entry_for_update
from programmes.selectors.teams import team_for_update
from programmes.services.changing import text_as, texts_among, write_changes
from programmes.services.gates import require_unblocked
from programmes.services.teams import require_living

ENTRIES_MOST: Final = 500
VERSIONS_MOST: Final = 100
COPIED: Final = ("text", "language", "link", "image", "image_alt")


class LogText(TypedDict, total=False):
    text: str
    language: str
    link: str
    image_alt: str
    image: "File[bytes] | None"
    """A new picture; None removes the one that is there; left out keeps it."""


def log_entry_add(*, actor: User, team: Team, is_public: bool = True, **given: Unpack[LogText]) -> LogEntry:
    """Write an entry, to everybody or for the team alone. The picture is stored first, outside the transaction.

    Locks the team. Raises Conflict (`wrong_state`, `blocked`), Invalid, LimitReached.
    """
    values = _clean({"text": "", "language": team.language, **given})
    with stored_before(LogVersion, "image", values), transaction.atomic():
        team = team_for_update(team.pk)
        require_open_to_write(actor, team)
        if team.log_entries.count() >= ENTRIES_MOST:
            raise LimitReached(_("A log has at most %(most)s entries.") % {"most": ENTRIES_MOST})
        entry = LogEntry.objects.create(team=team, created_by=actor, is_public=is_public)
        _write(entry, LogVersion(author=actor, number=1, **values))
        audit_add(actor=actor, action="programmes.log_entry_added", row=entry, facts={"public": is_public})
    return entry


def log_entry_edit(
    *, actor: User, entry: LogEntry, seen: int | None = None, is_public: bool | None = None, **given: Unpack[LogText]
) -> LogEntry:
    """Write a new version of an entry; what was there before is kept. Nothing new changes nothing.

    `seen`: number of the version that the writer began with. Locks the team, then the entry. Raises Conflict
    (`wrong_state`, `blocked`, `entry_changed`), Invalid, LimitReached.
    """
    values = _clean(given)
    with stored_before(LogVersion, "image", values), transaction.atomic():
        require_open_to_write(actor, team_for_update(entry.team_id))
        entry = log_entry_for_update(entry.pk)
        now = _current(entry)
        if seen is not None and seen != now.number:
            raise Conflict(
                _("Somebody else has changed this entry meanwhile."), code="entry_changed", number=now.number
            )
        if is_public is not None:
            changes = {"is_public": is_public}
            write_changes(entry, changes, actor=actor, action="programmes.log_entry_audience_changed")
        after = {name: getattr(now, name) for name in COPIED} | values
        if any(getattr(now, name) != value for name, value in after.items()):
            _add_version(actor, entry, now, after)
    return entry


@transaction.atomic
def log_entry_restore(*, actor: User, entry: LogEntry, version: LogVersion) -> LogEntry:
    """Let an earlier version count again, as a new one with the same words. The one that counts changes nothing.

    Locks the team, then the entry. Raises Conflict (`wrong_state`, `blocked`), LimitReached.
    """
    require_open_to_write(actor, team_for_update(entry.team_id))
    entry = log_entry_for_update(entry.pk)
    now = _current(entry)
    if version.pk != now.pk:
        _add_version(actor, entry, now, {name: getattr(version, name) for name in COPIED})
    return entry


@transaction.atomic
def log_entry_hide(*, actor: User, entry: LogEntry, reason: str) -> LogEntry:
    """Take an entry off the public pages; the team is told why, and again when the reason changes.

    Locks the entry. Raises Invalid.
    """
    why = text_as("reason", LogEntry, "hidden_why", reason, missing=_("Please say why. The team reads it."))
    entry = log_entry_for_update(entry.pk)
    changes = {"hidden_at": entry.hidden_at or clock.now(), "hidden_why": why, "is_removed": True}
    if write_changes(entry, changes, actor=actor, action="programmes.log_entry_hidden"):
        outbox_add(LogEntryHidden(entry_id=entry.pk))
    return entry


@transaction.atomic
def log_entry_show(*, actor: User, entry: LogEntry) -> LogEntry:
    """Let everybody read it again, if the team wants that; it is told.

    Locks the entry. Repeating it changes nothing.
    """
    entry = log_entry_for_update(entry.pk)
    changes = {"hidden_at": None, "hidden_why": "", "is_removed": False}
    if write_changes(entry, changes, actor=actor, action="programmes.log_entry_shown"):
        outbox_add(LogEntryShown(entry_id=entry.pk))
    return entry


def _clean(given: Mapping[str, Any]) -> dict[str, Any]:
    """Outside any transaction: a picture takes a while to be written anew."""
    others = {name: value for name, value in given.items() if name not in {"link", "image"}}
    values = texts_among(LogVersion, others)
    if "link" in given:
        values["link"] = clean_url("link", given["link"]) if str(given["link"]).strip() else ""
    if "image" in given:
        values["image"] = clean_image("image", given["image"]) if given["image"] else ""
    if "text" in values and not values["text"]:
        raise Invalid({"text": _("Please write what happened.")})
    if values.get("image") and not values.get("image_alt"):
        raise Invalid({"image_alt": _("Please say what the picture shows, for people who cannot see it.")})
    return values


def require_open_to_write(actor: User, team: Team) -> None:
    """Refuse what a team tells of its building once the sprint is archived: building goes on after its end.

    Raises Conflict (`wrong_state`, `blocked`).
    """
    require_living(team)
    if team.sprint.state != SprintState.PUBLISHED:
        raise Conflict(_("Nothing can be written in this sprint any more."), code="wrong_state")
    require_unblocked(actor, team.sprint)


def _add_version(actor: User, entry: LogEntry, now: LogVersion, values: Mapping[str, Any]) -> None:
    if now.number >= VERSIONS_MOST:
        raise LimitReached(_("An entry has at most %(most)s versions.") % {"most": VERSIONS_MOST})
    if values["image"] and not values["image_alt"]:
        raise Invalid({"image_alt": _("Please say what the picture shows, for people who cannot see it.")})
    _write(entry, LogVersion(author=actor, number=now.number + 1, **values))
    audit_add(actor=actor, action="programmes.log_entry_changed", row=entry, facts={"number": now.number + 1})


def _write(entry: LogEntry, version: LogVersion) -> None:
    version.entry = entry
    version.save(force_insert=True)
    entry.current_version = version
    entry.save(update_fields=["current_version", "updated_at"])


def _current(entry: LogEntry) -> LogVersion:
    version = entry.current_version
    if version is None:
        raise Conflict(_("This entry is still being written."), code="wrong_state")
    return version
