"""When a match may be approved and paid out: what stands in the way, as a stable word."""

from datetime import datetime, timedelta

from funding.domain.book_money import State
from funding.domain.book_records import MatchRow, MatchState, PledgeRow
from funding.domain.rule_axes import Quadratic
from funding.domain.rule_set import RuleSet
from funding.domain.standing import Crowd, Gift, due, standing_of

SEPA = "sepa"


def why_not_approved(state: State, match: MatchRow) -> str:
    """Return why `match` may not be approved now, or nothing."""
    if match.state is not MatchState.CONFIRMED:
        return "not_confirmed"
    campaign = state.campaigns[match.campaign]
    if state.rule(match.version).gates.successful and not campaign.facts.successful:
        return "not_successful"
    return _frozen(state, match) or _unpaid_base(state, match)


def why_not_paid_out(state: State, match: MatchRow) -> str:
    """Return why `match` may not be paid out now, or nothing. A rule can hold matches on SEPA pledges back."""
    if match.state is not MatchState.APPROVED:
        return "not_approved"
    return _frozen(state, match) or _unpaid_base(state, match) or _held_back(state, match)


def _frozen(state: State, match: MatchRow) -> str:
    frozen = state.pledges[match.pledge].frozen if match.pledge else state.campaigns[match.campaign].frozen
    return "frozen" if frozen else ""


def _pledges_of(state: State, match: MatchRow) -> list[PledgeRow]:
    campaign = state.campaigns[match.campaign]
    group = campaign.groups[match.version]
    if not (match.pledge and group.rule.by_unit):
        campaign.need_whole()
    names = [match.pledge] if match.pledge and group.rule.by_unit else list(group.counted)
    return [state.pledges[name] for name in names]


def held_until(state: State, match: MatchRow) -> datetime | None:
    """Return until when the rule holds `match` back because of direct debits under it; None if it never did.

    A bank returns a debit for some weeks, counted from the payment, whatever the backer's reason is.
    """
    days = state.rule(match.version).sepa_hold_days
    if not days:
        return None
    paid = [row.paid_at for row in _pledges_of(state, match) if row.method == SEPA and row.paid_at is not None]
    return max(paid) + timedelta(days=days) if paid else None


def _held_back(state: State, match: MatchRow) -> str:
    until = held_until(state, match)
    return "held_back" if until is not None and state.now is not None and until > state.now else ""


def _unpaid_base(state: State, match: MatchRow) -> str:
    """A promise that has not been paid yet may have opened a gate or raised a sum; it must not carry a payout."""
    campaign = state.campaigns[match.campaign]
    group = campaign.groups[match.version]
    if campaign.promised.minor == campaign.paid.minor or not _rests_on_all(group.rule):
        return ""
    campaign.need_whole()
    paid = [state.pledges[name] for name in group.counted if name in campaign.paid.amounts]
    given = [Gift(row.id, row.sequence, row.backer, campaign.paid.amounts[row.id], row.at) for row in paid]
    crowd = Crowd(campaign.paid.minor, campaign.paid.people)
    standing, _crowd = standing_of(group.rule, given)
    owed = due(group.rule, standing, crowd, campaign.facts, paid_in_minor=state.paid_in_minor)
    granted = sum(
        one.backed_minor
        for one in (state.matches[name] for name in group.matches)
        if one.state in {MatchState.APPROVED, MatchState.PAID} or one is match
    )
    return "base_not_paid" if granted > owed.minor else ""


def _rests_on_all(rule: RuleSet) -> bool:
    gates = rule.gates
    gated = gates.raised_minor is not None or gates.raised_goal_bp is not None or gates.backers is not None
    return not isinstance(rule.function, Quadratic) and (not rule.by_unit or gated or rule.caps.budget_bp is not None)
