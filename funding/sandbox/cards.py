"""The test cards and bank accounts, and what is documented to happen with them.

Numbers that are not listed here are refused and never stored: a real card has no business in a sandbox.
"""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Decline:
    """Why the bank says no."""

    code: str
    decline_code: str | None
    message: str


GENERIC = Decline(code="card_declined", decline_code="generic_decline", message="Your card was declined.")
INSUFFICIENT = Decline(
    code="card_declined", decline_code="insufficient_funds", message="Your card has insufficient funds."
)
LOST = Decline(code="card_declined", decline_code="lost_card", message="Your card was declined.")
STOLEN = Decline(code="card_declined", decline_code="stolen_card", message="Your card was declined.")
FRAUDULENT = Decline(code="card_declined", decline_code="fraudulent", message="Your card was declined.")
VELOCITY = Decline(
    code="card_declined",
    decline_code="card_velocity_exceeded",
    message="Your card was declined for making repeated attempts too frequently or exceeding its amount limit.",
)
EXPIRED = Decline(code="expired_card", decline_code="expired_card", message="Your card has expired.")
CVC = Decline(code="incorrect_cvc", decline_code="incorrect_cvc", message="Your card's security code is incorrect.")
PROCESSING = Decline(
    code="processing_error",
    decline_code="processing_error",
    message="An error occurred while processing your card. Try again in a little bit.",
)
LIVE_CARD = Decline(
    code="card_declined",
    decline_code="test_mode_live_card",
    message="Your card was declined. Your request was in test mode, but used a non test (live) card.",
)
AUTHENTICATION_REQUIRED = Decline(
    code="authentication_required",
    decline_code="authentication_required",
    message="Your card was declined. This transaction requires authentication.",
)
WRONG_MONTH = Decline(
    code="invalid_expiry_month", decline_code=None, message="Your card's expiration month is invalid."
)
WRONG_YEAR = Decline(code="invalid_expiry_year", decline_code=None, message="Your card's expiration year is invalid.")
WRONG_CVC = Decline(code="invalid_cvc", decline_code=None, message="Your card's security code is invalid.")
WRONG_NUMBER = Decline(code="incorrect_number", decline_code=None, message="Your card number is incorrect.")


@dataclass(frozen=True, kw_only=True)
class Card:
    """One test card; the fields that differ from a plain success tell its outcome."""

    number: str
    tokens: tuple[str, ...] = ()
    brand: str = "visa"
    country: str = "US"
    funding: str = "credit"
    decline: Decline | None = None
    challenge: bool = False
    dispute: str | None = None
    inquiry: bool = False
    instant: bool = False
    refund: str = "succeeded"
    fails_after_attach: bool = False
    blocked: bool = False  # by the provider's own check of risk; the bank was never asked

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(self.number)


@dataclass(frozen=True, kw_only=True)
class BankAccount:
    """One test IBAN; its outcome arrives after ``delay_seconds`` as with a real direct debit, only sooner."""

    iban: str
    fails: bool = False
    delay_seconds: int = 2
    dispute: bool = False

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(self.iban)


def fingerprint_of(number: str) -> str:
    """The same number has the same fingerprint in every sandbox, so that double accounts can be recognised in tests."""
    return hashlib.sha256(b"sandbox:" + number.encode()).hexdigest()[:16]


def fingerprint_of_holder(card: Card, holder: str) -> str:
    """As if `holder` had a card of their own that behaves like `card`: there are more people than test numbers."""
    return card.fingerprint[:OF_NUMBER] + fingerprint_of(f"{card.number} of {holder}")[OF_NUMBER:]


