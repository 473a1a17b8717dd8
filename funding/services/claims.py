"""What a fund claims back from a project: kept of its payouts, taken from the backers' money, or paid back by hand."""

from collections.abc import Sequence

from django.db.models import QuerySet

from backend.core import clock
from backend.core.audit import audit_add
from backend.core.money import Money
from funding.domain.book_events import ClaimPaid, PayoutArrived
from funding.enums import CauseKind, FundState, MatchState
from funding.ledger.balances import balance_of
from funding.ledger.enums import PLATFORM, AccountKind, PostingKind
from funding.ledger.posting import AccountName, Move, Settle, ledger_post
from funding.models import Campaign, FundCampaign, Match, Payout
from funding.selectors.locks import books_for_update
from funding.services.book_matches import Cause
from funding.services.journal import match_tell

PROCESSOR = AccountName(AccountKind.PROCESSOR, PLATFORM)


def claims_recover(campaign: Campaign, positions: Sequence[FundCampaign]) -> int:
    """Let funds have again what they claim, from the backers' money that would be paid out now; the oldest first.

    Return how much that is. A fund that is closed takes nothing any more. Campaign and positions are locked.
    """
    owner, currency = campaign.public_id, campaign.currency
    books_for_update(row.fund_id for row in positions if row.book is not None)
    left = free = balance_of(AccountKind.CAMPAIGN_MONEY, owner, currency).free_minor
    for position in sorted(positions, key=lambda row: row.fund_id):
        if position.fund.state == FundState.CLOSED:
            continue
        for match in _claimed(position):
            part = min(left, match.claim_minor)
            if part:
                _take(campaign, match, position, part)
                left -= part
    return free - left


def _claimed(position: FundCampaign) -> list[Match]:
    rows = Match.objects.select_for_update(no_key=True, of=("self",)).filter(position=position, claim_minor__gt=0)
    return list(rows.filter(state=MatchState.PAID).select_related("position__fund").order_by("number"))


def _take(campaign: Campaign, match: Match, position: FundCampaign, amount_minor: int) -> None:
    audit_add(actor=None, action="funding.claim_set_off", row=match, facts={"amount_minor": amount_minor})
    step = match.causes.count()
    claim_paid(match, position, amount_minor, ref=campaign.public_id)
    # For the backers' side it has been paid out: it stays with the provider, as money of the fund.
    money = AccountName(AccountKind.CAMPAIGN_MONEY, campaign.public_id)
    ledger_post(
        kind=PostingKind.CLAIM_PAID,
        key=f"claim:{match.public_id}:{step}",
        reference=campaign.public_id,
        entries=[Move(debit=money, credit=PROCESSOR, money=Money(amount_minor, campaign.currency))],
    )


def claim_paid(match: Match, position: FundCampaign, amount_minor: int, *, ref: str) -> None:
    """Tell the fund's book that so much of a claim is with the fund again. The campaign is locked."""
    told = ClaimPaid(at=clock.now(), match=match.book_name, amount_minor=amount_minor)
    match_tell(match, position, told, Cause(CauseKind.REPAID, ref))


def kept_hold(payout: Payout, matches: Sequence[Match]) -> None:
    """The book has said what is kept of a payout that is leaving: hold that apart from what is sent."""
    names = [match.book_name for match in matches]
    kept = sum((row.kept or {}).get(name, 0) for row in _kept_of(matches) for name in names)
    if not kept or payout.hold_id is None:
        return
    position = matches[0].position
    granted = AccountName(AccountKind.MATCH_MONEY, position.public_id)
    pool, paid = (AccountName(kind, position.fund.public_id) for kind in (AccountKind.FUND_POOL, AccountKind.FUND_PAID))
    sent = payout.amount_minor - kept
    entries: list[Move | Settle] = [Settle(payout.hold_id, post=False)]
    entries += [
        Move(debit=granted, credit=to, money=Money(part, payout.currency), pending=True)
        for to, part in ((paid, sent), (pool, kept))
        if part
    ]
    made = ledger_post(
        kind=PostingKind.PAYOUT_HELD, key=f"payout:{payout.public_id}:kept", reference=payout.public_id, entries=entries
    ).transfer_ids
    payout.kept_minor, payout.kept_hold_id, payout.hold_id = kept, made[-1], made[-2] if sent else None
    payout.save(update_fields=["kept_minor", "kept_hold", "hold", "updated_at"])


def _kept_of(matches: Sequence[Match]) -> "QuerySet[Match]":
    """Matches of which something is being kept of the payout of `matches`."""
    names = [match.book_name for match in matches]
    return Match.objects.filter(position__in=[match.position_id for match in matches], kept__has_any_keys=names)


def kept_collect(payout: Payout) -> None:
    """A payout has arrived without what was kept of it: that is the fund's again. Campaign and positions are locked."""
    cause = Cause(CauseKind.KEPT, payout.public_id)
    matches = Match.objects.filter(payout=payout).select_related("position__fund", "position__campaign")
    for match in matches.order_by("number"):
        if _kept_of([match]).exists():
            match_tell(match, match.position, PayoutArrived(at=clock.now(), match=match.book_name), cause)
