"""Setup intents: a payment method kept for later, with the bank's consent where it asks for it."""

from funding.sandbox.call import Call, metadata_merged, return_address
from funding.sandbox.cards import Card, Decline
from funding.sandbox.errors import ApiError
from funding.sandbox.ids import new_id
from funding.sandbox.lists import listed
from funding.sandbox.resources.payment_methods import behaviour_of, decline_error, method_from_params, method_resolve
from funding.sandbox.sandbox import Sandbox
from funding.sandbox.store import JsonObject, public

_OPEN = {"requires_payment_method", "requires_confirmation", "requires_action"}
_AUTHENTICATION_FAILED = Decline(
    code="setup_intent_authentication_failure",
    decline_code=None,
    message="The provided PaymentMethod has failed authentication.",
)


def create(call: Call) -> JsonObject:
    intent_id = new_id("seti")
    params = call.params
    intent: JsonObject = {
        "id": intent_id,
        "object": "setup_intent",
        "allowed_payment_method_types": params.get("allowed_payment_method_types"),
        "application": None,
        "automatic_payment_methods": None,
        "cancellation_reason": None,
        "client_secret": f"{intent_id}_secret_{new_id('x')[2:]}",
        "created": call.sandbox.now(),
        "customer": params.get("customer"),
        "customer_account": None,
        "description": params.get("description"),
        "excluded_payment_method_types": None,
        "flow_directions": None,
        "last_setup_error": None,
        "latest_attempt": None,
        "livemode": False,
        "mandate": None,
        "metadata": metadata_merged({}, params.get("metadata")),
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_configuration_details": None,
        "payment_method_options": {},
        "payment_method_types": params.get("allowed_payment_method_types", ["card", "sepa_debit"]),
        "single_use_mandate": None,
        "status": "requires_payment_method",
        "usage": params.get("usage", "off_session"),
    }
    if intent["customer"] is not None:
        call.fetch("customer", intent["customer"], param="customer")
    call.sandbox.store.insert(intent, account=call.account)
    call.sandbox.emit("setup_intent.created", intent, account=call.account)
    _method_take(call, intent)
    return _confirmed(call, intent) if params.get("confirm") else intent


def _method_take(call: Call, intent: JsonObject) -> None:
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
        message = "You cannot confirm this SetupIntent because it's missing a payment method."
        raise ApiError(message, code="setup_intent_unexpected_state")
    method = call.fetch("payment_method", intent["payment_method"], param="payment_method")
    behaviour = behaviour_of(method)
    if isinstance(behaviour, Card) and behaviour.challenge:
        address = f"{call.base_url}/c/challenge/{intent['id']}"
        back = return_address(call)
        action = {"type": "redirect_to_url", "redirect_to_url": {"url": address, "return_url": back}}
        call.sandbox.change(intent, status="requires_action", next_action=action, _return_url=back)
        call.sandbox.emit("setup_intent.requires_action", intent, account=call.account)
        return intent
    declined = setup_end(call.sandbox, intent, method, passed=True, account=call.account)
    if declined is not None:
        raise declined
    return intent


def setup_end(
    sandbox: Sandbox, intent: JsonObject, method: JsonObject, *, passed: bool, account: str
) -> ApiError | None:
    """Keep the method, or refuse it and wait for another."""
    behaviour = behaviour_of(method)
    declined = behaviour.decline if isinstance(behaviour, Card) and not behaviour.fails_after_attach else None
    refused = declined if passed else _AUTHENTICATION_FAILED
    if refused is not None:
        error = {
            "code": refused.code,
            "message": refused.message,
            "type": "card_error",
            "payment_method": public(method),
        }
        sandbox.change(
            intent, status="requires_payment_method", payment_method=None, next_action=None, last_setup_error=error
        )
        sandbox.emit("setup_intent.setup_failed", intent, account=account)
        return decline_error(refused, setup_intent=public(intent))
    sandbox.change(intent, status="succeeded", next_action=None, last_setup_error=None)
    if intent["customer"] is not None:
        sandbox.change(method, customer=intent["customer"])
        sandbox.emit("payment_method.attached", method, account=account)
    sandbox.emit("setup_intent.succeeded", intent, account=account)
    return None


def confirm(call: Call) -> JsonObject:
    intent = _open_required(call, "confirm")
    _method_take(call, intent)
    return _confirmed(call, intent)


def cancel(call: Call) -> JsonObject:
    intent = _open_required(call, "cancel")
    call.sandbox.change(
        intent, status="canceled", cancellation_reason=call.params.get("cancellation_reason"), next_action=None
    )
    call.sandbox.emit("setup_intent.canceled", intent, account=call.account)
    return intent


def update(call: Call) -> JsonObject:
    intent = call.fetch("setup_intent")
    description = call.params.get("description", intent["description"])
    metadata = metadata_merged(intent["metadata"], call.params.get("metadata"))
    call.sandbox.change(intent, description=description, metadata=metadata)
    _method_take(call, intent)
    return intent


def _open_required(call: Call, verb: str) -> JsonObject:
    intent = call.fetch("setup_intent")
    if intent["status"] not in _OPEN:
        message = f"You cannot {verb} this SetupIntent because it has a status of {intent['status']}."
        raise ApiError(message, code="setup_intent_unexpected_state")
    return intent


def retrieve(call: Call) -> JsonObject:
    return call.fetch("setup_intent")


def index(call: Call) -> JsonObject:
    return listed(call, "setup_intent")
