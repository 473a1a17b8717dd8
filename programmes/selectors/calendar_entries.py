"""What stands in calendars: entries whose keys stay, so that an entry moves instead of standing there twice."""

from django.conf import settings
from django.utils.translation import gettext as _

from backend.core.calendars import Entry
from programmes.enums_of_mentoring import BookingState, Side
from programmes.models import Booking, OfficeHours


def booker_name(booking: Booking) -> str:
    """The team, or the guest; whoever was forgotten is just a guest."""
    return booking.team.name if booking.team else booking.guest_name or _("A guest")


def where_of(window: OfficeHours) -> str:
    """The place, or the room where there is only one on the screen."""
    return window.place or window.video_url


def booking_entry(booking: Booking, side: Side, url: str = "") -> Entry:
    """One slot as one of the two has it in the calendar, in the language that is active."""
    window = booking.slot.office_hours
    mentor = window.mentor
    other = booker_name(booking) if side == Side.MENTOR else mentor.user.shown_name
    lines = [mentor.sprint.title, booking.topic, window.video_url]
    return Entry(
        key=str(booking.public_id),
        title=_("Office hours: %(name)s") % {"name": other},
        starts_at=booking.slot.starts_at,
        ends_at=booking.slot.ends_at,
        changed_at=booking.updated_at,
        text="\n".join(line for line in lines if line),
        place=where_of(window),
        url=f"{settings.SITE_URL}{url}" if url else "",
        sequence=booking.sequence,
        is_cancelled=booking.state == BookingState.CANCELLED,
    )
