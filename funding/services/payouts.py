"""Payouts: asked for by one manager, approved by another, sent once by the worker, settled by the provider's state."""

from collections.abc import Callable

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict, NotAllowed, Unavailable
from backend.core.failpoints import declare, failpoint
from backend.core.money import Money
from backend.core.outbox import lease_end, outbox_add
from backend.core.predicates import holds, require
from backend.core.transitions import transition
from funding.domain.book_events import PaidOut
from funding.enums import CampaignState, MatchState, PayeeState, PayoutFailure, PayoutKind, PayoutState
from funding.events import PayoutApproved, PayoutRequested, PayoutSubmitted
from funding.gateways import current_gateway
from funding.gateways.protocol import GatewayRefused, GatewayUnknown, TransferFacts
from funding.ledger.balances import balance_of, sums_of
from funding.ledger.enums import PLATFORM, AccountKind, PostingKind
from funding.ledger.posting import AccountName, Move, ledger_post
from funding.models import Campaign, FundCampaign, Match, PayeeAccount, Payout
from funding.rules import can_approve_payout, can_pay_campaign, manages_fund
from funding.selectors.locks import campaign_for_update, payout_for_update, positions_for_update
from funding.services.claims import claims_recover, kept_hold
from funding.services.holds import holds_refresh
from funding.services.journal import payout_tell
from funding.services.payout_results import payout_finish, payout_give_up

log = structlog.get_logger(__name__)
PROCESSOR = AccountName(AccountKind.PROCESSOR, PLATFORM)
PAYABLE = frozenset({CampaignState.RUNNING, CampaignState.ENDED})
BEFORE_LEAVING = frozenset({PayoutState.REQUESTED, PayoutState.APPROVED})
CLAIMED = declare("funding.payout_claimed")
SENT = declare("funding.payout_sent")
RECORDED = declare("funding.payout_recorded")


@transaction.atomic
def payout_request(*, campaign: Campaign, actor: User) -> list[Payout]:
    """Ask for all that can be paid now: the backers' money, and of each fund that `actor` manages the approved matches.

    What is asked for is held in the ledger at once, so it cannot be asked for twice. What the campaign owes, and what
    funds claim back, is taken from the backers' money first; where that is all of it, no payout is left. Locks campaign
    and positions.
    Raises NotAllowed, Conflict (no verified account, nothing to pay).
    """
    require(can_pay_campaign, actor, campaign)
    locked = campaign_for_update(campaign.pk)
    if locked.state not in PAYABLE:
        raise Conflict(_("This campaign has not collected anything yet."), code="campaign_not_started")
    if not locked.pays_out:
        text = _("This campaign pays out when it has reached its goal and ended: until then everything may go back.")
        raise Conflict(text, code="campaign_not_successful")
    payee = PayeeAccount.objects.filter(project=locked.project_id, state=PayeeState.VERIFIED).first()
    if payee is None:
        raise Conflict(_("The project's account is not verified yet."), code="payee_not_verified")
    all_positions = positions_for_update(locked.pk)
    positions = [row for row in all_positions if holds(manages_fund, actor, row)]
    _debt_recover(locked)
    recovered = claims_recover(locked, all_positions)
    made = [_request_crowd(locked, payee, actor), *(_request_match(row, payee, actor) for row in positions)]
    payouts = [payout for payout in made if payout is not None]
    if not payouts and not recovered:
        held = Match.objects.filter(position__in=positions, state=MatchState.APPROVED, held_until__isnull=False)
        first = held.order_by("held_until").values_list("held_until", flat=True).first()
        if first is not None:
            text = _("The rule holds back what is approved for some days yet, because of direct debits.")
            raise Conflict(text, code="held_back", until=first.isoformat())
        raise Conflict(_("There is nothing to pay out at the moment."), code="nothing_to_pay")
    return payouts


def _debt_recover(campaign: Campaign) -> None:
    """What a campaign owes from money that had to go back is taken from what it has now."""
    owner, currency = campaign.public_id, campaign.currency
    sums = sums_of(AccountKind.CAMPAIGN_DEBT, owner, currency)
    owed = sums.debits_posted - sums.credits_posted
    amount = min(owed, balance_of(AccountKind.CAMPAIGN_MONEY, owner, currency).free_minor)
    if amount > 0:
        ledger_post(
            kind=PostingKind.DEBT_RECOVERED,
            key=f"debt:{owner}:{sums.credits_posted}",
            reference=owner,
            entries=[
                Move(
                    debit=AccountName(AccountKind.CAMPAIGN_MONEY, owner),
                    credit=AccountName(AccountKind.CAMPAIGN_DEBT, owner),
                    money=Money(amount, currency),
                )
            ],
        )


