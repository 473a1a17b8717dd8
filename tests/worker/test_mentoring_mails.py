"""Mails about slots: who gets them, what they say, and the calendar file that each carries."""

from email import message_from_bytes
from email.message import Message as Mail

import pytest

from backend.core.outbox import Event
from backend.notifications.mails import message_mail
from backend.notifications.models import Message, Preference
from backend.notifications.services.delivery import mail_deliver
from backend.notifications.services.digests import digests_request
from programmes import events_of_mentoring as events
from programmes.enums_of_mentoring import Side
from programmes.models import Booking
from programmes.services.bookings import booking_cancel
from programmes.services.guest_bookings import guest_forget
from tests.calendars import read
from tests.factories import mentoring as make
from worker.notify import notify

pytestmark = pytest.mark.django_db


def told(event: Event) -> dict[str, Message]:
    notify(event, occasion=event.topic)
    rows = Message.objects.select_related("recipient").filter(dedupe_key__startswith=event.topic)
    return {row.recipient.email if row.recipient else row.address: row for row in rows}


def calendar_of(message: Message) -> tuple[bytes, str]:
    mail: Mail = message_from_bytes(message_mail(message).message().as_bytes())
    [part] = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert part.get_content_charset() == "utf-8"
    assert part.get_filename() == "termin.ics"
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload, str(part.get_param("method"))


def booked(*, guest: bool) -> Booking:
    booking: Booking = make.BookingFactory.create(guest=guest, topic="Datenschutz")
    return booking


@pytest.mark.parametrize("guest", [False, True])
def test_both_sides_get_the_slot_and_its_end_as_calendar_entries(guest: bool) -> None:
    row = booked(guest=guest)
    mentor = row.slot.office_hours.mentor.user
    other = row.guest_email if row.booked_by is None else row.booked_by.email
    made = told(events.SlotBooked(booking_id=row.pk))
    assert set(made) == {mentor.email, other}
    booking_cancel(actor=None, booking=row, by=Side.BOOKER)
    ended = told(events.BookingCancelled(booking_id=row.pk))
    assert set(ended) == set(made)
    for who in made:
        files = [calendar_of(found[who]) for found in (made, ended)]
        assert [method for _data, method in files] == ["REQUEST", "CANCEL"]
        [first], [last] = (read(data, method=method).events for data, method in files)
        assert first.uid == last.uid
        assert (first.sequence, last.sequence) == (0, 1)
        assert first.dtstart == last.dtstart == row.slot.starts_at.replace(microsecond=0)
        for data, _method in files:
            text = data.decode().replace("\r\n ", "")
            assert f"mailto:{who}" in text
            assert [address for address in made if address in text] == [who], "the other side's address is not theirs"


def test_a_guest_reads_it_in_their_language_and_finds_the_way_to_cancel() -> None:
    row = make.BookingFactory.create(guest=True, language="en")
    message = told(events.SlotBooked(booking_id=row.pk))[row.guest_email]
    mail = message_mail(message)
    assert mail.subject.startswith("Your slot with")
    assert "/termin/" in message.url
    assert row.guest_email not in message.url


def test_what_goes_by_mail_is_kept_no_longer(mailoutbox: list[object]) -> None:
    row = booked(guest=True)
    message = told(events.SlotBooked(booking_id=row.pk))[row.guest_email]
    assert mail_deliver(message_id=message.pk)
    message.refresh_from_db()
    assert message.secrets == {}
    assert len(mailoutbox) == 1


def test_who_wants_no_mail_keeps_no_file_either() -> None:
    row = booked(guest=True)
    mentor = row.slot.office_hours.mentor.user
    Preference.objects.create(user=mentor, category="sprint", frequency="off")
    assert told(events.SlotBooked(booking_id=row.pk))[mentor.email].secrets == {}


def test_one_mail_a_day_carries_the_files_of_the_day() -> None:
    row = booked(guest=True)
    mentor = row.slot.office_hours.mentor.user
    Preference.objects.create(user=mentor, category="sprint", frequency="daily")
    message = told(events.SlotBooked(booking_id=row.pk))[mentor.email]
    assert digests_request() == 1
    assert message.secrets["calendar"].startswith("BEGIN:VCALENDAR")


def test_who_was_forgotten_is_told_nothing_and_named_nowhere() -> None:
    row = booked(guest=True)
    made = told(events.SlotBooked(booking_id=row.pk))
    guest_forget(booking=row)
    mentor = row.slot.office_hours.mentor.user
    kept = Message.objects.get(pk=made[mentor.email].pk)
    assert kept.context["name"] == "Ein Gast"
    assert kept.context["topic"] == ""
    assert not Message.objects.filter(address=row.guest_email).exists()
    ended = told(events.BookingCancelled(booking_id=row.pk))
    assert set(ended) == {mentor.email}
    assert "Gerda" not in str(ended[mentor.email].context)
