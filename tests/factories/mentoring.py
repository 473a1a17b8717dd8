"""Mentors with office hours tomorrow, two slots of half an hour, and who has booked one."""

from datetime import timedelta
from typing import Any

from django.db.models import F
from factory.django import DjangoModelFactory

from backend.core import clock
from programmes.domain.office_hours import slots_between
from programmes.enums_of_mentoring import BookingState, MentorState, Side
from programmes.models import Booking, BookingLink, Mentor, OfficeHours, Slot, SlotFeedback
from tests.factories.accounts import UserFactory
from tests.factories.declarations import at_call, same_as, sub
from tests.factories.programmes import SprintFactory, TeamFactory, moment_from_now


class MentorFactory(DjangoModelFactory[Mentor]):
    class Meta:
        model = Mentor

    sprint = sub(SprintFactory)
    user = sub(UserFactory)
    state = MentorState.ACTIVE
    headline = "Datenschutz und Prototypen"
    skills = ["Datenschutz", "Python"]
    languages = ["de"]


class OfficeHoursFactory(DjangoModelFactory[OfficeHours]):
    class Meta:
        model = OfficeHours

    mentor = sub(MentorFactory)
    starts_at = at_call(lambda: moment_from_now(24))
    ends_at = at_call(lambda: moment_from_now(25))
    slot_minutes = 30
    place = "Rathaus, Raum 2"

    @classmethod
    def _create(cls, model_class: type[OfficeHours], *args: Any, **kwargs: Any) -> OfficeHours:
        made = model_class.objects.create(**kwargs)
        parts = slots_between(made.starts_at, made.ends_at, made.slot_minutes)
        Slot.objects.bulk_create([Slot(office_hours=made, starts_at=start, ends_at=end) for start, end in parts])
        return made


class SlotFactory(DjangoModelFactory[Slot]):
    """The first slot of its office hours; `starts_at` moves both."""

    class Meta:
        model = Slot

    office_hours = sub(OfficeHoursFactory)

    @classmethod
    def _create(cls, model_class: type[Slot], *args: Any, **kwargs: Any) -> Slot:
        del args, model_class
        first: Slot = kwargs["office_hours"].slots.order_by("starts_at")[0]
        return first


class BookingLinkFactory(DjangoModelFactory[BookingLink]):
    class Meta:
        model = BookingLink

    mentor = sub(MentorFactory)
    made_by = same_as("mentor.user")
    expires_at = at_call(lambda: moment_from_now(24 * 14))


class BookingFactory(DjangoModelFactory[Booking]):
    """Of a team, with its lead; `guest=True`: of a guest."""

    class Meta:
        model = Booking

    slot = sub(SlotFactory)

    @classmethod
    def _create(cls, model_class: type[Booking], *args: Any, **kwargs: Any) -> Booking:
        mentor = kwargs["slot"].office_hours.mentor
        if kwargs.pop("guest", False):
            link = kwargs.pop("link", None) or BookingLinkFactory.create(mentor=mentor)
            kwargs = {"link": link, "guest_name": "Gerda Gast", "guest_email": "gerda@example.org", **kwargs}
        else:
            team = kwargs.get("team") or TeamFactory.create(sprint=mentor.sprint)
            kwargs = {"team": team, "booked_by": team.created_by or UserFactory.create(), **kwargs}
        if kwargs.get("state") == BookingState.CANCELLED:
            kwargs = {"cancelled_by": Side.BOOKER, **kwargs}
        return model_class.objects.create(**kwargs)


class SlotFeedbackFactory(DjangoModelFactory[SlotFeedback]):
    class Meta:
        model = SlotFeedback

    booking = sub(BookingFactory)
    side = Side.BOOKER
    stars = 5


def over(booking: Booking) -> Booking:
    """Move the office hours of a booking, and all slots in them, into the past."""
    window = booking.slot.office_hours
    shift = window.ends_at - clock.now() + timedelta(minutes=1)
    for rows in (OfficeHours.objects.filter(pk=window.pk), Slot.objects.filter(office_hours=window)):
        rows.update(starts_at=F("starts_at") - shift, ends_at=F("ends_at") - shift)
    booking.refresh_from_db()
    return booking
