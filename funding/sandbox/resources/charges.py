"""Charges: one attempt to move money from a payment method, and what it left behind."""

from funding.sandbox.balance import balance_record, payment_available_on, payment_fee
from funding.sandbox.call import Call, metadata_merged
from funding.sandbox.cards import Card, Decline
from funding.sandbox.ids import new_id
from funding.sandbox.lists import listed
from funding.sandbox.resources.payment_methods import behaviour_of
from funding.sandbox.sandbox import Sandbox
from funding.sandbox.store import JsonObject


def charge_new(sandbox: Sandbox, intent: JsonObject, method: JsonObject, *, status: str, account: str) -> JsonObject:
    """An attempt that nobody has answered yet; the caller settles or fails it."""
    charge: JsonObject = {
        "id": new_id("py" if method["type"] == "sepa_debit" else "ch"),
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": 0,
        "amount_refunded": 0,
        "application": None,
        "application_fee": None,
        "application_fee_amount": None,
        "balance_transaction": None,
        "billing_details": method["billing_details"],
        "calculated_statement_descriptor": "SANDBOX",
        "captured": False,
        "created": sandbox.now(),
        "currency": intent["currency"],
        "customer": intent["customer"],
        "description": intent["description"],
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": None,
        "failure_message": None,
        "fraud_details": {},
        "livemode": False,
        "metadata": intent["metadata"],
        "on_behalf_of": None,
        "outcome": None,
        "paid": False,
        "payment_intent": intent["id"],
        "payment_method": method["id"],
        "payment_method_details": _details(intent, method),
        "receipt_email": intent["receipt_email"],
        "receipt_number": None,
        "receipt_url": None,
        "refunded": False,
        "review": None,
        "shipping": None,
        "source": None,
        "source_transfer": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": intent["statement_descriptor_suffix"],
        "status": status,
        "transfer_data": None,
        "transfer_group": intent["transfer_group"] or f"group_{intent['id']}",
        "_transferred": 0,
    }
    return sandbox.store.insert(charge, account=account)


def _details(intent: JsonObject, method: JsonObject) -> JsonObject:
    if method["type"] == "sepa_debit":
        given = method["sepa_debit"]
        kept = {name: given[name] for name in ("bank_code", "branch_code", "country", "fingerprint", "last4")}
        return {"type": "sepa_debit", "sepa_debit": kept | {"expected_debit_date": None, "mandate": None}}
    given = method["card"]
    card: JsonObject = {name: given[name] for name in _CARD_FIELDS} | {
        "amount_authorized": intent["amount"],
        "authorization_code": "123456",
        "extended_authorization": {"status": "disabled"},
        "incremental_authorization": {"status": "unavailable"},
        "installments": None,
        "mandate": None,
        "multicapture": {"status": "unavailable"},
        "network": given["brand"],
        "network_token": {"used": False},
        "network_transaction_id": "1034510310110",
        "overcapture": {"maximum_amount_capturable": intent["amount"], "status": "unavailable"},
        "three_d_secure": None,
    }
    if intent.get("_authenticated"):
        card["three_d_secure"] = {
            "authentication_flow": "challenge",
            "electronic_commerce_indicator": "05",
            "exemption_indicator": None,
            "result": "authenticated",
            "result_reason": None,
            "transaction_id": intent["id"],
            "version": "2.2.0",
        }
    return {"type": "card", "card": card}


_CARD_FIELDS = (
    "brand", "checks", "country", "exp_month", "exp_year", "fingerprint", "funding", "last4", "regulated_status",
    "wallet",
)  # fmt: skip


def charge_settle(sandbox: Sandbox, charge: JsonObject, method: JsonObject, *, amount: int, account: str) -> None:
    """The money arrives: book it after the fee and say so."""
    behaviour = behaviour_of(method)
    instant = isinstance(behaviour, Card) and behaviour.instant
    booked = balance_record(
        sandbox,
        kind="payment" if method["type"] == "sepa_debit" else "charge",
        amount=amount,
        currency=charge["currency"],
        source=charge["id"],
        account=account,
        fee=payment_fee(sandbox, amount),
        available_on=payment_available_on(sandbox, instant=instant),
        description=charge["description"],
    )
    sandbox.change(
        charge,
        amount_captured=amount,
        captured=True,
        paid=True,
        status="succeeded",
        outcome=_outcome("authorized", None),
        balance_transaction=booked["id"],
    )


def charge_authorize(sandbox: Sandbox, charge: JsonObject) -> None:
    """The bank agrees, the money waits for the capture."""
    sandbox.change(charge, paid=True, status="succeeded", outcome=_outcome("authorized", None))


def charge_fail(sandbox: Sandbox, charge: JsonObject, decline: Decline, *, account: str, blocked: bool = False) -> None:
    sandbox.change(
        charge,
        status="failed",
        failure_code=decline.code,
        failure_message=decline.message,
        outcome=_BLOCKED if blocked else _outcome("issuer_declined", decline.decline_code),
    )
    sandbox.emit("charge.failed", charge, account=account)


def _outcome(kind: str, reason: str | None) -> JsonObject:
    agreed = kind == "authorized"
    return {
        "advice_code": None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": "approved_by_network" if agreed else "declined_by_network",
        "reason": reason,
        "risk_level": "normal",
        "risk_score": 20,
        "seller_message": "Payment complete."
        if agreed
        else "The bank did not return any further details with this decline.",
        "type": kind,
    }


_BLOCKED: JsonObject = _outcome("blocked", "highest_risk_level") | {
    "network_status": "not_sent_to_network",
    "risk_level": "highest",
    "risk_score": 92,
    "seller_message": "Stripe blocked this payment as too risky.",
}


def retrieve(call: Call) -> JsonObject:
    return call.fetch("charge")


def index(call: Call) -> JsonObject:
    return listed(call, "charge")


def update(call: Call) -> JsonObject:
    charge = call.fetch("charge")
    metadata = metadata_merged(charge["metadata"], call.params.get("metadata"))
    description = call.params.get("description", charge["description"])
    call.sandbox.change(charge, metadata=metadata, description=description)
    call.sandbox.emit("charge.updated", charge, account=call.account)
    return charge
