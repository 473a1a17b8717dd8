"""The book of one fund: what happens to it goes in, event by event, and out come matches with their causes.

Pure and deterministic: the same events give the same state and the same digest, in the checkout, in a simulation, in a
replay and on an outsider's machine. An event that cannot be is refused and changes nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from backend.core.evidence.chain import digest_of
from funding.domain import book_events as told
from funding.domain.book_allocation import divide, why_not_as_told
from funding.domain.book_closing import close_groups, settle_success
from funding.domain.book_counting import due_of, group_now, recount
from funding.domain.book_finding import Refused, find_campaign, find_pledge, refuse
from funding.domain.book_matching import advance, allowed, award, offer_in_sequence, recompute, reoffer
from funding.domain.book_money import State
from funding.domain.book_payouts import (
    approved,
    burden_decided,
    claim_paid,
    paid_out,
    payout_arrived,
    payout_undone,
    tell_match,
)
from funding.domain.book_records import CampaignRow, Entry, MatchState, PledgeRow, PledgeState, PotRow
from funding.domain.book_summary import summary
from funding.domain.book_undoing import counts_again, counts_less, join_people
from funding.domain.rule_axes import Settlement
from funding.domain.rule_problems import problems
from funding.domain.standing import Facts, Limit

LIMITS_OF_FUNDS = (frozenset[str]({Limit.STACKING, Limit.PUBLIC_CEILING}), frozenset({""}))
"""Why several funds give less together: named with a limit, and not without one."""

__all__ = ["HANDLERS", "Book", "Refused", "replay"]


class Book:
    """One fund. `state` is there to be read; it changes only by `apply`."""

    def __init__(self, state: State | None = None) -> None:
        self.state = State() if state is None else state

    def apply(self, event: told.Event) -> list[Entry]:
        """Let `event` happen and return the steps that it caused, in order. Raises Refused.

        Amounts are minor units ≥ 0. Constant time for a pledge under a rule by unit; a refund looks at the matches of
        its campaign, and an event that frees money at those who wait for some.
        """
        state = self.state
        before = state.now, state.cause
        state.entries = []
        state.now, state.cause = event.at, told.NAMES[type(event)]
        state.sequence += 1
        try:
            HANDLERS[type(event)](state, event)
        except Refused:
            state.sequence -= 1
            state.now, state.cause = before
            raise
        return state.entries

    def digest(self) -> str:
        """Return the SHA-256 of the canonical JSON of everything that money depends on, 64 hexadecimal digits."""
        return digest_of(summary(self.state))


def replay(events: Iterable[told.Event]) -> Book:
    """Return the book after all `events` from zero; raises Refused if one of them cannot be."""
    book = Book()
    for event in events:
        book.apply(event)
    return book


def _limit(row: PledgeRow, event: told.Growing) -> None:
    """Keep what the funds of the campaign have agreed on, if the event says so."""
    if event.at_most_minor is not None:
        row.at_most_minor, row.limited_by = event.at_most_minor, event.limited_by


def _check_limit(event: told.Growing) -> None:
    refuse(event.at_most_minor is not None and event.at_most_minor < 0, "limit_below_zero")
    refuse(event.limited_by not in LIMITS_OF_FUNDS[event.at_most_minor is None], "limit_without_a_reason")


def _rule_published(state: State, event: told.RulePublished) -> None:
    refuse(state.closed, "fund_closed")
    refuse(problems(event.rule), "rule_makes_no_sense")
    state.versions.append(event.rule)
    state.offers_told = state.offers_told or event.offers_told
    state.allocations_told = state.allocations_told or event.allocations_told


def _deposited(state: State, event: told.Deposited) -> None:
    refuse(state.closed, "fund_closed")
    refuse(event.amount_minor <= 0, "amount_not_above_zero")
    row = state.pots.get(event.pot) or PotRow(event.pot, event.priority, event.earmark)
    refuse((row.priority, row.earmark) != (event.priority, event.earmark), "pot_is_for_something_else")
    state.pots[event.pot] = row
    row.paid_in_minor += event.amount_minor
    state.paid_in_minor += event.amount_minor
    reoffer(state)


def _offered_again(state: State, _event: told.OfferedAgain) -> None:
    refuse(state.closed, "fund_closed")
    reoffer(state)


def _withdrawn(state: State, event: told.Withdrawn) -> None:
    refuse(event.pot not in state.pots, "unknown_pot")
    row = state.pots[event.pot]
    refuse(not 0 < event.amount_minor <= row.paid_in_minor - row.given_minor, "more_than_is_free")
    row.paid_in_minor -= event.amount_minor
    state.paid_in_minor -= event.amount_minor
    state.withdrawn_minor += event.amount_minor


def _campaign_accepted(state: State, event: told.CampaignAccepted) -> None:
    refuse(state.closed, "fund_closed")
    refuse(event.campaign in state.campaigns, "campaign_known")
    refuse(event.goal_1_minor <= 0 or (event.goal_2_minor or 1) <= 0, "amount_not_above_zero")
    facts = Facts(event.goal_1_minor, event.goal_2_minor)
    state.campaigns[event.campaign] = CampaignRow(event.campaign, state.sequence, facts, event.topics, event.region)


def _payee_verified(state: State, event: told.PayeeVerified) -> None:
    campaign = find_campaign(state, event.campaign)
    campaign.facts = replace(campaign.facts, payee_verified=True)
    if state.closed:
        return
    for version in sorted(campaign.groups):
        group = campaign.groups[version]
        owed = due_of(state, group)
        if group.rule.settlement is not Settlement.AT_PLEDGE or group.seen_minor or not owed.minor:
            continue
        if group.rule.by_unit:
            offer_in_sequence(state, group, owed)
        else:
            award(state, group, None, allowed(state, group, None, owed.minor, owed), owed)
            group.seen_minor = owed.minor


def _campaign_ended(state: State, event: told.CampaignEnded) -> None:
    campaign = find_campaign(state, event.campaign)
    refuse(campaign.ended, "campaign_ended")
    campaign.ended = True
    campaign.facts = replace(campaign.facts, successful=event.outcome is told.Outcome.SUCCESSFUL, over=True)
    if campaign.facts.successful:
        if state.allocations_told:
            group_now(state, campaign)
        elif not state.closed:
            group_now(state, campaign)
            settle_success(state, campaign)
        return
    campaign.failed = event.outcome is told.Outcome.FAILED
    lost = [group for group in campaign.groups.values() if campaign.failed or group.rule.gates.successful]
    if not lost:
        return
    campaign.need_whole()
    for group in lost:
        for name in group.matches:
            state.matches[name].lost_minor = state.matches[name].amount_minor
    recompute(state, campaign)
    reoffer(state)


def _pledged(state: State, event: told.Pledged) -> None:
    campaign = find_campaign(state, event.campaign)
    refuse(event.pledge in state.pledges, "pledge_known")
    refuse(campaign.ended, "campaign_ended")
    refuse(not state.versions, "no_rule")
    refuse(event.amount_minor <= 0, "amount_not_above_zero")
    _check_limit(event)
    row = PledgeRow(
        id=event.pledge,
        campaign=event.campaign,
        backer=event.backer,
        amount_minor=event.amount_minor,
        at=event.at,
        method=event.method,
        sequence=state.sequence,
        version=len(state.versions),
        excluded=event.excluded or ("fund_closed" if state.closed else ""),
        left_minor=event.amount_minor,
        at_most_minor=event.at_most_minor,
        limited_by=event.limited_by,
    )
    group = group_now(state, campaign)
    state.pledges[row.id] = row
    state.by_sequence[row.sequence] = row.id
    campaign.pledges.append(row.id)
    bounds = recount(state, row)
    if group.rule.settlement is Settlement.AT_PLEDGE:
        advance(state, group, row, bounds)


def _paid(state: State, event: told.Paid) -> None:
    row = find_pledge(state, event.pledge)
    refuse(row.state is PledgeState.PAID, "paid_already")
    _check_limit(event)
    _limit(row, event)
    late, row.state = row.state is PledgeState.EXPIRED, PledgeState.PAID
    row.method, row.paid_at = event.method or row.method, event.at
    if late:
        counts_again(state, row)
        return
    recount(state, row)
    for version in state.campaigns[row.campaign].groups:
        match = state.matches.get(state.match_of.get((row.id, version), ""))
        if match is not None and match.state is MatchState.RESERVED:
            match.state = MatchState.CONFIRMED
            tell_match(state, match)


def _expired(state: State, event: told.Expired) -> None:
    row = find_pledge(state, event.pledge)
    refuse(row.state is not PledgeState.PENDING, "not_waiting_for_payment")
    row.state = PledgeState.EXPIRED
    counts_less(state, row)


def _refunded(state: State, event: told.Refunded) -> None:
    row = find_pledge(state, event.pledge)
    refuse(row.state is not PledgeState.PAID, "not_paid")
    refuse(not 0 < event.amount_minor <= row.left_minor, "more_than_is_left")
    row.left_minor -= event.amount_minor
    counts_less(state, row)


def _refund_undone(state: State, event: told.RefundUndone) -> None:
    row = find_pledge(state, event.pledge)
    refuse(row.state is not PledgeState.PAID, "not_paid")
    refuse(not 0 < event.amount_minor <= row.amount_minor - row.left_minor, "more_than_went_back")
    _check_limit(event)
    _limit(row, event)
    row.left_minor += event.amount_minor
    counts_again(state, row)


def _same_person(state: State, event: told.SamePerson) -> None:
    campaign = find_campaign(state, event.campaign)
    refuse(event.backer == event.person, "same_person_already")
    join_people(state, campaign, event.backer, event.person)


def _set_frozen(state: State, row: PledgeRow, *, disputed: bool, on_hold: bool) -> None:
    before = row.frozen
    row.disputed, row.on_hold = disputed, on_hold
    state.campaigns[row.campaign].frozen += row.frozen - before


def _dispute_opened(state: State, event: told.DisputeOpened) -> None:
    row = find_pledge(state, event.pledge)
    refuse(row.state is not PledgeState.PAID or not row.left_minor, "not_paid")
    refuse(row.disputed, "disputed_already")
    _set_frozen(state, row, disputed=True, on_hold=row.on_hold)


def _dispute_won(state: State, event: told.DisputeWon) -> None:
    row = find_pledge(state, event.pledge)
    refuse(not row.disputed, "not_disputed")
    _set_frozen(state, row, disputed=False, on_hold=row.on_hold)


def _dispute_lost(state: State, event: told.DisputeLost) -> None:
    row = find_pledge(state, event.pledge)
    refuse(not row.disputed, "not_disputed")
    amount = row.left_minor if event.amount_minor is None else event.amount_minor
    refuse(not 0 <= amount <= row.left_minor, "more_than_is_left")
    _set_frozen(state, row, disputed=False, on_hold=row.on_hold)
    row.left_minor -= amount
    counts_less(state, row)


def _pledge_decided(state: State, event: told.PledgeDecided) -> None:
    row = find_pledge(state, event.pledge)
    _check_limit(event)
    if event.verdict is told.Verdict.HOLD:
        _set_frozen(state, row, disputed=row.disputed, on_hold=True)
        return
    refuse(state.closed and row.excluded and event.verdict is told.Verdict.COUNT, "fund_closed")
    _set_frozen(state, row, disputed=row.disputed, on_hold=False)
    if event.verdict is told.Verdict.EXCLUDE:
        row.excluded = row.excluded or event.reason or "decision"
        counts_less(state, row)
    elif row.excluded:
        row.excluded = ""
        _limit(row, event)
        counts_again(state, row)


def _fund_closed(state: State, _event: told.FundClosed) -> None:
    refuse(state.closed, "fund_closed")
    close_groups(state)
    state.closed = True


def _allocated(state: State, event: told.Allocated) -> None:
    reason = why_not_as_told(state, event)
    refuse(reason, reason)
    divide(state, event)


HANDLERS: dict[type[told.Event], Callable[[State, Any], None]] = {
    told.RulePublished: _rule_published,
    told.Deposited: _deposited,
    told.OfferedAgain: _offered_again,
    told.Withdrawn: _withdrawn,
    told.CampaignAccepted: _campaign_accepted,
    told.PayeeVerified: _payee_verified,
    told.CampaignEnded: _campaign_ended,
    told.Pledged: _pledged,
    told.Paid: _paid,
    told.Expired: _expired,
    told.Refunded: _refunded,
    told.RefundUndone: _refund_undone,
    told.SamePerson: _same_person,
    told.DisputeOpened: _dispute_opened,
    told.DisputeWon: _dispute_won,
    told.DisputeLost: _dispute_lost,
    told.PledgeDecided: _pledge_decided,
    told.Approved: approved,
    told.PaidOut: paid_out,
    told.PayoutArrived: payout_arrived,
    told.PayoutUndone: payout_undone,
    told.ClaimPaid: claim_paid,
    told.BurdenDecided: burden_decided,
    told.FundClosed: _fund_closed,
    told.Allocated: _allocated,
}
