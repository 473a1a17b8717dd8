"""Calendar files, read by a library that did not write them. What is broken on purpose is refused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from backend.core.calendars import Entry, Person, calendar_file, invitation_file, method_of
from tests.calendars import BrokenCalendar, read

NOON = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/Berlin"))
ENTRY = Entry(
    key="bok_1",
    title="Sprechstunde: Ämter; Anträge, „Gehör“ – " + "sehr " * 20 + "lang \U0001f600",
    starts_at=NOON,
    ends_at=NOON.replace(minute=20),
    changed_at=datetime(2026, 6, 1, 8, tzinfo=UTC),
    text="Zeile eins\nZeile zwei: https://example.org/" + "x" * 90,
    place="Rathaus, Raum 2",
    url="https://example.org/gebuchte-termine/bok_1/",
)
DAY = Entry(
    key="mil_1",
    title="Meilenstein",
    starts_at=date(2026, 7, 3),
    ends_at=date(2026, 7, 4),
    changed_at=datetime(2026, 6, 1, 8, tzinfo=UTC),
)


def test_a_file_holds_its_entries() -> None:
    found = read(calendar_file([ENTRY, DAY], name="Mein\nKalender; mit, Zeichen"))
    slot, day = found.events
    assert (slot.uid, slot.summary, slot.location) == ("bok_1", ENTRY.title, "Rathaus, Raum 2")
    assert slot.description == ENTRY.text
    assert slot.dtstart == datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert (day.dtstart, day.dtend) == (date(2026, 7, 3), date(2026, 7, 4))


def test_the_same_entries_are_the_same_file() -> None:
    assert calendar_file([ENTRY]) == calendar_file([ENTRY])


def test_no_entry_is_a_calendar_too() -> None:
    assert read(calendar_file([], name="Leer")).events == []


@pytest.mark.parametrize(("is_cancelled", "method"), [(False, "REQUEST"), (True, "CANCEL")])
def test_an_invitation_names_the_platform_and_the_receiver(is_cancelled: bool, method: str) -> None:
    entry = replace(ENTRY, is_cancelled=is_cancelled, sequence=int(is_cancelled))
    data = invitation_file(
        entry,
        organiser=Person(email="no-reply@example.org", name="Gemeinwerk"),
        receiver=Person(email="gerda@example.org", name='Gerda "G" Gast; \r\nChefin'),
    )
    assert method_of(data.decode()) == method
    [event] = read(data, method=method).events
    assert (event.uid, event.sequence) == ("bok_1", int(is_cancelled))
    flat = data.decode().replace("\r\n ", "")
    assert "mailto:no-reply@example.org" in flat
    assert "mailto:gerda@example.org" in flat


def without(name: str) -> Callable[[str], str]:
    return lambda text: "".join(
        line for line in text.splitlines(keepends=True) if not line.startswith((f"{name}:", f"{name};"))
    )


@pytest.mark.parametrize(
    "broken",
    [
        *(without(name) for name in ("UID", "DTSTAMP", "DTSTART", "PRODID", "VERSION", "SUMMARY", "END", "BEGIN")),
        lambda text: text.replace("\r\n", "\n"),
        lambda text: text.replace("\r\n ", ""),
        lambda text: text.replace("T100000Z", "T10000Z"),
        lambda text: text.replace("T100000Z", "T100000"),
        lambda text: text.replace("20260701T", "20261301T"),
        lambda text: text.replace("UID:", "UID:a\r\nUID:"),
        lambda text: text.replace(
            "END:VEVENT\r\n", "END:VEVENT\r\n" + text[text.index("BEGIN:VEVENT") :].split("END:VCALENDAR")[0], 1
        ),
        lambda text: text.replace("VERSION:2.0", "VERSION:2.0\r\nMETHOD:REQUEST"),
        lambda text: text + "END:VCALENDAR",
        lambda text: text.replace("STATUS:CONFIRMED", "STATUS:MAYBE"),
    ],
)
def test_a_broken_file_is_refused(broken: Callable[[str], str]) -> None:
    good = calendar_file([ENTRY]).decode()
    assert read(good.encode()).events
    assert broken(good) != good
    with pytest.raises(BrokenCalendar):
        read(broken(good).encode())


def test_who_is_invited_stands_in_what_goes_by_mail() -> None:
    with pytest.raises(BrokenCalendar):
        read(calendar_file([ENTRY]), method="REQUEST")
