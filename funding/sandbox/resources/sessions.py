"""Checkout sessions: an amount, a page of ours where it can be paid, and an end after a while."""

from funding.sandbox.call import (
    Call,
    amount_checked,
    metadata_merged,
    unsupported_refused,
)
from funding.sandbox.errors import ApiError
from funding.sandbox.ids import new_id
from funding.sandbox.lists import list_object, listed
from funding.sandbox.resources.payment_intents import UNSUPPORTED, intent_cancel
from funding.sandbox.resources.session_fields import (
    LONGEST_SECONDS,
    end_checked,
    line_item,
    methods_offered,
    mode_supported,
    one_currency,
    session_blank,
)
from funding.sandbox.sandbox import Sandbox
from funding.sandbox.store import JsonObject

_UNSUPPORTED = (
    "automatic_tax", "custom_fields", "discounts", "invoice_creation", "optional_items", "setup_intent_data",
    "shipping_address_collection", "shipping_options", "subscription_data", "tax_id_collection",
)  # fmt: skip
_COPIED = (
    "billing_address_collection", "branding_settings", "cancel_url", "client_reference_id", "customer",
    "customer_email", "locale", "origin_context", "payment_method_options", "submit_type", "success_url",
)  # fmt: skip


def create(call: Call) -> JsonObject:
    params, now = call.params, call.sandbox.now()
    mode_supported(params)
    unsupported_refused(params, _UNSUPPORTED)
    unsupported_refused(params.get("payment_intent_data", {}), UNSUPPORTED, within="payment_intent_data")
    expires_at: int = params.get("expires_at", now + LONGEST_SECONDS)
    end_checked(expires_at, now)
    items = [line_item(item, position) for position, item in enumerate(params.get("line_items", []))]
    currency = one_currency(items)
    total = amount_checked(sum(item["amount_total"] for item in items), currency=currency, param="line_items")
    session_id = new_id("cs_test", length=58)
    session = session_blank(session_id, now) | {name: params[name] for name in _COPIED if name in params}
    session |= {
        "allowed_payment_method_types": params.get("allowed_payment_method_types"),
        "amount_subtotal": total,
        "amount_total": total,
        "currency": currency,
        "expires_at": expires_at,
        "metadata": metadata_merged({}, params.get("metadata")),
        "payment_method_types": methods_offered(params),
        "url": f"{call.base_url}/c/pay/{session_id}",
        "_line_items": items,
        "_intent_data": params.get("payment_intent_data", {}),
    }
    metadata_merged({}, session["_intent_data"].get("metadata"), param="payment_intent_data[metadata]")
    if session["customer"] is not None:
        call.fetch("customer", session["customer"], param="customer")
    call.sandbox.store.insert(session, account=call.account)
    call.sandbox.timer_set("session_expires", session_id, at=expires_at)
    return session


def session_end(sandbox: Sandbox, session: JsonObject) -> JsonObject:
    """Close the page for good and say so; what was begun on it is cancelled."""
    account = sandbox.store.account_of(session["id"])
    sandbox.change(session, status="expired", url=None)
    intent = sandbox.store.find(session["payment_intent"] or "", account=account)
    if intent is not None and intent["status"] in {"requires_payment_method", "requires_action"}:
        intent_cancel(sandbox, intent, reason="expired", account=account)
    sandbox.emit("checkout.session.expired", session, account=account)
    return session


def session_expires(sandbox: Sandbox, session_id: str) -> None:
    session = sandbox.store.find(session_id, account=sandbox.store.account_of(session_id))
    if session is not None and session["status"] == "open":
        session_end(sandbox, session)


def expire(call: Call) -> JsonObject:
    session = call.fetch("checkout.session")
    if session["status"] != "open":
        message = f"Only Checkout Sessions with a status in ['open'] can be expired; this one is {session['status']}."
        raise ApiError(message)
    return session_end(call.sandbox, session)


def update(call: Call) -> JsonObject:
    session = call.fetch("checkout.session")
    return call.sandbox.change(session, metadata=metadata_merged(session["metadata"], call.params.get("metadata")))


def retrieve(call: Call) -> JsonObject:
    return call.fetch("checkout.session")


def index(call: Call) -> JsonObject:
    return listed(call, "checkout.session")


def line_items(call: Call) -> JsonObject:
    return list_object(call.fetch("checkout.session")["_line_items"], url=call.url)
