"""Calendar files (RFC 5545), of whatever it is: entries with an id that stays, in UTC.

In UTC a file needs no table of time zones, and each calendar shows its reader's own. Days without a time have no zone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from icalendar import Calendar, Event, vCalAddress
from icalendar.enums import STATUS

PRODID = "-//Gemeinwerk//Gemeinwerk//EN"
CONTENT_TYPE = "text/calendar; charset=utf-8"


class Method(StrEnum):
    """What a calendar program does with a file that came by mail (RFC 5546)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, kw_only=True)
class Person:
    email: str
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """`key` is a public id, which is like no other anywhere, and stays.

    `changed_at` is when its words or times last changed: the same entry is written the same way each time.
    """

    key: str
    title: str
    starts_at: datetime | date
    ends_at: datetime | date
    changed_at: datetime
    text: str = ""
    place: str = ""
    url: str = ""
    sequence: int = 0
    is_cancelled: bool = False


def calendar_file(entries: Iterable[Entry], *, name: str = "") -> bytes:
    """Return a calendar of all `entries`, as a program fetches it again and again."""
    found = Calendar.new(prodid=PRODID, name=_one_line(name) or None)
    return _written(found, [_event(entry) for entry in entries])


def invitation_file(entry: Entry, *, organiser: Person, receiver: Person) -> bytes:
    """Return one entry as it goes to one person by mail, or what takes it out of their calendar again."""
    found = Calendar.new(prodid=PRODID, method=Method.CANCEL if entry.is_cancelled else Method.REQUEST)
    event = _event(entry)
    event.organizer = vCalAddress.new(organiser.email, cn=_one_line(organiser.name) or None)
    # Nobody needs to answer: the slot is booked, and cancelled on its page.
    event.attendees = [
        vCalAddress.new(
            receiver.email, cn=_one_line(receiver.name) or None, partstat="ACCEPTED", role="REQ-PARTICIPANT", rsvp=False
        )
    ]
    return _written(found, [event])


def _one_line(text: str) -> str:
    """What the library writes down as it stands must not begin a line of its own."""
    return " ".join(text.split())


def method_of(text: str) -> str:
    """Return what a file that goes by mail asks for."""
    return str(Calendar.from_ical(text)["METHOD"])


def _written(found: Calendar, events: Iterable[Event]) -> bytes:
    # The library gives the file itself an id by chance: the same dates would never be the same file.
    found.pop("UID", None)
    for event in events:
        found.add_component(event)
    written: bytes = found.to_ical()
    return written


def _event(entry: Entry) -> Event:
    return Event.new(
        uid=entry.key,
        stamp=entry.changed_at.astimezone(UTC),
        summary=entry.title,
        start=_in_utc(entry.starts_at),
        end=_in_utc(entry.ends_at),
        description=entry.text or None,
        location=entry.place or None,
        url=entry.url or None,
        sequence=entry.sequence,
        status=STATUS.CANCELLED if entry.is_cancelled else STATUS.CONFIRMED,
    )


def _in_utc(moment: datetime | date) -> datetime | date:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment
