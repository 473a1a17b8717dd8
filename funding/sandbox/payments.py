"""How an attempt to pay goes on: challenge, decline, success, or an answer from the bank days later."""

from funding.sandbox.cards import AUTHENTICATION_REQUIRED, GENERIC, BankAccount, Card, Decline
from funding.sandbox.errors import ApiError
from funding.sandbox.resources.charges import charge_authorize, charge_fail, charge_new, charge_settle
from funding.sandbox.resources.disputes import dispute_open
from funding.sandbox.resources.payment_methods import behaviour_of, decline_error
from funding.sandbox.sandbox import Sandbox
from funding.sandbox.store import JsonObject, public

AUTHENTICATION_FAILED = Decline(
    code="payment_intent_authentication_failure",
    decline_code=None,
    message="The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new "
    "PaymentMethod to attempt to fulfill this PaymentIntent again.",
)
DEBIT_FAILED = Decline(
    code="payment_method_provider_decline", decline_code=None, message="The bank returned the direct debit."
)


def payment_attempt(
    sandbox: Sandbox,
    intent: JsonObject,
    method: JsonObject,
    *,
    base_url: str,
    account: str,
    authenticated: bool = False,
    off_session: bool = False,
) -> ApiError | None:
    """Try to pay once; returns the card error, if the bank said no, for the caller to raise or to show.

    With ``off_session`` nobody is there to answer the bank's question: a card that needs it is declined.
    """
    sandbox.change(
        intent, payment_method=method["id"], last_payment_error=None, next_action=None, _authenticated=authenticated
    )
    behaviour = behaviour_of(method)
    if isinstance(behaviour, BankAccount):
        _debit_start(sandbox, intent, method, behaviour, account)
        return None
    if behaviour.challenge and not authenticated and not off_session:
        _challenge(sandbox, intent, base_url, account)
        return None
    charge = charge_new(sandbox, intent, method, status="pending", account=account)
    sandbox.change(intent, latest_charge=charge["id"])
    decline = AUTHENTICATION_REQUIRED if behaviour.challenge and off_session else behaviour.decline
    if decline is not None:
        charge_fail(sandbox, charge, decline, account=account, blocked=behaviour.blocked)
        return payment_refuse(sandbox, intent, method, decline, account=account, charge=charge["id"])
    _succeed(sandbox, intent, charge, method, card=behaviour, account=account)
    return None


def _challenge(sandbox: Sandbox, intent: JsonObject, base_url: str, account: str) -> None:
    address = f"{base_url}/c/challenge/{intent['id']}"
    action = {"type": "redirect_to_url", "redirect_to_url": {"url": address, "return_url": intent.get("_return_url")}}
    sandbox.change(intent, status="requires_action", next_action=action)
    sandbox.emit("payment_intent.requires_action", intent, account=account)


def _succeed(
    sandbox: Sandbox, intent: JsonObject, charge: JsonObject, method: JsonObject, *, card: Card, account: str
) -> None:
    if intent["capture_method"] == "manual":
        charge_authorize(sandbox, charge)
        sandbox.change(intent, status="requires_capture", amount_capturable=intent["amount"])
        sandbox.emit("charge.succeeded", charge, account=account)
        sandbox.emit("payment_intent.amount_capturable_updated", intent, account=account)
        return
    charge_settle(sandbox, charge, method, amount=intent["amount"], account=account)
    sandbox.emit("charge.succeeded", charge, account=account)
    sandbox.change(intent, status="succeeded", amount_received=intent["amount"])
    sandbox.emit("payment_intent.succeeded", intent, account=account)
    if card.dispute is not None:
        dispute_open(sandbox, charge, reason=card.dispute, inquiry=card.inquiry, account=account)


def payment_refuse(
    sandbox: Sandbox,
    intent: JsonObject,
    method: JsonObject,
    decline: Decline,
    *,
    account: str,
    charge: str | None = None,
) -> ApiError:
    """The intent waits for another method and remembers why."""
    error: JsonObject = {
        "code": decline.code,
        "message": decline.message,
        "type": "card_error",
        "payment_method": public(method),
    }
    extra = {
        key: value for key, value in (("decline_code", decline.decline_code), ("charge", charge)) if value is not None
    }
    sandbox.change(
        intent,
        status="requires_payment_method",
        payment_method=None,
        next_action=None,
        last_payment_error=error | extra,
    )
    sandbox.emit("payment_intent.payment_failed", intent, account=account)
    shown: JsonObject = {"payment_intent": public(intent), "payment_method": public(method)}
    return decline_error(decline, **shown | ({"charge": charge} if charge else {}))


def _debit_start(sandbox: Sandbox, intent: JsonObject, method: JsonObject, bank: BankAccount, account: str) -> None:
    charge = charge_new(sandbox, intent, method, status="pending", account=account)
    sandbox.change(intent, status="processing", latest_charge=charge["id"])
    sandbox.emit("charge.pending", charge, account=account)
    sandbox.emit("payment_intent.processing", intent, account=account)
    sandbox.timer_set("debit_ends", intent["id"], at=sandbox.now() + bank.delay_seconds)


def debit_end(sandbox: Sandbox, intent_id: str) -> JsonObject | None:
    """The bank's late answer to a direct debit; returns the intent if it was still waiting."""
    account = sandbox.store.account_of(intent_id)
    intent = sandbox.store.find(intent_id, account=account)
    if intent is None or intent["status"] != "processing":
        return None
    charge = sandbox.store.find(intent["latest_charge"], account=account)
    method = sandbox.store.find(intent["payment_method"], account=account)
    if charge is None or method is None:
        return None
    bank = behaviour_of(method)
    if isinstance(bank, BankAccount) and bank.fails:
        charge_fail(sandbox, charge, DEBIT_FAILED, account=account)
        payment_refuse(sandbox, intent, method, DEBIT_FAILED, account=account, charge=charge["id"])
        return intent
    charge_settle(sandbox, charge, method, amount=intent["amount"], account=account)
    sandbox.emit("charge.succeeded", charge, account=account)
    sandbox.change(intent, status="succeeded", amount_received=intent["amount"])
    sandbox.emit("payment_intent.succeeded", intent, account=account)
    if isinstance(bank, BankAccount) and bank.dispute:
        dispute_open(sandbox, charge, reason="bank_cannot_process", inquiry=False, account=account)
    return intent


def challenge_end(sandbox: Sandbox, intent: JsonObject, *, passed: bool, base_url: str) -> ApiError | None:
    """The customer completed or failed the bank's challenge."""
    account = sandbox.store.account_of(intent["id"])
    method = sandbox.store.find(intent["payment_method"] or "", account=account)
    if intent["status"] != "requires_action" or method is None:
        return decline_error(GENERIC)
    if not passed:
        return payment_refuse(sandbox, intent, method, AUTHENTICATION_FAILED, account=account)
    return payment_attempt(sandbox, intent, method, base_url=base_url, account=account, authenticated=True)
