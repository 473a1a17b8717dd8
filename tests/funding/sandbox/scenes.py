"""Requests that many tests begin with."""

import stripe
from stripe.params.checkout import SessionCreateParams

SUCCESS_URL = "http://shop.example/done?id={CHECKOUT_SESSION_ID}"
CANCEL_URL = "http://shop.example/back"


def session_params(amount: int = 2_000, currency: str = "eur") -> SessionCreateParams:
    """Typed by the library itself: mypy refuses here what Stripe would refuse."""
    return {
        "mode": "payment",
        "success_url": SUCCESS_URL,
        "cancel_url": CANCEL_URL,
        "line_items": [
            {
                "price_data": {"currency": currency, "unit_amount": amount, "product_data": {"name": "Pledge"}},
                "quantity": 1,
            }
        ],
    }


def paid_intent(client: stripe.StripeClient, amount: int = 2_000, method: str = "pm_card_visa") -> stripe.PaymentIntent:
    return client.v1.payment_intents.create(
        {"amount": amount, "currency": "eur", "payment_method": method, "confirm": True}
    )
