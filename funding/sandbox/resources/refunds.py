"""Refunds: whole or partial, never more than was paid; some test cards let them wait or fail later."""

from funding.sandbox.balance import balance_record
from funding.sandbox.call import Call, amount_checked, metadata_merged, unsupported_refused
from funding.sandbox.cards import Card
from funding.sandbox.errors import ApiError
from funding.sandbox.ids import new_id
from funding.sandbox.lists import listed
from funding.sandbox.resources.disputes import inquiry_close_if_refunded
from funding.sandbox.resources.payment_methods import behaviour_of
from funding.sandbox.sandbox import Sandbox
from funding.sandbox.store import JsonObject

_FAILS_AFTER_SECONDS = 2
_ARRIVES_AFTER_SECONDS = 60


def refund_new(
    sandbox: Sandbox, charge: JsonObject, *, amount: int | None, reason: str | None, metadata: object, account: str
) -> JsonObject:
    """Give money back: the balance and the charge change at once, the fee stays with Stripe."""
    left = charge["amount_captured"] - charge["amount_refunded"]
    _refundable_required(sandbox, charge, left, amount, account)
    wanted = left if amount is None else amount_checked(amount, currency=charge["currency"], smallest=1)
    outcome = _outcome_of(sandbox, charge, account)
    refund: JsonObject = {
        "id": new_id("pyr" if charge["id"].startswith("py_") else "re"),
        "object": "refund",
        "amount": wanted,
        "balance_transaction": None,
        "charge": charge["id"],
        "created": sandbox.now(),
        "currency": charge["currency"],
        "customer": charge["customer"],
        "customer_account": None,
        "destination_details": _destination(charge),
        "metadata": metadata_merged({}, metadata),
        "payment_intent": charge["payment_intent"],
        "payment_method": charge["payment_method"],
        "pending_reason": "processing" if outcome == "pending" else None,
        "reason": reason,
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "pending" if outcome == "pending" else "succeeded",
        "transfer_reversal": None,
    }
    sandbox.store.insert(refund, account=account)
    booked = _book(sandbox, refund, -wanted, kind="refund", account=account)
    sandbox.change(refund, balance_transaction=booked["id"])
    refunded = charge["amount_refunded"] + wanted
    sandbox.change(charge, amount_refunded=refunded, refunded=refunded == charge["amount_captured"])
    sandbox.emit("charge.refunded", charge, account=account)
    sandbox.emit("refund.created", refund, account=account)
    if charge["refunded"]:
        inquiry_close_if_refunded(sandbox, charge, account=account)
    if outcome == "failed":
        sandbox.timer_set("refund_fails", refund["id"], at=sandbox.now() + _FAILS_AFTER_SECONDS)
    elif outcome == "pending":
        sandbox.timer_set("refund_arrives", refund["id"], at=sandbox.now() + _ARRIVES_AFTER_SECONDS)
    return refund


def _refundable_required(sandbox: Sandbox, charge: JsonObject, left: int, amount: int | None, account: str) -> None:
    if not charge["captured"]:
        message = f"Charge {charge['id']} has not been captured and cannot be refunded."
        raise ApiError(message, code="charge_not_refundable", param="charge")
    for dispute in sandbox.store.newest_first("dispute", account=account, equal={"charge": charge["id"]}):
        if not dispute["is_charge_refundable"] and dispute["status"] in {"needs_response", "under_review", "lost"}:
            message = f"Charge {charge['id']} has been charged back; cannot issue a refund."
            raise ApiError(message, code="charge_disputed", param="charge")
    if left == 0:
        message = f"Charge {charge['id']} has already been refunded."
        raise ApiError(message, code="charge_already_refunded", param="charge")
    if amount is not None and amount > left:
        message = f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})"
        raise ApiError(message, param="amount")


def _outcome_of(sandbox: Sandbox, charge: JsonObject, account: str) -> str:
    method = sandbox.store.find(charge["payment_method"], account=account)
    behaviour = None if method is None else behaviour_of(method)
    return behaviour.refund if isinstance(behaviour, Card) else "succeeded"


