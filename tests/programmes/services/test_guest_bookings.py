"""Guests are forgotten, reminders go out once, and what ends with a person or a team."""

from datetime import timedelta

import pytest
import time_machine

from backend.core import clock
from backend.core.models import AuditEntry, OutboxMessage
from programmes.domain.office_hours import GUEST_KEPT
from programmes.enums_of_mentoring import Side
from programmes.models import Booking, CalendarFeed, Mentor
from programmes.selectors.mentoring import missed_in
from programmes.selectors.personal_data import programmes_personal_data
from programmes.services.booking_reminders import bookings_remind_due
from programmes.services.bookings import booking_cancel
from programmes.services.forgetting import person_forget
from programmes.services.guest_bookings import guest_forget, guests_forget_due
from programmes.services.teams import team_dissolve
from tests.factories import mentoring as make

pytestmark = pytest.mark.django_db


def told(topic: str) -> int:
    return OutboxMessage.objects.filter(topic=f"programmes.{topic}").count()


def test_a_guest_is_forgotten_a_month_later_and_what_happened_stays() -> None:
    row = make.over(make.BookingFactory.create(guest=True, topic="Mein Fest"))
    make.SlotFeedbackFactory.create(booking=row, words="Danke, Gerda")
    with time_machine.travel(row.slot.ends_at + GUEST_KEPT, tick=False):
        assert guests_forget_due() == 0
    with time_machine.travel(row.slot.ends_at + GUEST_KEPT + timedelta(seconds=1), tick=False):
        assert [guests_forget_due(), guests_forget_due()] == [1, 0]
    row.refresh_from_db()
    assert (row.guest_name, row.guest_email, row.topic, row.state) == ("", "", "", "booked")
    assert [(said.stars, said.words) for said in row.feedback.all()] == [(5, "")]
    assert "Gerda" not in str(list(AuditEntry.objects.values("action", "facts", "object_ref", "actor_ref")))


def test_who_asks_is_forgotten_at_once_and_gives_the_slot_back() -> None:
    row = make.BookingFactory.create(guest=True)
    with time_machine.travel(row.slot.starts_at - timedelta(minutes=1), tick=False):
        for _again in range(2):
            guest_forget(booking=row)
    row.refresh_from_db()
    assert (row.state, row.guest_email) == ("cancelled", "")
    assert told("booking_cancelled") == 1


def test_a_team_is_no_guest() -> None:
    row = make.BookingFactory.create(topic="Plan")
    assert guest_forget(booking=row).topic == "Plan"


def test_a_slot_is_reminded_of_once_the_day_before() -> None:
    with time_machine.travel(clock.now() - timedelta(days=3), tick=False):
        row, cancelled = make.BookingFactory.create(), make.BookingFactory.create()
    soon = make.BookingFactory.create(slot__office_hours__starts_at=clock.now() + timedelta(hours=2))
    start = clock.now() + timedelta(days=2)
    for one in (row, cancelled):
        window = one.slot.office_hours
        type(one.slot).objects.filter(pk=one.slot_id).update(starts_at=start, ends_at=start + timedelta(minutes=30))
        assert window.pk
    booking_cancel(actor=None, booking=Booking.objects.get(pk=cancelled.pk), by=Side.BOOKER)
    # Who has booked within the day knows it.
    assert bookings_remind_due() == 0
    soon.refresh_from_db()
    assert soon.reminded_at is not None
    with time_machine.travel(start - timedelta(days=1, seconds=1), tick=False):
        assert bookings_remind_due() == 0
    with time_machine.travel(start - timedelta(days=1), tick=False):
        assert [bookings_remind_due(), bookings_remind_due()] == [1, 0]
    assert told("booking_due_soon") == 1


def test_a_team_that_ends_gives_its_slots_back() -> None:
    row = make.BookingFactory.create()
    assert row.team
    team_dissolve(actor=None, team=row.team)
    row.refresh_from_db()
    assert (row.state, row.cancelled_by) == ("cancelled", "booker")


def test_who_leaves_for_good_helps_no_more_and_gives_slots_back() -> None:
    helped = make.BookingFactory.create()
    mentor = helped.slot.office_hours.mentor.user
    booked = make.BookingFactory.create(booked_by=mentor, topic="Plan")
    CalendarFeed.objects.create(user=mentor, kind="person", token_hash="a" * 64, renewed_at=clock.now())
    data = programmes_personal_data(mentor).tables
    for name in ("mentoring", "office_hours", "slots_booked", "calendar_feeds"):
        assert data[name], name
    for _again in range(2):
        person_forget(user=mentor)
    for row, by in ((helped, "mentor"), (booked, "booker")):
        row.refresh_from_db()
        assert (row.state, row.cancelled_by) == ("cancelled", by)
    assert booked.topic == ""
    kept = Mentor.objects.get(user=mentor)
    assert (kept.state, kept.headline, kept.skills) == ("ended", "", [])
    assert not CalendarFeed.objects.exists()


def test_no_shows_are_counted_by_team_and_by_guest_within_a_sprint() -> None:
    first = make.BookingFactory.create(state="missed")
    window = first.slot.office_hours
    guest = make.BookingFactory.create(slot=window.slots.all()[1], guest=True, state="missed")
    elsewhere = make.BookingFactory.create(guest=True, state="missed")
    found = missed_in(window.mentor.sprint, [first, guest])
    assert (found.of(first), found.of(guest)) == (1, 1)
    assert missed_in(elsewhere.slot.office_hours.mentor.sprint, [first]).of(first) == 0
