"""What a pledge would bring, as sentences. The numbers are the ledger's; these are the words around them."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from backend.core.money import Money
from backend.web import formats
from funding.domain.rule_axes import Settlement
from funding.enums import MatchBound
from funding.selectors.quotes import FundQuote, PledgeQuote

CENTS = 100


def brief(money: Money) -> str:
    """20 € where there are no cents, 20,50 € where there are."""
    return formats.money(money, whole=money.amount_minor % CENTS == 0)


@dataclass(frozen=True)
class QuoteWords:
    """What a pledge would bring, before anyone pays."""

    given: str
    result: str
    notes: list[str] = field(default_factory=list)
    is_short: bool = False
    """Whether the fund adds less than its rate."""


def quote_words(quote: PledgeQuote) -> QuoteWords:
    facts = {"amount": brief(quote.amount), "match": brief(quote.match), "total": brief(quote.total)}
    if len(quote.funds) > 1 and quote.match:
        given = _("You give %(amount)s, the funds add %(match)s:") % facts
    elif quote.match:
        given = _("You give %(amount)s, the fund adds %(match)s:") % facts
    else:
        given = _("You give %(amount)s:") % facts
    result = _("%(total)s for the project") % facts
    if quote.fund is not None and quote.settlement is not Settlement.AT_PLEDGE:
        return QuoteWords(given, result, _later(quote), is_short=bool(quote.bound))
    return QuoteWords(given, result, _notes(quote), is_short=quote.bound != MatchBound.NONE)


def _later(quote: PledgeQuote) -> list[str]:
    """What is decided later, with an estimate that is called one."""
    if quote.bound:
        return [_("This pledge does not count for what the fund adds: %(why)s.") % {"why": str(quote.bound.label)}]
    return [later_words(quote.settlement), *estimate_words(quote.estimate)]


def later_words(settlement: Settlement) -> str:
    if settlement is Settlement.AT_SUCCESS:
        return _("What the fund adds is computed when the campaign has ended with success.")
    return _("What the fund adds is computed once for all campaigns, when the fund closes.")


def estimate_words(estimate: Money | None) -> list[str]:
    if estimate is None:
        return []
    if not estimate:
        return [_("As things stand, this campaign would get nothing. This is an estimate, not a promise.")]
    text = _("As things stand, this campaign would get about %(amount)s in all. This is an estimate, not a promise.")
    return [text % {"amount": brief(estimate)}]


def _note_of(part: FundQuote) -> str:
    """Each of several funds with its part, and why it is not more."""
    facts = {"fund": part.fund.name, "match": brief(part.match), "why": str(part.bound.label)}
    if part.bound == MatchBound.NONE:
        return _("“%(fund)s” adds %(match)s.") % facts
    return _("“%(fund)s” adds %(match)s: %(why)s.") % facts


def _notes(quote: PledgeQuote) -> list[str]:
    if len(quote.funds) > 1:
        return [_note_of(part) for part in quote.funds]
    if quote.fund is None or quote.free_before is None or quote.free_after is None:
        return [_("No fund adds anything to this campaign at the moment.")]
    facts = {
        "rate": formats.percent_bp(quote.rate_bp),
        "full": brief(quote.amount.rate_floor(quote.rate_bp)),
        "match": brief(quote.match),
        "free": brief(quote.free_before),
        "after": brief(quote.free_after),
    }
    notes = {
        (MatchBound.NONE, True): _("The fund has %(after)s left then."),
        (MatchBound.NONE, False): _("The amount is too small for the fund to add a cent."),
        (MatchBound.POOL, True): _("%(rate)s would be %(full)s, but only %(free)s is left in the fund."),
        (MatchBound.POOL, False): _("The fund is used up at the moment, so it adds nothing."),
        (MatchBound.PLEDGE_CAP, True): _("%(rate)s would be %(full)s; the fund adds at most %(match)s to one pledge."),
        (MatchBound.CAMPAIGN_CAP, True): _(
            "%(rate)s would be %(full)s, but this campaign will soon have had all that the fund gives to one campaign."
        ),
        (MatchBound.CAMPAIGN_CAP, False): _(
            "This campaign has already had all that the fund gives to one campaign, so it adds nothing."
        ),
        (MatchBound.OWN_TEAM, False): _("You belong to the team of this project, so the fund adds nothing."),
        (MatchBound.SPONSOR_STAFF, False): _("You belong to a sponsor of the fund, so it adds nothing."),
        (MatchBound.WINDOW, False): _("The fund does not count pledges at the moment, so it adds nothing."),
    }
    found = notes.get((quote.bound, bool(quote.match)))
    if found is None or (quote.rate_bp == 0 and "%(rate)s" in found):
        # Every other limit says itself why the fund does not add more than this.
        found, facts = _("The fund does not add more than this: %(why)s."), {"why": str(quote.bound.label)}
    waits = [_("The project gets the fund's part only if the campaign reaches its goal.")]
    return [found % facts, *(waits if quote.waits_for_success else [])]
