"""What a pledge would bring, said before anyone pays."""

from dataclasses import dataclass

from backend.accounts.viewers import Viewer, person_of
from backend.core import clock
from backend.core.money import Money
from funding.domain.matching import Standing, allot, claim
from funding.enums import FundState, MatchBound, PositionState
from funding.ledger.balances import balance_of
from funding.ledger.enums import AccountKind
from funding.models import Campaign, Fund, FundCampaign, MatchingRule
from funding.selectors.persons import exclusion_of_person
from funding.selectors.rules import rule_now, rule_window_is_open


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
    free_before: Money | None = None
    free_after: Money | None = None

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
    if position is None or rule is None:
        return PledgeQuote(amount=amount, match=Money(0, campaign.currency))
    free = balance_of(AccountKind.FUND_POOL, position.fund.public_id, campaign.currency).free_minor
    wanted, bound = _wanted(position, rule, amount_minor, viewer)
    match, short = allot(wanted, free)
    return PledgeQuote(
        amount=amount,
        match=Money(match, campaign.currency),
        fund=position.fund,
        rate_bp=rule.rate_bp,
        bound=MatchBound.POOL if short else bound,
        free_before=Money(free, campaign.currency),
        free_after=Money(free - match, campaign.currency),
    )


def standing_under(position: FundCampaign, rule: MatchingRule) -> Standing:
    """A new version of the rule counts from its own first pledge; what earlier ones matched is carried over."""
    if position.rule_id in {None, rule.pk}:
        return Standing(position.eligible_minor, position.matched_minor, position.carried_minor)
    return Standing(0, position.matched_minor, position.matched_minor)


def _wanted(position: FundCampaign, rule: MatchingRule, amount_minor: int, viewer: Viewer) -> tuple[int, MatchBound]:
    person = person_of(viewer)
    if not rule_window_is_open(rule, clock.now()):
        return 0, MatchBound.WINDOW
    excluded = person and exclusion_of_person(person, project_id=position.campaign.project_id, fund_id=position.fund_id)
    if excluded:
        return 0, excluded
    claimed = claim(rule.terms, standing_under(position, rule), amount_minor)
    return claimed.wanted_minor, MatchBound(claimed.bound.value)
