"""Amounts and moments as German and English readers write them in a sentence."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_percent
from django.conf import settings
from django.utils.translation import get_language

LOCALES = {"de": "de_DE", "en": "en_GB"}
SCALE = {"JPY": 0}
MOMENT = {"de": "EEEE, d. MMMM y, HH:mm 'Uhr'", "en": "EEEE, d MMMM y, HH:mm"}


def locale() -> str:
    return LOCALES.get((get_language() or "de")[:2], "de_DE")


def money(amount_minor: int, currency: str = "EUR") -> str:
    """Write 125000 minor units as 1.250,00 € or €1,250.00."""
    amount = amount_minor / 10 ** SCALE.get(currency, 2)
    return format_currency(amount, currency, locale=locale())


def in_words(words: Mapping[str, str]) -> str:
    """Choose the reader's language of words that were written down in all."""
    return words.get(locale()[:2], "")


def percent(rate_bp: int) -> str:
    """Basis points as percent, with two digits at most: 2500 → 25 %."""
    pattern = "#,##0.##\u00a0%" if locale() == LOCALES["de"] else "#,##0.##%"
    return str(format_percent(Decimal(rate_bp).scaleb(-4), format=pattern, locale=locale()))


def moment(iso: str, timezone: str = "") -> str:
    """Write a moment with weekday, time and zone; without a zone, in the platform's own."""
    zone = ZoneInfo(timezone or settings.EVENT_TIME_ZONE)
    at = datetime.fromisoformat(iso).astimezone(zone)
    pattern = MOMENT[locale()[:2]]
    return f"{format_datetime(at, pattern, tzinfo=zone, locale=locale())} ({zone.key})"


def short_day(of: date) -> str:
    return format_date(of, "d. MMMM y" if locale() == LOCALES["de"] else "d MMMM y", locale())


def day(iso: str) -> str:
    return format_date(
        date.fromisoformat(iso), "EEEE, d. MMMM y" if locale() == "de_DE" else "EEEE, d MMMM y", locale()
    )
