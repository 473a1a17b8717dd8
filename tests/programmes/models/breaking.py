"""How a row is changed behind Python's back, and the rules about mentors that are broken so."""

from collections.abc import Callable

from django.db import models
from django.utils import timezone

from programmes.models import Booking, BookingLink, CalendarFeed, Mentor, OfficeHours, Slot, SlotFeedback
from tests.factories import mentoring
from tests.factories.accounts import UserFactory

Break = Callable[[], object]


def change(model: type[models.Model], make_row: Callable[[], models.Model], **values: object) -> Break:
    def act() -> object:
        row = make_row()
        return model._default_manager.filter(pk=row.pk).update(**values)

    return act


def guest() -> Booking:
    return mentoring.BookingFactory.create(guest=True)


def second_window() -> OfficeHours:
    first = mentoring.OfficeHoursFactory.create()
    return mentoring.OfficeHoursFactory.create(mentor=first.mentor, starts_at=first.starts_at, ends_at=first.ends_at)


def second_booking() -> Booking:
    first = mentoring.BookingFactory.create(state="missed")
    return mentoring.BookingFactory.create(slot=first.slot)


def second_feedback() -> SlotFeedback:
    return mentoring.SlotFeedbackFactory.create(booking=mentoring.SlotFeedbackFactory.create().booking)


BROKEN_MENTORING: dict[str, Break] = {
    "mentor_active_says_with_what": change(Mentor, mentoring.MentorFactory.create, headline=""),
    "mentor_state_known": change(Mentor, mentoring.MentorFactory.create, state="lost"),
    "office_hours_state_known": change(OfficeHours, mentoring.OfficeHoursFactory.create, state="lost"),
    "office_hours_end_after_start": change(
        OfficeHours, mentoring.OfficeHoursFactory.create, ends_at="2000-01-01T00:00Z", state="withdrawn"
    ),
    "office_hours_slots_sane": change(OfficeHours, mentoring.OfficeHoursFactory.create, slot_minutes=7),
    "office_hours_are_somewhere": change(OfficeHours, mentoring.OfficeHoursFactory.create, place=""),
    "office_hours_do_not_overlap": second_window,
    "slot_ends_after_start": change(Slot, mentoring.SlotFactory.create, ends_at="2000-01-01T00:00Z"),
    "booking_link_ends_after_start": change(
        BookingLink, mentoring.BookingLinkFactory.create, expires_at="2000-01-01T00:00Z"
    ),
    "booking_state_known": change(Booking, mentoring.BookingFactory.create, state="lost"),
    "booking_once": second_booking,
    "booking_by_team_or_guest": change(Booking, mentoring.BookingFactory.create, booked_by=None),
    "booking_guest_known_or_forgotten": change(Booking, guest, guest_email=""),
    "booking_cancelled_by_somebody": change(Booking, guest, state="cancelled"),
    "slot_feedback_once": second_feedback,
    "slot_feedback_side_known": change(SlotFeedback, mentoring.SlotFeedbackFactory.create, side="both"),
    "slot_feedback_stars_within": change(SlotFeedback, mentoring.SlotFeedbackFactory.create, stars=6),
    "calendar_feed_is_about_its_kind": lambda: CalendarFeed.objects.create(
        user=UserFactory.create(), kind="team", token_hash="a" * 64, renewed_at=timezone.now()
    ),
}
