"""Whether a calendar file is one: read by a library that did not write it, and held against RFC 5545 and RFC 5546.

The other library takes the types strictly and leaves out what is missing, so what must be there is asked here.
"""

import re

from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.exceptions import CalendarParseError

LINE_OCTETS = 75
ONCE_IN_FILE = ("VERSION", "PRODID")
ONCE_IN_EVENT = ("UID", "DTSTAMP", "DTSTART", "SUMMARY")
AT_MOST_ONCE = (*ONCE_IN_EVENT, "DTEND", "SEQUENCE", "STATUS", "LOCATION", "DESCRIPTION", "URL", "ORGANIZER")


class BrokenCalendar(Exception):
    """What is wrong with a file."""


def read(data: bytes, *, method: str = "") -> Calendar:
    """Return the calendar in `data`. Raises BrokenCalendar for anything that a calendar program might refuse."""
    _look_at_lines(data)
    text = data.decode()
    lines = re.sub(r"\r\n[ \t]", "", text).split("\r\n")
    _look_at_file(lines, method)
    for event in _events(lines):
        _look_at_event(event, method)
    try:
        return IcsCalendarStream.calendar_from_ics(text)
    except (CalendarParseError, ValueError) as error:
        raise BrokenCalendar(str(error)) from error


def _require(condition: object, what: str) -> None:
    if not condition:
        raise BrokenCalendar(what)


def _look_at_lines(data: bytes) -> None:
    _require(data.endswith(b"END:VCALENDAR\r\n"), "it ends with its last line")
    _require(b"\n" not in data.replace(b"\r\n", b""), "each line ends with CR and LF")
    _require(all(len(line) <= LINE_OCTETS for line in data.split(b"\r\n")), "no line has more than 75 octets")


def _named(lines: list[str], name: str) -> list[str]:
    return [line for line in lines if re.match(rf"{name}[;:]", line)]


def _look_at_file(lines: list[str], method: str) -> None:
    _require(lines[0] == "BEGIN:VCALENDAR", "it begins with a calendar")
    outside = lines[: lines.index("BEGIN:VEVENT")] if "BEGIN:VEVENT" in lines else lines
    for name in ONCE_IN_FILE:
        _require(len(_named(outside, name)) == 1, f"the file has one {name}")
    _require(_named(outside, "METHOD") == ([f"METHOD:{method}"] if method else []), "the file has the method asked for")
    if method:
        _require(lines.count("BEGIN:VEVENT") == 1, "a mail is about one event")


def _events(lines: list[str]) -> list[list[str]]:
    starts = [number for number, line in enumerate(lines) if line == "BEGIN:VEVENT"]
    _require(len(starts) == lines.count("END:VEVENT"), "each event ends")
    found = [lines[start : lines.index("END:VEVENT", start)] for start in starts]
    uids = [line for event in found for line in _named(event, "UID")]
    _require(len(set(uids)) == len(uids), "each event has an id of its own")
    return found


def _look_at_event(event: list[str], method: str) -> None:
    for name in ONCE_IN_EVENT:
        _require(_named(event, name), f"an event has a {name}")
    for name in AT_MOST_ONCE:
        _require(len(_named(event, name)) <= 1, f"an event has one {name}")
    for name in ("DTSTART", "DTEND", "DTSTAMP"):
        for line in _named(event, name):
            _require(re.search(r":(\d{8}T\d{6}Z)$|;VALUE=DATE:\d{8}$", line), f"{name} is in UTC, or a day")
    if method:
        for name in ("ORGANIZER", "ATTENDEE", "SEQUENCE"):
            _require(len(_named(event, name)) == 1, f"what goes by mail has one {name}")
        cancelled = "STATUS:CANCELLED" in event
        _require(cancelled == (method == "CANCEL"), "what is cancelled says so")
