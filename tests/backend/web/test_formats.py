from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from backend.core.money import Money
from backend.web import formats

WINTER = datetime(2026, 11, 21, 17, 0, tzinfo=UTC)
SUMMER = datetime(2026, 7, 4, 16, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "expected"), [("de", "1.250,00\u00a0€"), ("en", "€1,250.00"), ("fr", "€1,250.00")]
)
def test_money_is_written_as_its_readers_write_it(language: str, expected: str) -> None:
    with translation.override(language):
        assert formats.money(125_000) == expected
        assert formats.money(Money(125_000)) == expected


def test_money_knows_currencies_without_cents() -> None:
    assert formats.money(1_250, "JPY") == "1.250\u00a0¥"


@pytest.mark.parametrize(("minor", "expected"), [(99, "0\u00a0€"), (100, "1\u00a0€"), (83_926_899, "839.268\u00a0€")])
def test_whole_amounts_never_show_more_than_there_is(minor: int, expected: str) -> None:
    assert formats.money(minor, whole=True) == expected


@pytest.mark.parametrize(("rate", "expected"), [(2500, "25\u00a0%"), (1250, "12,5\u00a0%"), (1, "0,01\u00a0%")])
def test_rates_are_percent(rate: int, expected: str) -> None:
    assert formats.percent_bp(rate) == expected


def test_numbers() -> None:
    assert formats.number(28361) == "28.361"
    assert formats.number(Decimal("1.5")) == "1,5"


def test_a_moment_has_weekday_date_time_and_the_zone_of_the_event() -> None:
    with translation.override("en"):
        assert formats.moment(WINTER) == "Saturday, 21 November 2026, 18:00 (CET)"
        assert formats.moment(SUMMER, "Europe/Berlin") == "Saturday, 4 July 2026, 18:30 (CEST)"
        assert formats.moment(WINTER, "America/New_York") == "Saturday, 21 November 2026, 12:00 (EST)"


def test_german_moments_name_the_zone_in_german() -> None:
    assert formats.moment(WINTER).startswith("Samstag, 21. November 2026, 18:00")
    assert "MEZ" in formats.moment(WINTER)
    assert "MESZ" in formats.moment(SUMMER)


def test_a_late_evening_in_utc_is_the_next_day_in_berlin() -> None:
    assert formats.moment(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)).startswith("Freitag, 1. Januar 2027, 00:30")


def test_days() -> None:
    assert formats.day(date(2026, 11, 21)) == "Samstag, 21. November 2026"
    assert formats.short_day(date(2026, 11, 21)) == "21.11.2026"


def test_iso_is_utc() -> None:
    assert formats.iso(WINTER.astimezone(formats.zone_of("Europe/Berlin"))) == "2026-11-21T17:00:00Z"


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (timedelta(days=3, hours=4, minutes=59), "3 Tage, 4 Stunden"),
        (timedelta(days=1, minutes=5), "1 Tag"),
        (timedelta(hours=1, minutes=1, seconds=59), "1 Stunde, 1 Minute"),
        (timedelta(hours=2), "2 Stunden"),
        (timedelta(minutes=25), "25 Minuten"),
        (timedelta(seconds=1), "1 Minute"),
    ],
)
def test_what_is_left_is_told_in_two_units(left: timedelta, expected: str) -> None:
    assert formats.span(left) == expected