def _destination(charge: JsonObject) -> JsonObject:
    if charge["payment_method_details"]["type"] != "card":
        return {"type": "sepa_bank_transfer"}
    return {
        "type": "card",
        "card": {"reference_status": "pending", "reference_type": "acquirer_reference_number", "type": "refund"},
    }


def _book(sandbox: Sandbox, refund: JsonObject, amount: int, *, kind: str, account: str) -> JsonObject:
    return balance_record(
        sandbox, kind=kind, amount=amount, currency=refund["currency"], source=refund["id"], account=account
    )


def refund_fails(sandbox: Sandbox, refund_id: str) -> None:
    """The bank sends the money back, days after the refund had looked fine."""
    _undo(sandbox, refund_id, status="failed", reason="expired_or_canceled_card")


def refund_arrives(sandbox: Sandbox, refund_id: str) -> None:
    account = sandbox.store.account_of(refund_id)
    refund = sandbox.store.find(refund_id, account=account)
    if refund is not None and refund["status"] == "pending":
        sandbox.change(refund, status="succeeded", pending_reason=None)
        sandbox.emit("refund.updated", refund, account=account)


def _undo(sandbox: Sandbox, refund_id: str, *, status: str, reason: str | None) -> None:
    account = sandbox.store.account_of(refund_id)
    refund = sandbox.store.find(refund_id, account=account)
    charge = None if refund is None else sandbox.store.find(refund["charge"], account=account)
    if refund is None or charge is None or refund["status"] in {"failed", "canceled"}:
        return
    booked = _book(sandbox, refund, refund["amount"], kind="refund_failure", account=account)
    sandbox.change(refund, status=status, failure_balance_transaction=booked["id"], pending_reason=None)
    if reason is not None:
        sandbox.change(refund, failure_reason=reason)
    sandbox.change(charge, amount_refunded=charge["amount_refunded"] - refund["amount"], refunded=False)
    if status == "failed":
        sandbox.emit("refund.failed", refund, account=account)
    sandbox.emit("refund.updated", refund, account=account)


def create(call: Call) -> JsonObject:
    params = call.params
    unsupported_refused(params, ("origin", "refund_application_fee", "reverse_transfer"))
    charge = _charge_meant(call)
    return refund_new(
        call.sandbox,
        charge,
        amount=params.get("amount"),
        reason=params.get("reason"),
        metadata=params.get("metadata"),
        account=call.account,
    )


def _charge_meant(call: Call) -> JsonObject:
    if "charge" in call.params:
        return call.fetch("charge", call.params["charge"], param="charge")
    if "payment_intent" not in call.params:
        message = "One of the following params should be provided for this request: payment_intent or charge."
        raise ApiError(message)
    intent = call.fetch("payment_intent", call.params["payment_intent"], param="payment_intent")
    charge = call.sandbox.store.find(intent["latest_charge"] or "", account=call.account)
    if charge is None or intent["status"] != "succeeded":
        message = f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund."
        raise ApiError(message, code="payment_intent_unexpected_state", param="payment_intent")
    return charge


def retrieve(call: Call) -> JsonObject:
    return call.fetch("refund")


def index(call: Call) -> JsonObject:
    return listed(call, "refund")


def update(call: Call) -> JsonObject:
    refund = call.fetch("refund")
    call.sandbox.change(refund, metadata=metadata_merged(refund["metadata"], call.params.get("metadata")))
    call.sandbox.emit("refund.updated", refund, account=call.account)
    return refund


def cancel(call: Call) -> JsonObject:
    refund = call.fetch("refund")
    if refund["status"] != "pending":
        message = f"Only refunds with the status pending can be canceled; this one is {refund['status']}."
        raise ApiError(message)
    _undo(call.sandbox, refund["id"], status="canceled", reason=None)
    return call.fetch("refund")
