"""Payment methods: cards and SEPA debits, made from test numbers or from ``pm_card_…`` tokens."""

import re
from datetime import UTC, datetime

from funding.sandbox.call import Call, metadata_merged, unsupported_refused
from funding.sandbox.cards import (
    WRONG_CVC,
    WRONG_MONTH,
    WRONG_YEAR,
    BankAccount,
    Card,
    Decline,
    bank_account_by_fingerprint,
    bank_account_by_iban,
    card_by_fingerprint,
    card_by_number,
    card_by_token,
    fingerprint_of_holder,
)
from funding.sandbox.errors import ApiError, no_such
from funding.sandbox.ids import new_id
from funding.sandbox.lists import listed
from funding.sandbox.sandbox import Sandbox
from funding.sandbox.store import JsonObject

_MONTHS, _LONGEST_YEARS = 12, 50
_CVC = re.compile(r"^[0-9]{3,4}$")
_EMPTY_ADDRESS = {"city": None, "country": None, "line1": None, "line2": None, "postal_code": None, "state": None}


def method_from_card(
    sandbox: Sandbox, card: Card, *, billing: JsonObject, expiry: tuple[int, int], account: str, holder: str = ""
) -> JsonObject:
    details: JsonObject = {
        "brand": card.brand,
        "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"},
        "country": card.country,
        "display_brand": card.brand,
        "exp_month": expiry[0],
        "exp_year": expiry[1],
        "fingerprint": fingerprint_of_holder(card, holder) if holder else card.fingerprint,
        "funding": card.funding,
        "generated_from": None,
        "last4": card.number[-4:],
        "networks": {"available": [card.brand], "preferred": None},
        "regulated_status": "unregulated",
        "three_d_secure_usage": {"supported": True},
        "wallet": None,
    }
    return _insert(sandbox, "card", details, billing, account)


def method_from_iban(sandbox: Sandbox, bank: BankAccount, *, billing: JsonObject, account: str) -> JsonObject:
    details: JsonObject = {
        "bank_code": bank.iban[4:12],
        "branch_code": "",
        "country": bank.iban[:2],
        "fingerprint": bank.fingerprint,
        "generated_from": {"charge": None, "setup_attempt": None},
        "last4": bank.iban[-4:],
    }
    return _insert(sandbox, "sepa_debit", details, billing, account)


def _insert(sandbox: Sandbox, kind: str, details: JsonObject, billing: JsonObject, account: str) -> JsonObject:
    method: JsonObject = {
        "id": new_id("pm"),
        "object": "payment_method",
        "allow_redisplay": "unspecified",
        "billing_details": {"address": _EMPTY_ADDRESS, "email": None, "name": None, "phone": None, "tax_id": None}
        | billing,
        "created": sandbox.now(),
        "customer": None,
        "customer_account": None,
        "livemode": False,
        "metadata": {},
        "type": kind,
        kind: details,
    }
    return sandbox.store.insert(method, account=account)


def behaviour_of(method: JsonObject) -> Card | BankAccount:
    """What is going to happen with this method: known by the number that its fingerprint stands for."""
    if method["type"] == "card":
        return card_by_fingerprint(method["card"]["fingerprint"])
    return bank_account_by_fingerprint(method["sepa_debit"]["fingerprint"])


def method_resolve(sandbox: Sandbox, method_id: str, *, account: str) -> JsonObject:
    """A stored method, or a new one from a test token such as ``pm_card_visa``."""
    card = card_by_token(method_id)
    if card is not None:
        return method_from_card(sandbox, card, billing={}, expiry=_usual_expiry(), account=account)
    found = sandbox.store.find(method_id, account=account)
    if found is None or found["object"] != "payment_method":
        raise no_such("PaymentMethod", method_id, param="payment_method")
    return found


