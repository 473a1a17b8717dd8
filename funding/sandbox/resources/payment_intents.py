"""Payment intents: the promise to collect one amount, through as many attempts as it takes."""

from funding.sandbox.call import (
    Call,
    amount_checked,
    currency_checked,
    metadata_merged,
    return_address,
    unsupported_refused,
)
from funding.sandbox.errors import ApiError
from funding.sandbox.ids import new_id
from funding.sandbox.lists import listed
from funding.sandbox.payments import payment_attempt
from funding.sandbox.resources.charges import charge_settle
from funding.sandbox.resources.payment_methods import method_from_params, method_resolve
from funding.sandbox.sandbox import Sandbox
from funding.sandbox.store import JsonObject, public

UNSUPPORTED = ("application_fee_amount", "hooks", "on_behalf_of", "transfer_data")
_OPEN = {"requires_payment_method", "requires_confirmation", "requires_action"}
_UPDATABLE = (
    "customer",
    "description",
    "receipt_email",
    "transfer_group",
    "statement_descriptor_suffix",
    "setup_future_usage",
)


def intent_new(sandbox: Sandbox, *, amount: int, currency: str, fields: JsonObject, account: str) -> JsonObject:
    intent_id = new_id("pi")
    intent: JsonObject = {
        "id": intent_id,
        "object": "payment_intent",
        "allowed_payment_method_types": None,
        "amount": amount,
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "application": None,
        "application_fee_amount": None,
        "automatic_payment_methods": {"allow_redirects": "always", "enabled": True},
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": "automatic_async",
        "client_secret": f"{intent_id}_secret_{new_id('x')[2:]}",
        "confirmation_method": "automatic",
        "created": sandbox.now(),
        "currency": currency,
        "customer": None,
        "customer_account": None,
        "description": None,
        "excluded_payment_method_types": None,
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": {},
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_configuration_details": None,
        "payment_method_options": {},
        "payment_method_types": ["card", "sepa_debit"],
        "payment_record": None,
        "processing": None,
        "receipt_email": None,
        "review": None,
        "setup_future_usage": None,
        "shipping": None,
        "source": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": "requires_payment_method",
        "transfer_data": None,
        "transfer_group": None,
    }
    sandbox.store.insert(intent | fields, account=account)
    sandbox.emit("payment_intent.created", intent | fields, account=account)
    return intent | fields


def intent_cancel(sandbox: Sandbox, intent: JsonObject, *, reason: str | None, account: str) -> JsonObject:
    sandbox.change(
        intent,
        status="canceled",
        canceled_at=sandbox.now(),
        cancellation_reason=reason,
        amount_capturable=0,
        next_action=None,
    )
    sandbox.emit("payment_intent.canceled", intent, account=account)
    return intent


def create(call: Call) -> JsonObject:
    params = call.params
    unsupported_refused(params, UNSUPPORTED)
    currency = currency_checked(params["currency"])
    amount = amount_checked(params["amount"], currency=currency)
    fields = {name: params[name] for name in (*_UPDATABLE, "capture_method", "confirmation_method") if name in params}
    fields["metadata"] = metadata_merged({}, params.get("metadata"))
    if "allowed_payment_method_types" in params:
        fields["allowed_payment_method_types"] = params["allowed_payment_method_types"]
        fields["payment_method_types"] = params["allowed_payment_method_types"]
    if "customer" in params:
        call.fetch("customer", params["customer"], param="customer")
    intent = intent_new(call.sandbox, amount=amount, currency=currency, fields=fields, account=call.account)
    _method_take(call, intent)
    return _confirmed(call, intent) if params.get("confirm") else intent


def _method_take(call: Call, intent: JsonObject) -> None:
    """Remember the method that the parameters name or describe."""
    params = call.params
    if "payment_method" in params:
        method = method_resolve(call.sandbox, params["payment_method"], account=call.account)
    elif "payment_method_data" in params:
        method = method_from_params(call.sandbox, params["payment_method_data"], account=call.account)
    else:
        return
    call.sandbox.change(intent, payment_method=method["id"], status="requires_confirmation")


