"""What happens to a session when somebody pays on its page (or a script does so through the control door)."""

from funding.sandbox.errors import ApiError
from funding.sandbox.payments import challenge_end, debit_end, payment_attempt
from funding.sandbox.resources.payment_intents import intent_new
from funding.sandbox.resources.sessions import session_expires
from funding.sandbox.sandbox import Sandbox
from funding.sandbox.store import JsonObject


def session_pay(sandbox: Sandbox, session: JsonObject, method: JsonObject, *, base_url: str) -> ApiError | None:
    """One attempt to pay an open session; the error is what the page shows."""
    account = sandbox.store.account_of(session["id"])
    if sandbox.now() >= session["expires_at"]:
        session_expires(sandbox, session["id"])
        session.update(status="expired")
    if session["status"] != "open":
        message = f"This Checkout Session has a status of {session['status']}."
        return ApiError(message, code="checkout_session_not_open")
    _details_remember(sandbox, session, method)
    intent = _intent_of(sandbox, session, account)
    declined = payment_attempt(sandbox, intent, method, base_url=base_url, account=account)
    if declined is None:
        session_follow(sandbox, session, intent)
    return declined


def _details_remember(sandbox: Sandbox, session: JsonObject, method: JsonObject) -> None:
    billing = method["billing_details"]
    details = {
        "address": billing["address"],
        "business_name": None,
        "email": billing["email"] or session["customer_email"],
        "individual_name": None,
        "name": billing["name"],
        "phone": billing["phone"],
        "tax_exempt": "none",
        "tax_ids": [],
    }
    sandbox.change(session, customer_details=details)


def _intent_of(sandbox: Sandbox, session: JsonObject, account: str) -> JsonObject:
    """The session's intent; as at Stripe it is made by the first attempt."""
    if session["payment_intent"] is not None:
        found = sandbox.store.find(session["payment_intent"], account=account)
        if found is not None:
            return found
    given = session["_intent_data"]
    fields = {name: given[name] for name in _INTENT_FIELDS if name in given}
    fields |= {"metadata": given.get("metadata") or {}, "customer": session["customer"]}
    fields |= {"payment_method_types": session["payment_method_types"], "_session": session["id"]}
    fields["_return_url"] = session["success_url"]
    intent = intent_new(
        sandbox, amount=session["amount_total"], currency=session["currency"], fields=fields, account=account
    )
    sandbox.change(session, payment_intent=intent["id"])
    return intent


_INTENT_FIELDS = ("capture_method", "description", "receipt_email", "statement_descriptor_suffix", "transfer_group")


def session_follow(sandbox: Sandbox, session: JsonObject, intent: JsonObject) -> None:
    """Bring the session where its intent has come to."""
    account = sandbox.store.account_of(session["id"])
    if session["status"] == "open" and intent["status"] in {"succeeded", "requires_capture", "processing"}:
        paid = "paid" if intent["status"] == "succeeded" else "unpaid"
        sandbox.change(session, status="complete", payment_status=paid, url=None)
        sandbox.emit("checkout.session.completed", session, account=account)


def session_challenge_end(sandbox: Sandbox, intent: JsonObject, *, passed: bool, base_url: str) -> ApiError | None:
    declined = challenge_end(sandbox, intent, passed=passed, base_url=base_url)
    session = session_of(sandbox, intent)
    if declined is None and session is not None:
        session_follow(sandbox, session, intent)
    return declined


def session_of(sandbox: Sandbox, intent: JsonObject) -> JsonObject | None:
    return sandbox.store.find(intent.get("_session", ""), account=sandbox.store.account_of(intent["id"]))


def session_debit_ends(sandbox: Sandbox, intent_id: str) -> None:
    """The timer of a direct debit: the session's second, asynchronous event follows from it."""
    intent = debit_end(sandbox, intent_id)
    session = None if intent is None else session_of(sandbox, intent)
    if intent is None or session is None:
        return
    account = sandbox.store.account_of(session["id"])
    if intent["status"] == "succeeded":
        sandbox.change(session, payment_status="paid")
        sandbox.emit("checkout.session.async_payment_succeeded", session, account=account)
    else:
        sandbox.emit("checkout.session.async_payment_failed", session, account=account)
