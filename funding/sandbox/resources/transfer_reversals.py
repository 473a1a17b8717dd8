"""Money fetched back from a connected account."""

from funding.sandbox.balance import available_required, balance_record
from funding.sandbox.call import Call, amount_checked, metadata_merged
from funding.sandbox.errors import ApiError
from funding.sandbox.ids import new_id
from funding.sandbox.lists import listed
from funding.sandbox.store import JsonObject, public


def create(call: Call) -> JsonObject:
    transfer, sandbox = call.fetch("transfer"), call.sandbox
    left = transfer["amount"] - transfer["amount_reversed"]
    amount: int = call.params.get("amount", left)
    if left == 0:
        message = f"Transfer {transfer['id']} is already fully reversed."
        raise ApiError(message, code="transfer_already_reversed")
    if amount_checked(amount, currency=transfer["currency"], smallest=1) > left:
        message = f"Reversal amount ({amount}) is greater than the unreversed amount of the transfer ({left})."
        raise ApiError(message, param="amount")
    account = transfer["destination"]
    message = "The connected account has insufficient available funds to reverse this transfer."
    available_required(sandbox, amount, transfer["currency"], account=account, message=message)
    reversal = _insert(call, transfer, amount)
    _tell(call, transfer, reversal)
    return reversal


def _insert(call: Call, transfer: JsonObject, amount: int) -> JsonObject:
    sandbox, currency = call.sandbox, transfer["currency"]
    reversal: JsonObject = {
        "id": new_id("trr"),
        "object": "transfer_reversal",
        "amount": amount,
        "balance_transaction": None,
        "created": sandbox.now(),
        "currency": currency,
        "destination_payment_refund": None,
        "metadata": metadata_merged({}, call.params.get("metadata")),
        "source_refund": None,
        "transfer": transfer["id"],
    }
    sandbox.store.insert(reversal)
    back = balance_record(sandbox, kind="transfer_refund", amount=amount, currency=currency, source=reversal["id"])
    balance_record(
        sandbox,
        kind="payment_refund",
        amount=-amount,
        currency=currency,
        source=transfer["destination_payment"],
        account=transfer["destination"],
    )
    return sandbox.change(reversal, balance_transaction=back["id"])


def _tell(call: Call, transfer: JsonObject, reversal: JsonObject) -> None:
    total = transfer["amount_reversed"] + reversal["amount"]
    reversals = transfer["reversals"] | {"data": [public(reversal), *transfer["reversals"]["data"]]}
    whole = total == transfer["amount"]
    call.sandbox.change(transfer, amount_reversed=total, reversed=whole, reversals=reversals)
    call.sandbox.emit("transfer.reversed", transfer)


def retrieve(call: Call) -> JsonObject:
    reversal = call.fetch("transfer_reversal", call.path["reversal"])
    if reversal["transfer"] != call.path["id"]:
        message = f"No such transfer reversal: '{reversal['id']}'"
        raise ApiError(message, status=404, code="resource_missing", param="id")
    return reversal


def index(call: Call) -> JsonObject:
    call.fetch("transfer")
    return listed(call, "transfer_reversal", transfer=call.path["id"])
