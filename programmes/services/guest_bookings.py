"""What is kept of guests without an account is little, and not for long. Locks the mentor, then the booking."""

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from backend.core import clock
from backend.core.audit import audit_add
from backend.notifications.services.messages import messages_forget, messages_to_guest_drop
from programmes.domain.office_hours import GUEST_KEPT
from programmes.enums_of_mentoring import BookingState, Side
from programmes.models import Booking
from programmes.selectors.mentoring import booking_for_update, mentor_for_update
from programmes.services.bookings import booking_end


@transaction.atomic
def guest_forget(*, booking: Booking) -> Booking:
    """Delete name, address and what a guest wrote, and what was mailed; a slot to come is given back, however late.

    The mentor reads that a guest has cancelled, without a name. Repeating it changes nothing.
    """
    mentor_for_update(booking.slot.office_hours.mentor_id)
    row = booking_for_update(booking.pk)
    if row.team_id is not None or row.forgotten_at is not None:
        return row
    if row.state == BookingState.BOOKED and row.slot.starts_at > clock.now():
        row = booking_end(row, by=Side.BOOKER, actor=None)
    row.guest_name = row.guest_email = row.topic = ""
    row.forgotten_at = clock.now()
    row.save(update_fields=["guest_name", "guest_email", "topic", "forgotten_at", "updated_at"])
    row.feedback.filter(side=Side.BOOKER).update(words="")
    mentor = row.slot.office_hours.mentor.user
    messages_forget(by=str(row.public_id), names=_nobody(), told=mentor)
    messages_to_guest_drop(about=str(row.public_id))
    audit_add(actor=None, action="programmes.guest_forgotten", row=row)
    return row


def guests_forget_due() -> int:
    """Forget guests whose slot is long over; return how many. A transaction each."""
    border = clock.now() - GUEST_KEPT
    rows = Booking.objects.filter(team=None, forgotten_at=None, slot__ends_at__lt=border)
    found = list(rows.select_related("slot__office_hours").order_by("pk")[:1_000])
    for row in found:
        guest_forget(booking=row)
    return len(found)


def _nobody() -> dict[str, str]:
    names = {}
    for language, _label in settings.LANGUAGES:
        with translation.override(language):
            names[language] = _("A guest")
    return names
