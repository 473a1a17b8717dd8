"""Payments at the provider: the page is asked for, watched and ended.

Every network call lies between two transactions.
"""

from datetime import datetime, timedelta
from functools import partial

import structlog
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from backend.core import clock
from backend.core.errors import Unavailable
from backend.core.failpoints import declare, failpoint
from backend.core.outbox import lease_end, outbox_add
from backend.core.transitions import transition
from funding.domain.book_events import Expired
from funding.enums import CauseKind, PaymentState, PledgeState
from funding.events import PledgeExpired, PledgeFailed
from funding.gateways import current_gateway
from funding.gateways.protocol import GatewayRefused, GatewayUnknown, Page, PageRequest
from funding.models import Payment, Pledge
from funding.selectors.links import pledge_url
from funding.selectors.locks import LockedPledge, campaign_positions_pledge_payment_for_update
from funding.services.book_matches import Cause
from funding.services.journal import pledge_tell
from funding.services.payment_results import payment_settle
from funding.services.sweeping import BATCH, sweep

log = structlog.get_logger(__name__)
# The provider refuses pages that end in less than its shortest time; a call may take a moment.
PAGE_MARGIN = timedelta(minutes=2)
WITHOUT_PAGE = frozenset({PaymentState.CREATED, PaymentState.SUBMITTING})
CLAIMED = declare("funding.payment_claimed")
PAGE_MADE = declare("funding.payment_page_made")
PAGE_RECORDED = declare("funding.payment_page_recorded")
PAGE_ENDED = declare("funding.payment_page_ended")


def payment_submit(*, payment_id: int) -> Payment:
    """Ask the provider for the payment page, once, however often this is called: by the door, then by the worker.

    Claims the payment for a minute (T2a), calls with a key made of its id, records (T2b). A refusal ends pledge and
    reservation. Raises Unavailable if the outcome is unknown or somebody else is at it: call again later.
    """
    request = _claim(payment_id)
    failpoint(CLAIMED)
    if request is not None:
        try:
            page = current_gateway().create_checkout_page(request, key=f"payment:{request.reference}:page")
        except GatewayUnknown as error:
            raise Unavailable(code="payment_page_unknown") from error
        except GatewayRefused as error:
            # Not the provider's words: they may quote the backer's address.
            log.warning("payment_page_refused", payment=request.reference, code=error.code)
            _give_up(payment_id)
        else:
            failpoint(PAGE_MADE)
            _record(payment_id, page, request.expires_at)
            failpoint(PAGE_RECORDED)
    return Payment.objects.select_related("pledge__campaign").get(pk=payment_id)


@transaction.atomic
def _claim(payment_id: int) -> PageRequest | None:
    rows = Pledge.objects.select_for_update(no_key=True, of=("self",)).select_related("campaign", "backer")
    pledge = rows.get(payment=payment_id)
    payment = Payment.objects.select_for_update(no_key=True).get(pk=payment_id)
    moment = clock.now()
    if payment.state == PaymentState.SUBMITTING and payment.submit_lease and payment.submit_lease > moment:
        raise Unavailable(_("The payment page is just being prepared."), code="payment_page_in_progress")
    if payment.state not in {PaymentState.CREATED, PaymentState.SUBMITTING}:
        return None
    ends = payment.page_expires_at or moment + timedelta(minutes=settings.PAYMENT_PAGE_MINUTES) + PAGE_MARGIN
    # Whole seconds: the provider's parameters must be the same in every repetition.
    ends = ends.replace(microsecond=0)
    claim = {"submit_lease": lease_end(), "page_expires_at": ends}
    if payment.state == PaymentState.SUBMITTING:
        Payment.objects.filter(pk=payment.pk).update(**claim)
    else:
        transition(payment, to=PaymentState.SUBMITTING, actor=None, changes=claim, is_locked=True)
    Pledge.objects.filter(pk=pledge.pk).update(expires_at=ends)
    return PageRequest(
        reference=payment.public_id,
        amount_minor=pledge.amount_minor,
        currency=pledge.currency,
        title=pledge.campaign.title,
        email=pledge.address,
        language=pledge.language,
        success_url=pledge_url(pledge, "?zahlung=erledigt"),
        cancel_url=pledge_url(pledge, "?zahlung=abgebrochen"),
        expires_at=ends,
    )


