"""What moderation tells of reports, blocks, appeals and look-alikes; everything else stands in `events`."""

from dataclasses import dataclass
from typing import ClassVar

from backend.core.outbox import Event


@dataclass(frozen=True, kw_only=True)
class DuplicatesAsked(Event):
    topic: ClassVar[str] = "programmes.duplicates_asked"
    run_id: int


@dataclass(frozen=True, kw_only=True)
class AbuseCaseOpened(Event):
    """The first report of a text since somebody decided about it, or ever."""

    topic: ClassVar[str] = "programmes.abuse_case_opened"
    case_id: int
    report_id: int


@dataclass(frozen=True, kw_only=True)
class AbuseCaseHidden(Event):
    """So many people have reported a text that nobody sees it until somebody decides."""

    topic: ClassVar[str] = "programmes.abuse_case_hidden"
    case_id: int


@dataclass(frozen=True, kw_only=True)
class AbuseCaseDecided(Event):
    topic: ClassVar[str] = "programmes.abuse_case_decided"
    case_id: int


@dataclass(frozen=True, kw_only=True)
class LogEntryHidden(Event):
    topic: ClassVar[str] = "programmes.log_entry_hidden"
    entry_id: int


@dataclass(frozen=True, kw_only=True)
class LogEntryShown(Event):
    topic: ClassVar[str] = "programmes.log_entry_shown"
    entry_id: int


@dataclass(frozen=True, kw_only=True)
class SprintBlocked(Event):
    topic: ClassVar[str] = "programmes.sprint_blocked"
    block_id: int


@dataclass(frozen=True, kw_only=True)
class SprintBlockLifted(Event):
    topic: ClassVar[str] = "programmes.sprint_block_lifted"
    block_id: int


@dataclass(frozen=True, kw_only=True)
class AppealMade(Event):
    topic: ClassVar[str] = "programmes.appeal_made"
    appeal_id: int


@dataclass(frozen=True, kw_only=True)
class AppealDecided(Event):
    topic: ClassVar[str] = "programmes.appeal_decided"
    appeal_id: int


@dataclass(frozen=True, kw_only=True)
class ModerationDue(Event):
    """The next piece of many decisions at once."""

    topic: ClassVar[str] = "programmes.moderation_due"
    run_id: int
    piece: int


@dataclass(frozen=True, kw_only=True)
class ConflictDeclared(Event):
    """Somebody else knows why a juror cannot judge a solution."""

    topic: ClassVar[str] = "programmes.conflict_declared"
    conflict_id: int
