"""Approval, payout, and what becomes of a match that was paid out and has lost its pledge: handlers of the book."""

from funding.domain import book_events as told
from funding.domain.book_approvals import why_not_approved, why_not_paid_out
from funding.domain.book_finding import find_match, refuse
from funding.domain.book_matching import reoffer
from funding.domain.book_money import State, collect, collect_kept, keep, tell
from funding.domain.book_records import MatchRow, MatchState
from funding.domain.book_undoing import kept_of, undo_payout
from funding.domain.rule_axes import Reversal


def approved(state: State, event: told.Approved) -> None:
    """Two people have agreed: the match may be paid out. Raises Refused."""
    match = find_match(state, event.match)
    reason = why_not_approved(state, match)
    refuse(reason, reason)
    match.state = MatchState.APPROVED
    tell_match(state, match)


def paid_out(state: State, event: told.PaidOut) -> None:
    """What is claimed back from the campaign is kept of this payout, the oldest claim first. Raises Refused.

    It is the fund's again when the payout has arrived: until then it may come back undone.
    """
    match = find_match(state, event.match)
    reason = why_not_paid_out(state, match)
    refuse(reason, reason)
    match.state, left = MatchState.PAID, match.amount_minor
    tell_match(state, match)
    campaign = state.campaigns[match.campaign]
    if all(group.rule.reversal is Reversal.BEAR for group in campaign.groups.values()):
        return
    campaign.need_whole()
    for version in sorted(campaign.groups):
        group = campaign.groups[version]
        for name in group.matches:
            part = min(left, state.matches[name].claim_minor)
            if part:
                keep(state, group, state.matches[name], part, match)
                left -= part


def payout_arrived(state: State, event: told.PayoutArrived) -> None:
    """What was kept of this payout is the fund's again. Raises Refused."""
    match = find_match(state, event.match)
    found = kept_of(state, match)
    refuse(not found, "nothing_kept")
    for group, claimed in found:
        collect_kept(state, group, claimed, match)
    reoffer(state)


def payout_undone(state: State, event: told.PayoutUndone) -> None:
    """The payout came back: the match waits to be paid out anew. Raises Refused."""
    match = find_match(state, event.match)
    refuse(match.state is not MatchState.PAID, "not_paid_out")
    refuse(match.kept, "kept_of_a_payout")
    undo_payout(state, match)


def claim_paid(state: State, event: told.ClaimPaid) -> None:
    """The project has paid a part of a claim back; it is offered again. Raises Refused."""
    match = find_match(state, event.match)
    refuse(not 0 < event.amount_minor <= match.claim_minor, "more_than_is_claimed")
    group = state.campaigns[match.campaign].groups[match.version]
    collect(state, group, match, event.amount_minor)
    reoffer(state)


def burden_decided(state: State, event: told.BurdenDecided) -> None:
    """The managers say who carries what was paid out and lost its pledge. Raises Refused."""
    match = find_match(state, event.match)
    if event.burden is told.Burden.BEAR:
        refuse(not match.open_minor + match.claim_minor, "nothing_to_decide")
        match.borne_minor += match.open_minor + match.claim_minor
        match.claim_minor = 0
    else:
        refuse(not match.open_minor, "nothing_to_decide")
        match.claim_minor += match.open_minor
    match.open_minor = 0
    tell_match(state, match)


def tell_match(state: State, match: MatchRow) -> None:
    """Note that a match stands otherwise than before, with the same amount."""
    group = state.campaigns[match.campaign].groups[match.version]
    tell(state, group, match, before_minor=match.amount_minor, pool_before_minor=state.free_minor)