@transaction.atomic
def _record(payment_id: int, page: Page, ends: datetime) -> None:
    payment = Payment.objects.select_for_update(no_key=True, of=("self",)).get(pk=payment_id)
    if payment.state == PaymentState.SUBMITTING:
        found = {"checkout_session_id": page.session_id, "page_url": page.url, "submit_lease": None}
        changes = {**found, "page_expires_at": ends}
        transition(payment, to=PaymentState.OPEN, actor=None, changes=changes, is_locked=True)


@transaction.atomic
def _give_up(payment_id: int) -> None:
    locked = campaign_positions_pledge_payment_for_update(payment_id)
    if locked.payment.state == PaymentState.SUBMITTING:
        pledge_end(locked, payment_state=PaymentState.FAILED)


def pledge_end(locked: LockedPledge, *, payment_state: PaymentState) -> None:
    """Nothing was paid and nothing will be: release the match, tell the backer. In the caller's transaction."""
    failed = payment_state == PaymentState.FAILED
    transition(locked.payment, to=payment_state, actor=None, changes={"submit_lease": None})
    transition(locked.pledge, to=PledgeState.FAILED if failed else PledgeState.EXPIRED, actor=None)
    pledge_id = locked.pledge.pk
    outbox_add(PledgeFailed(pledge_id=pledge_id) if failed else PledgeExpired(pledge_id=pledge_id))
    kind = CauseKind.FAILURE if failed else CauseKind.EXPIRY
    expired = Expired(at=clock.now(), pledge=locked.pledge.public_id)
    pledge_tell(locked, expired, Cause(kind, locked.payment.public_id))


def pledge_expire(*, pledge_id: int) -> Pledge:
    """End a pledge whose time is over: first the page at the provider, then the reservation, so that no payment is
    taken for a promise that is gone. If it was paid in the last moment, it counts. Raises Unavailable if the provider
    is silent.
    """
    payment = Payment.objects.select_related("pledge").get(pledge_id=pledge_id)
    if payment.pledge.state == PledgeState.PENDING:
        if payment.state == PaymentState.SUBMITTING:
            payment = _find_out(payment)
        if payment.state in WITHOUT_PAGE:
            _expire_without_page(payment.pk)
        elif payment.state == PaymentState.OPEN:
            _expire_page(payment)
    return Pledge.objects.get(pk=pledge_id)


def _find_out(payment: Payment) -> Payment:
    """Nobody knows whether there is a page; asking again with the same key tells.

    If the provider is still silent when such a page would have ended by itself, nobody can pay on it any more: the
    payment is treated like one without a page.
    """
    try:
        return payment_submit(payment_id=payment.pk)
    except Unavailable:
        if payment.page_expires_at is None or clock.now() < payment.page_expires_at + PAGE_MARGIN:
            raise
    return payment


@transaction.atomic
def _expire_without_page(payment_id: int) -> None:
    locked = campaign_positions_pledge_payment_for_update(payment_id)
    if locked.payment.state in WITHOUT_PAGE:
        pledge_end(locked, payment_state=PaymentState.EXPIRED)


def _expire_page(payment: Payment) -> None:
    gateway = current_gateway()
    try:
        gateway.expire_checkout_page(payment.checkout_session_id)
    except GatewayRefused:
        # It has ended by itself or was paid; the state tells which.
        log.info("payment_page_had_ended", payment=payment.public_id)
    except GatewayUnknown as error:
        raise Unavailable(code="payment_page_unknown") from error
    failpoint(PAGE_ENDED)
    payment_refresh(payment_id=payment.pk)


def payment_refresh(*, payment_id: int, session_id: str = "") -> None:
    """Fetch the present state at the provider, then write what follows from it (T4). Safe to repeat, in any order.

    Raises Unavailable if the provider does not answer or the page is not known yet.
    """
    payment = Payment.objects.get(pk=payment_id)
    session = payment.checkout_session_id or session_id
    if not session:
        raise Unavailable(code="payment_page_unknown")
    try:
        facts = current_gateway().payment_state(session)
    except GatewayUnknown as error:
        raise Unavailable(code="payment_state_unknown") from error
    with transaction.atomic():
        locked = campaign_positions_pledge_payment_for_update(payment_id)
        payment_settle(locked, facts, end=pledge_end)


def pledges_expire_due() -> int:
    """End all pledges whose time is over; return how many were looked at."""
    due = Pledge.objects.filter(state=PledgeState.PENDING, expires_at__lte=clock.now()).order_by("expires_at")
    keys = list(due.values_list("pk", flat=True)[:BATCH])
    return sweep("pledges_expire", ((key, partial(pledge_expire, pledge_id=key)) for key in keys))
