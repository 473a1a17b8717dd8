"""What the fund bears: match money that has left, or is just leaving, without a pledge any more.

In the caller's transaction, with campaign and positions locked.
"""

from collections.abc import Sequence

from backend.core.money import Money
from funding.domain import reversals
from funding.domain.reversals import Held
from funding.enums import CauseKind
from funding.ledger.enums import AccountKind, PostingKind
from funding.ledger.posting import AccountName, Move, ledger_post
from funding.models import Match
from funding.services.matches import cause_add, match_change, position_sums_refresh, rounding_give_back


def remains(match: Match, base_minor: int) -> int:
    """What a match keeps when its base falls, by the rule version of its time."""
    held = Held(key=match.pk, base_minor=match.base_minor, amount_minor=match.amount_minor)
    return reversals.remains(match.rule.terms, held, base_minor)


def fund_bears(match: Match, amount_minor: int, *, kind: CauseKind, ref: str) -> None:
    """Note that so much of a match that has left stands without a pledge.

    Its base keeps counting: the money is gone.
    """
    if amount_minor == 0:
        return
    paid, borne = _accounts(match)
    step = match.causes.count()
    match.borne_minor += amount_minor
    match.save(update_fields=["borne_minor", "updated_at"])
    cause_add(match, kind=kind, ref=ref, before_minor=match.amount_minor)
    _post(match, f"borne:{step}", Move(debit=paid, credit=borne, money=Money(amount_minor, match.currency)))


def fund_bears_less(match: Match, base_minor: int, *, kind: CauseKind, ref: str) -> None:
    """Money that had gone back to the backer has come again: the fund bears only what `base_minor` does not cover."""
    back = match.borne_minor - (match.amount_minor - remains(match, base_minor))
    if back <= 0:
        return
    paid, borne = _accounts(match)
    step = match.causes.count()
    match.borne_minor -= back
    match.save(update_fields=["borne_minor", "updated_at"])
    cause_add(match, kind=kind, ref=ref, before_minor=match.amount_minor)
    _post(match, f"not_borne:{step}", Move(debit=borne, credit=paid, money=Money(back, match.currency)))


def fund_bears_no_more(matches: Sequence[Match], *, ref: str) -> None:
    """Their payout has failed, so nothing has left: what the fund bore goes back to its pool, and they shrink.

    Rounding comes last, as it may take from any of them.
    """
    for match in matches:
        _unbear(match)
        base = min(match.base_minor, match.pledge.amount_minor - match.pledge.payment.refunded_minor)
        match_change(match=match, amount_minor=remains(match, base), base_minor=base, kind=CauseKind.PAYOUT, ref=ref)
    for match in matches:
        rounding_give_back(match, ref=ref)
        position_sums_refresh(match.position)


def _unbear(match: Match) -> None:
    paid, borne = _accounts(match)
    step = match.causes.count()
    _post(match, f"not_borne:{step}", Move(debit=borne, credit=paid, money=Money(match.borne_minor, match.currency)))
    match.borne_minor = 0
    match.save(update_fields=["borne_minor", "updated_at"])


def _accounts(match: Match) -> tuple[AccountName, AccountName]:
    owner = match.position.fund.public_id
    return AccountName(AccountKind.FUND_PAID, owner), AccountName(AccountKind.FUND_BORNE, owner)


def _post(match: Match, step: str, move: Move) -> None:
    ledger_post(
        kind=PostingKind.MATCH_BORNE,
        key=f"match:{match.public_id}:{step}",
        reference=match.public_id,
        entries=[move],
    )