def _request_crowd(campaign: Campaign, payee: PayeeAccount, actor: User) -> Payout | None:
    amount = balance_of(AccountKind.CAMPAIGN_MONEY, campaign.public_id, campaign.currency).free_minor
    if amount == 0:
        return None
    payout = Payout.objects.create(
        campaign=campaign,
        payee=payee,
        kind=PayoutKind.CROWD,
        amount_minor=amount,
        currency=campaign.currency,
        requested_by=actor,
    )
    _hold(payout, AccountName(AccountKind.CAMPAIGN_MONEY, campaign.public_id), PROCESSOR)
    return payout


def _request_match(position: FundCampaign, payee: PayeeAccount, actor: User) -> Payout | None:
    holds_refresh(position)
    matches = list(
        Match.objects.select_for_update(no_key=True)
        .filter(position=position, state=MatchState.APPROVED, payout=None, held_until=None)
        .order_by("id")
    )
    if not matches:
        return None
    fund = position.fund
    payout = Payout.objects.create(
        campaign_id=position.campaign_id,
        payee=payee,
        kind=PayoutKind.MATCH,
        fund=fund,
        amount_minor=sum(match.amount_minor for match in matches),
        currency=fund.currency,
        requested_by=actor,
    )
    Match.objects.filter(pk__in=[match.pk for match in matches]).update(payout=payout)
    debit = AccountName(AccountKind.MATCH_MONEY, position.public_id)
    _hold(payout, debit, AccountName(AccountKind.FUND_PAID, fund.public_id))
    return payout


def _hold(payout: Payout, debit: AccountName, credit: AccountName) -> None:
    money = Money(payout.amount_minor, payout.currency)
    audit_add(
        actor=payout.requested_by,
        action="funding.payout_requested",
        row=payout,
        facts={"amount_minor": money.amount_minor},
    )
    outbox_add(PayoutRequested(payout_id=payout.pk))
    posted = ledger_post(
        kind=PostingKind.PAYOUT_HELD,
        key=f"payout:{payout.public_id}:hold",
        reference=payout.public_id,
        entries=[Move(debit=debit, credit=credit, money=money, pending=True)],
    )
    payout.hold_id = posted.transfer_ids[0]
    payout.save(update_fields=["hold"])


def payout_approve(*, payout: Payout, actor: User) -> Payout:
    """The second person agrees; tells the worker to send it. A constraint holds that it is another person.

    Locks the payout. Raises NotAllowed (also for whoever asked for it), Conflict. Approving again changes nothing, even
    if the payout has left meanwhile.
    """
    with transaction.atomic():
        locked = payout_for_update(payout.pk)
        if locked.requested_by_id == actor.pk:
            raise NotAllowed(_("Whoever asks for a payout cannot approve it."), code="four_eyes")
        require(can_approve_payout, actor, locked)
        is_done = locked.approved_by_id == actor.pk and locked.state != PayoutState.FAILED
        if locked.state != PayoutState.APPROVED and not is_done:
            transition(locked, to=PayoutState.APPROVED, actor=actor, changes={"approved_by": actor})
            outbox_add(PayoutApproved(payout_id=locked.pk))
    return locked


def payout_decline(*, payout: Payout, actor: User, reason: str) -> Payout:
    """Stop a payout that has not left; what it held is free again. Repeating it changes nothing.

    Locks campaign, positions, payout. Raises NotAllowed, Conflict (`payout_has_left`: from the moment when the provider
    is being asked on, nobody but the provider can say that nothing has left).
    """
    with transaction.atomic():
        locked = _locked(payout.pk)
        require(can_pay_campaign, actor, locked.campaign)
        if locked.state == PayoutState.FAILED:
            return locked
        if locked.state not in BEFORE_LEAVING:
            raise Conflict(_("This payout has left already."), code="payout_has_left", state=locked.state)
        payout_give_up(locked, failure=reason or PayoutFailure.DECLINED, actor=actor)
    return locked


def payout_submit(*, payout_id: int) -> Payout:
    """Send an approved payout, once: claim for a minute, call with a key made of its id, record.

    Raises Unavailable if the outcome is unknown or somebody else is at it: call again later.
    """
    payout = _claim(payout_id)
    failpoint(CLAIMED)
    if payout is None:
        return Payout.objects.get(pk=payout_id)
    try:
        facts = _send(payout)
    except GatewayRefused as error:
        log.warning("payout_refused", payout=payout.public_id, code=error.code, reason=error.message)
        failure = error.message
        return _change(payout_id, lambda locked: payout_give_up(locked, failure=failure))
    failpoint(SENT)
    recorded = _change(payout_id, lambda locked: _record(locked, facts))
    failpoint(RECORDED)
    return recorded


