"""Any rule as one sentence that people can hold it to, with two more for its conditions and its fine print."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.core.money import Money
from backend.web import formats
from backend.web.match_words import brief
from backend.web.rule_function_words import function_words, listed
from funding.domain.rule_axes import Allocation, Caps, Gates, Quadratic, Raised, Reversal, Settlement
from funding.domain.rule_set import RuleSet
from funding.domain.standing import Limit


@dataclass(frozen=True, slots=True)
class RuleWords:
    """`gates` is empty where there are none; `fine` are short sentences about order, time and what goes back."""

    main: str
    gates: str
    fine: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What a page says that has room for one thing."""
        return f"{self.main} {self.gates}".strip()

    @property
    def fine_print(self) -> str:
        return " ".join(self.fine)


def rule_words(rule: RuleSet, currency: str = "EUR") -> RuleWords:
    """Say all of `rule` in the language of the moment. A rule that makes no sense is said, too."""
    return RuleWords(_main(rule, currency), _gates(rule.gates, currency), tuple(_fine(rule)))


def rule_sentence(rule: RuleSet, currency: str = "EUR") -> str:
    """What the fund adds, its limits, its dates and its conditions; without the fine print."""
    return rule_words(rule, currency).sentence


def _main(rule: RuleSet, currency: str) -> str:
    parts = [function_words(rule, currency)]
    limits = limits_of(rule.caps, currency)
    if limits:
        parts.append(", " + listed(limits))
    parts.append(window_words(rule.gates))
    parts.append(_tail(rule))
    counting = _counting(rule.caps, currency)
    if counting:
        parts.append("; " + listed(counting))
    return "".join(parts) + "."


def _tail(rule: RuleSet) -> str:
    match rule.allocation:
        case Allocation.FIRST_COME:
            return _(", as long as it has money")
        case Allocation.FIRST_COME_WHOLE:
            return _(", as long as it has the whole amount")
        case Allocation.PRIORITY:
            return _(", as long as it has money, from its sponsors one after the other")
        case Allocation.PRO_RATA if isinstance(rule.function, Quadratic):
            return ""
        case Allocation.PRO_RATA:
            return _(", and everybody gets less in proportion if it has not enough")


def limits_of(caps: Caps, currency: str) -> list[str]:
    """Each limit on what is given, the narrow before the wide: “at most €250 a pledge”."""
    return list(cap_words(caps, currency).values())


def cap_words(caps: Caps, currency: str) -> dict[Limit, str]:
    """The same, by the name that the engine gives a limit when it binds."""
    amounts = (
        (Limit.PLEDGE_MATCH, caps.pledge_match_minor, _("at most %(most)s a pledge")),
        (Limit.BACKER_MATCH, caps.backer_match_minor, _("at most %(most)s for one person and campaign")),
        (Limit.SPONSOR, caps.sponsor_minor, _("at most %(most)s of one sponsor for one campaign")),
        (Limit.CAMPAIGN, caps.campaign_minor, _("at most %(most)s a campaign")),
    )
    shares = (
        (Limit.CAMPAIGN_GOAL, caps.campaign_goal_bp, _("at most %(share)s of a campaign's goal 1")),
        (
            Limit.BUDGET,
            caps.budget_bp,
            _("at most %(share)s of all that a campaign has together with the fund's money"),
        ),
        (Limit.POOL_SHARE, caps.pool_bp, _("at most %(share)s of the money paid in for one campaign")),
    )
    found = {limit: text % {"most": brief(Money(most, currency))} for limit, most, text in amounts if most is not None}
    return found | {
        limit: text % {"share": formats.percent_bp(share)} for limit, share, text in shares if share is not None
    }


def _counting(caps: Caps, currency: str) -> list[str]:
    return list(counting_words(caps, currency).values())


def counting_words(caps: Caps, currency: str) -> dict[Limit, str]:
    """The limits on what is counted, likewise."""
    found: dict[Limit, str] = {}
    if caps.pledge_base_minor is not None:
        most = brief(Money(caps.pledge_base_minor, currency))
        found[Limit.PLEDGE_BASE] = _("of each pledge, at most %(most)s count") % {"most": most}
    if caps.backer_pledges is not None:
        text = ngettext(
            "of one person, only the first pledge to a campaign counts",
            "of one person, only the first %(n)s pledges to a campaign count",
            caps.backer_pledges,
        )
        found[Limit.BACKER_PLEDGES] = text % {"n": formats.number(caps.backer_pledges)}
    return found


