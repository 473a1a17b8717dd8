"""Money, numbers and times as German and English readers write them; Babel's tables say how."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Protocol
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_timezone_name
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_precision
from babel.units import format_unit
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _


class MoneyLike(Protocol):
    @property
    def amount_minor(self) -> int: ...
    @property
    def currency(self) -> str: ...


def locale() -> Locale:
    """English dates and sums are written as in Europe: day before month, 24 hours."""
    return Locale.parse("de_DE" if (get_language() or "").startswith("de") else "en_GB")


def major(amount_minor: int, currency: str) -> Decimal:
    return Decimal(amount_minor).scaleb(-get_currency_precision(currency))


def money(value: MoneyLike | int, currency: str = "EUR", *, whole: bool = False) -> str:
    """1.250,00 € and €1,250.00. `whole` cuts the cents off, towards zero: it never shows more than there is."""
    amount_minor, code = (value, currency) if isinstance(value, int) else (value.amount_minor, value.currency)
    amount = major(amount_minor, code)
    if not whole:
        return str(format_currency(amount, code, locale=locale()))
    pattern = locale().currency_formats["standard"].pattern.replace(".00", "")
    return str(format_currency(int(amount), code, format=pattern, locale=locale(), currency_digits=False))


def number(value: float | Decimal) -> str:
    return str(format_decimal(value, locale=locale()))


def percent_bp(rate_bp: int) -> str:
    """Basis points as percent: 2500 → 25 %, 1250 → 12,5 %."""
    pattern = locale().percent_formats[None].pattern.replace("#,##0", "#,##0.##")
    return str(format_percent(Decimal(rate_bp) / 10_000, format=pattern, locale=locale()))


def zone_of(name: str | ZoneInfo | None) -> ZoneInfo:
    if isinstance(name, ZoneInfo):
        return name
    return ZoneInfo(name or settings.EVENT_TIME_ZONE)


def zone_name(at: datetime) -> str:
    """MEZ in German, CET in English; Babel's English tables have no short names for most zones."""
    name = at.tzname() or ""
    if locale().language == "en" and name.isalpha():
        return name
    return str(get_timezone_name(at, width="short", locale=locale()))


def day(value: date) -> str:
    """Samstag, 21. November 2026."""
    return str(format_date(value, "full", locale=locale()))


def short_day(value: date) -> str:
    """21.11.2026 and 21 Nov 2026, for tables."""
    return str(format_date(value, "medium", locale=locale()))


def day_month(value: date) -> str:
    """21.11. and 21 Nov, beside a picture that shows the year elsewhere."""
    return str(format_skeleton("MMMd", value, locale=locale()))


def clock_time(at: datetime) -> str:
    """18:00 Uhr (MEZ)."""
    return _("%(time)s (%(zone)s)") % {"time": format_time(at, "HH:mm", locale=locale()), "zone": zone_name(at)}


def hours(starts_at: datetime, ends_at: datetime, zone: str | ZoneInfo | None = None) -> str:
    """14:00 – 14:20, in the event's zone."""
    start, end = (format_time(at.astimezone(zone_of(zone)), "HH:mm", locale=locale()) for at in (starts_at, ends_at))
    return f"{start} – {end}"


def period(starts_at: datetime, ends_at: datetime, zone: str | ZoneInfo | None = None) -> str:
    """Samstag, 21. November 2026, 14:00 – 14:20 Uhr (MEZ): within one day, in the event's zone."""
    local = starts_at.astimezone(zone_of(zone))
    facts = {"time": hours(starts_at, ends_at, zone), "zone": zone_name(local)}
    return f"{day(local)}, {_('%(time)s (%(zone)s)') % facts}"


def moment(at: datetime, zone: str | ZoneInfo | None = None) -> str:
    """Samstag, 21. November 2026, 18:00 Uhr (MEZ): weekday, date, time and zone, in the event's zone."""
    local = at.astimezone(zone_of(zone))
    return f"{day(local)}, {clock_time(local)}"


def to_the_second(at: datetime, zone: str | ZoneInfo | None = None) -> str:
    """21.11.2026, 18:00:03 (MEZ)."""
    local = at.astimezone(zone_of(zone))
    return f"{short_day(local)}, {local:%H:%M:%S} ({zone_name(local)})"


def iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def span(left: timedelta) -> str:
    """The two largest units: „3 Tage, 4 Stunden“, „25 Minuten“; under a minute „1 Minute“."""
    minutes = max(1, int(left.total_seconds()) // 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [("day", days), ("hour", hours), ("minute", minutes)]
    while len(parts) > 1 and not parts[0][1]:
        del parts[0]
    return ", ".join(str(format_unit(count, f"duration-{unit}", locale=locale())) for unit, count in parts[:2] if count)
