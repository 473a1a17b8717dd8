"""What a pledge would bring, said before anyone pays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.accounts.models import User
from backend.accounts.viewers import Viewer, person_of
from backend.core import clock
from backend.core.checks import InvariantViolation
from backend.core.money import Money
from funding.domain.book_events import Pledged
from funding.domain.book_records import Entry
from funding.domain.rule_axes import Settlement
from funding.domain.stacking import Share
from funding.domain.standing import in_window
from funding.enums import FundState, MatchBound, PositionState
from funding.ledger.balances import balance_of
from funding.ledger.enums import AccountKind
from funding.models import BookPledge, Campaign, Fund, FundCampaign, MatchingRule
from funding.selectors.bounds import BOUNDS, bound_of
from funding.selectors.persons import exclusion_of_person
from funding.selectors.rules import rule_now
from funding.selectors.stacking import shared_out
from funding.selectors.trying import Tried, event_tried

TRIED = "quote"


@dataclass(frozen=True, slots=True, kw_only=True)
class FundQuote:
    """What one fund would add, why it is not more, and what it has before and after."""

    fund: Fund
    match: Money
    rate_bp: int
    bound: MatchBound
    free_before: Money
    free_after: Money
    settlement: Settlement = Settlement.AT_PLEDGE
    """When what the fund adds is settled; if not at the pledge, `match` is nothing yet."""
    estimate: Money | None = None
    """What batches would bring to the campaign as a whole, as it was last computed."""
    estimated_at: datetime | None = None
    waits_for_success: bool = False
    """The fund sets the match aside and releases it unless the campaign reaches its goal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeQuote:
    """`amount` from the backer, `match` from all funds, `total` for the project. Of the present moment, not a promise.

    `funds` are the parts of the match, those that give most on top. The rest is of the first of them: `bound` says why
    its part is smaller than the rate; `free_after` is what it would have left.
    """

    amount: Money
    match: Money
    funds: tuple[FundQuote, ...] = ()

    @property
    def total(self) -> Money:
        return self.amount + self.match

    @property
    def first(self) -> FundQuote | None:
        return self.funds[0] if self.funds else None

    @property
    def fund(self) -> Fund | None:
        return self.first.fund if self.first else None

    @property
    def rate_bp(self) -> int:
        return self.first.rate_bp if self.first else 0

    @property
    def bound(self) -> MatchBound:
        return self.first.bound if self.first else MatchBound.NONE

    @property
    def free_before(self) -> Money | None:
        return self.first.free_before if self.first else None

    @property
    def free_after(self) -> Money | None:
        return self.first.free_after if self.first else None

    @property
    def settlement(self) -> Settlement:
        return self.first.settlement if self.first else Settlement.AT_PLEDGE

    @property
    def estimate(self) -> Money | None:
        return self.first.estimate if self.first else None

    @property
    def estimated_at(self) -> datetime | None:
        return self.first.estimated_at if self.first else None

    @property
    def waits_for_success(self) -> bool:
        return self.first.waits_for_success if self.first else False


def pledge_quote(campaign: Campaign, amount_minor: int, *, viewer: Viewer = None) -> PledgeQuote:
    """Return the honest preview of a match: partial when money is short, zero with the reason where it does not
    count.
    """
    amount = Money(amount_minor, campaign.currency)
    rows = FundCampaign.objects.select_related("fund", "campaign").filter(
        campaign=campaign, state__in=(PositionState.ACCEPTED, PositionState.SUSPENDED)
    )
    positions = list(rows.order_by("fund_id"))
    giving = (PositionState.ACCEPTED, FundState.OPEN)
    asked = [row for row in positions if (row.state, row.fund.state) == giving and row.book is not None]
    rules = {row.pk: rule for row in asked if (rule := rule_now(row.fund))}
    later = [row for row in asked if row.pk in rules and not _at_once(rules[row.pk])]
    tried = [_tried(row, amount_minor, viewer) for row in asked if row.pk in rules and row not in later]
    shares = shared_out(campaign, tried, positions, {}) if len(tried) > 1 else {}
    found = [_quote(one, rules[one.position.pk], shares.get(one.position.pk)) for one in tried]
    found += [_later(row, rules[row.pk], viewer) for row in later]
    funds = sorted(found, key=lambda one: -one.match.amount_minor)
    return PledgeQuote(amount=amount, match=_sum(funds, campaign.currency), funds=tuple(funds))


def _at_once(rule: MatchingRule) -> bool:
    return rule.rule_set.settlement is Settlement.AT_PLEDGE


def _sum(funds: Sequence[FundQuote], currency: str) -> Money:
    return Money(sum(one.match.amount_minor for one in funds), currency)


def _quote(tried: Tried, rule: MatchingRule, share: Share | None) -> FundQuote:
    fund, entry = tried.position.fund, tried.entry
    if entry is None:
        raise InvariantViolation("a pledge that is tried makes a step")
    given = tried.given_minor if share is None else share.given_minor
    free = entry.pool_before_minor
    return FundQuote(
        fund=fund,
        match=Money(given, fund.currency),
        rate_bp=rule.rate_bp,
        bound=_bound(entry, share, tried.given_minor),
        free_before=Money(free, fund.currency),
        free_after=Money(free - given, fund.currency),
        waits_for_success=bool(given) and rule.rule_set.gates.successful,
    )


def _bound(entry: Entry, share: Share | None, wanted_minor: int) -> MatchBound:
    """What other funds leave to this one stands above its own limits where it lowers what it would give."""
    if share is not None and share.limit is not None and share.given_minor < wanted_minor:
        return BOUNDS[share.limit]
    return bound_of(entry)


def _later(position: FundCampaign, rule: MatchingRule, viewer: Viewer) -> FundQuote:
    """Nothing is set aside for a single pledge; what is known is an estimate for the campaign as a whole."""
    fund, known, estimate = position.fund, rule.rule_set, position.estimate_minor
    free = Money(balance_of(AccountKind.FUND_POOL, fund.public_id, fund.currency).free_minor, fund.currency)
    return FundQuote(
        fund=fund,
        match=Money(0, fund.currency),
        rate_bp=rule.rate_bp,
        bound=_excluded(position, viewer) or (MatchBound.NONE if in_window(known, clock.now()) else MatchBound.WINDOW),
        settlement=known.settlement,
        estimate=None if estimate is None else Money(estimate, fund.currency),
        estimated_at=position.estimated_at,
        free_before=free,
        free_after=free,
    )


def _excluded(position: FundCampaign, viewer: Viewer) -> MatchBound:
    person = person_of(viewer)
    found = person and exclusion_of_person(person, project_id=position.campaign.project_id, fund_id=position.fund_id)
    return found or MatchBound.NONE


def _tried(position: FundCampaign, amount_minor: int, viewer: Viewer) -> Tried:
    """Let the pledge happen in a copy of the book that nobody keeps."""
    person = person_of(viewer)
    event = Pledged(
        at=clock.now(),
        pledge=TRIED,
        campaign=position.campaign.public_id,
        backer=_backer(position, person) or TRIED,
        amount_minor=amount_minor,
        excluded=_excluded(position, viewer),
    )
    return event_tried(position, event, pledge=TRIED, backer=event.backer)


def _backer(position: FundCampaign, person: User | None) -> str | None:
    """The pseudonym of somebody who has given to the campaign with this account before."""
    if person is None:
        return None
    before = BookPledge.objects.filter(position=position, pledge__backer=person).order_by("-sequence")
    return before.values_list("backer", flat=True).first()
