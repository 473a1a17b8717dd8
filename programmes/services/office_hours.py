"""When a mentor can be spoken to, and by which links guests book. Locks the mentor first, as all here do."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid
from backend.core.links import clean_url
from backend.core.transitions import transition
from programmes.domain.office_hours import LINK_DAYS_MOST, SLOT_MINUTES, WINDOW_MOST, slots_between
from programmes.enums_of_mentoring import MentorState, OfficeHoursState, Side
from programmes.models import BookingLink, Mentor, OfficeHours, Slot
from programmes.selectors.mentoring import bookings_to_come, is_open_between, mentor_for_update
from programmes.services.bookings import booking_end
from programmes.services.changing import require_order, require_within, texts_among


@transaction.atomic
def hours_open(
    *,
    actor: User,
    mentor: Mentor,
    starts_at: datetime,
    ends_at: datetime,
    slot_minutes: int,
    place: str = "",
    video_url: str = "",
) -> OfficeHours:
    """Open a window cut into slots; the minutes that are left at its end are nobody's. Teams see it at once.

    Locks the mentor. Raises Conflict (`not_active`, `overlap`), Invalid.
    """
    where = _clean_where(place, video_url)
    _require_window(mentor, starts_at, ends_at, slot_minutes)
    row = mentor_for_update(mentor.pk)
    if row.state != MentorState.ACTIVE:
        raise Conflict(_("Please say first with what you help."), code="not_active")
    if is_open_between(row, starts_at, ends_at):
        raise Conflict(_("You have office hours then already."), code="overlap")
    made = OfficeHours.objects.create(
        mentor=row, starts_at=starts_at, ends_at=ends_at, slot_minutes=slot_minutes, **where
    )
    parts = slots_between(starts_at, ends_at, slot_minutes)
    Slot.objects.bulk_create([Slot(office_hours=made, starts_at=start, ends_at=end) for start, end in parts])
    audit_add(actor=actor, action="programmes.office_hours.open", row=made, facts={"slots": len(parts)})
    return made


@transaction.atomic
def hours_withdraw(*, actor: User, office_hours: OfficeHours) -> OfficeHours:
    """Cancel a window with all that is booked in it and is still to come; who has booked is told. Repeating it is safe.

    Locks the mentor. Raises Conflict (`over`) once it has ended.
    """
    mentor = mentor_for_update(office_hours.mentor_id)
    office_hours.refresh_from_db()
    if office_hours.state == OfficeHoursState.OPEN and office_hours.ends_at <= clock.now():
        raise Conflict(_("These office hours are over."), code="over")
    _withdraw(actor, mentor, office_hours)
    office_hours.refresh_from_db()
    return office_hours


def hours_end_all(*, actor: User | None, mentor: Mentor) -> None:
    """Cancel all windows to come of a mentor, whom the caller has locked."""
    for window in mentor.office_hours.filter(state=OfficeHoursState.OPEN, ends_at__gt=clock.now()).order_by("pk"):
        _withdraw(actor, mentor, window)
    mentor.booking_links.filter(ended_at=None).update(ended_at=clock.now())


def _withdraw(actor: User | None, mentor: Mentor, window: OfficeHours) -> None:
    for booking in bookings_to_come(mentor).filter(slot__office_hours=window):
        booking_end(booking, by=Side.MENTOR, actor=actor)
    transition(window, to=OfficeHoursState.WITHDRAWN, actor=actor)


@transaction.atomic
def link_make(*, actor: User, mentor: Mentor, note: str = "", days: int = 14) -> BookingLink:
    """Make an address by which anybody who has it books a slot for `days`. Raises Conflict (`not_active`), Invalid."""
    require_within("days", days, 1, LINK_DAYS_MOST)
    clean = texts_among(BookingLink, {"note": note})
    row = mentor_for_update(mentor.pk)
    if row.state != MentorState.ACTIVE:
        raise Conflict(_("This mentor does not help at the moment."), code="not_active")
    expires_at = clock.now() + timedelta(days=days)
    made = BookingLink.objects.create(mentor=row, made_by=actor, expires_at=expires_at, **clean)
    audit_add(actor=actor, action="programmes.booking_link_made", row=made, facts={"days": days})
    return made


@transaction.atomic
def link_end(*, actor: User, link: BookingLink) -> BookingLink:
    """Nobody books by it any more; what was booked stays. Repeating it changes nothing."""
    link.refresh_from_db(from_queryset=BookingLink.objects.select_for_update(no_key=True))
    if link.ended_at is None:
        link.ended_at = clock.now()
        link.save(update_fields=["ended_at", "updated_at"])
        audit_add(actor=actor, action="programmes.booking_link_ended", row=link)
    return link


def _clean_where(place: str, video_url: str) -> dict[str, str]:
    clean = texts_among(OfficeHours, {"place": place})
    url = clean_url("video_url", video_url) if video_url else ""
    if not clean["place"] and not url:
        raise Invalid({"place": _("Please say where: a place, or a link to a video room.")})
    return {**clean, "video_url": url}


def _require_window(mentor: Mentor, starts_at: datetime, ends_at: datetime, slot_minutes: int) -> None:
    require_order(starts_at, ends_at)
    if slot_minutes not in SLOT_MINUTES:
        raise Invalid({"slot_minutes": _("Please choose one of the offered values.")})
    if starts_at <= clock.now():
        raise Invalid({"starts_at": _("Please choose a time that is still to come.")})
    if ends_at - starts_at > WINDOW_MOST:
        raise Invalid({"ends_at": _("Office hours are at most 12 hours long.")})
    if not slots_between(starts_at, ends_at, slot_minutes):
        raise Invalid({"ends_at": _("Not even one slot fits in there.")})
    if ends_at > mentor.sprint.ends_at:
        raise Invalid({"ends_at": _("The sprint is over then.")})
