"""Booking a slot with a mentor, giving it back, and what is said afterwards. Locks the mentor, then the booking."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid, LimitReached
from backend.core.outbox import outbox_add
from backend.core.transitions import transition
from programmes.domain.office_hours import STARS, may_cancel
from programmes.enums import Language, TeamState
from programmes.enums_of_mentoring import BookingState, MentorState, OfficeHoursState, Side
from programmes.events_of_mentoring import BookingCancelled, FeedbackGiven, SlotBooked
from programmes.models import Booking, BookingLink, Mentor, Slot, SlotFeedback, Team
from programmes.selectors.mentoring import (
    booking_for_update,
    bookings_to_come,
    link_is_valid,
    mentor_for_update,
    slot_taken,
)
from programmes.selectors.teams import team_for_update
from programmes.services.changing import texts_among
from programmes.services.gates import require_unblocked

BY_LINK_A_DAY, BY_ADDRESS_A_DAY = 20, 3
BY_LINK_MOST = 10
"""Slots to come that are booked by one link: a link that has gone astray does not take all of them."""


@transaction.atomic
def slot_book(*, actor: User, slot: Slot, team: Team, topic: str = "") -> Booking:
    """Book a slot for a team; the team and the mentor get it as a mail with a calendar entry.

    A team has one slot to come with each mentor at a time, so that there is one for others. Locks the team, the mentor.
    Raises Conflict (`slot_taken`, `slot_over`, `wrong_state`, `blocked`), LimitReached (`booked_already`), Invalid.
    """
    clean = texts_among(Booking, {"topic": topic})
    team = team_for_update(team.pk)
    if team.state == TeamState.DISSOLVED:
        raise Conflict(_("This team has been dissolved."), code="wrong_state")
    mentor, locked = _free_slot(slot)
    require_unblocked(actor, mentor.sprint)
    if team.sprint_id != mentor.sprint_id:
        raise Invalid({"team": _("Please choose one of the offered values.")})
    if bookings_to_come(mentor).filter(team=team).exists():
        raise LimitReached(_("Your team has a slot with this mentor already."), code="booked_already")
    return _book(actor, locked, team=team, booked_by=actor, language=actor.language, **clean)


@transaction.atomic
def slot_book_as_guest(
    *, link: BookingLink, slot: Slot, name: str, email: str, topic: str = "", language: str = ""
) -> Booking:
    """Book a slot by a link, with no more than a name and an address; both get a mail with a calendar entry.

    One slot to come for an address and a mentor; few within a day, also if they are given back, since each is a mail to
    an address that nobody has confirmed. Locks the mentor. Raises Conflict (`link_over`, `slot_taken`, `slot_over`),
    LimitReached (`booked_already`, `link_spent`, `too_often`), Invalid.
    """
    clean = _clean_guest(name, email, topic)
    mentor, locked = _free_slot(slot)
    link.refresh_from_db()
    if not link_is_valid(link) or link.mentor_id != mentor.pk:
        raise Conflict(_("This link has ended. Please ask for a new one."), code="link_over")
    coming = bookings_to_come(mentor)
    if coming.filter(guest_email=clean["guest_email"]).exists():
        raise LimitReached(_("With this address a slot is booked already."), code="booked_already")
    lately = Booking.objects.filter(created_at__gt=clock.now() - timedelta(days=1))
    if lately.filter(guest_email=clean["guest_email"]).count() >= BY_ADDRESS_A_DAY:
        raise LimitReached(_("This address has booked often today. Please try again tomorrow."), code="too_often")
    too_many = coming.filter(link=link).count() >= BY_LINK_MOST
    if too_many or lately.filter(link=link).count() >= BY_LINK_A_DAY:
        raise LimitReached(_("So many slots were booked by this link that no more can be."), code="link_spent")
    spoken = language or (get_language() or "de")[:2]
    return _book(None, locked, link=link, language=spoken if spoken in Language.values else Language.DE, **clean)


@transaction.atomic
def booking_cancel(*, actor: User | None, booking: Booking, by: Side) -> Booking:
    """Give a slot back, by one of the two; the other is told, and it is free again. Repeating it changes nothing.

    Locks the mentor, the booking. Raises Conflict (`too_late`, `wrong_state`).
    """
    row = _locked(booking)
    if row.state == BookingState.CANCELLED:
        return row
    if not may_cancel(row.slot.starts_at, clock.now(), is_mentor=by == Side.MENTOR):
        raise Conflict(_("It is too late to cancel this slot."), code="too_late")
    return booking_end(row, by=by, actor=actor)


def booking_end(booking: Booking, *, by: Side, actor: User | None) -> Booking:
    """The same without asking for the time: the caller holds the lock of the mentor. Raises Conflict."""
    changes = {"cancelled_by": by, "sequence": booking.sequence + 1}
    row = transition(booking, to=BookingState.CANCELLED, actor=actor, changes=changes, facts={"by": str(by)})
    outbox_add(BookingCancelled(booking_id=row.pk))
    return row


@transaction.atomic
def booking_mark_missed(*, actor: User, booking: Booking) -> Booking:
    """Note that nobody came, once the slot is over; shown to mentors and organisers of the sprint, and counted.

    Repeating it changes nothing. Raises Conflict (`not_over`, `wrong_state`).
    """
    row = _locked(booking)
    _require_over(row)
    if row.feedback.exists():
        raise Conflict(_("One of you has said how it was, so somebody came."), code="wrong_state")
    return transition(row, to=BookingState.MISSED, actor=actor)


@transaction.atomic
def booking_mark_held(*, actor: User, booking: Booking) -> Booking:
    """Take that back: somebody came after all. Repeating it changes nothing. Raises Conflict (`wrong_state`)."""
    row = _locked(booking)
    if row.state == BookingState.CANCELLED:
        raise Conflict(_("This slot was cancelled."), code="wrong_state")
    return transition(row, to=BookingState.BOOKED, actor=actor)


@transaction.atomic
def feedback_give(*, actor: User | None, booking: Booking, by: Side, stars: int, words: str = "") -> SlotFeedback:
    """Say once how it was, after the slot; the other one reads it. Repeating it returns what was said first.

    Locks the mentor, the booking. Raises Conflict (`not_over`, `wrong_state`), Invalid.
    """
    clean = texts_among(SlotFeedback, {"words": words})
    if stars not in STARS:
        raise Invalid({"stars": _("Please choose one of the offered values.")})
    row = _locked(booking)
    _require_over(row)
    if row.state != BookingState.BOOKED:
        raise Conflict(_("This slot has not taken place."), code="wrong_state")
    made, is_new = SlotFeedback.objects.get_or_create(booking=row, side=by, defaults={"stars": stars, **clean})
    if is_new:
        audit_add(actor=actor, action="programmes.slot_feedback_given", row=made, facts={"by": str(by)})
        outbox_add(FeedbackGiven(feedback_id=made.pk))
    return made


def _free_slot(slot: Slot) -> tuple[Mentor, Slot]:
    """Lock the mentor and look again: whoever books or cancels with the same mentor comes before or after."""
    mentor = mentor_for_update(slot.office_hours.mentor_id)
    row = Slot.objects.select_related("office_hours__mentor").get(pk=slot.pk)
    if row.office_hours.state != OfficeHoursState.OPEN or mentor.state != MentorState.ACTIVE:
        raise Conflict(_("These office hours were cancelled."), code="wrong_state")
    if row.starts_at <= clock.now():
        raise Conflict(_("This slot has begun already."), code="slot_over")
    if slot_taken(row):
        raise Conflict(_("Somebody else was faster. Please choose another slot."), code="slot_taken")
    return mentor, row


def _book(actor: User | None, slot: Slot, **values: object) -> Booking:
    made = Booking.objects.create(slot=slot, **values)
    audit_add(actor=actor, action="programmes.booking.booked", row=made, facts={"slot": str(slot.public_id)})
    outbox_add(SlotBooked(booking_id=made.pk))
    return made


def _locked(booking: Booking) -> Booking:
    mentor_for_update(booking.slot.office_hours.mentor_id)
    return booking_for_update(booking.pk)


def _require_over(booking: Booking) -> None:
    if booking.slot.ends_at > clock.now():
        raise Conflict(_("This slot is not over yet."), code="not_over")


def _clean_guest(name: str, email: str, topic: str) -> dict[str, str]:
    clean = texts_among(Booking, {"guest_name": name, "guest_email": email.strip().lower(), "topic": topic})
    faults = {}
    if not clean["guest_name"]:
        faults["name"] = _("Please fill this in.")
    try:
        validate_email(clean["guest_email"])
    except ValidationError:
        faults["email"] = _("Please enter a valid e-mail address.")
    if faults:
        raise Invalid(faults)
    return clean
