"""A match follows what its fund's book says: row, cause, ledger, and who is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backend.core import clock
from backend.core.audit import Actor
from backend.core.ids import new_public_id
from backend.core.money import Money
from backend.core.outbox import outbox_add
from backend.core.transitions import transition
from funding.domain.book_records import Entry, MatchRow
from funding.domain.book_records import MatchState as InBook
from funding.enums import CauseKind, MatchState, PayoutFailure
from funding.events import MatchFrozen, MatchReleased
from funding.ledger.enums import AccountKind, PostingKind
from funding.ledger.posting import AccountName, Move, Settle, ledger_post
from funding.models import Match, MatchCause, Pledge
from funding.selectors.book import Slice
from funding.selectors.bounds import bound_of
from funding.services.book_unbacked import repaid_post, unbacked_post, unbacked_tell
from funding.services.payout_ends import payout_withdraw

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a match changes: the kind of what happened, and the public id of its row."""

    kind: CauseKind
    ref: str


def matches_add(
    found: Slice,
    rows: Sequence[tuple[MatchRow, Sequence[Entry]]],
    keys: Mapping[str | None, int | None],
    cause: Cause,
) -> dict[str, Match]:
    """Write new matches of the book, by their names in it: one posting reserves all of them, with their first causes.

    A division makes thousands at once, while everybody else waits for the book. What rests on a pledge that a bank or a
    person has yet to decide about waits from the first moment on.
    """
    made = {row.id: _made(found, row, steps[0], keys) for row, steps in rows}
    holding = [match for match in made.values() if match.amount_minor]
    if holding:
        first = holding[0].public_id
        posted = ledger_post(
            kind=PostingKind.MATCH_RESERVED,
            key=f"match:{first}:reserve",
            reference=first if len(holding) == 1 else cause.ref,
            entries=[_reservation(match) for match in holding],
        )
        for match, transfer in zip(holding, posted.transfer_ids, strict=True):
            match.reservation_id = transfer
    Match.objects.bulk_create(made.values(), batch_size=CHUNK)
    causes = [_cause(made[row.id], cause=cause, before_minor=0, base_minor=steps[0].base_minor) for row, steps in rows]
    MatchCause.objects.bulk_create(causes, batch_size=CHUNK)
    for match in made.values():
        if match.state == MatchState.FROZEN:
            outbox_add(MatchFrozen(match_id=match.pk))
    return made


def _made(found: Slice, row: MatchRow, first: Entry, keys: Mapping[str | None, int | None]) -> Match:
    match = Match(
        public_id=new_public_id("mat"),
        position=found.positions[row.campaign],
        pledge_id=keys[row.pledge],
        rule_id=found.rules[row.version],
        sequence=row.sequence,
        number=int(row.id.removeprefix("m")),
        currency=found.positions[row.campaign].fund.currency,
        state=_first_state(found, row),
        due_before_minor=first.due_before_minor,
        due_after_minor=first.due_after_minor,
        bound=bound_of(first),
        pool_before_minor=first.pool_before_minor,
        pool_after_minor=first.pool_after_minor,
    )
    _copy(match, row, first.base_minor)
    return match


def _first_state(found: Slice, row: MatchRow) -> MatchState:
    if row.state is InBook.RESERVED:
        return MatchState.RESERVED
    in_question = row.pledge is not None and found.state.pledges[row.pledge].frozen
    return MatchState.FROZEN if in_question else MatchState.CONFIRMED


def match_nothing(found: Slice, entry: Entry, pledge: Pledge, cause: Cause) -> Match:
    """A pledge that brings no money gets a match of zero that says why."""
    match = Match.objects.create(
        public_id=new_public_id("mat"),
        position=found.positions[entry.campaign],
        pledge=pledge,
        rule_id=found.rules[entry.version],
        sequence=entry.sequence,
        amount_minor=0,
        base_minor=0,
        currency=pledge.currency,
        state=MatchState.RELEASED,
        due_before_minor=entry.due_before_minor,
        due_after_minor=entry.due_after_minor,
        bound=bound_of(entry),
        pool_before_minor=entry.pool_before_minor,
        pool_after_minor=entry.pool_after_minor,
        book_state=InBook.RELEASED.value,
    )
    _cause(match, cause=cause, before_minor=0, base_minor=entry.base_minor).save(force_insert=True)
    return match


