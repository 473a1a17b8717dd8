"""What batches still to come would bring, computed now and then: shown as an estimate, never as a promise."""

from django.db.models import Max

from backend.core import clock
from backend.core.db import one_moment
from funding.domain.book_allocation import estimates
from funding.enums import FundState
from funding.models import Fund, FundBook, FundCampaign
from funding.selectors.allocations import book_of_batch
from funding.selectors.batch_pledges import batch_settlements
from funding.selectors.people_across import people_across


def funds_estimate_due() -> int:
    """Estimate anew for every fund of which something was told since; return for how many. Locks no book."""
    running = Fund.objects.filter(state__in=[FundState.OPEN, FundState.CLOSING]).order_by("id")
    return sum(_estimate(fund) for fund in list(running))


def _estimate(fund: Fund) -> bool:
    sequence = FundBook.objects.filter(fund=fund).values_list("sequence", flat=True).first() or 0
    positions = FundCampaign.objects.filter(fund=fund, book__isnull=False)
    known = positions.aggregate(last=Max("estimated_sequence"))["last"] or 0
    if sequence == known or not batch_settlements(fund):
        return False
    at = clock.now()
    with one_moment():
        state = book_of_batch(fund.pk, None)
        people = people_across(state, fund.pk)
    found = estimates(state, at, people=people)
    for pk, name in positions.values_list("pk", "campaign__public_id"):
        # The running sums of the same row are written under other locks, so only these columns are touched.
        FundCampaign.objects.filter(pk=pk).update(
            estimate_minor=found.get(name), estimated_at=at, estimated_sequence=state.sequence
        )
    return True
