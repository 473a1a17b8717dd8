"""Answers that are missing: each level of those who are told, once an offer."""

from collections.abc import Iterable
from typing import Final

from django.db import transaction
from django.db.models import F, Q

from backend.core import clock
from backend.core.outbox import outbox_add
from programmes.domain.answering import LATE, LATE_AFTER, OVERDUE, REMIND_AHEAD, SOON, levels_due
from programmes.enums import OfferState
from programmes.events import OfferReminded
from programmes.models import Offer, OfferReminder
from programmes.selectors.offers import offer_for_update

LEVELS: Final = (SOON, OVERDUE, LATE)


def offers_remind_due() -> int:
    """Let everybody hear who should by now; return how many reminders. Repeating it tells nobody twice.

    A transaction an offer, which it locks: who answers in this very moment is not reminded.
    """
    return sum(_remind(offer_id, level) for level in LEVELS for offer_id in _untold(level))


def _untold(level: str) -> Iterable[int]:
    now = clock.now()
    when = {
        SOON: Q(answer_due_at__gt=now, answer_due_at__lte=now + REMIND_AHEAD)
        & Q(offered_at__lt=F("answer_due_at") - REMIND_AHEAD),
        OVERDUE: Q(answer_due_at__lte=now),
        LATE: Q(answer_due_at__lte=now - LATE_AFTER),
    }[level]
    told = OfferReminder.objects.filter(level=level).values("offer_id")
    rows = Offer.objects.filter(when, state=OfferState.OFFERED).exclude(pk__in=told)
    return list(rows.order_by("answer_due_at", "id").values_list("pk", flat=True))


@transaction.atomic
def _remind(offer_id: int, level: str) -> int:
    offer = offer_for_update(offer_id)
    is_due = level in levels_due(offer.offered_at, offer.answer_due_at, clock.now())
    if offer.state != OfferState.OFFERED or not is_due:
        return 0
    reminder, is_new = OfferReminder.objects.get_or_create(offer=offer, level=level)
    if is_new:
        outbox_add(OfferReminded(reminder_id=reminder.pk))
    return int(is_new)
