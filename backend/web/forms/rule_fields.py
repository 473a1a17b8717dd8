"""Numbers of a rule as people write them: percent, ratios, amounts for so many people."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

from babel.numbers import format_decimal, get_currency_precision
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from backend.core.money import BASIS_POINTS, Money
from backend.web import formats
from backend.web.forms.fields import MoneyField, parse_minor

TEXT_MAX = 30
OF_EACH_OTHER = re.compile(r"^(\d{1,15})\s*[:/]\s*(\d{1,15})$", re.ASCII)
FOR_SO_MANY = re.compile(r"^(.+?)(?:\s*/\s*(\d{1,15}))?$")
PERCENT_DIGITS = 2


class AmountField(MoneyField):
    """Shows what it has as people write it: 10,000 and 12.50."""

    def prepare_value(self, value: Any) -> Any:
        return amount_text(value.amount_minor, value.currency) if isinstance(value, Money) else value


class NumberInput(forms.TextInput):
    """Text, since a browser's own number field takes no comma; phones show digits all the same."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", "maxlength": TEXT_MAX, **(attrs or {})})


class _NumberField(forms.CharField):
    widget = NumberInput

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=TEXT_MAX, **options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return self.parse(text) if text else None

    def parse(self, text: str) -> Any:
        raise NotImplementedError


class CountField(_NumberField):
    """Gives a whole number. What is out of range is the rule's to say."""

    def parse(self, text: str) -> int:
        found = parse_minor(text, 0)
        if found is None:
            raise ValidationError(_("Please enter a whole number."), code="count")
        return found


class PercentField(_NumberField):
    """Gives basis points."""

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else percent_text(value)

    def parse(self, text: str) -> int:
        found = parse_minor(text.strip("% \xa0"), PERCENT_DIGITS)
        if found is None:
            raise ValidationError(_("Please enter a number of percent like 25 or 12.5."), code="percent")
        return found


class RatioField(_NumberField):
    """Gives a fraction: 3:2, 3/2, 1.5 or 2."""

    def prepare_value(self, value: Any) -> Any:
        return f"{value.numerator}:{value.denominator}" if isinstance(value, Fraction) else value

    def parse(self, text: str) -> Fraction:
        if (found := OF_EACH_OTHER.match(text)) and int(found[2]):
            return Fraction(int(found[1]), int(found[2]))
        decimal = parse_minor(text, PERCENT_DIGITS)
        if decimal is None:
            raise ValidationError(_("Please enter a ratio like 1:1, 3:2 or 0.5."), code="ratio")
        return Fraction(decimal, 10**PERCENT_DIGITS)


class ShareField(_NumberField):
    """Gives a fraction of one: 50 is a half, and so is 1/2."""

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Fraction):
            return value
        exact = value * BASIS_POINTS
        return percent_text(exact.numerator) if exact.denominator == 1 else str(value)

    def parse(self, text: str) -> Fraction:
        if (found := OF_EACH_OTHER.match(text)) and int(found[2]):
            return Fraction(int(found[1]), int(found[2]))
        percent = parse_minor(text.strip("% \xa0"), PERCENT_DIGITS)
        if percent is None:
            raise ValidationError(_("Please enter a number of percent like 50, or a share like 1/3."), code="share")
        return Fraction(percent, BASIS_POINTS)


class PerPersonField(_NumberField):
    """Gives minor units for one person as a fraction: 5 is 5 euros for each, 5 / 3 is 5 euros for every three."""

    def __init__(self, *, currency: str = "EUR", **options: Any) -> None:
        self.currency = currency
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Fraction):
            return value
        text = amount_text(value.numerator, self.currency)
        return text if value.denominator == 1 else f"{text} / {value.denominator}"

    def parse(self, text: str) -> Fraction:
        found = FOR_SO_MANY.match(text)
        amount = parse_minor(found[1], get_currency_precision(self.currency)) if found else None
        people = int(found[2]) if found and found[2] else 1
        if amount is None or not people:
            raise ValidationError(_("Please enter an amount like 20 or 12.50."), code="amount")
        return Fraction(amount, people)


class ThresholdField(_NumberField):
    """Gives text: whether it is money or a number of people depends on the base."""

    def parse(self, text: str) -> str:
        return text


def amount_text(amount_minor: int, currency: str) -> str:
    """Without cents where there are none."""
    amount = formats.major(amount_minor, currency)
    whole = amount == amount.to_integral_value()
    return str(format_decimal(amount, format="#,##0" if whole else "#,##0.00", locale=formats.locale()))


def percent_text(rate_bp: int) -> str:
    """2500 → 25, 1250 → 12,5: what somebody would type."""
    return localized(Decimal(rate_bp).scaleb(-PERCENT_DIGITS).normalize())


def localized(number: Decimal) -> str:
    text = f"{number:f}"
    return text.replace(".", ",") if formats.locale().language == "de" else text
