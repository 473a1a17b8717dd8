"""What a checkout session may be asked for, and what it looks like before anything happened to it."""

from funding.sandbox.call import address_checked, currency_checked
from funding.sandbox.errors import ApiError
from funding.sandbox.ids import new_id
from funding.sandbox.store import JsonObject

_SHORTEST_SECONDS, LONGEST_SECONDS = 30 * 60, 24 * 3_600
_METHODS = ("card", "sepa_debit")
_MOST_LINES = 100


def mode_supported(params: JsonObject) -> None:
    if params.get("mode", "payment") != "payment":
        message = "The sandbox supports checkout sessions with mode=payment only."
        raise ApiError(message, param="mode")
    if params.get("ui_mode", "hosted_page") != "hosted_page":
        message = "The sandbox supports checkout sessions with ui_mode=hosted_page only."
        raise ApiError(message, param="ui_mode")
    if "success_url" not in params:
        message = "Missing required param: success_url."
        raise ApiError(message, code="parameter_missing", param="success_url")
    for name in ("success_url", "cancel_url"):
        if name in params:
            address_checked(params[name], param=name)


def end_checked(expires_at: int, now: int) -> None:
    if expires_at < now + _SHORTEST_SECONDS:
        message = "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation."
        raise ApiError(message, param="expires_at")
    if expires_at > now + LONGEST_SECONDS:
        message = "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation."
        raise ApiError(message, param="expires_at")


def line_item(item: JsonObject, position: int) -> JsonObject:
    at = f"line_items[{position}]"
    price = item.get("price_data")
    if price is None:
        message = "The sandbox knows no stored prices: give line_items[][price_data]."
        raise ApiError(message, param=f"{at}[price_data]")
    if "unit_amount" not in price or "product_data" not in price:
        message = "`line_items[][price_data]` needs `unit_amount` and `product_data`."
        raise ApiError(message, code="parameter_missing", param=f"{at}[price_data]")
    currency = currency_checked(price["currency"])
    quantity: int = item.get("quantity", 1)
    if quantity < 1 or price["unit_amount"] < 0:
        message = "This value must be greater than or equal to 1."
        raise ApiError(message, code="parameter_invalid_integer", param=f"{at}[quantity]")
    total = price["unit_amount"] * quantity
    return {
        "id": new_id("li"),
        "object": "item",
        "amount_discount": 0,
        "amount_subtotal": total,
        "amount_tax": 0,
        "amount_total": total,
        "currency": currency,
        "description": price["product_data"]["name"],
        "price": None,
        "quantity": quantity,
    }


def one_currency(items: list[JsonObject]) -> str:
    currencies = {item["currency"] for item in items}
    if not items or len(items) > _MOST_LINES:
        message = f"`line_items` must hold between 1 and {_MOST_LINES} items in `payment` mode."
        raise ApiError(message, code="parameter_missing", param="line_items")
    if len(currencies) > 1:
        message = "All line items of a Checkout Session must have the same currency."
        raise ApiError(message, param="line_items")
    return str(currencies.pop())


def methods_offered(params: JsonObject) -> list[str]:
    allowed = params.get("allowed_payment_method_types", list(_METHODS))
    offered = [
        kind for kind in allowed if kind in _METHODS and kind not in params.get("excluded_payment_method_types", ())
    ]
    if not offered:
        message = "No valid payment method types for this Checkout Session: the sandbox offers card and sepa_debit."
        raise ApiError(message, param="allowed_payment_method_types")
    return offered


def session_blank(session_id: str, now: int) -> JsonObject:
    nothing = (
        "adaptive_pricing", "after_expiration", "allow_promotion_codes", "billing_address_collection",
        "branding_settings", "cancel_url", "client_reference_id", "client_secret", "collected_information", "consent",
        "consent_collection", "currency_conversion", "customer", "customer_account", "customer_details",
        "customer_email", "discounts", "invoice", "invoice_creation", "locale", "origin_context", "payment_intent",
        "payment_link", "payment_method_configuration_details", "permissions", "presentment_details", "recovered_from",
        "saved_payment_method_options", "setup_intent", "shipping_address_collection", "shipping_cost", "submit_type",
        "subscription", "tax_id_collection", "wallet_options",
    )  # fmt: skip
    return dict.fromkeys(nothing) | {
        "id": session_id,
        "object": "checkout.session",
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "created": now,
        "custom_fields": [],
        "custom_text": {
            "after_submit": None,
            "shipping_address": None,
            "submit": None,
            "terms_of_service_acceptance": None,
        },
        "customer_creation": "if_required",
        "livemode": False,
        "mode": "payment",
        "payment_method_collection": "if_required",
        "payment_method_options": {},
        "payment_status": "unpaid",
        "phone_number_collection": {"enabled": False},
        "shipping_options": [],
        "status": "open",
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
    }
