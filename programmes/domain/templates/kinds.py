"""What a template of a sprint consists of. All times are told from its beginning, by the clock on the wall there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from programmes.domain.outline import Section


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages."""

    de: str
    en: str

    def in_language(self, language: str) -> str:
        return self.de if language == "de" else self.en


def at(days: int, hours: int = 0) -> timedelta:
    """So long after the beginning; negative days lie before it."""
    return timedelta(days=days, hours=hours)


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseTemplate:
    kind: str
    begins: timedelta
    ends: timedelta
    features: tuple[str, ...] = ()
    title: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionTemplate:
    title: Words
    description: Words
    weight: int = 1
    max_points: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementTemplate:
    segments: tuple[str, ...]
    at: timedelta
    subject: Words
    body: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class SprintTemplate:
    key: str
    name: Words
    purpose: Words
    """What it is good for, in a sentence or two."""
    weekday: int
    """On which it usually begins; Monday is 0."""
    hour: int
    length: timedelta
    """From the beginning of the sprint to its end."""
    summary: Words
    about: Words
    phases: tuple[PhaseTemplate, ...]
    rubric: Words
    criteria: tuple[CriterionTemplate, ...]
    announcements: tuple[AnnouncementTemplate, ...]
    sections: tuple[Section, ...] = ()
    """What a solution consists of, where it is more than one text."""
    capacity: int | None = None
    team_size_max: int = 8
    answer_days: int = 14


def moment(begin: datetime, offset: timedelta, zone: ZoneInfo) -> datetime:
    """Return when `offset` after `begin` is: at the same hour a day later, also when the clock changes in between.

    An hour that the change skips is taken as the one after it.
    """
    wall = begin.astimezone(zone).replace(tzinfo=None) + offset
    return wall.replace(tzinfo=zone)


def usual_begin(template: SprintTemplate, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the first usual beginning whose every phase lies after `after`."""
    first = min(phase.begins for phase in template.phases)
    earliest = (after.astimezone(zone).replace(tzinfo=None) - first).replace(minute=0, second=0, microsecond=0)
    day = earliest + timedelta(days=1 + (template.weekday - earliest.weekday() - 1) % 7)
    return day.replace(hour=template.hour, tzinfo=zone)


def faults(template: SprintTemplate) -> Sequence[str]:
    """Return what does not fit together in a template."""
    found = []
    for phase in template.phases:
        if phase.begins >= phase.ends:
            found.append(f"{phase.kind} ends before it begins")
        if phase.ends > template.length:
            found.append(f"{phase.kind} is not over when the sprint is")
    opens = min(phase.begins for phase in template.phases)
    found += [
        f"“{one.subject.en}” is told before anybody can register, or after the end"
        for one in template.announcements
        if not opens <= one.at <= template.length
    ]
    kinds = [phase.kind for phase in template.phases]
    found += [f"{kind} stands there twice" for kind in set(kinds) if kinds.count(kind) > 1]
    keys = [section.key for section in template.sections]
    found += [f"the section {key} stands there twice" for key in set(keys) if keys.count(key) > 1]
    return found
