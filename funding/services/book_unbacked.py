"""What was paid out and has lost its pledge: borne by the fund, claimed back, or not decided yet. Its ledger side."""

from backend.core.checks import ensure
from backend.core.money import Money
from backend.core.outbox import outbox_add
from funding.domain.book_records import MatchRow
from funding.enums import CauseKind
from funding.events_of_funds import ClaimCollected, MatchUncovered
from funding.ledger.enums import AccountKind, PostingKind
from funding.ledger.posting import AccountName, Move, ledger_post
from funding.models import Match


def unbacked_post(match: Match, row: MatchRow, step: str) -> None:
    """Move what of a paid match has lost its base, or has one again, between the fund's accounts for that."""
    changes = {
        AccountKind.FUND_BORNE: row.borne_minor - match.borne_minor,
        AccountKind.FUND_CLAIMED: row.claimed_minor - match.claimed_minor,
        AccountKind.FUND_OPEN: row.open_minor - match.open_minor,
    }
    moves = [_move(match, kind, more) for kind, more in changes.items() if more]
    if not moves:
        return
    kind = PostingKind.MATCH_BORNE if changes[AccountKind.FUND_BORNE] else PostingKind.MATCH_UNBACKED
    key = f"match:{match.public_id}:borne:{step}"
    ledger_post(kind=kind, key=key, reference=match.public_id, entries=moves)


def _move(match: Match, kind: AccountKind, more_minor: int) -> Move:
    owner = match.position.fund.public_id
    paid, without = AccountName(AccountKind.FUND_PAID, owner), AccountName(kind, owner)
    debit, credit = (paid, without) if more_minor > 0 else (without, paid)
    return Move(debit=debit, credit=credit, money=Money(abs(more_minor), match.currency))


def repaid_post(match: Match, amount_minor: int, step: str) -> None:
    """What was claimed is with the fund again, and free."""
    ensure(amount_minor > 0, "only what has come back is free again")
    owner = match.position.fund.public_id
    paid, pool = AccountName(AccountKind.FUND_PAID, owner), AccountName(AccountKind.FUND_POOL, owner)
    move = Move(debit=paid, credit=pool, money=Money(amount_minor, match.currency))
    key = f"match:{match.public_id}:{step}"
    ledger_post(kind=PostingKind.CLAIM_PAID, key=key, reference=match.public_id, entries=[move])


def unbacked_tell(match: Match, row: MatchRow, cause: CauseKind) -> None:
    """Leave word of what lost its base, and of what of a claim has come back. Before `match` follows the row."""
    back = match.amount_minor - row.amount_minor
    if cause in {CauseKind.KEPT, CauseKind.REPAID} and back > 0:
        outbox_add(ClaimCollected(match_id=match.pk, amount_minor=back))
    if cause == CauseKind.BURDEN:
        return
    borne, claimed = row.borne_minor - match.borne_minor, row.claimed_minor - match.claimed_minor
    left = row.open_minor - match.open_minor
    if max(borne, claimed, left) > 0:
        parts = {"borne_minor": max(0, borne), "claimed_minor": max(0, claimed), "open_minor": max(0, left)}
        outbox_add(MatchUncovered(match_id=match.pk, **parts))
