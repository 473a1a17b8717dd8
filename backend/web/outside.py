"""Forms that end on the payment provider's page.

Chromium holds a form's redirects against the policy of the page that the form stood on, so these pages name the one
address outside that their form may lead to.
"""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

PAGES = ("https://checkout.stripe.com", "https://connect.stripe.com")
View = Callable[..., HttpResponseBase]


def payment_origins() -> list[str]:
    """Return where the provider's hosted pages stand: Stripe's own, or the sandbox's address."""
    if not settings.STRIPE_API_BASE:
        return list(PAGES)
    parts = urlsplit(settings.STRIPE_API_BASE)
    return [f"{parts.scheme}://{parts.netloc}"]


def leads_to_payment(view: View) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        # Asked for at each call, since tests start a sandbox of their own.
        return csp_update({"form-action": payment_origins()})(view)(request, *args, **kwargs)

    return answer
