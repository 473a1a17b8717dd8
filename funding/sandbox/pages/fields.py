"""Form fields with label, hint and error, and the reading of what was typed into them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from funding.sandbox.cards import BankAccount, Card, Decline, bank_account_by_iban, card_by_number
from funding.sandbox.pages.html import Markup, tag

_EXPIRY = re.compile(r"^\s*(\d{1,2})\s*/?\s*(\d{2}|\d{4})\s*$")
_CVC = re.compile(r"^\d{3,4}$")
_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
_LONGEST = 200
_MONTHS = 12
_CENTURY = 2000


@dataclass(frozen=True)
class Typed:
    """What a person entered, as far as it made sense; ``errors`` names the fields that did not."""

    errors: dict[str, str]
    email: str = ""
    name: str = ""
    card: Card | Decline | None = None
    bank: BankAccount | None = None
    expiry: tuple[int, int] = (12, 2034)


def typed_read(form: Mapping[str, str], *, kind: str, now: int) -> Typed:
    email, name = (
        form.get("email", "").strip()[:_LONGEST],
        (form.get("holder", "") or form.get("owner", "")).strip()[:_LONGEST],
    )
    errors = {} if _EMAIL.match(email) else {"email": "error_email"}
    if kind == "sepa_debit":
        bank = bank_account_by_iban(form.get("iban", ""))
        if bank is None:
            errors["iban"] = "error_iban"
        return Typed(errors, email, name, bank=bank)
    card = card_by_number(form.get("number", ""))
    if isinstance(card, Decline) and card.decline_code is None:
        errors["number"] = "error_number"
    expiry = _expiry_read(form.get("expiry", ""), now)
    if expiry is None:
        errors["expiry"] = "error_expiry"
    if not _CVC.match(form.get("cvc", "").strip()):
        errors["cvc"] = "error_cvc"
    return Typed(errors, email, name, card=card, expiry=expiry or (0, 0))


def _expiry_read(text: str, now: int) -> tuple[int, int] | None:
    matched = _EXPIRY.match(text)
    if matched is None:
        return None
    month, year = int(matched[1]), int(matched[2])
    year += _CENTURY if year < _CENTURY else 0
    today = datetime.fromtimestamp(now, tz=UTC)
    return (month, year) if 1 <= month <= _MONTHS and (year, month) >= (today.year, today.month) else None


@dataclass(frozen=True)
class FieldLook:
    """How one field presents itself."""

    name: str
    kind: str = "text"
    autocomplete: str = "off"
    numeric: bool = False
    required: bool = True
    secret: bool = False  # never sent back: somebody may have typed the number of a real card


def field_drawn(
    look: FieldLook, words: Mapping[str, str], values: Mapping[str, str], errors: Mapping[str, str]
) -> Markup:
    hint, error = words.get(f"{look.name}_hint"), errors.get(look.name)
    described = " ".join(
        name for name, there in ((f"{look.name}-error", error), (f"{look.name}-hint", hint)) if there is not None
    )
    return tag(
        "div",
        tag("label", words[look.name], for_=look.name),
        tag("span", hint, id=f"{look.name}-hint", class_="hint") if hint else "",
        tag("span", words[error], id=f"{look.name}-error", class_="error") if error else "",
        tag(
            "input",
            id=look.name,
            name=look.name,
            type=look.kind,
            value="" if look.secret else values.get(look.name, ""),
            autocomplete=look.autocomplete,
            inputmode="numeric" if look.numeric else None,
            required=look.required,
            aria_describedby=described or None,
            aria_invalid="true" if error else None,
        ),
        class_="field",
    )
