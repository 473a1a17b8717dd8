"""Mentors, their office hours, and who has booked what. No page asks once a row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from backend.accounts.models import User
from backend.core import clock
from backend.core.db import require_transaction
from programmes.domain.fitting import folded
from programmes.enums_of_mentoring import BookingState, MentorState, OfficeHoursState
from programmes.models import Booking, BookingLink, Mentor, OfficeHours, Slot, SlotFeedback, Sprint, Team
from programmes.models.mentoring import SEARCH, TAKES_SLOT
from programmes.selectors.matching import matching

LINK_SIGNER = Signer(sep=".", salt="programmes.booking_link")
GUEST_SIGNER = Signer(sep=".", salt="programmes.booking_of_guest")
BOOKING_SHOWN = (
    "slot__office_hours__mentor__sprint__programme",
    "slot__office_hours__mentor__user",
    "team",
    "booked_by",
)
LIVE_MENTOR = (MentorState.INVITED, MentorState.ACTIVE)

# Signed addresses


def link_token(link: BookingLink) -> str:
    """Whoever holds this books a slot without an account, until the link ends."""
    return LINK_SIGNER.sign(link.public_id)


def link_url(link: BookingLink) -> str:
    return f"{settings.SITE_URL}/sprechstunde/{link_token(link)}/"


def guest_token(booking: Booking) -> str:
    """Whoever holds this acts as the guest: it stands in the mail to them and nowhere else."""
    return GUEST_SIGNER.sign(booking.public_id)


def public_id_of_link(token: str) -> str:
    """Return the public id in a token, or "" if we did not make it."""
    return _unsigned(LINK_SIGNER, token)


def public_id_of_guest_booking(token: str) -> str:
    return _unsigned(GUEST_SIGNER, token)


def _unsigned(signer: Signer, token: str) -> str:
    try:
        return signer.unsign(token)
    except BadSignature:
        return ""


# Mentors


def mentors_of(sprint: Sprint, *, query: str = "", skill: str = "", language: str = "") -> QuerySet[Mentor]:
    """Who helps in a sprint, as they came; `query` is looked for in what they say, `skill` among their skills."""
    rows = matching(sprint.mentors.filter(state=MentorState.ACTIVE, user__is_active=True), query, SEARCH)
    if query.strip() and (words := folded(query.split())):
        by_skill = sprint.mentors.filter(state=MentorState.ACTIVE, user__is_active=True, words__overlap=sorted(words))
        rows = sprint.mentors.filter(Q(pk__in=rows.values("pk")) | Q(pk__in=by_skill.values("pk")))
    if skill:
        rows = rows.filter(words__contains=sorted(folded([skill])))
    if language:
        rows = rows.filter(languages__contains=[language])
    free = free_slots().filter(office_hours__mentor=OuterRef("pk"))
    return rows.select_related("user").annotate(has_free_slot=Exists(free)).order_by("-has_free_slot", "id")


def mentors_asked(sprint: Sprint) -> QuerySet[Mentor]:
    """All whom organisers have asked, with figures: slots to come, booked ones, and those where nobody came."""
    slots = Q(office_hours__state=OfficeHoursState.OPEN)
    booked = Q(office_hours__slots__bookings__state=BookingState.BOOKED)
    missed = Q(office_hours__slots__bookings__state=BookingState.MISSED)
    return (
        sprint.mentors.select_related("user")
        .annotate(
            slot_count=Count("office_hours__slots", filter=slots, distinct=True),
            booked_count=Count("office_hours__slots__bookings", filter=booked, distinct=True),
            missed_count=Count("office_hours__slots__bookings", filter=missed, distinct=True),
        )
        .order_by("id")
    )


def mentoring_of(user: User) -> QuerySet[Mentor]:
    """Where a person is asked to help or helps, the latest sprint first."""
    rows = Mentor.objects.filter(user=user, state__in=LIVE_MENTOR)
    return rows.select_related("sprint__programme", "user").order_by("-sprint__starts_at", "-id")


def mentor_of(sprint: Sprint, user: User) -> Mentor | None:
    return sprint.mentors.select_related("sprint__programme", "user").filter(user=user).first()


def mentor_for_update(mentor_id: int) -> Mentor:
    """The one lock of all that opens, books and cancels with a mentor."""
    require_transaction()
    rows = Mentor.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("sprint", "user").get(pk=mentor_id)


# Slots


def free_slots() -> QuerySet[Slot]:
    """What can still be booked."""
    taken = Booking.objects.filter(slot=OuterRef("pk"), state__in=TAKES_SLOT)
    rows = Slot.objects.filter(
        office_hours__state=OfficeHoursState.OPEN,
        office_hours__mentor__state=MentorState.ACTIVE,
        starts_at__gt=clock.now(),
    )
    return rows.exclude(Exists(taken)).select_related("office_hours__mentor__sprint", "office_hours__mentor__user")


def free_slots_of(mentor: Mentor) -> QuerySet[Slot]:
    return free_slots().filter(office_hours__mentor=mentor).order_by("starts_at", "id")


def office_hours_of(mentor: Mentor, *, past: bool = False) -> QuerySet[OfficeHours]:
    """Windows of a mentor with their slots, and in each slot what takes it as `taken`; the next first."""
    bookings = Booking.objects.filter(state__in=TAKES_SLOT).select_related("team", "booked_by").order_by("id")
    slots = Slot.objects.order_by("starts_at", "id").prefetch_related(Prefetch("bookings", bookings, to_attr="taken"))
    rows = mentor.office_hours.filter(state=OfficeHoursState.OPEN).prefetch_related(Prefetch("slots", slots))
    if past:
        return rows.filter(ends_at__lte=clock.now()).order_by("-starts_at", "-id")
    return rows.filter(ends_at__gt=clock.now()).order_by("starts_at", "id")


def taken_in(windows: Iterable[OfficeHours]) -> list[Booking]:
    """What takes the slots of windows from `office_hours_of`; asks nothing more."""
    slots = [slot for window in windows for slot in window.slots.all()]
    return [booking for slot in slots for booking in getattr(slot, "taken", ())]


def is_open_between(mentor: Mentor, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether the mentor has office hours that overlap with this time."""
    rows = mentor.office_hours.filter(state=OfficeHoursState.OPEN, starts_at__lt=ends_at, ends_at__gt=starts_at)
    return rows.exists()


