"""What a pledge would bring, said before anyone pays."""

from dataclasses import dataclass
from datetime import datetime

from backend.accounts.models import User
from backend.accounts.viewers import Viewer, person_of
from backend.core import clock
from backend.core.money import Money
from funding.domain.book import Book
from funding.domain.book_events import Pledged
from funding.domain.book_records import Entry, NotWhole
from funding.domain.rule_axes import Settlement
from funding.domain.standing import in_window
from funding.enums import FundState, MatchBound, PositionState
from funding.ledger.balances import balance_of
from funding.ledger.enums import AccountKind
from funding.models import BookPledge, Campaign, Fund, FundBook, FundCampaign, MatchingRule
from funding.selectors.book import head_into, slice_add, slice_begin
from funding.selectors.bounds import bound_of
from funding.selectors.persons import exclusion_of_person
from funding.selectors.rules import rule_now

TRIED = "quote"


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeQuote:
    """`amount` from the backer, `match` from the fund, `total` for the project. Of the present moment, not a promise.

    `bound` says why the match is smaller than the rate; `free_after` is what the fund would have left.
    """

    amount: Money
    match: Money
    fund: Fund | None = None
    rate_bp: int = 0
    bound: MatchBound = MatchBound.NONE
    settlement: Settlement = Settlement.AT_PLEDGE
    """When what the fund adds is settled; if not at the pledge, `match` is nothing yet."""
    estimate: Money | None = None
    """What batches would bring to the campaign as a whole, as it was last computed."""
    estimated_at: datetime | None = None
    free_before: Money | None = None
    free_after: Money | None = None
    waits_for_success: bool = False
    """The fund sets the match aside and releases it unless the campaign reaches its goal."""

    @property
    def total(self) -> Money:
        return self.amount + self.match


def pledge_quote(campaign: Campaign, amount_minor: int, *, viewer: Viewer = None) -> PledgeQuote:
    """Return the honest preview of a match: partial when money is short, zero with the reason where it does not
    count.
    """
    amount = Money(amount_minor, campaign.currency)
    position = FundCampaign.objects.select_related("fund", "campaign").filter(
        campaign=campaign, state=PositionState.ACCEPTED, fund__state=FundState.OPEN
    ).first()  # fmt: skip
    rule = rule_now(position.fund) if position else None
    if position is None or rule is None or position.book is None:
        return PledgeQuote(amount=amount, match=Money(0, campaign.currency))
    if rule.rule_set.settlement is not Settlement.AT_PLEDGE:
        return _later(position, rule, amount, viewer)
    entry = _tried(position, amount_minor, viewer)
    free, match = entry.pool_before_minor, entry.amount_after_minor
    return PledgeQuote(
        amount=amount,
        match=Money(match, campaign.currency),
        fund=position.fund,
        rate_bp=rule.rate_bp,
        bound=bound_of(entry),
        free_before=Money(free, campaign.currency),
        free_after=Money(free - match, campaign.currency),
        waits_for_success=bool(match) and rule.rule_set.gates.successful,
    )


def _later(position: FundCampaign, rule: MatchingRule, amount: Money, viewer: Viewer) -> PledgeQuote:
    """Nothing is set aside for a single pledge; what is known is an estimate for the campaign as a whole."""
    free = balance_of(AccountKind.FUND_POOL, position.fund.public_id, amount.currency).free_minor
    estimate = position.estimate_minor
    known = rule.rule_set
    return PledgeQuote(
        amount=amount,
        match=Money(0, amount.currency),
        fund=position.fund,
        rate_bp=rule.rate_bp,
        bound=_excluded(position, viewer) or (MatchBound.NONE if in_window(known, clock.now()) else MatchBound.WINDOW),
        settlement=known.settlement,
        estimate=None if estimate is None else Money(estimate, amount.currency),
        estimated_at=position.estimated_at,
        free_before=Money(free, amount.currency),
        free_after=Money(free, amount.currency),
    )


def _excluded(position: FundCampaign, viewer: Viewer) -> MatchBound:
    person = person_of(viewer)
    found = person and exclusion_of_person(person, project_id=position.campaign.project_id, fund_id=position.fund_id)
    return found or MatchBound.NONE


def _tried(position: FundCampaign, amount_minor: int, viewer: Viewer) -> Entry:
    """Let the pledge happen in a copy of the book that nobody keeps, and return the step that it makes."""
    person = person_of(viewer)
    event = Pledged(
        at=clock.now(),
        pledge=TRIED,
        campaign=position.campaign.public_id,
        backer=_backer(position, person) or TRIED,
        amount_minor=amount_minor,
        excluded=_excluded(position, viewer),
    )
    try:
        entries = _apply(position, event, backer=event.backer)
    except NotWhole:
        entries = _apply(position, event, backer=None)
    return next(entry for entry in entries if entry.pledge == TRIED)


def _apply(position: FundCampaign, event: Pledged, *, backer: str | None) -> list[Entry]:
    head = FundBook.objects.get(fund=position.fund_id)
    found = slice_begin(position.fund_id, head.rules)
    slice_add(found, [position], backer=backer)
    head_into(found, head)
    book = Book(found.state)
    return book.apply(event)


def _backer(position: FundCampaign, person: User | None) -> str | None:
    """The pseudonym of somebody who has given to the campaign with this account before."""
    if person is None:
        return None
    before = BookPledge.objects.filter(position=position, pledge__backer=person).order_by("-sequence")
    return before.values_list("backer", flat=True).first()
