"""Disputes and inquiries: opened by test cards or the control door, closed by evidence, by giving in, by the bank."""

from funding.sandbox.balance import DAY_SECONDS, balance_record
from funding.sandbox.call import Call, metadata_merged
from funding.sandbox.errors import ApiError
from funding.sandbox.ids import new_id
from funding.sandbox.lists import listed
from funding.sandbox.sandbox import Sandbox
from funding.sandbox.store import JsonObject, public

_FEE = 2_000
_DAYS_TO_ANSWER = 9
_WINNING, _LOSING = "winning_evidence", "losing_evidence"
_CLOSED = {"won", "lost", "warning_closed"}
_NETWORK_CODES = {"fraudulent": "10.4", "product_not_received": "13.1", "duplicate": "12.6"}
_EVIDENCE_FIELDS = (
    "access_activity_log", "billing_address", "cancellation_policy", "cancellation_policy_disclosure",
    "cancellation_rebuttal", "customer_communication", "customer_email_address", "customer_name",
    "customer_purchase_ip", "customer_signature", "duplicate_charge_documentation", "duplicate_charge_explanation",
    "duplicate_charge_id", "product_description", "receipt", "refund_policy", "refund_policy_disclosure",
    "refund_refusal_explanation", "service_date", "service_documentation", "shipping_address", "shipping_carrier",
    "shipping_date", "shipping_documentation", "shipping_tracking_number", "uncategorized_file", "uncategorized_text",
)  # fmt: skip


def dispute_open(sandbox: Sandbox, charge: JsonObject, *, reason: str, inquiry: bool, account: str) -> JsonObject:
    """The cardholder's bank takes the money back with a fee; an inquiry only asks."""
    if charge["disputed"]:
        message = f"Charge {charge['id']} is disputed already."
        raise ApiError(message, code="charge_disputed")
    if not charge["captured"]:
        message = f"Charge {charge['id']} has not been paid, so it cannot be disputed."
        raise ApiError(message)
    amount = charge["amount_captured"] - charge["amount_refunded"]
    dispute: JsonObject = {
        "id": new_id("du"),
        "object": "dispute",
        "amount": amount,
        "balance_transactions": [],
        "charge": charge["id"],
        "created": sandbox.now(),
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": dict.fromkeys(_EVIDENCE_FIELDS) | {"enhanced_evidence": {}},
        "evidence_details": {
            "due_by": sandbox.now() + _DAYS_TO_ANSWER * DAY_SECONDS,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        "is_charge_refundable": inquiry,
        "livemode": False,
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "payment_method_details": _details(charge, reason, inquiry=inquiry),
        "reason": reason,
        "status": "warning_needs_response" if inquiry else "needs_response",
        "_inquiry": inquiry,
    }
    sandbox.store.insert(dispute, account=account)
    sandbox.change(charge, disputed=True)
    if not inquiry:
        _book(sandbox, dispute, -amount, fee=_FEE, account=account)
    sandbox.emit("charge.dispute.created", dispute, account=account)
    if not inquiry:
        sandbox.emit("charge.dispute.funds_withdrawn", dispute, account=account)
    return dispute


def _details(charge: JsonObject, reason: str, *, inquiry: bool) -> JsonObject | None:
    details = charge["payment_method_details"]
    if details["type"] != "card":
        return None
    code = _NETWORK_CODES.get(reason, "10.4")
    case = "inquiry" if inquiry else "chargeback"
    return {"type": "card", "card": {"brand": details["card"]["brand"], "case_type": case, "network_reason_code": code}}


def _book(sandbox: Sandbox, dispute: JsonObject, amount: int, *, fee: int, account: str) -> None:
    booked = balance_record(
        sandbox,
        kind="adjustment",
        amount=amount,
        currency=dispute["currency"],
        source=dispute["id"],
        account=account,
        fee=fee,
        category="dispute" if amount < 0 else "dispute_reversal",
        description=f"Chargeback {'withdrawal' if amount < 0 else 'reversal'} for {dispute['charge']}",
    )
    sandbox.change(dispute, balance_transactions=[*dispute["balance_transactions"], booked])


def dispute_close(sandbox: Sandbox, dispute: JsonObject, *, won: bool, account: str) -> JsonObject:
    """The bank decides; an inquiry that is won is simply over, one that is lost becomes no chargeback here either."""
    if dispute["status"] in _CLOSED:
        message = "This dispute is already closed"
        raise ApiError(message, param="dispute")
    status = "warning_closed" if dispute["_inquiry"] else "won" if won else "lost"
    sandbox.change(dispute, status=status, is_charge_refundable=False)
    if won and not dispute["_inquiry"]:
        _book(sandbox, dispute, dispute["amount"], fee=-_FEE, account=account)
        sandbox.emit("charge.dispute.funds_reinstated", dispute, account=account)
    sandbox.emit("charge.dispute.closed", dispute, account=account)
    return dispute


def inquiry_close_if_refunded(sandbox: Sandbox, charge: JsonObject, *, account: str) -> None:
    """A full refund answers an inquiry."""
    for dispute in sandbox.store.newest_first("dispute", account=account, equal={"charge": charge["id"]}):
        if dispute["_inquiry"] and dispute["status"] not in _CLOSED:
            dispute_close(sandbox, dispute, won=True, account=account)


def dispute_decided(sandbox: Sandbox, dispute_id: str) -> None:
    """The timer behind submitted evidence: the documented words win or lose at once, others go on being reviewed."""
    account = sandbox.store.account_of(dispute_id)
    dispute = sandbox.store.find(dispute_id, account=account)
    if dispute is None or dispute["status"] in _CLOSED:
        return
    dispute_close(sandbox, dispute, won=dispute["evidence"]["uncategorized_text"] == _WINNING, account=account)


def retrieve(call: Call) -> JsonObject:
    return call.fetch("dispute")


def index(call: Call) -> JsonObject:
    return listed(call, "dispute")


def close(call: Call) -> JsonObject:
    """To close a dispute is to give in."""
    return dispute_close(call.sandbox, call.fetch("dispute"), won=False, account=call.account)


def update(call: Call) -> JsonObject:
    dispute, sandbox = call.fetch("dispute"), call.sandbox
    if dispute["status"] in _CLOSED:
        message = "This dispute is closed: evidence can no longer be submitted."
        raise ApiError(message)
    evidence = dispute["evidence"] | {key: value or None for key, value in call.params.get("evidence", {}).items()}
    sandbox.change(
        dispute, evidence=evidence, metadata=metadata_merged(dispute["metadata"], call.params.get("metadata"))
    )
    if call.params.get("submit", "evidence" in call.params):
        _submit(sandbox, dispute)
    sandbox.emit("charge.dispute.updated", dispute, account=call.account)
    return public(dispute)


def _submit(sandbox: Sandbox, dispute: JsonObject) -> None:
    count = dispute["evidence_details"]["submission_count"] + 1
    details = dispute["evidence_details"] | {"has_evidence": True, "submission_count": count}
    status = "warning_under_review" if dispute["_inquiry"] else "under_review"
    sandbox.change(dispute, evidence_details=details, status=status)
    if dispute["evidence"]["uncategorized_text"] in {_WINNING, _LOSING}:
        sandbox.timer_set("dispute_decided", dispute["id"], at=sandbox.now())