def window_words(gates: Gates) -> str:
    """“, for pledges from … to …”; nothing without dates."""
    start, end = gates.starts_at, gates.ends_at
    if start and end:
        return _(", for pledges from %(start)s to %(end)s") % {"start": start_words(start), "end": end_words(end)}
    if start:
        return _(", for pledges from %(start)s on") % {"start": start_words(start)}
    return _(", for pledges until %(end)s") % {"end": end_words(end)} if end else ""


def start_words(at: datetime) -> str:
    """The day, and the hour unless the day begins."""
    local = at.astimezone(formats.zone_of(None))
    return formats.day(local) if local.timetz().replace(tzinfo=None) == time.min else formats.moment(at)


def end_words(at: datetime) -> str:
    """A window that ends at midnight ends with the day before, whole."""
    local = at.astimezone(formats.zone_of(None))
    if local.timetz().replace(tzinfo=None) != time.min:
        return formats.moment(at)
    return _("the end of %(day)s") % {"day": formats.day(local.date() - timedelta(days=1))}


def _gates(gates: Gates, currency: str) -> str:
    conditions = list(gate_words(gates, currency).values())
    if not conditions:
        return ""
    return _("A campaign gets money as soon as it %(conditions)s.") % {"conditions": listed(conditions)}


def gate_words(gates: Gates, currency: str) -> dict[Limit, str]:
    """Each gate as the end of “as soon as it …”, by the name that the engine gives it while it is closed."""
    found: dict[Limit, str] = {}
    crowd = gates.raised_of is Raised.CROWD
    if gates.raised_minor is not None:
        text = (
            _("has raised at least %(least)s without the fund")
            if crowd
            else _("has raised at least %(least)s with the fund's money")
        )
        found[Limit.RAISED] = text % {"least": brief(Money(gates.raised_minor, currency))}
    if gates.raised_goal_bp is not None:
        text = (
            _("has raised at least %(share)s of its goal 1 without the fund")
            if crowd
            else _("has raised at least %(share)s of its goal 1 with the fund's money")
        )
        found[Limit.RAISED_GOAL] = text % {"share": formats.percent_bp(gates.raised_goal_bp)}
    if gates.backers is not None:
        text = ngettext(
            "is supported by at least %(n)s person", "is supported by at least %(n)s different people", gates.backers
        )
        found[Limit.BACKERS] = text % {"n": formats.number(gates.backers)}
    if gates.successful:
        found[Limit.SUCCESSFUL] = _("has ended with success")
    if gates.payee_verified:
        found[Limit.PAYEE_VERIFIED] = _("has an account that was checked")
    return found


def _fine(rule: RuleSet) -> list[str]:
    found = [settlement_words(rule.settlement), _order(rule), reversal_words(rule.reversal)]
    if rule.gates.successful and rule.settlement is Settlement.AT_PLEDGE:
        found.insert(1, _("It is released if the campaign ends without reaching its goal."))
    if rule.reoffer:
        found.append(_("Money that becomes free again is offered to earlier pledges that got less than was due."))
    if rule.sepa_hold_days:
        text = ngettext(
            "A match on a direct debit is paid out one day after the payment at the earliest.",
            "A match on a direct debit is paid out %(n)s days after the payment at the earliest.",
            rule.sepa_hold_days,
        )
        found.append(text % {"n": formats.number(rule.sepa_hold_days)})
    return found


def settlement_words(settlement: Settlement) -> str:
    match settlement:
        case Settlement.AT_PLEDGE:
            return _("The match is set aside at once with each pledge.")
        case Settlement.AT_SUCCESS:
            return _("What a campaign gets is computed when it has ended with success.")
        case Settlement.AT_CLOSE:
            return _("What all campaigns get is computed once, when the fund closes.")


def _order(rule: RuleSet) -> str:
    match rule.allocation:
        case Allocation.FIRST_COME:
            return _(
                "Pledges count in the order in which they come; if the money runs short, the last one gets what is"
                " left."
            )
        case Allocation.FIRST_COME_WHOLE:
            return _(
                "Pledges count in the order in which they come; one for which not all the money is left gets nothing."
            )
        case Allocation.PRIORITY:
            return _(
                "Pledges count in the order in which they come; the money of one sponsor is used up before that of the"
                " next."
            )
        case Allocation.PRO_RATA if isinstance(rule.function, Quadratic):
            return _("What a limit keeps from one campaign goes to the others.")
        case Allocation.PRO_RATA:
            return _("If the money is not enough, each campaign gets the same share of what it is due.")


def reversal_words(reversal: Reversal) -> str:
    match reversal:
        case Reversal.RECOMPUTE:
            return _("If a pledge goes back after the payout, the managers decide who bears its match.")
        case Reversal.BEAR:
            return _("If a pledge goes back after the payout, the fund bears its match.")
        case Reversal.CLAW_BACK:
            return _("If a pledge goes back after the payout, its match is kept back from the next payout.")
