"""What the provider should have told us is asked for: a message that is lost must not hold money for ever."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from django.db.models import Q

from backend.core import clock
from funding.enums import DisputeState, PayoutState, RefundState
from funding.models import Payment, Payout
from funding.services.payments import payment_refresh
from funding.services.payouts import payout_apply
from funding.services.sweeping import BATCH, sweep

SILENCE = timedelta(hours=1)


def money_ask_again() -> int:
    """Ask for refunds and payouts that have been on their way for an hour, and for open disputes; return how many.

    Each is settled as if the provider had told it just now.
    """
    return sweep("asking_again", _silent())


def _silent() -> Iterator[tuple[str, Callable[[], object]]]:
    before = clock.now() - SILENCE
    refunds = Q(refunds__state=RefundState.SUBMITTED, refunds__updated_at__lte=before)
    disputes = Q(disputes__state=DisputeState.OPEN, disputes__updated_at__lte=before)
    payments = Payment.objects.filter(refunds | disputes).order_by("id").distinct()[:BATCH]
    for payment in payments:
        yield payment.public_id, partial(payment_refresh, payment_id=payment.pk)
    payouts = Payout.objects.filter(state=PayoutState.SUBMITTED, updated_at__lte=before).order_by("id")[:BATCH]
    for payout in payouts:
        yield payout.public_id, partial(payout_apply, payout_id=payout.pk)
