"""What funds tell of money that they have promised or paid; everything else stands in `events`."""

from dataclasses import dataclass
from typing import ClassVar

from backend.core.outbox import Event, Queue


@dataclass(frozen=True, kw_only=True)
class CampaignSettled(Event):
    """It is known how a campaign ended."""

    topic: ClassVar[str] = "funding.campaign_settled"
    campaign_id: int


@dataclass(frozen=True, kw_only=True)
class CampaignFailed(Event):
    """An all-or-nothing campaign did not reach its goal: everybody gets the money back."""

    topic: ClassVar[str] = "funding.campaign_failed"
    queue: ClassVar[Queue] = Queue.MONEY
    campaign_id: int


@dataclass(frozen=True, kw_only=True)
class MatchHoldOver(Event):
    """A direct debit can no longer be returned: what the rule held back may be paid out."""

    topic: ClassVar[str] = "funding.match_hold_over"
    match_id: int


@dataclass(frozen=True, kw_only=True)
class MatchUncovered(Event):
    """Money that was paid out has lost its pledge: the fund bears it, claims it back, or managers have to decide."""

    topic: ClassVar[str] = "funding.match_uncovered"
    queue: ClassVar[Queue] = Queue.MONEY
    match_id: int
    borne_minor: int
    claimed_minor: int
    open_minor: int


@dataclass(frozen=True, kw_only=True)
class BurdenDecided(Event):
    topic: ClassVar[str] = "funding.burden_decided"
    queue: ClassVar[Queue] = Queue.MONEY
    proposal_id: int


@dataclass(frozen=True, kw_only=True)
class ClaimCollected(Event):
    """So much of what a fund claims from a project is with the fund again."""

    topic: ClassVar[str] = "funding.claim_collected"
    queue: ClassVar[Queue] = Queue.MONEY
    match_id: int
    amount_minor: int


@dataclass(frozen=True, kw_only=True)
class PackageRequested(Event):
    topic: ClassVar[str] = "funding.package_requested"
    package_id: int


@dataclass(frozen=True, kw_only=True)
class PackagePublished(Event):
    topic: ClassVar[str] = "funding.package_published"
    package_id: int


@dataclass(frozen=True, kw_only=True)
class PackageFailed(Event):
    topic: ClassVar[str] = "funding.package_failed"
    package_id: int


@dataclass(frozen=True, kw_only=True)
class ApprovalsEnded(Event):
    """One manager's approval of many matches is done, or somebody else has stopped it."""

    topic: ClassVar[str] = "funding.approvals_ended"
    run_id: int
