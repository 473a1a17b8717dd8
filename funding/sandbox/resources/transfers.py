"""Transfers from the platform's balance to connected accounts, and their reversals."""

from funding.sandbox.balance import available_required, balance_record
from funding.sandbox.call import Call, amount_checked, currency_checked, metadata_merged
from funding.sandbox.errors import ApiError
from funding.sandbox.ids import new_id
from funding.sandbox.lists import list_object, listed
from funding.sandbox.sandbox import Sandbox
from funding.sandbox.store import JsonObject

_INSUFFICIENT = (
    "You have insufficient available funds in your Stripe account. One likely reason you have insufficient funds is "
    "that your funds are automatically being paid out; try enabling manual payouts by going to https://dashboard.stripe.com/account/payouts."
)


def create(call: Call) -> JsonObject:
    params, sandbox = call.params, call.sandbox
    currency = currency_checked(params["currency"])
    if "amount" not in params:
        message = "Missing required param: amount."
        raise ApiError(message, code="parameter_missing", param="amount")
    amount = amount_checked(params["amount"], currency=currency, smallest=1)
    destination = _destination(call)
    charge = _source_charge(call, amount, currency)
    if charge is None:
        available_required(sandbox, amount, currency, message=_INSUFFICIENT)
    transfer = _blank(call, amount, currency, charge)
    sandbox.store.insert(transfer)
    available_on = _available_with(sandbox, charge)
    out = balance_record(
        sandbox, kind="transfer", amount=-amount, currency=currency, source=transfer["id"], available_on=available_on
    )
    payment = _destination_payment(sandbox, transfer, destination, available_on)
    sandbox.change(transfer, balance_transaction=out["id"], destination_payment=payment["id"])
    if charge is not None:
        sandbox.change(charge, _transferred=charge["_transferred"] + amount)
    sandbox.emit("transfer.created", transfer)
    return transfer


def _destination(call: Call) -> JsonObject:
    account = call.fetch("account", call.params["destination"], param="destination")
    if account["capabilities"].get("transfers") != "active":
        message = (
            "Your destination account needs to have at least one of the following capabilities enabled: transfers, "
            "crypto_transfers, legacy_payments"
        )
        raise ApiError(message, code="insufficient_capabilities_for_transfer")
    return account


def _source_charge(call: Call, amount: int, currency: str) -> JsonObject | None:
    if "source_transaction" not in call.params:
        return None
    charge = call.fetch("charge", call.params["source_transaction"], param="source_transaction")
    left = charge["amount_captured"] - charge["_transferred"]
    if charge["currency"] != currency or amount > left:
        message = (
            f"The transfers for the source transaction may sum up to {charge['amount_captured']} {charge['currency']}; "
            f"{left} of it {'is' if left == 1 else 'are'} left."
        )
        raise ApiError(message, param="source_transaction")
    return charge


def _available_with(sandbox: Sandbox, charge: JsonObject | None) -> int | None:
    """A transfer out of a charge becomes available together with it."""
    booked = None if charge is None else sandbox.store.find(charge["balance_transaction"])
    return None if booked is None else int(booked["available_on"])


def _blank(call: Call, amount: int, currency: str, charge: JsonObject | None) -> JsonObject:
    transfer_id = new_id("tr")
    group = call.params.get("transfer_group") or (None if charge is None else charge["transfer_group"])
    return {
        "id": transfer_id,
        "object": "transfer",
        "amount": amount,
        "amount_reversed": 0,
        "balance_transaction": None,
        "created": call.sandbox.now(),
        "currency": currency,
        "description": call.params.get("description"),
        "destination": call.params["destination"],
        "destination_payment": None,
        "livemode": False,
        "metadata": metadata_merged({}, call.params.get("metadata")),
        "reversals": list_object([], url=f"/v1/transfers/{transfer_id}/reversals"),
        "reversed": False,
        "source_transaction": None if charge is None else charge["id"],
        "source_type": call.params.get("source_type", "card"),
        "transfer_group": group,
    }


def _destination_payment(
    sandbox: Sandbox, transfer: JsonObject, destination: JsonObject, available_on: int | None
) -> JsonObject:
    """The other side: a payment on the connected account."""
    account = destination["id"]
    payment: JsonObject = dict.fromkeys(_NOTHING) | {
        "id": new_id("py"),
        "object": "charge",
        "amount": transfer["amount"],
        "amount_captured": transfer["amount"],
        "amount_refunded": 0,
        "billing_details": {"address": None, "email": None, "name": None, "phone": None, "tax_id": None},
        "captured": True,
        "created": transfer["created"],
        "currency": transfer["currency"],
        "disputed": False,
        "fraud_details": {},
        "livemode": False,
        "metadata": {},
        "paid": True,
        "refunded": False,
        "source_transfer": transfer["id"],
        "status": "succeeded",
    }
    sandbox.store.insert(payment, account=account)
    booked = balance_record(
        sandbox,
        kind="payment",
        amount=transfer["amount"],
        currency=transfer["currency"],
        source=payment["id"],
        account=account,
        available_on=available_on,
        category="charge",
    )
    return sandbox.change(payment, balance_transaction=booked["id"])


_NOTHING = (
    "application", "application_fee", "application_fee_amount", "balance_transaction",
    "calculated_statement_descriptor", "customer", "description", "failure_balance_transaction", "failure_code",
    "failure_message", "on_behalf_of", "outcome", "payment_intent", "payment_method", "payment_method_details",
    "receipt_email", "receipt_number", "receipt_url", "review", "shipping", "source", "statement_descriptor",
    "statement_descriptor_suffix", "transfer_data", "transfer_group",
)  # fmt: skip


def update(call: Call) -> JsonObject:
    transfer = call.fetch("transfer")
    metadata = metadata_merged(transfer["metadata"], call.params.get("metadata"))
    description = call.params.get("description", transfer["description"])
    call.sandbox.change(transfer, metadata=metadata, description=description)
    call.sandbox.emit("transfer.updated", transfer)
    return transfer


def retrieve(call: Call) -> JsonObject:
    return call.fetch("transfer")


def index(call: Call) -> JsonObject:
    return listed(call, "transfer")
