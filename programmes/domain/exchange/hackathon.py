"""A sprint in the words of schema.org, as `hackathon.json` and search engines know it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

CONTEXT: Final = "https://schema.org"
SCHEDULED: Final = "https://schema.org/EventScheduled"
LICENCES: Final = "https://spdx.org/licenses/"


@dataclass(frozen=True, slots=True)
class Work:
    """A challenge or a solution."""

    kind: str
    name: str
    summary: str
    address: str
    language: str
    created_at: datetime
    modified_at: datetime | None = None
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    name: str
    summary: str
    address: str
    language: str
    keywords: Sequence[str]
    starts_at: datetime
    ends_at: datetime
    timezone: str
    organiser: str
    organiser_address: str
    places: int | None


def hackathon(event: Event, works: Iterable[Work] = ()) -> dict[str, Any]:
    """Return the event as schema.org's Hackathon, which has the properties of Event; what is not known is left out.

    Times bear the offset of the clock at its place, as schema.org wants them.
    """
    zone = ZoneInfo(event.timezone)
    found = {
        "@context": CONTEXT,
        "@type": "Hackathon",
        "@id": event.address,
        "name": event.name,
        "description": event.summary,
        "url": event.address,
        "inLanguage": event.language,
        "keywords": ", ".join(event.keywords),
        "startDate": event.starts_at.astimezone(zone).isoformat(timespec="minutes"),
        "endDate": event.ends_at.astimezone(zone).isoformat(timespec="minutes"),
        "eventStatus": SCHEDULED,
        "location": {"@type": "VirtualLocation", "url": event.address},
        "organizer": {"@type": "Organization", "name": event.organiser, "url": event.organiser_address},
        "isAccessibleForFree": True,
        "maximumAttendeeCapacity": event.places,
        "workFeatured": [_work(work, zone) for work in works],
    }
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def _work(work: Work, zone: ZoneInfo) -> dict[str, Any]:
    modified = work.modified_at.astimezone(zone).isoformat(timespec="minutes") if work.modified_at else ""
    found = {
        "@type": "CreativeWork",
        "additionalType": work.kind,
        "name": work.name,
        "description": work.summary,
        "url": work.address,
        "inLanguage": work.language,
        "dateCreated": work.created_at.astimezone(zone).isoformat(timespec="minutes"),
        "dateModified": modified,
        "license": f"{LICENCES}{work.licence}" if work.licence else "",
    }
    return {name: value for name, value in found.items() if value}
