"""One whole way of money, in steps that may be begun again after a crash anywhere.

Two pledges; one is paid, partly paid back, approved and paid out; the page of the other one ends. Begun again, it
finds what is there and goes on. In its twin every call has a new key, as if nobody had thought of crashes.
"""

import hashlib
import hmac
import json
import secrets
import time

import django
import httpx

django.setup()

from django.conf import settings  # noqa: E402  the apps must be ready

from backend.core.models import OutboxMessage  # noqa: E402  likewise
from backend.core.outbox import outbox_claim  # noqa: E402  likewise
from funding.enums import MatchState, PaymentState, PledgeState  # noqa: E402  likewise
from funding.gateways.protocol import Page, PageRequest  # noqa: E402  likewise
from funding.gateways.stripe_gateway import StripeGateway  # noqa: E402  likewise
from funding.models import Campaign, FundManager, Match, Payout, Pledge, Refund  # noqa: E402  likewise
from funding.services.approvals import match_approve  # noqa: E402  likewise
from funding.services.gateway_events import gateway_event_record  # noqa: E402  likewise
from funding.services.payments import pledge_expire  # noqa: E402  likewise
from funding.services.payouts import payout_approve, payout_request  # noqa: E402  likewise
from funding.services.pledges import Backer, pledge_start  # noqa: E402  likewise
from funding.services.refunds import refund_request  # noqa: E402  likewise
from worker.handling import handle  # noqa: E402  likewise

SECONDS = 25.0


def work() -> None:
    """Be the worker until nothing is left to do."""
    end = time.monotonic() + SECONDS
    while OutboxMessage.objects.filter(handled_at=None).exists():
        for message in outbox_claim():
            handle(message.pk)
        if time.monotonic() > end:
            raise TimeoutError(list(OutboxMessage.objects.filter(handled_at=None).values_list("topic", "error")))
        time.sleep(0.05)


def webhook(pledge: Pledge) -> None:
    content = {"object": "checkout.session", "id": "", "client_reference_id": pledge.payment.public_id}
    kind = "checkout.session.completed"
    payload = json.dumps({"id": "evt_1", "object": "event", "type": kind, "data": {"object": content}}).encode()
    moment = int(time.time())
    secret = settings.STRIPE_WEBHOOK_SECRET.encode()
    signature = hmac.new(secret, f"{moment}.".encode() + payload, hashlib.sha256).hexdigest()
    gateway_event_record(payload=payload, signature=f"t={moment},v1={signature}")


def begun(key: str) -> Pledge:
    backer = Backer(name="Ada", email="ada@example.org")
    pledge_start(campaign=Campaign.objects.get(), amount_minor=2_000, backer=backer, request_key=key)
    work()
    return Pledge.objects.select_related("payment").get(request_key=key)


def run() -> None:
    ended = begun("ended")
    pledge_expire(pledge_id=ended.pk)
    paid = begun("paid")
    if paid.payment.state == PaymentState.OPEN:
        control = f"{settings.STRIPE_API_BASE}/_control/checkout/sessions/{paid.payment.checkout_session_id}/pay"
        # Refused if it is paid already.
        httpx.post(control, json={}, trust_env=False)
    webhook(paid)
    work()
    if not Refund.objects.exists():
        actor = FundManager.objects.earliest("id").user
        refund_request(payment=paid.payment, amount_minor=400, reason="Auf Wunsch.", actor=actor)
    work()
    pay_out(paid)


def pay_out(paid: Pledge) -> None:
    first, second = (row.user for row in FundManager.objects.order_by("id"))
    match = Match.objects.get(pledge=paid)
    if match.state == MatchState.CONFIRMED:
        for manager in (first, second):
            match_approve(match=match, actor=manager)
    if not Payout.objects.exists():
        payout_request(campaign=Campaign.objects.get(), actor=first)
    for payout in Payout.objects.filter(state="requested"):
        payout_approve(payout=payout, actor=second)
    work()


def without_keys() -> None:
    original = StripeGateway.create_checkout_page

    def create(gateway: StripeGateway, request: PageRequest, *, key: str) -> Page:
        return original(gateway, request, key=f"{key}{secrets.token_hex(4)}")

    StripeGateway.create_checkout_page = create  # type: ignore[method-assign, assignment]  # the twin


def whole_way() -> None:
    run()
    assert Pledge.objects.get(request_key="ended").state == PledgeState.EXPIRED


def whole_way_without_keys() -> None:
    without_keys()
    whole_way()
