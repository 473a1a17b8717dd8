"""What happens to a fund, as data: the causes of every match, in the order in which they are told.

Amounts are minor units of one currency, times carry a zone. An event gets its sequence number from its place in the
list: the first is 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from backend.core.evidence.codec import Unreadable, decode, encode
from funding.domain.allocation import Earmark
from funding.domain.rule_set import RuleSet, from_data, to_data


class Outcome(StrEnum):
    """How a campaign ended: it reached its goal, kept what it has below it, or failed and gives all back."""

    SUCCESSFUL = "successful"
    KEPT = "kept"
    FAILED = "failed"


class Verdict(StrEnum):
    """What a person decided about a pledge."""

    COUNT = "count"
    EXCLUDE = "exclude"
    HOLD = "hold"


class Burden(StrEnum):
    """What a person decided about match money that left and lost its base."""

    BEAR = "bear"
    CLAW_BACK = "claw_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePublished(Event):
    """A new version, valid for what is told after this. Its number is one more than the last.

    With `offers_told` what becomes free waits for `OfferedAgain`, from now on; without it, it is offered at once. With
    `allocations_told` what is due at a success or at the close waits for `Allocated` in the same way.
    """

    rule: RuleSet
    offers_told: bool = False
    allocations_told: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposited(Event):
    """Money of a sponsor has come in, > 0. A sponsor with two earmarks has two pots."""

    pot: str
    amount_minor: int
    priority: int = 0
    earmark: Earmark = field(default_factory=Earmark)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedAgain(Event):
    """What is free goes to earlier pledges that got less than was due, in sequence, where the rule says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn(Event):
    """Money of a sponsor that was still free has gone back, or over into another fund; > 0."""

    pot: str
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignAccepted(Event):
    campaign: str
    goal_1_minor: int
    goal_2_minor: int | None = None
    topics: tuple[str, ...] = ()
    region: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayeeVerified(Event):
    campaign: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignEnded(Event):
    """It is known how a campaign ended: all that was pledged is paid, or will not be."""

    campaign: str
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Growing(Event):
    """What may let a pledge bring more. Where several funds add to its campaign, they have shared it out before.

    Of this fund its matches then hold at most `at_most_minor` ≥ 0, from now on, because of `limited_by` (a `Limit`):
    so that what follows is known without the other funds. None leaves what was said before.
    """

    at_most_minor: int | None = None
    limited_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledged(Growing):
    """A promise; `excluded` says from the start why it does not count for a match, as a stable word."""

    pledge: str
    campaign: str
    backer: str
    amount_minor: int
    method: str = "card"
    excluded: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid(Growing):
    """The money has arrived, in time or late; `method` says how, if that was open before."""

    pledge: str
    method: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired(Event):
    pledge: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refunded(Event):
    """Part of a pledge or all of it has gone back, > 0; a returned SEPA direct debit is a refund of all."""

    pledge: str
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundUndone(Growing):
    """A refund that had left has come again: so much of the pledge is the campaign's after all; > 0."""

    pledge: str
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SamePerson(Event):
    """Two who were counted apart are one: from now on `backer` is `person`."""

    campaign: str
    backer: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeOpened(Event):
    pledge: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeWon(Event):
    pledge: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeLost(Event):
    """`amount_minor` > 0 has gone back; None is all that was left."""

    pledge: str
    amount_minor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeDecided(Growing):
    """`reason` says why a pledge does not count, as a stable word."""

    pledge: str
    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved(Event):
    """By as many people as it takes; who they are is not the arithmetic's business."""

    match: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidOut(Event):
    """The money is leaving for the project."""

    match: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutArrived(Event):
    """The money has arrived. Told where something that is claimed back was kept of it: that is the fund's again."""

    match: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutUndone(Event):
    """Nothing has left after all, or all of it has come again."""

    match: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPaid(Event):
    """So much of what is claimed from a match is with the fund again, > 0: paid back, or kept of other money."""

    match: str
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BurdenDecided(Event):
    """Who carries what is open. With BEAR the fund also waives what is still claimed."""

    match: str
    burden: Burden


@dataclass(frozen=True, slots=True, kw_only=True)
class FundClosed(Event):
    pass


@dataclass(frozen=True, slots=True)
class Share:
    """What one campaign gets under one rule version; 0 says that it took part and got nothing."""

    campaign: str
    version: int
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocated(Event):
    """What was due at the success of `campaign`, or (None) at the close of the fund, is given as people have decided.

    `shares` are what they have seen. A book that computes others refuses the event. `people` are groups of backers of
    several campaigns who are one person: where pairs of people count, it matters what they gave elsewhere.
    """

    campaign: str | None = None
    shares: tuple[Share, ...]
    people: tuple[tuple[str, ...], ...] = ()


EVENTS: Mapping[str, type[Event]] = {
    "rule_published": RulePublished,
    "deposited": Deposited,
    "offered_again": OfferedAgain,
    "withdrawn": Withdrawn,
    "campaign_accepted": CampaignAccepted,
    "payee_verified": PayeeVerified,
    "campaign_ended": CampaignEnded,
    "pledged": Pledged,
    "paid": Paid,
    "expired": Expired,
    "refunded": Refunded,
    "refund_undone": RefundUndone,
    "same_person": SamePerson,
    "dispute_opened": DisputeOpened,
    "dispute_won": DisputeWon,
    "dispute_lost": DisputeLost,
    "pledge_decided": PledgeDecided,
    "approved": Approved,
    "paid_out": PaidOut,
    "payout_arrived": PayoutArrived,
    "payout_undone": PayoutUndone,
    "claim_paid": ClaimPaid,
    "burden_decided": BurdenDecided,
    "fund_closed": FundClosed,
    "allocated": Allocated,
}
NAMES = {kind: name for name, kind in EVENTS.items()}


def event_to_data(event: Event) -> dict[str, Any]:
    """Return `event` as JSON data with its kind; `event_from_data` gives the equal event back."""
    data: dict[str, Any] = encode(event)
    if isinstance(event, Growing) and event.at_most_minor is None:
        # Said only where there is something to say: of one fund alone there never is.
        del data["at_most_minor"], data["limited_by"]
    if isinstance(event, RulePublished):
        data["rule"] = to_data(event.rule)
    return {"kind": NAMES[type(event)], **data}


def event_from_data(data: Any) -> Event:
    """Return the event that `data` describes; raises Unreadable for whatever is unknown, missing or of another type."""
    if not isinstance(data, Mapping):
        raise Unreadable("not_an_object", "")
    rest = dict(data)
    kind = rest.pop("kind", None)
    if not isinstance(kind, str) or kind not in EVENTS:
        raise Unreadable("unknown_value", "kind")
    if kind == "rule_published":
        rule = from_data(rest.pop("rule", None))
        offers_told = decode(bool, rest.pop("offers_told", False), "offers_told")
        allocations_told = decode(bool, rest.pop("allocations_told", False), "allocations_told")
        at = decode(Event, rest).at
        return RulePublished(rule=rule, at=at, offers_told=offers_told, allocations_told=allocations_told)
    event: Event = decode(EVENTS[kind], rest)
    return event