def _send(payout: Payout) -> TransferFacts:
    """Send, or find what was sent before.

    Providers repeat a stored 500 for the same key, and they forget a key after a day. So silence is followed by a look
    whether it did happen, and whoever asks again looks first.
    """
    asked_before = payout.submit_lease is not None
    if asked_before and (found := _find(payout)):
        return found
    try:
        return current_gateway().transfer(
            payout.payee.gateway_account_id,
            amount_minor=payout.sent_minor,
            currency=payout.currency,
            reference=payout.public_id,
            group=payout.campaign.public_id,
            key=f"payout:{payout.public_id}:transfer",
        )
    except GatewayUnknown as error:
        if found := _find(payout):
            return found
        raise Unavailable(code="payout_unknown") from error


def _find(payout: Payout) -> TransferFacts | None:
    """A refused look says nothing about the transfer: the money may be on its way, so it stays held."""
    try:
        return current_gateway().transfer_find(reference=payout.public_id, group=payout.campaign.public_id)
    except (GatewayRefused, GatewayUnknown) as error:
        raise Unavailable(code="payout_unknown") from error


@transaction.atomic
def _claim(payout_id: int) -> Payout | None:
    payout = _locked(payout_id)
    moment = clock.now()
    if payout.state == PayoutState.SUBMITTING and payout.submit_lease and payout.submit_lease > moment:
        raise Unavailable(_("This payout is just being sent."), code="payout_in_progress")
    if payout.state not in {PayoutState.APPROVED, PayoutState.SUBMITTING}:
        return None
    if payout.payee.state != PayeeState.VERIFIED and payout.state == PayoutState.APPROVED:
        payout_give_up(payout, failure=PayoutFailure.PAYEE_NOT_VERIFIED)
        return None
    asked_before = payout.state == PayoutState.SUBMITTING
    if not asked_before:
        _wait_for_earlier(payout)
        if _is_held_back(payout):
            payout_give_up(payout, failure=PayoutFailure.HELD_BACK)
            return None
    transition(payout, to=PayoutState.SUBMITTING, actor=None)
    Payout.objects.filter(pk=payout.pk).update(submit_lease=lease_end())
    if not asked_before:
        matches = _matches_of(payout)
        payout_tell(payout, matches, PaidOut)
        kept_hold(payout, matches)
    if payout.sent_minor:
        return payout
    _record(payout, None)
    payout_finish(payout)
    return None


def _is_held_back(payout: Payout) -> bool:
    """A direct debit has come in meanwhile, and the match of the whole campaign rests on it."""
    for position in {match.position for match in _matches_of(payout)}:
        holds_refresh(position)
    return Match.objects.filter(payout=payout, held_until__isnull=False).exists()


def _wait_for_earlier(payout: Payout) -> None:
    """A claim because of money that may yet come back unpaid is kept of nothing: the earlier payout arrives first."""
    rows = Match.objects.filter(position__campaign=payout.campaign_id, position__fund=payout.fund_id)
    leaving = rows.filter(claim_minor__gt=0, payout__state__in=[PayoutState.SUBMITTING, PayoutState.SUBMITTED])
    if leaving.exists():
        raise Unavailable(_("An earlier payout of this fund is still on its way."), code="payout_waits")


def _matches_of(payout: Payout) -> list[Match]:
    rows = Match.objects.select_for_update(no_key=True, of=("self",)).filter(payout=payout).order_by("id")
    return list(rows.select_related("position__fund", "position__campaign"))


def _record(payout: Payout, facts: TransferFacts | None) -> None:
    """Sent; without facts there was nothing to send, because all of it is kept."""
    if payout.state == PayoutState.SUBMITTING:
        changes = {"gateway_id": facts.gateway_id if facts else "", "submit_lease": None}
        transition(payout, to=PayoutState.SUBMITTED, actor=None, changes=changes)
        if facts:
            outbox_add(PayoutSubmitted(payout_id=payout.pk))


@transaction.atomic
def _change(payout_id: int, act: Callable[[Payout], None]) -> Payout:
    payout = _locked(payout_id)
    act(payout)
    return payout


def _locked(payout_id: int) -> Payout:
    """Campaign and positions before the payout, as everywhere."""
    known = Payout.objects.filter(pk=payout_id).values_list("campaign_id", flat=True).get()
    campaign_for_update(known)
    positions_for_update(known)
    return payout_for_update(payout_id)


def payout_apply(*, payout_id: int) -> Payout:
    """Settle a sent payout by the provider's present state. Raises Unavailable if it does not answer."""
    payout = Payout.objects.get(pk=payout_id)
    if payout.state != PayoutState.SUBMITTED:
        return payout
    try:
        facts = current_gateway().transfer_state(payout.gateway_id)
    except GatewayUnknown as error:
        raise Unavailable(code="payout_state_unknown") from error
    if facts.reversed_minor == facts.amount_minor:
        return _change(payout_id, _undo)
    return _change(payout_id, payout_finish)


def _undo(payout: Payout) -> None:
    if payout.state == PayoutState.SUBMITTED:
        payout_give_up(payout, failure=PayoutFailure.TAKEN_BACK)