# The part of a fingerprint that says how a card behaves.
OF_NUMBER = 8
CARDS = (
    Card(number="4242424242424242", tokens=("pm_card_visa",)),
    Card(number="4000056655665556", tokens=("pm_card_visa_debit",), funding="debit"),
    Card(number="5555555555554444", tokens=("pm_card_mastercard",), brand="mastercard"),
    Card(number="378282246310005", tokens=("pm_card_amex",), brand="amex"),
    Card(number="4000002760000016", tokens=("pm_card_de",), country="DE"),
    Card(number="4000000400000008", tokens=("pm_card_at",), country="AT"),
    Card(number="4000007560000009", tokens=("pm_card_ch",), country="CH"),
    Card(number="4000000000000077", tokens=("pm_card_bypassPending",), instant=True),
    Card(number="4000003720000278", tokens=("pm_card_bypassPendingInternational",), country="IE", instant=True),
    Card(number="4000000000000002", tokens=("pm_card_visa_chargeDeclined", "pm_card_chargeDeclined"), decline=GENERIC),
    Card(
        number="4000000000009995",
        tokens=("pm_card_visa_chargeDeclinedInsufficientFunds", "pm_card_chargeDeclinedInsufficientFunds"),
        decline=INSUFFICIENT,
    ),
    Card(number="4000000000009987", tokens=("pm_card_visa_chargeDeclinedLostCard",), decline=LOST),
    Card(number="4000000000009979", tokens=("pm_card_visa_chargeDeclinedStolenCard",), decline=STOLEN),
    Card(number="4100000000000019", tokens=("pm_card_radarBlock",), decline=FRAUDULENT, blocked=True),
    Card(number="4000000000006975", tokens=("pm_card_visa_chargeDeclinedVelocityLimitExceeded",), decline=VELOCITY),
    Card(number="4000000000000069", tokens=("pm_card_chargeDeclinedExpiredCard",), decline=EXPIRED),
    Card(number="4000000000000127", tokens=("pm_card_chargeDeclinedIncorrectCvc",), decline=CVC),
    Card(number="4000000000000119", tokens=("pm_card_chargeDeclinedProcessingError",), decline=PROCESSING),
    Card(number="4000000000000341", tokens=("pm_card_chargeCustomerFail",), decline=GENERIC, fails_after_attach=True),
    Card(number="4000002500003155", tokens=("pm_card_authenticationRequiredOnSetup",), challenge=True),
    Card(number="4000002760003184", tokens=("pm_card_authenticationRequired",), challenge=True),
    Card(number="4000000000003220", tokens=("pm_card_threeDSecure2Required",), challenge=True),
    Card(number="4000000000003063", tokens=("pm_card_threeDSecureRequired",), challenge=True),
    Card(
        number="4000008260003178",
        tokens=("pm_card_authenticationRequiredChargeDeclinedInsufficientFunds",),
        challenge=True,
        decline=INSUFFICIENT,
    ),
    Card(
        number="4000008400001629",
        tokens=("pm_card_threeDSecureRequiredChargeDeclined",),
        challenge=True,
        decline=GENERIC,
    ),
    Card(number="4000000000000259", tokens=("pm_card_createDispute",), dispute="fraudulent"),
    Card(
        number="4000000000002685", tokens=("pm_card_createDisputeProductNotReceived",), dispute="product_not_received"
    ),
    Card(number="4000000000001976", tokens=("pm_card_createDisputeInquiry",), dispute="fraudulent", inquiry=True),
    Card(number="4000000000007726", tokens=("pm_card_pendingRefund",), refund="pending"),
    Card(number="4000000000005126", tokens=("pm_card_refundFail",), refund="failed"),
)
BANK_ACCOUNTS = (
    BankAccount(iban="DE89370400440532013000"),
    BankAccount(iban="DE08370400440532013002", delay_seconds=180),
    BankAccount(iban="DE62370400440532013001", fails=True),
    BankAccount(iban="DE78370400440532013003", fails=True, delay_seconds=180),
    BankAccount(iban="DE35370400440532013004", dispute=True),
)
_BY_NUMBER = {card.number: card for card in CARDS}
_BY_FINGERPRINT = {card.fingerprint[:OF_NUMBER]: card for card in CARDS}
_BY_TOKEN = {token: card for card in CARDS for token in card.tokens}
_BY_IBAN = {account.iban: account for account in BANK_ACCOUNTS}
_BANKS_BY_FINGERPRINT = {account.fingerprint: account for account in BANK_ACCOUNTS}


def card_by_number(number: str) -> Card | Decline:
    """The test card, or why the number is refused."""
    digits = number.replace(" ", "").replace("-", "")
    if digits in _BY_NUMBER:
        return _BY_NUMBER[digits]
    return LIVE_CARD if _has_valid_checksum(digits) else WRONG_NUMBER


def card_by_token(token: str) -> Card | None:
    return _BY_TOKEN.get(token)


def card_by_fingerprint(fingerprint: str) -> Card:
    return _BY_FINGERPRINT[fingerprint[:OF_NUMBER]]


def bank_account_by_iban(iban: str) -> BankAccount | None:
    return _BY_IBAN.get(iban.replace(" ", "").upper())


def bank_account_by_fingerprint(fingerprint: str) -> BankAccount:
    return _BANKS_BY_FINGERPRINT[fingerprint]


def _has_valid_checksum(digits: str) -> bool:
    if not (digits.isascii() and digits.isdigit() and 12 <= len(digits) <= 19):  # noqa: PLR2004 - lengths of card numbers
        return False
    doubled = [int(digit) * (2 if position % 2 else 1) for position, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0  # noqa: PLR2004 - Luhn
