"""The journal of a fund as the events that its book is made of."""

from collections.abc import Iterator

from funding.domain.book_events import Event, event_from_data
from funding.models import Fund, FundEvent

CHUNK = 2_000


def fund_events(fund: Fund) -> Iterator[Event]:
    """Yield every event of a fund in order; only a few thousand are in memory at a time.

    Their numbers begin with 1 and have no gaps, so the place of an event is its number. Raises Unreadable for a row
    that no event can be made of.
    """
    rows = FundEvent.objects.filter(fund=fund).order_by("sequence")
    for data in rows.values_list("data", flat=True).iterator(chunk_size=CHUNK):
        yield event_from_data(data)