def slot_taken(slot: Slot) -> bool:
    return slot.bookings.filter(state__in=TAKES_SLOT).exists()


# Bookings


def bookings() -> QuerySet[Booking]:
    return Booking.objects.select_related(*BOOKING_SHOWN)


def bookings_to_come(mentor: Mentor) -> QuerySet[Booking]:
    rows = Booking.objects.filter(state=BookingState.BOOKED, slot__office_hours__mentor=mentor)
    return rows.filter(slot__starts_at__gt=clock.now()).order_by("slot__starts_at", "id")


def bookings_of_team(team: Team) -> QuerySet[Booking]:
    """What a team has booked, the latest first."""
    rows = bookings().filter(team=team).prefetch_related("feedback")
    return rows.order_by("-slot__starts_at", "-id")


def bookings_of_mentor(mentor: Mentor) -> QuerySet[Booking]:
    rows = bookings().filter(slot__office_hours__mentor=mentor).prefetch_related("feedback")
    return rows.order_by("-slot__starts_at", "-id")


def booking_for_update(booking_id: int) -> Booking:
    """The caller holds the lock of the mentor."""
    require_transaction()
    rows = Booking.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related(*BOOKING_SHOWN).get(pk=booking_id)


def feedback_of(booking: Booking) -> dict[str, SlotFeedback]:
    """What was said, by side."""
    return {row.side: row for row in booking.feedback.all()}


@dataclass(frozen=True, slots=True)
class Missed:
    """How often nobody came, in one sprint: by team, and by the address of a guest."""

    teams: dict[int, int]
    guests: dict[str, int]

    def of(self, booking: Booking) -> int:
        if booking.team_id is not None:
            return self.teams.get(booking.team_id, 0)
        return self.guests.get(booking.guest_email, 0)


def missed_in(sprint: Sprint, rows: Iterable[Booking]) -> Missed:
    """For the teams and guests of `rows`: two queries, however many there are."""
    rows = list(rows)
    teams = {row.team_id for row in rows if row.team_id is not None}
    guests = {row.guest_email for row in rows if row.guest_email}
    missed = Booking.objects.filter(state=BookingState.MISSED, slot__office_hours__mentor__sprint=sprint).order_by()
    by_team = missed.filter(team__in=teams).values_list("team_id").annotate(n=Count("pk"))
    by_guest = missed.filter(guest_email__in=guests).values_list("guest_email").annotate(n=Count("pk"))
    return Missed({key: n for key, n in by_team if key is not None}, dict(by_guest))


# Links


def booking_links() -> QuerySet[BookingLink]:
    return BookingLink.objects.select_related("mentor__sprint__programme", "mentor__user")


def links_of(mentor: Mentor) -> QuerySet[BookingLink]:
    """Those by which slots can be booked now, the newest first."""
    rows = mentor.booking_links.filter(ended_at=None, expires_at__gt=clock.now())
    return rows.annotate(used=Count("bookings")).order_by("-id")


def link_is_valid(link: BookingLink) -> bool:
    alive = link.ended_at is None and link.expires_at > clock.now()
    return alive and link.mentor.state == MentorState.ACTIVE


# Figures


def office_hours_figures(sprint: Sprint) -> dict[str, int]:
    """How many slots there are, free ones to come, booked ones, those where nobody came: one query."""
    rows = Slot.objects.filter(office_hours__mentor__sprint=sprint, office_hours__state=OfficeHoursState.OPEN)
    taken = Q(bookings__state__in=TAKES_SLOT)
    found = rows.aggregate(
        slots=Count("pk", distinct=True),
        booked=Count("pk", filter=Q(bookings__state=BookingState.BOOKED), distinct=True),
        missed=Count("pk", filter=Q(bookings__state=BookingState.MISSED), distinct=True),
        ahead=Count("pk", filter=Q(starts_at__gt=clock.now()), distinct=True),
        ahead_taken=Count("pk", filter=Q(starts_at__gt=clock.now()) & taken, distinct=True),
    )
    return {**found, "free": found["ahead"] - found["ahead_taken"]}
