"""Matches: reserved with the pledge, confirmed by the payment, changed when the pledge shrinks.

All of these run in the caller's transaction, which has locked campaign, positions, pledge and payment.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet, Sum

from backend.core import clock
from backend.core.audit import Actor
from backend.core.db import require_transaction
from backend.core.ids import new_public_id
from backend.core.money import BASIS_POINTS, Money
from backend.core.outbox import outbox_add
from backend.core.transitions import transition
from funding.domain import reversals
from funding.domain.book_events import Event, event_to_data
from funding.domain.matching import claim, excess, shortfall
from funding.domain.reversals import Held
from funding.enums import LIVE_MATCH_STATES, CaseState, CauseKind, DisputeState, FundState, MatchBound, MatchState
from funding.events import MatchConfirmed, MatchFrozen, MatchReleased
from funding.ledger.enums import AccountKind, PostingKind
from funding.ledger.posting import AccountName, Move, Settle, ledger_post
from funding.models import Dispute, FundCampaign, Match, MatchCause, MatchingRule, Pledge
from funding.selectors.cases import case_of, decided_reason
from funding.selectors.persons import exclusion_of
from funding.selectors.quotes import standing_under
from funding.selectors.rules import rule_now, rule_window_is_open
from funding.services.journal import pledged


def match_reserve(
    *, pledge: Pledge, position: FundCampaign | None, base_minor: int | None = None, event: Event | None = None
) -> Match | None:
    """Reserve what the fund adds to `pledge`: all that is due, or as much as the pool still has.

    `base_minor` is what has not been paid back of it; by default all. `event` is what happened to a pledge that the
    fund knows; for a new one it is the pledge itself.

    One database function writes match, cause, ledger and running sums and takes the lock on the pool last, so call
    this as the last thing before commit. Returns None if no fund tops the campaign up. A pledge that brings no money
    gets a match of zero that says why.
    """
    require_transaction()
    # Asked anew under the lock on the position: the fund may have closed while this waited for it.
    rule = rule_now(position.fund) if position else None
    if position is None or rule is None or rule.fund.state != FundState.OPEN:
        return None
    moment = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT o_match_id FROM funding_reserve_match(%s, %s, %s, %s)",
            [
                json.dumps(_reservation(pledge, position, rule, base_minor, event)),
                position.fund.public_id,
                position.public_id,
                moment,
            ],
        )
        (match_id,) = cursor.fetchone()
    return Match.objects.get(pk=match_id)


def _reservation(
    pledge: Pledge, position: FundCampaign, rule: MatchingRule, base_minor: int | None, event: Event | None
) -> Mapping[str, Any]:
    standing = standing_under(position, rule)
    reason = _why_not(pledge, rule)
    counts = pledge.amount_minor if base_minor is None else base_minor
    base = 0 if reason else counts
    claimed = claim(rule.terms, standing, base)
    return {
        "public_id": new_public_id("mat"),
        "position_id": position.pk,
        "pledge_id": pledge.pk,
        "rule_id": rule.pk,
        "fund_id": position.fund_id,
        "event": event_to_data(event or pledged(pledge, excluded="" if reason is MatchBound.WINDOW else reason)),
        "ref": pledge.public_id,
        "base": base,
        "wanted": claimed.wanted_minor,
        "bound": reason or MatchBound(claimed.bound.value),
        "due_before": claimed.due_before_minor,
        "due_after": claimed.due_after_minor,
        "eligible": standing.eligible_minor,
        "carried": standing.carried_minor,
        "currency": pledge.currency,
    }


def _why_not(pledge: Pledge, rule: MatchingRule) -> MatchBound:
    if not rule_window_is_open(rule, clock.now()):
        return MatchBound.WINDOW
    # What a person has decided stands above what is known.
    decided = decided_reason(pledge, fund_id=rule.fund_id)
    return exclusion_of(pledge, fund_id=rule.fund_id) if decided is None else decided


def match_of(pledge: Pledge) -> Match | None:
    """The live match of a pledge, locked."""
    rows = Match.objects.select_for_update(no_key=True, of=("self",)).select_related("position__fund", "rule")
    return rows.filter(pledge=pledge, state__in=LIVE_MATCH_STATES).order_by("id").last()


def match_confirm(*, match: Match, ref: str) -> None:
    """The payment has arrived: the match now waits for its approval, or for the decision of an open case."""
    if match.state != MatchState.RESERVED:
        return
    transition(match, to=MatchState.CONFIRMED, actor=None)
    cause_add(match, kind=CauseKind.PAYMENT, ref=ref, before_minor=match.amount_minor)
    case = case_of(match, state=CaseState.OPEN)
    if case is None:
        outbox_add(MatchConfirmed(match_id=match.pk))
    else:
        match_hold(match=match, ref=case.public_id)


def match_hold(*, match: Match, ref: str) -> None:
    """A case is open: nothing of it is approved or paid until that is decided."""
    if match.state in {MatchState.CONFIRMED, MatchState.APPROVED}:
        transition(match, to=MatchState.FROZEN, actor=None)
    cause_add(match, kind=CauseKind.HOLD, ref=ref, before_minor=match.amount_minor)


def match_freeze(*, match: Match, ref: str) -> None:
    """A dispute is open: nothing of it is approved or paid until that is over."""
    if match.state in {MatchState.CONFIRMED, MatchState.APPROVED}:
        transition(match, to=MatchState.FROZEN, actor=None)
        cause_add(match, kind=CauseKind.DISPUTE_OPENED, ref=ref, before_minor=match.amount_minor)
        outbox_add(MatchFrozen(match_id=match.pk))


def match_unfreeze(*, match: Match, kind: CauseKind, ref: str) -> None:
    """A dispute is over or a case decided: let the match go on, unless the other still holds it."""
    if match.state != MatchState.FROZEN:
        return
    cause_add(match, kind=kind, ref=ref, before_minor=match.amount_minor)
    if not _is_held(match):
        transition(match, to=MatchState.APPROVED if match.granted_at else MatchState.CONFIRMED, actor=None)
        if match.granted_at is None:
            outbox_add(MatchConfirmed(match_id=match.pk))


def _is_held(match: Match) -> bool:
    disputed = Dispute.objects.filter(payment__pledge=match.pledge_id, state=DisputeState.OPEN)
    return disputed.exists() or case_of(match, state=CaseState.OPEN) is not None


def match_change(
    *, match: Match, amount_minor: int, base_minor: int, kind: CauseKind, ref: str, actor: Actor = None
) -> None:
    """Change a match that is still ours; at zero it is released. Moves the ledger; the running sums are the caller's.

    Only what nobody has approved yet may grow.
    """
    before = match.amount_minor
    step = match.causes.count()
    if amount_minor != before:
        match.reservation_id = _repost(match, before, Money(amount_minor, match.currency), step)
    changes = {"amount_minor": amount_minor, "base_minor": base_minor, "reservation": match.reservation}
    if amount_minor == 0:
        # What brings no money has no base that counts for later pledges.
        transition(match, to=MatchState.RELEASED, actor=actor, changes={**changes, "base_minor": 0})
        outbox_add(MatchReleased(match_id=match.pk))
    else:
        match.amount_minor, match.base_minor = amount_minor, base_minor
        match.save(update_fields=[*changes, "updated_at"])
    cause_add(match, kind=kind, ref=ref, before_minor=before)


def _repost(match: Match, before_minor: int, left: Money, step: int) -> int | None:
    """Let the match hold `left` of the pool's money; return the reservation that remains, if it is still one."""
    pool = AccountName(AccountKind.FUND_POOL, match.position.fund.public_id)
    granted = AccountName(AccountKind.MATCH_MONEY, match.position.public_id)
    entries: list[Move | Settle]
    if match.granted_at:
        entries = [Move(debit=granted, credit=pool, money=Money(before_minor, left.currency) - left)]
    else:
        entries = [Settle(_reservation_id(match), post=False)]
        if left:
            entries.append(Move(debit=pool, credit=granted, money=left, pending=True))
    posted = ledger_post(
        kind=PostingKind.MATCH_CHANGED,
        key=f"match:{match.public_id}:change:{step}",
        reference=match.public_id,
        entries=entries,
    )
    return posted.transfer_ids[1] if left and not match.granted_at else match.reservation_id


