"""What ends with a person who leaves for good, or with a team: mentoring, and slots that are booked."""

from django.db.models import QuerySet

from backend.accounts.models import User
from backend.core import clock
from backend.core.db import require_transaction
from programmes.enums_of_mentoring import BookingState, MentorState, Side
from programmes.models import Booking, CalendarFeed, Mentor, SlotFeedback, Team
from programmes.selectors.mentoring import mentor_for_update
from programmes.services.bookings import booking_end
from programmes.services.mentors import mentor_end


def mentoring_forget(user: User) -> None:
    """Help no more anywhere, give back the slots one has booked, and delete what one has said.

    What has taken place stays, without a name and without words. Calendar addresses end. Locks mentors, then bookings.
    """
    require_transaction()
    for mentor in Mentor.objects.filter(user=user).exclude(state=MentorState.DECLINED).order_by("pk"):
        mentor_end(actor=None, mentor=mentor)
    for booking in _to_come().filter(booked_by=user):
        mentor_for_update(booking.slot.office_hours.mentor_id)
        booking_end(booking, by=Side.BOOKER, actor=None)
    Booking.objects.filter(booked_by=user).update(topic="")
    SlotFeedback.objects.filter(booking__booked_by=user, side=Side.BOOKER).update(words="")
    SlotFeedback.objects.filter(booking__slot__office_hours__mentor__user=user, side=Side.MENTOR).update(words="")
    Mentor.objects.filter(user=user).update(about="", skills=[], languages=[])
    Mentor.objects.filter(user=user).exclude(state=MentorState.ACTIVE).update(headline="")
    CalendarFeed.objects.filter(user=user).delete()


def bookings_end_of_team(team: Team) -> None:
    """Give back the slots of a team that is dissolved. The mentors are told; the caller has locked the team."""
    for booking in _to_come().filter(team=team):
        mentor_for_update(booking.slot.office_hours.mentor_id)
        booking_end(booking, by=Side.BOOKER, actor=None)


def _to_come() -> QuerySet[Booking]:
    rows = Booking.objects.filter(state=BookingState.BOOKED, slot__starts_at__gt=clock.now())
    return rows.select_related("slot__office_hours").order_by("slot__office_hours__mentor_id", "pk")
