"""Notices about mentors and the slots that are booked with them. Neither side reads the other's address."""

from collections.abc import Callable
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.utils import translation

from backend.accounts.models import User
from backend.core.calendars import Person, invitation_file
from backend.notifications.enums import Category
from programmes import events_of_mentoring as events
from programmes.enums_of_mentoring import BookingState, Side
from programmes.models import Booking, Mentor, SlotFeedback
from programmes.selectors.calendar_entries import booker_name, booking_entry
from programmes.selectors.mentoring import bookings
from worker.notices import addresses, people
from worker.notices.notice import Guest, Notice, Receiver

Notices = list[Notice]


def _mentor(key: int) -> Mentor:
    return Mentor.objects.select_related("sprint", "user", "invited_by").get(pk=key)


def mentor_invited(event: events.MentorInvited) -> Notices:
    row = _mentor(event.mentor_id)
    return [
        Notice(
            to=people.people(row.user_id),
            category=Category.SPRINT,
            template="programmes/mentor_invited",
            url=addresses.mentor_desk(row.sprint),
            context={"sprint": row.sprint.title},
        )
    ]


def mentor_answered(event: events.MentorAnswered) -> Notices:
    row = _mentor(event.mentor_id)
    return [
        Notice(
            to=people.people(row.invited_by_id),
            category=Category.SPRINT,
            template="programmes/mentor_answered",
            url=addresses.mentors_organised(row.sprint),
            context={"sprint": row.sprint.title, "state": row.state, **people.named(row.user)},
        )
    ]


def slot_booked(event: events.SlotBooked) -> Notices:
    """To both sides, with the slot as an entry for their calendars."""
    row = _booking(event.booking_id)
    if row is None or row.state != BookingState.BOOKED:
        return []
    mentor = _to_mentor(row, "slot_booked_mentor", with_calendar=True)
    return [mentor, *_to_bookers(row, "slot_booked", asked_for=True)]


def booking_cancelled(event: events.BookingCancelled) -> Notices:
    """To both sides: it leaves the calendar of who has cancelled, too."""
    row = _booking(event.booking_id)
    if row is None:
        return []
    by: dict[str, Any] = {"cancelled_by": row.cancelled_by}
    mentor = _to_mentor(row, "booking_cancelled_mentor", with_calendar=True, **by)
    return [mentor, *_to_bookers(row, "booking_cancelled", asked_for=row.cancelled_by == Side.BOOKER, **by)]


def booking_due_soon(event: events.BookingDueSoon) -> Notices:
    row = _booking(event.booking_id)
    if row is None or row.state != BookingState.BOOKED:
        return []
    return [_to_mentor(row, "booking_due_soon_mentor"), *_to_bookers(row, "booking_due_soon", with_calendar=False)]


def feedback_given(event: events.FeedbackGiven) -> Notices:
    """To the other side. What a guest would read stands on the page that they have the address of."""
    row = SlotFeedback.objects.get(pk=event.feedback_id)
    booking = _booking(row.booking_id)
    if booking is None or (row.side == Side.MENTOR and booking.team is None):
        return []
    about: dict[str, Any] = {"stars": row.stars, "said": row.words}
    if row.side == Side.BOOKER:
        return [_to_mentor(booking, "feedback_given", **about)]
    return _to_bookers(booking, "feedback_given", with_calendar=False, **about)


def _booking(key: int) -> Booking | None:
    return bookings().filter(pk=key).first()


def _about(row: Booking) -> dict[str, Any]:
    window = row.slot.office_hours
    return {
        "about": str(row.public_id),
        "sprint": window.mentor.sprint.title,
        "starts_at": row.slot.starts_at.isoformat(),
        "timezone": window.mentor.sprint.timezone,
        "place": window.place,
        "video_url": window.video_url,
    }


def _to_mentor(row: Booking, template: str, *, with_calendar: bool = False, **more: Any) -> Notice:
    """A guest's name stands beside the booking's id, so that it can be forgotten with the guest."""
    by = "" if row.team_id is not None else str(row.public_id)
    return Notice(
        to=people.people(row.slot.office_hours.mentor.user_id),
        category=Category.SPRINT,
        template=f"programmes/{template}",
        url=addresses.booking(row),
        context={**_about(row), "name": booker_name(row), "by": by, "topic": row.topic, **more},
        calendar=_calendar(row, Side.MENTOR) if with_calendar else None,
    )


def _to_bookers(
    row: Booking, template: str, *, asked_for: bool = False, with_calendar: bool = True, **more: Any
) -> Notices:
    """To the team, and at once to who has booked; or to the guest."""
    mentor = row.slot.office_hours.mentor
    shared: dict[str, Any] = {
        "template": f"programmes/{template}",
        "context": {**_about(row), **people.named(mentor.user), **more},
        "calendar": _calendar(row, Side.BOOKER) if with_calendar else None,
    }
    if row.team is None:
        to = [Guest(row.guest_email, row.language)] if row.guest_email else []
        return [Notice(to=to, category=Category.ACCOUNT, url=addresses.booking_of_guest(row), **shared)]
    team, url = people.team_members(row.team).exclude(pk=mentor.user_id), addresses.booking(row)
    first, others = team.filter(pk=row.booked_by_id or 0), team.exclude(pk=row.booked_by_id or 0)
    return [
        Notice(to=first, category=Category.TEAM, url=url, asked_for=asked_for, **shared),
        Notice(to=others, category=Category.TEAM, url=url, **shared),
    ]


def _calendar(row: Booking, side: Side) -> Callable[[Receiver], bytes]:
    """The platform invites, so that no address of a person goes to the other side."""

    def made(receiver: Receiver) -> bytes:
        name = receiver.shown_name if isinstance(receiver, User) else row.guest_name
        url = addresses.booking(row) if isinstance(receiver, User) else ""
        with translation.override(receiver.language):
            return invitation_file(
                booking_entry(row, side, url),
                organiser=Person(email=parseaddr(settings.DEFAULT_FROM_EMAIL)[1], name="Gemeinwerk"),
                receiver=Person(email=receiver.email, name=name),
            )

    return made