def _reservation_id(match: Match) -> int:
    if match.reservation_id is None:
        raise LookupError("a live match has a reservation")
    return match.reservation_id


def rounding_give_back(match: Match, *, ref: str) -> None:
    """Take back from the latest matches the cents by which they exceed the rate after a base went away."""
    live = _live_beside(match)
    over = excess(match.rule.terms, *_base_and_amount(live))
    if over == 0:
        return
    # Each gives at least a cent, so no more than `over` of them are needed.
    latest = list(_latest(live.filter(payout=None))[:over])
    held = [Held(row.pk, row.base_minor, row.amount_minor) for row in latest]
    _round(latest, reversals.give_back(over, held), ref=ref)


def rounding_make_good(match: Match, *, freed_minor: int, ref: str) -> None:
    """Give to the latest matches the cents that rounding had put into a base that went away, out of what it freed.

    Only where nothing but rounding explains what is missing, and only to matches that nobody has approved yet.
    """
    live = _live_beside(match)
    if freed_minor == 0 or live.exclude(bound=MatchBound.NONE).exists():
        return
    under = min(freed_minor, shortfall(match.rule.terms, *_base_and_amount(live)))
    if under == 0:
        return
    # One cent each, and nobody gets more than the own share rounded up.
    waiting = live.filter(state__in=(MatchState.RESERVED, MatchState.CONFIRMED), approvals=None)
    below = waiting.alias(share=F("base_minor") * match.rule.rate_bp).filter(share__gt=F("amount_minor") * BASIS_POINTS)
    if match.rule.cap_pledge_minor is not None:
        below = below.filter(amount_minor__lt=match.rule.cap_pledge_minor)
    latest = list(_latest(below)[:under])
    _round(latest, {row.pk: row.amount_minor + 1 for row in latest}, ref=ref)