def match_follow(match: Match, row: MatchRow, base_minor: int, cause: Cause, actor: Actor) -> Match:
    """Bring a match in line with the book: first the ledger, then the row, one cause for all that one event did."""
    before, was = match.amount_minor, InBook(match.book_state)
    if was is InBook.APPROVED and row.amount_minor != before:
        # A payout that holds it would pay more than is due.
        payout_withdraw(match, failure=PayoutFailure.REFUND)
    if row.kept != (match.kept or {}):
        # It is another match whose payout is leaving, has arrived or came back.
        cause = Cause(CauseKind.KEPT, cause.ref)
    _post(match, row, was, cause)
    if was is row.state is InBook.PAID:
        unbacked_tell(match, row, cause.kind)
    _copy(match, row, base_minor)
    match.save()
    to = _state(match, row.state)
    changes = {"granted_at": clock.now()} if row.state is InBook.APPROVED and match.granted_at is None else {}
    if to != match.state:
        transition(match, to=to, actor=actor, changes=changes)
        if to == MatchState.RELEASED:
            outbox_add(MatchReleased(match_id=match.pk))
    _cause(match, cause=cause, before_minor=before, base_minor=base_minor).save(force_insert=True)
    return match


def _state(match: Match, in_book: InBook) -> str:
    """What is on hold stays so until the question is settled; what is leaving shows as approved until it has left."""
    if in_book is InBook.RELEASED:
        return MatchState.RELEASED
    if match.state == MatchState.PAID and match.amount_minor == 0:
        return MatchState.CLAWED_BACK
    if match.state in {MatchState.FROZEN, MatchState.PAID, MatchState.CLAWED_BACK} or in_book is InBook.PAID:
        return match.state
    return MatchState(in_book.value)


def _copy(match: Match, row: MatchRow, base_minor: int) -> None:
    match.amount_minor, match.splits, match.book_state = row.amount_minor, row.splits, row.state.value
    match.borne_minor, match.lost_minor = row.borne_minor, row.lost_minor
    match.claim_minor, match.open_minor, match.kept = row.claim_minor, row.open_minor, row.kept or None
    match.awarded_minor, match.entitled = row.awarded_minor, str(row.entitled)
    # What brings no money has no base.
    match.base_minor = base_minor if row.amount_minor else 0


def _accounts(match: Match) -> tuple[AccountName, AccountName]:
    fund = match.position.fund.public_id
    return AccountName(AccountKind.FUND_POOL, fund), AccountName(AccountKind.MATCH_MONEY, match.position.public_id)


def _reservation(match: Match) -> Move:
    pool, granted = _accounts(match)
    return Move(debit=pool, credit=granted, money=Money(match.amount_minor, match.currency), pending=True)


def _ledger(match: Match, kind: PostingKind, step: str, entries: Sequence[Move | Settle]) -> tuple[int, ...]:
    key = f"match:{match.public_id}:{step}"
    return ledger_post(kind=kind, key=key, reference=match.public_id, entries=entries).transfer_ids


def _post(match: Match, row: MatchRow, was: InBook, cause: Cause) -> None:
    """Move the money that a change of a match moves. What was paid out has left `match_money` already."""
    pool, granted = _accounts(match)
    step, less = f"change:{match.causes.count()}", match.amount_minor - row.amount_minor
    if was in {InBook.RESERVED, InBook.CONFIRMED}:
        if less:
            _hold_other(match, row.amount_minor, step)
        if row.state is InBook.APPROVED:
            _ledger(match, PostingKind.MATCH_APPROVED, "approved", [_settle(match, post=True)])
        return
    unbacked_post(match, row, step)
    if less > 0 and cause.kind == CauseKind.REPAID:
        repaid_post(match, less, step)
    elif less > 0:
        _ledger(match, PostingKind.MATCH_CHANGED, step, [Move(granted, pool, Money(less, match.currency))])


def _settle(match: Match, *, post: bool) -> Settle:
    if match.reservation_id is None:
        raise LookupError("a live match has a reservation")
    return Settle(match.reservation_id, post=post)


def _hold_other(match: Match, amount_minor: int, step: str) -> None:
    """The pool holds another sum for a match that nobody has approved yet."""
    pool, granted = _accounts(match)
    entries: list[Move | Settle] = [_settle(match, post=False)]
    if amount_minor:
        entries.append(Move(debit=pool, credit=granted, money=Money(amount_minor, match.currency), pending=True))
    made = _ledger(match, PostingKind.MATCH_CHANGED, step, entries)
    if amount_minor:
        match.reservation_id = made[-1]


def cause_add(match: Match, *, cause: Cause, before_minor: int) -> None:
    """Say why a match is what it is now: rows of this kind are never changed."""
    _cause(match, cause=cause, before_minor=before_minor, base_minor=match.base_minor).save(force_insert=True)


def _cause(match: Match, *, cause: Cause, before_minor: int, base_minor: int) -> MatchCause:
    """With what counted, even where it brought no money."""
    return MatchCause(
        match=match,
        kind=cause.kind,
        ref=cause.ref,
        amount_before_minor=before_minor,
        amount_after_minor=match.amount_minor,
        base_after_minor=base_minor,
        at=clock.now(),
    )
