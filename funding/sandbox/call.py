"""One call of the API as its handler sees it, and the checks that many handlers share."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from funding.sandbox.errors import ApiError, no_such
from funding.sandbox.sandbox import Sandbox
from funding.sandbox.store import JsonObject

_LARGEST_AMOUNT = 99_999_999
_SMALLEST_AMOUNT = {"eur": 50, "usd": 50, "chf": 50, "gbp": 30}
_MINIMUM_ELSEWHERE = 1
_CURRENCIES = frozenset(
    {"eur", "usd", "chf", "gbp", "dkk", "sek", "nok", "pln", "czk", "huf", "ron", "bgn", "jpy", "cad", "aud"}
)
_METADATA_KEYS, _METADATA_KEY_LENGTH, _METADATA_VALUE_LENGTH = 50, 40, 500
_LONGEST_ADDRESS = 5_000
_HOST = re.compile(r"^[\w.\-:\[\]]+$")  # it becomes part of our pages' Content-Security-Policy


@dataclass(frozen=True)
class Call:
    """Checked parameters, the ids from the path, and on whose behalf it is made."""

    sandbox: Sandbox
    params: JsonObject
    path: dict[str, str]
    account: str
    base_url: str
    url: str = ""

    def fetch(self, kind: str, object_id: str | None = None, *, param: str = "id") -> JsonObject:
        """The object of this kind under the path's id, or under an id from a parameter; 404 for both, as at Stripe."""
        wanted = self.path["id"] if object_id is None else object_id
        found = self.sandbox.store.find(wanted, account=self.account)
        if found is None or found["object"] != kind or found.get("deleted"):
            raise no_such(_SPOKEN.get(kind, kind), wanted, param=param)
        return found


_SPOKEN = {"checkout.session": "checkout.session", "payment_method": "PaymentMethod"}


def unsupported_refused(params: JsonObject, names: tuple[str, ...], *, within: str = "") -> None:
    """Stripe knows these, the sandbox does not: better a clear refusal than a parameter that does nothing."""
    for name in names:
        if name in params:
            shown = f"{within}[{name}]" if within else name
            message = f"The payment sandbox does not support the parameter {shown}."
            raise ApiError(message, param=shown)


def currency_checked(currency: str) -> str:
    if currency.lower() not in _CURRENCIES:
        known = ", ".join(sorted(_CURRENCIES))
        message = f"Invalid currency: {currency}. Stripe currently supports these currencies: {known}"
        raise ApiError(message, param="currency")
    return currency.lower()


def amount_checked(amount: int, *, currency: str, param: str = "amount", smallest: int | None = None) -> int:
    """Stripe's limits: a positive integer, at least about 50 cents for payments, at most eight digits."""
    least = _SMALLEST_AMOUNT.get(currency, _MINIMUM_ELSEWHERE) if smallest is None else smallest
    if amount < 1:
        message = "This value must be greater than or equal to 1."
        raise ApiError(message, code="parameter_invalid_integer", param=param)
    if amount < least:
        message = f"Amount must be at least {least} minor units of {currency}"
        raise ApiError(message, code="amount_too_small", param=param)
    if amount > _LARGEST_AMOUNT:
        message = f"Amount must be no more than {_LARGEST_AMOUNT} minor units of {currency}"
        raise ApiError(message, code="amount_too_large", param=param)
    return amount


def metadata_merged(old: JsonObject, new: object, *, param: str = "metadata") -> dict[str, str]:
    """Merge as Stripe does: an empty value removes a key, empty metadata removes all; then check the limits."""
    if new is None:
        return dict(old)
    if not isinstance(new, dict):
        return {}
    merged = {key: value for key, value in {**old, **new}.items() if value != ""}
    if len(merged) > _METADATA_KEYS:
        message = f"You can only have up to {_METADATA_KEYS} metadata keys."
        raise ApiError(message, param=param)
    for key, value in merged.items():
        if len(key) > _METADATA_KEY_LENGTH:
            message = f"Metadata keys can be up to {_METADATA_KEY_LENGTH} characters long: {key[:50]}"
            raise ApiError(message, param=param)
        if len(str(value)) > _METADATA_VALUE_LENGTH:
            message = f"Metadata values can have up to {_METADATA_VALUE_LENGTH} characters; that of '{key}' has more."
            raise ApiError(message, param=param)
    return merged


def address_checked(url: str, *, param: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not _HOST.match(parts.netloc) or len(url) > _LONGEST_ADDRESS:
        message = "Not a valid URL"
        raise ApiError(message, code="url_invalid", param=param)
    return url


def return_address(call: Call) -> str | None:
    """Where the bank's page leads back to, if anywhere."""
    given = call.params.get("return_url")
    return None if given is None else address_checked(str(given), param="return_url")