def _live_beside(match: Match) -> "QuerySet[Match]":
    return Match.objects.filter(position=match.position_id, rule=match.rule_id, state__in=LIVE_MATCH_STATES)


def _base_and_amount(live: "QuerySet[Match]") -> tuple[int, int]:
    sums = live.aggregate(base=Sum("base_minor", default=0), amount=Sum("amount_minor", default=0))
    return sums["base"], sums["amount"]


def _latest(live: "QuerySet[Match]") -> "QuerySet[Match]":
    ours = live.select_for_update(no_key=True, of=("self",)).select_related("position__fund")
    return ours.order_by("-sequence")


def _round(rows: Iterable[Match], new_amounts: Mapping[int, int], *, ref: str) -> None:
    for row in rows:
        if row.pk in new_amounts:
            amount = new_amounts[row.pk]
            match_change(match=row, amount_minor=amount, base_minor=row.base_minor, kind=CauseKind.ROUNDING, ref=ref)


def position_sums_refresh(position: FundCampaign) -> None:
    """Count the running sums of a locked position anew from its live matches."""
    now = Q(rule=position.rule_id)
    sums = Match.objects.filter(position=position, state__in=LIVE_MATCH_STATES).aggregate(
        eligible=Sum("base_minor", filter=now, default=0),
        carried=Sum("amount_minor", filter=~now, default=0),
        matched=Sum("amount_minor", default=0),
    )
    position.eligible_minor, position.carried_minor = sums["eligible"], sums["carried"]
    position.matched_minor = sums["matched"]
    position.save(update_fields=["eligible_minor", "carried_minor", "matched_minor", "updated_at"])


def cause_add(match: Match, *, kind: CauseKind, ref: str, before_minor: int) -> None:
    MatchCause.objects.create(
        match=match,
        kind=kind,
        ref=ref,
        amount_before_minor=before_minor,
        amount_after_minor=match.amount_minor,
        base_after_minor=match.base_minor,
        at=clock.now(),
    )