def _confirmed(call: Call, intent: JsonObject) -> JsonObject:
    if intent["payment_method"] is None:
        message = (
            "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the "
            "PaymentIntent with a payment method and then confirm it again, or confirm it directly with one."
        )
        raise ApiError(message, code="payment_intent_unexpected_state")
    call.sandbox.change(intent, _return_url=return_address(call))
    method = call.fetch("payment_method", intent["payment_method"], param="payment_method")
    declined = payment_attempt(
        call.sandbox,
        intent,
        method,
        base_url=call.base_url,
        account=call.account,
        off_session=bool(call.params.get("off_session")),
    )
    if declined is not None:
        raise declined
    return intent


def confirm(call: Call) -> JsonObject:
    intent = _own_required(call, _in_state(call, _OPEN, "confirm"), "confirm")
    _method_take(call, intent)
    return _confirmed(call, intent)


def cancel(call: Call) -> JsonObject:
    intent = _in_state(call, _OPEN | {"requires_capture"}, "cancel")
    if intent["status"] != "requires_capture":
        _own_required(call, intent, "cancel")
    return intent_cancel(call.sandbox, intent, reason=call.params.get("cancellation_reason"), account=call.account)


def capture(call: Call) -> JsonObject:
    intent = _in_state(call, {"requires_capture"}, "capture")
    capturable: int = intent["amount_capturable"]
    amount: int = call.params.get("amount_to_capture", capturable)
    if not 0 < amount <= intent["amount_capturable"]:
        message = (
            f"The amount ({amount}) must be positive and at most the amount capturable ({intent['amount_capturable']})."
        )
        raise ApiError(message, code="amount_too_large", param="amount_to_capture")
    charge = call.fetch("charge", intent["latest_charge"])
    method = call.fetch("payment_method", intent["payment_method"])
    charge_settle(call.sandbox, charge, method, amount=amount, account=call.account)
    call.sandbox.emit("charge.captured", charge, account=call.account)
    call.sandbox.change(intent, status="succeeded", amount_received=amount, amount_capturable=0)
    call.sandbox.emit("payment_intent.succeeded", intent, account=call.account)
    return intent


def update(call: Call) -> JsonObject:
    intent, params = call.fetch("payment_intent"), call.params
    unsupported_refused(params, UNSUPPORTED)
    changes: JsonObject = {name: params[name] for name in _UPDATABLE if name in params}
    if "amount" in params:
        _own_required(call, _in_state(call, _OPEN, "update"), "update the amount of")
        changes["amount"] = amount_checked(params["amount"], currency=intent["currency"])
    changes["metadata"] = metadata_merged(intent["metadata"], params.get("metadata"))
    call.sandbox.change(intent, **changes)
    _method_take(call, intent)
    return intent


def _in_state(call: Call, states: set[str], verb: str) -> JsonObject:
    intent = call.fetch("payment_intent")
    if intent["status"] not in states:
        message = f"You cannot {verb} this PaymentIntent because it has a status of {intent['status']}."
        raise ApiError(message, code="payment_intent_unexpected_state", payment_intent=public(intent))
    return intent


def _own_required(call: Call, intent: JsonObject, verb: str) -> JsonObject:
    """While a checkout session collects the money, nobody else may: it would be collected twice."""
    session = call.sandbox.store.find(intent.get("_session", ""), account=call.account)
    if session is not None:
        message = f"You cannot {verb} the PaymentIntent of a Checkout Session. Expire the Checkout Session instead."
        raise ApiError(message, code="payment_intent_unexpected_state", payment_intent=public(intent))
    return intent


def retrieve(call: Call) -> JsonObject:
    return call.fetch("payment_intent")


def index(call: Call) -> JsonObject:
    return listed(call, "payment_intent")
