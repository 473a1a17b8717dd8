"""Mentors of a sprint, when they can be spoken to, and who has booked a slot with them."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel, state_known
from programmes import transitions
from programmes.domain.office_hours import SLOT_MINUTES, STARS
from programmes.enums import Language
from programmes.enums_of_mentoring import BookingState, MentorState, OfficeHoursState, Side
from programmes.models.fields import search_vector, words_field
from programmes.models.sprint import Sprint
from programmes.models.team import Team

SEARCH = search_vector("headline", "about")
# Something stands in the slot: nobody else can have it.
TAKES_SLOT = (BookingState.BOOKED, BookingState.MISSED)


class Mentor(PublicModel):
    """Somebody who helps the teams of a sprint: asked by its organisers, and found by what they can."""

    TRANSITIONS = transitions.MENTOR

    public_id = PublicIdField("men")
    sprint = models.ForeignKey(Sprint, on_delete=models.CASCADE, related_name="mentors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mentoring")
    headline = models.CharField(_("what I help with, in short"), max_length=160, blank=True)
    about = models.TextField(_("what else teams should know"), max_length=2_000, blank=True)
    skills = words_field(_("what I can do"))
    languages = words_field(_("languages I speak"))
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=MentorState.choices, default=MentorState.INVITED)
    # Skills in small letters, kept by the database, so that mentors are found whatever way they write.
    words = models.GeneratedField(
        expression=Func(F("skills"), F("headline"), function="programmes_words_folded"),
        output_field=ArrayField(models.TextField()),
        db_persist=True,
    )

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["sprint", "id"], condition=Q(state=MentorState.ACTIVE), name="mentor_list"),
            GinIndex(SEARCH, name="mentor_search"),
            GinIndex(fields=["words"], condition=Q(state=MentorState.ACTIVE), name="mentor_words"),
        ]
        constraints = [
            state_known("mentor_state_known", MentorState),
            models.UniqueConstraint(fields=["sprint", "user"], name="mentor_once"),
            models.CheckConstraint(
                condition=~Q(state=MentorState.ACTIVE) | ~Q(headline=""), name="mentor_active_says_with_what"
            ),
        ]


class OfficeHours(PublicModel):
    """A window in which a mentor can be spoken to, somewhere or by video; cut into slots when it is opened."""

    TRANSITIONS = transitions.OFFICE_HOURS

    public_id = PublicIdField("ofh")
    mentor = models.ForeignKey(Mentor, on_delete=models.CASCADE, related_name="office_hours")
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    slot_minutes = models.PositiveSmallIntegerField(_("minutes for each slot"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    video_url = models.CharField(_("link to the video room"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=OfficeHoursState.choices, default=OfficeHoursState.OPEN)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            state_known("office_hours_state_known", OfficeHoursState),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="office_hours_end_after_start"),
            models.CheckConstraint(condition=Q(slot_minutes__in=SLOT_MINUTES), name="office_hours_slots_sane"),
            models.CheckConstraint(condition=~Q(place="") | ~Q(video_url=""), name="office_hours_are_somewhere"),
            # A range of one number stands for the mentor: PostgreSQL compares ranges here without an extension.
            ExclusionConstraint(
                name="office_hours_do_not_overlap",
                expressions=[
                    (Func(F("mentor"), F("mentor"), Value("[]"), function="int8range"), "&&"),
                    (
                        Func(F("starts_at"), F("ends_at"), function="tstzrange", output_field=DateTimeRangeField()),
                        "&&",
                    ),
                ],
                condition=Q(state=OfficeHoursState.OPEN),
            ),
        ]


class Slot(PublicModel):
    """A part of office hours that is booked as a whole."""

    public_id = PublicIdField("slo")
    office_hours = models.ForeignKey(OfficeHours, on_delete=models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [models.Index(fields=["starts_at", "id"], name="slot_by_time")]
        constraints = [
            models.UniqueConstraint(fields=["office_hours", "starts_at"], name="slot_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_start"),
        ]


class BookingLink(PublicModel):
    """An address by which somebody without an account books a slot, until it ends or is ended."""

    public_id = PublicIdField("bol")
    mentor = models.ForeignKey(Mentor, on_delete=models.CASCADE, related_name="booking_links")
    note = models.CharField(_("whom it is for"), max_length=120, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField(_("valid until"))
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="booking_link_ends_after_start")
        ]


class Booking(PublicModel):
    """A slot that a team has, or a guest without an account.

    Of a guest only a name and an address are kept, until some days after the slot: `forgotten_at`. `sequence` counts
    what calendars were told of it.
    """

    TRANSITIONS = transitions.BOOKING

    public_id = PublicIdField("bok")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="bookings")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="slots_booked")
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="slots_booked"
    )
    link = models.ForeignKey(BookingLink, on_delete=models.PROTECT, null=True, related_name="bookings")
    guest_name = models.CharField(_("name"), max_length=80, blank=True)
    guest_email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.DE)
    topic = models.CharField(_("what it is about"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=BookingState.choices, default=BookingState.BOOKED)
    cancelled_by = models.CharField(max_length=10, choices=Side.choices, blank=True, editable=False)
    sequence = models.PositiveSmallIntegerField(default=0, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    forgotten_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["team", "state"], condition=Q(team__isnull=False), name="booking_of_team"),
            models.Index(fields=["guest_email"], condition=~Q(guest_email=""), name="booking_of_guest"),
        ]
        constraints = [
            state_known("booking_state_known", BookingState),
            models.UniqueConstraint(fields=["slot"], condition=Q(state__in=TAKES_SLOT), name="booking_once"),
            models.CheckConstraint(
                condition=Q(team__isnull=False, booked_by__isnull=False, link=None, guest_name="", guest_email="")
                | Q(team=None, booked_by=None, link__isnull=False),
                name="booking_by_team_or_guest",
            ),
            models.CheckConstraint(
                condition=Q(team__isnull=False, forgotten_at=None)
                | Q(team=None, forgotten_at=None) & ~Q(guest_name="") & ~Q(guest_email="")
                | Q(team=None, forgotten_at__isnull=False, guest_name="", guest_email="", topic=""),
                name="booking_guest_known_or_forgotten",
            ),
            models.CheckConstraint(
                condition=Q(state=BookingState.CANCELLED, cancelled_by__in=Side.values)
                | ~Q(state=BookingState.CANCELLED) & Q(cancelled_by=""),
                name="booking_cancelled_by_somebody",
            ),
        ]


class SlotFeedback(PublicModel):
    """What one of the two says afterwards: once, and the other reads it."""

    public_id = PublicIdField("sfb")
    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="feedback")
    side = models.CharField(max_length=10, choices=Side.choices)
    stars = models.PositiveSmallIntegerField(_("how helpful it was"))
    words = models.CharField(_("in one sentence"), max_length=280, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["booking", "side"], name="slot_feedback_once"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="slot_feedback_side_known"),
            models.CheckConstraint(condition=Q(stars__in=STARS), name="slot_feedback_stars_within"),
        ]
