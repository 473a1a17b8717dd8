"""Which shares of a division do not follow from the events before it."""

from backend.core.evidence.findings import Findings
from funding.domain.book import Refused
from funding.domain.book_allocation import shares_that_differ
from funding.domain.book_events import Allocated, Event
from funding.domain.book_money import State
from funding.proof.layout import EVENTS


def shares_named(state: State, event: Event, error: Refused, number: int, findings: Findings) -> None:
    """Add a finding for each campaign that a refused division gives another amount than the book computes."""
    if not isinstance(event, Allocated) or error.code != "allocation_differs":
        return
    for share, expected in shares_that_differ(state, event):
        facts = {"sequence": str(number), "campaign": share.campaign, "version": str(share.version)}
        findings.add(EVENTS, number, "share_differs", **facts, found=str(share.amount_minor), expected=str(expected))