def method_from_params(sandbox: Sandbox, params: JsonObject, *, account: str) -> JsonObject:
    billing = {key: value for key, value in params.get("billing_details", {}).items() if value}
    kind = params.get("type")
    if kind == "card" and "card" in params:
        return _card_method(sandbox, params["card"], billing, account)
    if kind == "sepa_debit" and "sepa_debit" in params:
        bank = bank_account_by_iban(params["sepa_debit"]["iban"])
        if bank is None:
            message = "The IBAN you provided is invalid."
            raise ApiError(message, code="invalid_bank_account_iban", param="sepa_debit[iban]")
        return method_from_iban(sandbox, bank, billing=billing, account=account)
    message = f"The sandbox knows payment methods of type card and sepa_debit, not: {kind}"
    raise ApiError(message, param="type")


def _card_method(sandbox: Sandbox, given: JsonObject, billing: JsonObject, account: str) -> JsonObject:
    if "token" in given:
        card: Card | Decline | None = card_by_token("pm_card_" + str(given["token"]).removeprefix("tok_"))
        if card is None:
            raise no_such("token", given["token"], param="card[token]", status=400)
    else:
        card = card_by_number(str(given.get("number", "")))
    if isinstance(card, Decline):
        raise decline_error(card, param="number")
    usual = _usual_expiry()
    expiry = (int(given.get("exp_month", usual[0])), int(given.get("exp_year", usual[1])))
    wrong = _wrong_detail(expiry, str(given.get("cvc", "123")), sandbox.now())
    if wrong is not None:
        raise decline_error(wrong, param=wrong.code.removeprefix("invalid_").replace("expiry", "exp"))
    return method_from_card(sandbox, card, billing=billing, expiry=expiry, account=account)


def _wrong_detail(expiry: tuple[int, int], cvc: str, now: int) -> Decline | None:
    """A card that has expired, or a security code that cannot be one."""
    (month, year), today = expiry, datetime.fromtimestamp(now, tz=UTC)
    if not 1 <= month <= _MONTHS:
        return WRONG_MONTH
    if not today.year <= year <= today.year + _LONGEST_YEARS:
        return WRONG_YEAR
    if (year, month) < (today.year, today.month):
        return WRONG_MONTH
    return None if _CVC.match(cvc) else WRONG_CVC


def decline_error(decline: Decline, *, param: str | None = None, **extra: object) -> ApiError:
    if decline.decline_code is not None:
        extra["decline_code"] = decline.decline_code
    return ApiError(decline.message, status=402, kind="card_error", code=decline.code, param=param, **extra)


def _usual_expiry() -> tuple[int, int]:
    return (12, 2034)


def create(call: Call) -> JsonObject:
    method = method_from_params(call.sandbox, call.params, account=call.account)
    return call.sandbox.change(method, metadata=metadata_merged({}, call.params.get("metadata")))


def retrieve(call: Call) -> JsonObject:
    return call.fetch("payment_method")


def index(call: Call) -> JsonObject:
    return listed(call, "payment_method")


def index_of_customer(call: Call) -> JsonObject:
    call.fetch("customer")
    return listed(call, "payment_method", customer=call.path["id"])


def update(call: Call) -> JsonObject:
    method = call.fetch("payment_method")
    billing = method["billing_details"] | call.params.get("billing_details", {})
    metadata = metadata_merged(method["metadata"], call.params.get("metadata"))
    return call.sandbox.change(method, billing_details=billing, metadata=metadata)


def attach(call: Call) -> JsonObject:
    unsupported_refused(call.params, ("customer_account",))
    if "customer" not in call.params:
        message = "Missing required param: customer."
        raise ApiError(message, code="parameter_missing", param="customer")
    customer = call.fetch("customer", call.params["customer"], param="customer")
    method = method_resolve(call.sandbox, call.path["id"], account=call.account)
    behaviour = behaviour_of(method)
    if isinstance(behaviour, Card) and behaviour.decline is not None and not behaviour.fails_after_attach:
        raise decline_error(behaviour.decline)
    call.sandbox.change(method, customer=customer["id"])
    call.sandbox.emit("payment_method.attached", method, account=call.account)
    return method


def detach(call: Call) -> JsonObject:
    method = call.fetch("payment_method")
    if method["customer"] is None:
        message = "The payment method you provided is not attached to a customer so detachment is impossible."
        raise ApiError(message)
    call.sandbox.change(method, customer=None)
    call.sandbox.emit("payment_method.detached", method, account=call.account)
    return method
