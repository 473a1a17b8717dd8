"""Form fields for money and time, as people here write them."""

import re
from datetime import datetime
from typing import Any

from babel.numbers import get_currency_precision
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backend.core.money import Money
from backend.web import formats

# 1250 · 1.250 · 1 250,5 · 1,250.00 · 12,50: the last separator is the decimal one unless three digits follow it.
GROUPED = re.compile(r"^\d{1,3}(?:([.,'\u00a0\u202f ])\d{3})(?:\1\d{3})*$", re.ASCII)
AMOUNT = re.compile(r"^(\d[\d.,'\u00a0\u202f ]*?)(?:([.,])(\d{1,2}))?$", re.ASCII)
SEPARATORS = str.maketrans("", "", ".,'\u00a0\u202f ")
DIGITS_MAX = 11


def parse_minor(text: str, digits: int) -> int | None:
    """Minor units of what someone typed, or None where it is no amount."""
    cleaned = text.strip().strip("€").strip()
    if GROUPED.match(cleaned):
        return int(cleaned.translate(SEPARATORS) + "0" * digits)
    found = AMOUNT.match(cleaned)
    if not found or not (whole := _ungrouped(found[1], decimal=found[2])):
        return None
    cents = found[3] or ""
    if len(cents) > digits:
        return None
    return int(whole + cents.ljust(digits, "0"))


def _ungrouped(text: str, *, decimal: str | None) -> str:
    """Only digits; nothing, where the groups are wrong or their separator is the decimal one too."""
    if text.isdigit():
        return text
    grouped = GROUPED.match(text)
    return text.translate(SEPARATORS) if grouped and grouped[1] != decimal else ""


class MoneyField(forms.CharField):
    """Gives `Money`. Limits are in minor units, both included."""

    def __init__(self, *, currency: str = "EUR", min_minor: int = 1, max_minor: int = 10**9, **options: Any) -> None:
        self.currency, self.min_minor, self.max_minor = currency, min_minor, max_minor
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Money):
            return value
        text = f"{formats.major(value.amount_minor, value.currency):f}"
        return text.replace(".", ",") if formats.locale().language == "de" else text

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        minor = parse_minor(text, get_currency_precision(self.currency)) if len(text) <= DIGITS_MAX * 2 else None
        if minor is None:
            raise ValidationError(_("Please enter an amount like 20 or 12.50."), code="amount")
        if minor < self.min_minor:
            least = formats.money(self.min_minor, self.currency)
            raise ValidationError(_("Please enter at least %(least)s."), code="min", params={"least": least})
        if minor > self.max_minor:
            most = formats.money(self.max_minor, self.currency)
            raise ValidationError(_("Please enter at most %(most)s."), code="max", params={"most": most})
        return Money(minor, self.currency)


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DateTimeInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class DateField(forms.DateField):
    widget = DateInput
    input_formats = ("%Y-%m-%d", "%d.%m.%Y")


class LocalDateTimeField(forms.DateTimeField):
    """A wall clock's time in the event's zone; gives an aware datetime."""

    widget = DateTimeInput
    input_formats = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M")

    def __init__(self, *, zone: str | None = None, **options: Any) -> None:
        self.zone = zone
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        with timezone.override(formats.zone_of(self.zone)):
            return super().prepare_value(value)

    def to_python(self, value: Any) -> datetime | None:
        # A time that the clock change skips or has twice is refused here, with Django's own words.
        with timezone.override(formats.zone_of(self.zone)):
            return super().to_python(value)
