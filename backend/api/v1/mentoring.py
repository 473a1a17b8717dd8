"""Mentors, their office hours in slots, and who has booked one."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.accounts.selectors.people import person_to_name
from backend.api.fields import Body, PublicId, Text
from backend.api.operations import Data, operation
from backend.api.shapes import PersonName, Ref, Shape
from backend.api.views import ApiView
from programmes import access
from programmes.access import mentoring as found
from programmes.domain.office_hours import LINK_DAYS, LINK_DAYS_MOST, SLOT_MINUTES, STARS
from programmes.enums_of_mentoring import BookingState, MentorState, OfficeHoursState, Side
from programmes.selectors import mentoring as reads
from programmes.services import bookings, mentors, office_hours


class MentorShape(Shape):
    id = serializers.CharField(source="public_id")
    sprint = Ref("sprint")
    person = Ref("user")
    name = PersonName("user")
    headline = serializers.CharField()
    about = serializers.CharField()
    skills = serializers.ListField(child=serializers.CharField())
    languages = serializers.ListField(child=serializers.CharField())
    state = serializers.ChoiceField(choices=MentorState.choices)


class MentorBody(Body):
    person = PublicId(help_text="Somebody who has signed in here before.")


class OfferedBody(Body):
    headline = Text(max_length=160, help_text="With what the mentor helps, in one line.")
    about = Text(max_length=2_000, required=False, allow_blank=True)
    skills = serializers.ListField(child=serializers.CharField(max_length=40), max_length=20, required=False)
    languages = serializers.ListField(child=serializers.CharField(max_length=40), max_length=20, required=False)


class OfficeHoursShape(Shape):
    id = serializers.CharField(source="public_id")
    mentor = Ref("mentor")
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    slot_minutes = serializers.IntegerField()
    place = serializers.CharField()
    video_url = serializers.CharField()
    state = serializers.ChoiceField(choices=OfficeHoursState.choices)


class OfficeHoursBody(Body):
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    slot_minutes = serializers.ChoiceField(choices=SLOT_MINUTES)
    place = Text(max_length=200, required=False, allow_blank=True)
    video_url = Text(max_length=500, required=False, allow_blank=True)


class SlotShape(Shape):
    id = serializers.CharField(source="public_id")
    office_hours = Ref("office_hours")
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    place = serializers.CharField(source="office_hours.place", help_text="Empty if it is by video.")


class SlotBody(Body):
    team = PublicId(help_text="A team of the sprint that you are in.")
    topic = Text(max_length=500, required=False, allow_blank=True)


class BookingShape(Shape):
    """Of a guest only the name is told, and only to the mentor and to organisers."""

    id = serializers.CharField(source="public_id")
    slot = Ref("slot")
    starts_at = serializers.DateTimeField(source="slot.starts_at")
    ends_at = serializers.DateTimeField(source="slot.ends_at")
    mentor = Ref("slot.office_hours.mentor")
    place = serializers.CharField(source="slot.office_hours.place")
    video_url = serializers.CharField(source="slot.office_hours.video_url")
    team = Ref("team", allow_null=True)
    guest_name = serializers.CharField()
    topic = serializers.CharField()
    state = serializers.ChoiceField(choices=BookingState.choices)
    cancelled_by = serializers.ChoiceField(choices=Side.choices, allow_blank=True)


class FeedbackShape(Shape):
    id = serializers.CharField(source="public_id")
    side = serializers.ChoiceField(choices=Side.choices)
    stars = serializers.IntegerField()
    words = serializers.CharField()


class FeedbackBody(Body):
    stars = serializers.ChoiceField(choices=STARS)
    words = Text(max_length=280, required=False, allow_blank=True)


class BookingLinkShape(Shape):
    id = serializers.CharField(source="public_id")
    mentor = Ref("mentor")
    note = serializers.CharField()
    url = serializers.SerializerMethodField(help_text="Whoever has it books a slot without an account.")
    expires_at = serializers.DateTimeField()

    def get_url(self, link: Any) -> str:
        return reads.link_url(link)


class BookingLinkBody(Body):
    note = Text(max_length=120, required=False, allow_blank=True)
    days = serializers.IntegerField(min_value=1, max_value=LINK_DAYS_MOST, default=LINK_DAYS)


class MentorsAsked(Body):
    q = Text(max_length=200, required=False, help_text="Looked for in what mentors say and can.")
    skill = Text(max_length=40, required=False)
    language = Text(max_length=40, required=False, help_text="Like `de`.")


class Mentors(ApiView):
    @operation(
        id="mentors_list",
        summary="Who helps teams in this sprint",
        description="For who takes part, mentors, coaches and organisers.",
        asks=MentorsAsked,
        gives=MentorShape,
        many=True,
        scope=Scope.READ,
    )
    def get(self, sprint_id: str, asked: Data) -> Any:
        sprint = found.sprint_to_find_mentors(self.actor, sprint_id)
        wanted = {"query": asked.get("q", ""), "skill": asked.get("skill", ""), "language": asked.get("language", "")}
        return reads.mentors_of(sprint, **wanted).order_by("-id")

    @operation(
        id="mentors_invite",
        summary="Ask somebody to help as a mentor",
        takes=MentorBody,
        gives=MentorShape,
        status=201,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, sprint_id: str, data: Data) -> Any:
        sprint = access.sprint_to_manage(self.person, sprint_id)
        return mentors.mentor_invite(actor=self.person, sprint=sprint, user=person_to_name(data["person"]))


class OwnMentoring(ApiView):
    @operation(
        id="mentoring_offer",
        summary="Say with what I help in this sprint",
        description="For who has been asked, and for coaches of the programme.",
        takes=OfferedBody,
        gives=MentorShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def put(self, sprint_id: str, data: Data) -> Any:
        sprint = found.sprint_to_mentor(self.person, sprint_id)
        return mentors.mentor_offer(actor=self.person, sprint=sprint, **data)

    @operation(
        id="mentoring_decline",
        summary="Say that I cannot help",
        gives=MentorShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def delete(self, sprint_id: str) -> Any:
        return mentors.mentor_decline(actor=self.person, mentor=found.mentor_to_act_as(self.person, sprint_id))


class MentorEnd(ApiView):
    @operation(
        id="mentors_end",
        summary="End it: office hours to come are cancelled",
        gives=MentorShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, mentor_id: str) -> Any:
        return mentors.mentor_end(actor=self.person, mentor=found.mentor_to_end(self.person, mentor_id))


class MentorHours(ApiView):
    @operation(
        id="office_hours_list",
        summary="My office hours in this sprint that are to come",
        gives=OfficeHoursShape,
        many=True,
        ordering=("starts_at", "id"),
        scope=Scope.READ,
    )
    def get(self, sprint_id: str) -> Any:
        return reads.office_hours_of(found.mentor_to_act_as(self.person, sprint_id))

    @operation(
        id="office_hours_open",
        summary="Open office hours, cut into slots",
        takes=OfficeHoursBody,
        gives=OfficeHoursShape,
        status=201,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, sprint_id: str, data: Data) -> Any:
        mentor = found.mentor_to_act_as(self.person, sprint_id)
        return office_hours.hours_open(actor=self.person, mentor=mentor, **data)


class HoursWithdraw(ApiView):
    @operation(
        id="office_hours_withdraw",
        summary="Cancel office hours with all that is booked in them",
        gives=OfficeHoursShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, hours_id: str) -> Any:
        row = found.office_hours_to_manage(self.person, hours_id)
        return office_hours.hours_withdraw(actor=self.person, office_hours=row)


class Slots(ApiView):
    @operation(
        id="slots_list",
        summary="Free slots of a mentor",
        gives=SlotShape,
        many=True,
        ordering=("starts_at", "id"),
        scope=Scope.READ,
    )
    def get(self, mentor_id: str) -> Any:
        return reads.free_slots_of(found.mentor_to_view(self.actor, mentor_id))


class SlotBook(ApiView):
    @operation(
        id="slots_book",
        summary="Book a slot for a team",
        description="A team has one slot to come with each mentor at a time.",
        takes=SlotBody,
        gives=BookingShape,
        status=201,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, slot_id: str, data: Data) -> Any:
        slot = found.slot_to_book(self.person, slot_id)
        team = access.team_to_hand_in(self.person, data.pop("team"))
        made = bookings.slot_book(actor=self.person, slot=slot, team=team, **data)
        return found.booking_to_view(self.person, made.public_id)


class TeamBookings(ApiView):
    @operation(
        id="bookings_list_of_team",
        summary="What a team has booked",
        gives=BookingShape,
        many=True,
        scope=Scope.READ,
    )
    def get(self, team_id: str) -> Any:
        return reads.bookings_of_team(access.team_to_enter(self.actor, team_id)).order_by("-id")


class MentorBookings(ApiView):
    @operation(
        id="bookings_list_of_mentor",
        summary="What was booked with a mentor",
        description="For the mentor and organisers.",
        gives=BookingShape,
        many=True,
        scope=Scope.READ,
    )
    def get(self, mentor_id: str) -> Any:
        return reads.bookings_of_mentor(found.mentor_to_link(self.actor, mentor_id)).order_by("-id")


class Booking(ApiView):
    @operation(id="bookings_retrieve", summary="One booked slot", gives=BookingShape, scope=Scope.READ)
    def get(self, booking_id: str) -> Any:
        return found.booking_to_view(self.actor, booking_id)


class BookingCancel(ApiView):
    @operation(
        id="bookings_cancel",
        summary="Cancel a slot, as the mentor or for the team",
        gives=BookingShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, booking_id: str) -> Any:
        row, side = found.booking_to_act_in(self.person, booking_id)
        return bookings.booking_cancel(actor=self.person, booking=row, by=side)


class BookingMissed(ApiView):
    @operation(
        id="bookings_mark_missed",
        summary="Note that nobody came",
        gives=BookingShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, booking_id: str) -> Any:
        return bookings.booking_mark_missed(actor=self.person, booking=found.booking_to_mark(self.person, booking_id))

    @operation(
        id="bookings_mark_held",
        summary="Take back that nobody came",
        gives=BookingShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def delete(self, booking_id: str) -> Any:
        return bookings.booking_mark_held(actor=self.person, booking=found.booking_to_mark(self.person, booking_id))


class BookingFeedback(ApiView):
    @operation(
        id="bookings_feedback_give",
        summary="Say once how the slot was",
        takes=FeedbackBody,
        gives=FeedbackShape,
        status=201,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, booking_id: str, data: Data) -> Any:
        row, side = found.booking_to_act_in(self.person, booking_id)
        return bookings.feedback_give(actor=self.person, booking=row, by=side, **data)


class BookingLinks(ApiView):
    @operation(
        id="booking_links_list",
        summary="Links by which guests book",
        description="For the mentor and organisers.",
        gives=BookingLinkShape,
        many=True,
        scope=Scope.READ,
    )
    def get(self, mentor_id: str) -> Any:
        return reads.links_of(found.mentor_to_link(self.actor, mentor_id))

    @operation(
        id="booking_links_make",
        summary="Make a link by which guests book",
        takes=BookingLinkBody,
        gives=BookingLinkShape,
        status=201,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, mentor_id: str, data: Data) -> Any:
        mentor = found.mentor_to_link(self.person, mentor_id)
        return office_hours.link_make(actor=self.person, mentor=mentor, **data)


class BookingLink(ApiView):
    @operation(id="booking_links_end", summary="End a link", status=204, scope=Scope.PROGRAMMES_WRITE)
    def delete(self, link_id: str) -> Any:
        office_hours.link_end(actor=self.person, link=found.link_to_end(self.person, link_id))


urlpatterns = [
    path("sprints/<pid:sprint_id>/mentors/", Mentors.as_view(), name="mentors"),
    path("sprints/<pid:sprint_id>/mentoring/", OwnMentoring.as_view(), name="own-mentoring"),
    path("sprints/<pid:sprint_id>/office-hours/", MentorHours.as_view(), name="own-office-hours"),
    path("mentors/<pid:mentor_id>/end/", MentorEnd.as_view(), name="mentor-end"),
    path("mentors/<pid:mentor_id>/slots/", Slots.as_view(), name="mentor-slots"),
    path("mentors/<pid:mentor_id>/bookings/", MentorBookings.as_view(), name="mentor-bookings"),
    path("mentors/<pid:mentor_id>/booking-links/", BookingLinks.as_view(), name="booking-links"),
    path("booking-links/<pid:link_id>/", BookingLink.as_view(), name="booking-link"),
    path("office-hours/<pid:hours_id>/withdraw/", HoursWithdraw.as_view(), name="office-hours-withdraw"),
    path("slots/<pid:slot_id>/book/", SlotBook.as_view(), name="slot-book"),
    path("teams/<pid:team_id>/bookings/", TeamBookings.as_view(), name="team-bookings"),
    path("bookings/<pid:booking_id>/", Booking.as_view(), name="booking"),
    path("bookings/<pid:booking_id>/cancel/", BookingCancel.as_view(), name="booking-cancel"),
    path("bookings/<pid:booking_id>/missed/", BookingMissed.as_view(), name="booking-missed"),
    path("bookings/<pid:booking_id>/feedback/", BookingFeedback.as_view(), name="booking-feedback"),
]
