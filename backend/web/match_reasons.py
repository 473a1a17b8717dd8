"""Why a match is as large as it is: one sentence for each row of a fund's books."""

from typing import Any

from django.utils.translation import gettext as _

from backend.core.money import Money, rate_floor
from backend.web import formats
from backend.web.match_words import brief
from funding.enums import EXCLUSIONS, CauseKind, MatchBound
from funding.selectors.funds import PositionLine


def match_reason(match: Any) -> str:
    """From what is stored beside the match: its base, rule, limit and causes."""
    if match.amount_minor == 0:
        return _nothing(match)
    text = _computed(match)
    if match.borne_minor:
        borne = formats.money(match.borne_minor, match.currency)
        text += " " + _("The pledge went back after the payout; the fund bears %(borne)s of it.") % {"borne": borne}
    if match.claimed_minor:
        claimed = formats.money(match.claimed_minor, match.currency)
        text += " " + _("The pledge went back after the payout; the fund claims %(claimed)s back.") % {
            "claimed": claimed
        }
    if match.open_minor:
        left = formats.money(match.open_minor, match.currency)
        text += " " + _("The pledge went back after the payout; who carries %(left)s is not decided yet.") % {
            "left": left
        }
    return text


def _computed(match: Any) -> str:
    rule, currency = match.rule, match.currency
    if not rule.is_percentage:
        return _by_rule(match)
    facts = {
        "rate": formats.percent_bp(rule.rate_bp),
        "base": formats.money(match.base_minor, currency),
        "full": formats.money(rate_floor(match.base_minor, rule.rate_bp), currency),
        "pool": formats.money(match.pool_before_minor, currency),
        "pledge": _limit(rule.cap_pledge_minor, currency),
        "campaign": _limit(rule.cap_campaign_minor, currency),
        "why": match.get_bound_display(),
    }
    match match.bound:
        case MatchBound.POOL:
            text = _("%(rate)s of %(base)s would be %(full)s; only %(pool)s was left in the fund.")
        case MatchBound.PLEDGE_CAP:
            text = _("%(rate)s of %(base)s would be %(full)s; at most %(pledge)s a pledge.")
        case MatchBound.CAMPAIGN_CAP:
            text = _("%(rate)s of %(base)s would be %(full)s; at most %(campaign)s a campaign.")
        case bound if bound:
            text = _("%(rate)s of %(base)s would be %(full)s: %(why)s.")
        case _other if match.amount_minor != rate_floor(match.base_minor, rule.rate_bp):
            text = _("%(rate)s of %(base)s, rounded on the sum of all pledges.")
        case _other:
            text = _("%(rate)s of %(base)s.")
    return text % facts


def _by_rule(match: Any) -> str:
    facts = {
        "version": match.rule.version,
        "base": formats.money(match.base_minor, match.currency),
        "why": match.get_bound_display(),
    }
    if match.bound:
        return _("By version %(version)s of the rule, on %(base)s: %(why)s.") % facts
    return _("By version %(version)s of the rule, on %(base)s.") % facts


def _limit(cap_minor: int | None, currency: str) -> str:
    return brief(Money(cap_minor, currency)) if cap_minor else ""


def _nothing(match: Any) -> str:
    causes = list(match.causes.all())
    if match.reservation_id is None or not causes or match.bound in EXCLUSIONS:
        return _("Nothing: %(why)s.") % {"why": match.get_bound_display()}
    last = causes[-1]
    was = formats.money(max(cause.amount_before_minor for cause in causes), match.currency)
    why = CauseKind(last.kind).label
    return _("It was %(was)s and went back to the fund: %(why)s.") % {"was": was, "why": why}


def position_reason(line: PositionLine, rule: Any) -> str:
    """Why a campaign has so much from a fund altogether; `rule` is the fund's present one."""
    position = line.position
    if rule is None or position.rule_id is None:
        return _("No pledge that counts yet.")
    if position.rule_id != rule.pk:
        return _("By an earlier version of the rule.")
    if not rule.is_percentage:
        base = formats.money(position.eligible_minor, rule.fund.currency)
        return _("By version %(version)s of the rule, on %(base)s.") % {"base": base, "version": rule.version}
    return _percentage_reason(line, rule)


def _percentage_reason(line: PositionLine, rule: Any) -> str:
    position = line.position
    currency = rule.fund.currency
    plain = rate_floor(position.eligible_minor, rule.rate_bp)
    facts = {
        "rate": formats.percent_bp(rule.rate_bp),
        "base": formats.money(position.eligible_minor, currency),
        "full": formats.money(plain, currency),
        "carried": formats.money(position.carried_minor, currency),
        "campaign": _limit(rule.cap_campaign_minor, currency),
    }
    if rule.cap_campaign_minor and line.matched_minor >= rule.cap_campaign_minor:
        return _("All that the fund gives to one campaign: %(campaign)s.") % facts
    if line.matched_minor < plain + position.carried_minor:
        return _("%(rate)s of %(base)s would be %(full)s; single matches reached a limit.") % facts
    if position.carried_minor:
        return _("%(rate)s of %(base)s, and %(carried)s by an earlier version of the rule.") % facts
    return _("%(rate)s of %(base)s.") % facts
