"""The rows of a fund's book. They change only through `book_money`, `book_counting` and `book`."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from funding.domain.allocation import Earmark
from funding.domain.rule_set import RuleSet
from funding.domain.standing import Backer, Facts, Limit, Standing


class PledgeState(StrEnum):
    PENDING = "pending"
    PAID = "paid"
    EXPIRED = "expired"


class MatchState(StrEnum):
    RESERVED = "reserved"
    CONFIRMED = "confirmed"
    APPROVED = "approved"
    PAID = "paid"
    RELEASED = "released"


GROWING = frozenset({MatchState.RESERVED, MatchState.CONFIRMED})
"""States in which nobody has approved the match, so that it may still grow."""


@dataclass(slots=True)
class PotRow:
    """One sponsor's money: `given_minor` ≤ `paid_in_minor` is with campaigns, reserved, approved or paid."""

    id: str
    priority: int
    earmark: Earmark
    paid_in_minor: int = 0
    given_minor: int = 0


@dataclass(slots=True)
class PledgeRow:
    """`sequence` is its place in the order, anew when it counts again; `left_minor` is what has not gone back.

    `excluded` says why it does not count, `frozen` that a person or a bank has yet to decide. Its matches hold at most
    `at_most_minor` because of `limited_by`, where other funds add to the campaign, too.
    """

    id: str
    campaign: str
    backer: str
    amount_minor: int
    at: datetime
    method: str
    sequence: int
    version: int
    excluded: str = ""
    state: PledgeState = PledgeState.PENDING
    left_minor: int = 0
    disputed: bool = False
    on_hold: bool = False
    paid_at: datetime | None = None
    at_most_minor: int | None = None
    limited_by: str = ""

    @property
    def frozen(self) -> bool:
        return self.disputed or self.on_hold


@dataclass(slots=True)
class MatchRow:
    """Fund money for a campaign under one rule version, because of one pledge or (None) of the campaign as a whole.

    `amount_minor` is with the campaign; of it `borne_minor`, `claim_minor` and `open_minor` were paid out and have lost
    their base: borne by the fund, to be clawed back, or waiting for a person. `kept` is what was claimed and is being
    kept of other matches whose payouts have not arrived yet, by their names. `lost_minor` is what a failed campaign
    would have had. `awarded_minor` of `entitled` is the share that a division at the close gave, for later recomputing.
    """

    id: str
    campaign: str
    pledge: str | None
    version: int
    sequence: int
    state: MatchState
    amount_minor: int = 0
    splits: dict[str, int] = field(default_factory=dict)
    borne_minor: int = 0
    claim_minor: int = 0
    open_minor: int = 0
    kept: dict[str, int] = field(default_factory=dict)
    lost_minor: int = 0
    awarded_minor: int = 0
    entitled: int = 0

    @property
    def kept_minor(self) -> int:
        return sum(self.kept.values())

    @property
    def claimed_minor(self) -> int:
        return self.claim_minor + self.kept_minor

    @property
    def unbacked_minor(self) -> int:
        return self.borne_minor + self.claimed_minor + self.open_minor

    @property
    def backed_minor(self) -> int:
        return self.amount_minor - self.unbacked_minor


@dataclass(slots=True)
class Purse:
    """What one backer gave that counts under one rule version, by pledge, and the match money held because of it."""

    amounts: dict[str, int] = field(default_factory=dict)
    sums: Backer = field(default_factory=Backer)
    held_minor: int = 0


@dataclass(slots=True)
class Group:
    """A campaign under one rule version. `seen_minor` is the due that pledges have been asked about so far."""

    campaign: str
    version: int
    rule: RuleSet
    standing: Standing = field(default_factory=Standing)
    purses: dict[str, Purse] = field(default_factory=dict)
    counted: dict[str, int] = field(default_factory=dict)
    matches: list[str] = field(default_factory=list)
    hungry: list[int] = field(default_factory=list)
    held_minor: int = 0
    seen_minor: int = 0
    settled: bool = False


@dataclass(slots=True)
class CrowdCount:
    """What counts of a campaign, and by how many people; `backers` and `amounts` may know only a part of them."""

    minor: int = 0
    people: int = 0
    backers: dict[str, int] = field(default_factory=dict)
    amounts: dict[str, int] = field(default_factory=dict)


class NotWhole(Exception):
    """Only a part of a campaign's rows is here, and this needs all of them."""


@dataclass(slots=True)
class CampaignRow:
    """`whole` says that all of its pledges and matches are here: what looks at one backer alone needs no others."""

    id: str
    sequence: int
    facts: Facts
    topics: tuple[str, ...]
    region: str
    ended: bool = False
    failed: bool = False
    promised: CrowdCount = field(default_factory=CrowdCount)
    paid: CrowdCount = field(default_factory=CrowdCount)
    groups: dict[int, Group] = field(default_factory=dict)
    pledges: list[str] = field(default_factory=list)
    from_pots: dict[str, int] = field(default_factory=dict)
    frozen: int = 0
    whole: bool = True

    def need_whole(self) -> None:
        """Raise NotWhole unless all pledges and matches of the campaign are here."""
        if not self.whole:
            raise NotWhole


class Entry(NamedTuple):
    """One step of one match, explained: cause, rule version, base, due, what bound, pool, sequence.

    `task` names what a person has to look at; `match` is None for a pledge that brought nothing.
    """

    sequence: int
    cause: str
    campaign: str
    version: int
    match: str | None
    pledge: str | None
    base_minor: int
    due_before_minor: int
    due_after_minor: int
    amount_before_minor: int
    amount_after_minor: int
    pool_before_minor: int
    pool_after_minor: int
    bounds: tuple[Limit | str, ...] = ()
    task: str = ""
    wanted_minor: int = 0
    """What was to be given, before pots and other funds; not part of what a package tells."""
