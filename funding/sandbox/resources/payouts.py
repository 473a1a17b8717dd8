"""Payouts from a Stripe balance to a bank account, and top-ups the other way round."""

from funding.sandbox.balance import DAY_SECONDS, available_required, balance_record
from funding.sandbox.call import Call, amount_checked, currency_checked, metadata_merged
from funding.sandbox.errors import ApiError
from funding.sandbox.ids import new_id
from funding.sandbox.lists import listed
from funding.sandbox.sandbox import Sandbox
from funding.sandbox.store import JsonObject

_PAID_AFTER_SECONDS = 2


def create(call: Call) -> JsonObject:
    params, sandbox = call.params, call.sandbox
    currency = currency_checked(params["currency"])
    amount = amount_checked(params["amount"], currency=currency, smallest=1)
    _payouts_enabled_required(call)
    message = "You have insufficient funds in your Stripe account for this payout."
    available_required(sandbox, amount, currency, account=call.account, message=message)
    payout: JsonObject = {
        "id": new_id("po"),
        "object": "payout",
        "amount": amount,
        "application_fee": None,
        "application_fee_amount": None,
        "arrival_date": sandbox.now() + DAY_SECONDS,
        "automatic": False,
        "balance_transaction": None,
        "created": sandbox.now(),
        "currency": currency,
        "description": params.get("description"),
        "destination": params.get("destination"),
        "failure_balance_transaction": None,
        "failure_code": None,
        "failure_message": None,
        "livemode": False,
        "metadata": metadata_merged({}, params.get("metadata")),
        "method": params.get("method", "standard"),
        "original_payout": None,
        "payout_method": None,
        "reconciliation_status": "not_applicable",
        "reversed_by": None,
        "source_type": params.get("source_type", "card"),
        "statement_descriptor": params.get("statement_descriptor"),
        "status": "pending",
        "trace_id": None,
        "type": "bank_account",
    }
    sandbox.store.insert(payout, account=call.account)
    booked = _book(sandbox, payout, -amount, kind="payout", account=call.account)
    sandbox.change(payout, balance_transaction=booked["id"])
    sandbox.emit("payout.created", payout, account=call.account)
    sandbox.timer_set("payout_paid", payout["id"], at=sandbox.now() + _PAID_AFTER_SECONDS)
    return payout


def _payouts_enabled_required(call: Call) -> None:
    owner = call.sandbox.store.find(call.account) if call.account else None
    if owner is not None and not owner["payouts_enabled"]:
        message = "Cannot create payouts: this account has requirements that need to be collected."
        raise ApiError(message, code="payouts_not_allowed")


def _book(sandbox: Sandbox, payout: JsonObject, amount: int, *, kind: str, account: str) -> JsonObject:
    return balance_record(
        sandbox, kind=kind, amount=amount, currency=payout["currency"], source=payout["id"], account=account
    )


def payout_paid(sandbox: Sandbox, payout_id: str) -> None:
    account = sandbox.store.account_of(payout_id)
    payout = sandbox.store.find(payout_id, account=account)
    if payout is not None and payout["status"] == "pending":
        sandbox.change(payout, status="paid", arrival_date=sandbox.now())
        sandbox.emit("payout.paid", payout, account=account)


def payout_undo(sandbox: Sandbox, payout: JsonObject, *, status: str, account: str) -> JsonObject:
    """The money comes back: cancelled by its owner or returned by the bank."""
    kind = "payout_failure" if status == "failed" else "payout_cancel"
    booked = _book(sandbox, payout, payout["amount"], kind=kind, account=account)
    sandbox.change(payout, status=status, failure_balance_transaction=booked["id"])
    if status == "failed":
        sandbox.change(payout, failure_code="account_closed", failure_message="The bank account has been closed.")
    sandbox.emit(f"payout.{status}", payout, account=account)
    return payout


def cancel(call: Call) -> JsonObject:
    payout = call.fetch("payout")
    if payout["status"] != "pending":
        message = f"Payouts can only be canceled while they are pending; this one is {payout['status']}."
        raise ApiError(message)
    return payout_undo(call.sandbox, payout, status="canceled", account=call.account)


def update(call: Call) -> JsonObject:
    payout = call.fetch("payout")
    call.sandbox.change(payout, metadata=metadata_merged(payout["metadata"], call.params.get("metadata")))
    call.sandbox.emit("payout.updated", payout, account=call.account)
    return payout


def retrieve(call: Call) -> JsonObject:
    return call.fetch("payout")


def index(call: Call) -> JsonObject:
    return listed(call, "payout")


def topup_create(call: Call) -> JsonObject:
    """Money from the platform's bank account; in the sandbox it is there at once."""
    params, sandbox = call.params, call.sandbox
    currency = currency_checked(params["currency"])
    topup: JsonObject = {
        "id": new_id("tu"),
        "object": "topup",
        "amount": amount_checked(params["amount"], currency=currency, smallest=1),
        "balance_transaction": None,
        "created": sandbox.now(),
        "currency": currency,
        "description": params.get("description"),
        "expected_availability_date": sandbox.now(),
        "failure_code": None,
        "failure_message": None,
        "initiated_by": "user",
        "livemode": False,
        "metadata": metadata_merged({}, params.get("metadata")),
        "payment_method": None,
        "source": None,
        "statement_descriptor": params.get("statement_descriptor"),
        "status": "succeeded",
        "transfer_group": params.get("transfer_group"),
    }
    sandbox.store.insert(topup, account=call.account)
    booked = _book(sandbox, topup, topup["amount"], kind="topup", account=call.account)
    sandbox.change(topup, balance_transaction=booked["id"])
    sandbox.emit("topup.created", topup, account=call.account)
    sandbox.emit("topup.succeeded", topup, account=call.account)
    return topup


def topup_retrieve(call: Call) -> JsonObject:
    return call.fetch("topup")


def topup_index(call: Call) -> JsonObject:
    return listed(call, "topup")
