"""What a backer reads on the page of a pledge: where the payment is and what the fund adds, in words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from backend.core import clock
from backend.core.money import Money
from backend.web.match_reasons import match_reason
from backend.web.match_words import brief, later_words
from funding.enums import COUNTED_PLEDGE_STATES, CampaignOutcome, MatchState, PaymentState, PledgeState
from funding.selectors.batch_pledges import Later, settled_later

PAID, CANCELLED = "erledigt", "abgebrochen"


@dataclass(frozen=True)
class PledgeStatus:
    """`key` changes when there is something new to say; `waits` while that may happen any moment."""

    key: str
    tone: str
    title: str
    text: str
    waits: bool = False
    pay_url: str = ""
    may_give_again: bool = False
    """Nothing was given, and nothing will be."""
    is_shown: bool = False
    """In the list of backers."""


def pledge_status(pledge: Any, *, came_back: str = "") -> PledgeStatus:
    """`came_back` is what the payment page said when it led back: a hope, not a proof."""
    if pledge.state == PledgeState.PENDING:
        return _pending(pledge, came_back)
    tone, title, text = _ended(pledge)
    again = pledge.state in {PledgeState.EXPIRED, PledgeState.FAILED}
    shown = pledge.state in COUNTED_PLEDGE_STATES
    return PledgeStatus(pledge.state, tone, title, text, may_give_again=again, is_shown=shown)


def _pending(pledge: Any, came_back: str) -> PledgeStatus:
    payment = pledge.payment
    open_page = payment.page_url if payment.state == PaymentState.OPEN and pledge.expires_at > clock.now() else ""
    key = f"{pledge.state}-{'open' if open_page else 'closed'}"
    if came_back == PAID:
        title, text = _("Thank you! Your payment is on its way."), _paid_text()
        return PledgeStatus(key, "info", title, text, waits=True)
    if not open_page:
        title = _("The payment page is being prepared.")
        return PledgeStatus(key, "info", title, _("This takes a moment. The button appears here."), waits=True)
    if came_back == CANCELLED:
        title = _("You have left the payment page.")
        text = _("Nothing was taken. You can still pay; until then the fund's money stays reserved for your pledge.")
        return PledgeStatus(key, "warning", title, text, waits=True, pay_url=open_page)
    title = _("Not paid yet.")
    text = _("Until you have paid, the fund's money is only reserved for your pledge.")
    return PledgeStatus(key, "info", title, text, waits=True, pay_url=open_page)


def _paid_text() -> str:
    return _(
        "We are waiting for the payment provider to confirm it. That mostly takes some seconds, "
        "by direct debit some days. You need not stay here: we send you a mail."
    )


def _ended(pledge: Any) -> tuple[str, str, str]:
    match pledge.state:
        case PledgeState.CONFIRMED:
            return "success", _("Thank you! Your pledge has arrived."), _("It counts for the project from now on.")
        case PledgeState.EXPIRED:
            text = _("Nothing was taken. The fund's money is free for others again. You can simply give again.")
            return "info", _("The pledge was not paid in time."), text
        case PledgeState.FAILED:
            text = _("Nothing was taken. Perhaps the card was declined; try again or with another one.")
            return "danger", _("The payment failed."), text
        case PledgeState.REFUNDED:
            return "info", _("You have been given the money back."), _("It takes some days until the bank shows it.")
        case PledgeState.PART_REFUNDED:
            text = _("The rest stays with the project, and the fund's share with it.")
            return "info", _("You have been given a part of the money back."), text
        case _disputed:
            text = _("You have asked your bank for the money back. Until it decides, nothing of it is paid out.")
            return "warning", _("The payment is disputed at the bank."), text


def _later(later: Later) -> str:
    if later.excluded:
        return _("This pledge does not count for what the fund adds: %(why)s.") % {"why": str(later.excluded.label)}
    if not later.settled:
        return later_words(later.settlement)
    amount = brief(Money(later.position.matched_minor, later.position.fund.currency))
    return _("Your pledge has counted: the fund has given %(amount)s to the campaign as a whole.") % {"amount": amount}


def match_words(match: Any, pledge: Any) -> str:
    """What the fund adds, and why so much."""
    if match is None:
        later = settled_later(pledge)
        return _("No fund adds anything to this pledge.") if later is None else _later(later)
    if match.state == MatchState.RESERVED and pledge.state == PledgeState.PENDING:
        return pgettext("match", "reserved until you have paid: %(why)s") % {"why": match_reason(match)}
    if match.state == MatchState.FROZEN:
        return _("on hold until a question is settled: %(why)s") % {"why": match_reason(match)}
    waits = match.rule.rule_set.gates.successful and pledge.campaign.outcome != CampaignOutcome.SUCCESSFUL
    if match.state == MatchState.CONFIRMED and waits:
        return _("set aside until the campaign reaches its goal: %(why)s") % {"why": match_reason(match)}
    return match_reason(match)
