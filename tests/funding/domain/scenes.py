"""A fund's book in a few words."""

from datetime import datetime, timedelta
from typing import Any

from funding.domain.book import Book
from funding.domain.book_allocation import preview
from funding.domain.book_events import (
    Allocated,
    Approved,
    CampaignAccepted,
    CampaignEnded,
    Deposited,
    Event,
    Expired,
    FundClosed,
    Outcome,
    Paid,
    PaidOut,
    Pledged,
    RulePublished,
)
from funding.domain.book_records import Entry, MatchRow
from funding.domain.book_summary import violations
from funding.domain.rule_set import RuleSet
from tests.funding.domain.rules import NOON


class Scene:
    """One fund with a rule, a pot of `pool` and accepted campaigns; every step is checked against all invariants."""

    def __init__(
        self, rule: RuleSet, *, pool: int = 10**9, campaigns: str = "c", goal: int = 400_000, told: bool = False
    ) -> None:
        self.book, self.now, self.events = Book(), NOON, list[Event]()
        self.do(RulePublished, rule=rule, allocations_told=told)
        if pool:
            self.do(Deposited, pot="s", amount_minor=pool)
        for name in campaigns:
            self.do(CampaignAccepted, campaign=name, goal_1_minor=goal, goal_2_minor=2 * goal)
        self.count = 0

    def do(self, kind: type[Event], **facts: Any) -> list[Entry]:
        event = kind(at=self.now, **facts)
        entries = self.book.apply(event)
        self.events.append(event)
        assert violations(self.book.state) == []
        return entries

    def later(self, **time: int) -> datetime:
        self.now += timedelta(**time)
        return self.now

    def pledge(self, amount: int, campaign: str = "c", backer: str = "", *, paid: bool = True, **facts: Any) -> int:
        """Pledge and pay; return what the match of it holds. Pledges are named p1, p2 and so on."""
        self.count += 1
        name = f"p{self.count}"
        self.do(Pledged, pledge=name, campaign=campaign, backer=backer or name, amount_minor=amount, **facts)
        if paid:
            self.do(Paid, pledge=name)
        return self.of(name)

    def expire(self, name: str) -> None:
        self.do(Expired, pledge=name)

    def pay_out(self, name: str) -> MatchRow:
        """Approve and pay the match of a pledge, or the match of that id."""
        match = self.match(name)
        self.do(Approved, match=match.id)
        self.do(PaidOut, match=match.id)
        return match

    def match(self, name: str) -> MatchRow:
        rows = [row for row in self.book.state.matches.values() if name in {row.pledge, row.id}]
        return rows[-1]

    def end(self, outcome: Outcome = Outcome.SUCCESSFUL, campaign: str = "c") -> list[Entry]:
        return self.do(CampaignEnded, campaign=campaign, outcome=outcome)

    def close(self) -> list[Entry]:
        return self.do(FundClosed)

    def allocate(self, campaign: str | None = None) -> list[Entry]:
        """Divide as the preview says."""
        shares = preview(self.book.state, campaign, self.now).shares
        return self.do(Allocated, campaign=campaign, shares=shares)

    def of(self, pledge: str) -> int:
        """What all matches because of a pledge hold."""
        return sum(row.amount_minor for row in self.book.state.matches.values() if row.pledge == pledge)

    def held(self, campaign: str = "c") -> int:
        return sum(row.amount_minor for row in self.book.state.matches.values() if row.campaign == campaign)

    def each(self) -> list[int]:
        return [self.of(name) for name in self.book.state.pledges]

    @property
    def free(self) -> int:
        return self.book.state.free_minor
