"""The day before a slot, both sides hear of it once more."""

from datetime import timedelta
from typing import Final

from django.db import transaction

from backend.core import clock
from backend.core.outbox import outbox_add
from programmes.enums_of_mentoring import BookingState
from programmes.events_of_mentoring import BookingDueSoon
from programmes.models import Booking
from programmes.selectors.mentoring import booking_for_update, mentor_for_update

AHEAD: Final = timedelta(days=1)


def bookings_remind_due() -> int:
    """Remind of slots within a day; return how many. Who has booked within that day knows it: they are not reminded.

    A transaction a slot, which locks the mentor and the booking: what is cancelled in this very moment is not
    reminded of. Repeating it tells nobody twice.
    """
    now = clock.now()
    rows = Booking.objects.filter(
        state=BookingState.BOOKED, reminded_at=None, slot__starts_at__gt=now, slot__starts_at__lte=now + AHEAD
    )
    keys = rows.order_by("slot__starts_at", "id").values_list("pk", "slot__office_hours__mentor_id")
    return sum(_remind(booking_id, mentor_id) for booking_id, mentor_id in list(keys))


@transaction.atomic
def _remind(booking_id: int, mentor_id: int) -> int:
    mentor_for_update(mentor_id)
    row = booking_for_update(booking_id)
    if row.state != BookingState.BOOKED or row.reminded_at is not None:
        return 0
    Booking.objects.filter(pk=row.pk).update(reminded_at=clock.now())
    if row.created_at > row.slot.starts_at - AHEAD:
        return 0
    outbox_add(BookingDueSoon(booking_id=row.pk))
    return 1
