"""What people and banks do, done by a script: pay, dispute, decide, expire, let time pass."""

from starlette.requests import Request

from funding.sandbox.balance import balance_record, opening_balance_pay
from funding.sandbox.call import amount_checked, currency_checked
from funding.sandbox.cards import BankAccount, Card, Decline, bank_account_by_iban, card_by_number
from funding.sandbox.checkout import session_challenge_end, session_pay
from funding.sandbox.control.door import choice, count, text
from funding.sandbox.deliveries import redeliver
from funding.sandbox.errors import ApiError, no_such
from funding.sandbox.ids import new_id
from funding.sandbox.pages.payment import base_url
from funding.sandbox.resources.accounts import account_complete, account_restrict
from funding.sandbox.resources.disputes import dispute_close, dispute_open
from funding.sandbox.resources.payment_methods import decline_error, method_from_card, method_from_iban
from funding.sandbox.resources.payouts import payout_undo
from funding.sandbox.resources.refunds import refund_arrives, refund_fails
from funding.sandbox.resources.sessions import session_end
from funding.sandbox.sandbox import Sandbox
from funding.sandbox.store import JsonObject, public
from funding.sandbox.timers import timers_run_due

_EXPIRY = (12, 2034)


def _named(sandbox: Sandbox, request: Request, kind: str) -> tuple[JsonObject, str]:
    """The object that the address names, whoever it belongs to, and its account."""
    object_id = request.path_params["id"]
    account = sandbox.store.account_of(object_id)
    found = sandbox.store.find(object_id, account=account)
    if found is None or found["object"] != kind:
        raise no_such(kind, object_id)
    return found, account


def session_pay_now(sandbox: Sandbox, request: Request, given: JsonObject) -> JsonObject:
    """Pay an open session as a person would: ``{"card": "4242…"}`` or ``{"iban": "DE89…"}``, with ``challenge``.

    ``holder`` gives the card a fingerprint of its own; else one number has one.
    """
    session, account = _named(sandbox, request, "checkout.session")
    challenge = choice(given, "challenge", ("complete", "fail", "leave"), "complete")
    address = base_url(sandbox, request)
    billing = {"email": text(given, "email", session["customer_email"] or "somebody@example.org")}
    means = _means(given)
    if isinstance(means, Decline):
        declined: ApiError | None = decline_error(means)
    else:
        if isinstance(means, Card):
            holder = text(given, "holder") if "holder" in given else ""
            method = method_from_card(sandbox, means, billing=billing, expiry=_EXPIRY, account=account, holder=holder)
        else:
            method = method_from_iban(sandbox, means, billing=billing, account=account)
        declined = session_pay(sandbox, session, method, base_url=address)
    intent = sandbox.store.find(session["payment_intent"] or "", account=account)
    if intent is not None and intent["status"] == "requires_action" and challenge != "leave":
        declined = session_challenge_end(sandbox, intent, passed=challenge == "complete", base_url=address)
    seen = sandbox.store.find(session["id"], account=account) or session
    return {"session": public(seen), "error": None if declined is None else declined.body()["error"]}


def _means(given: JsonObject) -> Card | BankAccount | Decline:
    if "iban" not in given:
        return card_by_number(text(given, "card", "4242424242424242"))
    bank = bank_account_by_iban(text(given, "iban"))
    if bank is None:
        message = "This test IBAN is not known."
        raise ApiError(message, param="iban")
    return bank


def session_expire_now(sandbox: Sandbox, request: Request, _given: JsonObject) -> JsonObject:
    session, _account = _named(sandbox, request, "checkout.session")
    if session["status"] != "open":
        message = f"The session is {session['status']}."
        raise ApiError(message)
    return public(session_end(sandbox, session))


def charge_dispute(sandbox: Sandbox, request: Request, given: JsonObject) -> JsonObject:
    charge, account = _named(sandbox, request, "charge")
    reason, inquiry = text(given, "reason", "fraudulent"), bool(given.get("inquiry", False))
    return public(dispute_open(sandbox, charge, reason=reason, inquiry=inquiry, account=account))


def dispute_decide(sandbox: Sandbox, request: Request, given: JsonObject) -> JsonObject:
    dispute, account = _named(sandbox, request, "dispute")
    won = choice(given, "outcome", ("won", "lost")) == "won"
    return public(dispute_close(sandbox, dispute, won=won, account=account))


def refund_decide(sandbox: Sandbox, request: Request, given: JsonObject) -> JsonObject:
    refund, _account = _named(sandbox, request, "refund")
    act = {"succeeded": refund_arrives, "failed": refund_fails}[choice(given, "outcome", ("succeeded", "failed"))]
    act(sandbox, refund["id"])
    return public(_named(sandbox, request, "refund")[0])


def payout_fail(sandbox: Sandbox, request: Request, _given: JsonObject) -> JsonObject:
    payout, account = _named(sandbox, request, "payout")
    if payout["status"] not in {"pending", "paid"}:
        message = f"The payout is {payout['status']}."
        raise ApiError(message)
    return public(payout_undo(sandbox, payout, status="failed", account=account))


def account_switch(sandbox: Sandbox, request: Request, given: JsonObject) -> JsonObject:
    account, _account = _named(sandbox, request, "account")
    act = {"complete": account_complete, "restricted": account_restrict}[
        choice(given, "state", ("complete", "restricted"))
    ]
    act(sandbox, account)
    return public(account)


def balance_credit(sandbox: Sandbox, _request: Request, given: JsonObject) -> JsonObject:
    """Money for the platform (or for ``account``) out of nowhere, available at once."""
    currency = currency_checked(text(given, "currency", "eur"))
    amount = amount_checked(count(given, "amount", 0) or 0, currency=currency, smallest=1)
    owner = str(given.get("account", ""))
    booked = balance_record(sandbox, kind="topup", amount=amount, currency=currency, source=new_id("tu"), account=owner)
    return public(booked)


def clock_advance(sandbox: Sandbox, _request: Request, given: JsonObject) -> JsonObject:
    """Let time pass and do at once what has become due."""
    now = sandbox.clock_advance(count(given, "seconds", 0, least=0) or 0)
    return {"now": now, "timers_run": timers_run_due(sandbox)}


def event_redeliver(sandbox: Sandbox, request: Request, _given: JsonObject) -> JsonObject:
    event, _account = _named(sandbox, request, "event")
    return {"delivery": redeliver(sandbox.store, event)}


def deliveries_list(sandbox: Sandbox, request: Request, _given: JsonObject) -> JsonObject:
    """The latest deliveries, newest first; ``?state=`` and ``?type=`` narrow them."""
    state, kind = request.query_params.get("state", ""), request.query_params.get("type", "")
    rows = sandbox.store.rows(
        "SELECT id, event, type, state, attempts, status, error FROM deliveries"
        " WHERE (? = '' OR state = ?) AND (? = '' OR type = ?) ORDER BY id DESC LIMIT 500",
        state,
        state,
        kind,
        kind,
    )
    return {"data": [dict(row) for row in rows]}


def reset(sandbox: Sandbox, _request: Request, _given: JsonObject) -> JsonObject:
    sandbox.store.forget_everything()
    opening_balance_pay(sandbox)
    return {"reset": True}
