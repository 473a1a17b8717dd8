"""A fund's matches as a table for spreadsheets, written as the reader's spreadsheet expects it."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from backend.web import formats
from backend.web.match_reasons import match_reason

BYTE_ORDER_MARK = "\ufeff"
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def plain(text: str) -> str:
    """What somebody wrote must not become a formula of who opens the table."""
    return f"'{text}" if text.startswith(FORMULAS) else text


def matches_table(matches: Iterable[Any]) -> str:
    """German tables have semicolons between the columns and commas in the sums."""
    german = formats.locale().language == "de"
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    lines = csv.writer(text, delimiter=";" if german else ",")
    lines.writerow(_head())
    lines.writerows(_line(match, comma=german) for match in matches)
    return text.getvalue()


def _head() -> list[str]:
    return [
        _("Number"),
        _("Date (UTC)"),
        _("Campaign"),
        _("Part of the pledge that counts"),
        _("Rate in percent"),
        _("Match"),
        _("Currency"),
        _("State"),
        _("Why"),
        _("Free in the fund before"),
        _("Free in the fund after"),
        _("Version of the rule"),
        _("Public id"),
    ]


def _line(match: Any, *, comma: bool) -> list[object]:
    def sum_of(amount_minor: int) -> str:
        text = f"{formats.major(amount_minor, match.currency):f}"
        return text.replace(".", ",") if comma else text

    return [
        match.sequence,
        match.created_at.strftime("%Y-%m-%d %H:%M:%S"),
        plain(match.position.campaign.title),
        sum_of(match.base_minor),
        sum_of(match.rule.rate_bp),
        sum_of(match.amount_minor),
        match.currency,
        match.get_state_display(),
        match_reason(match),
        sum_of(match.pool_before_minor),
        sum_of(match.pool_after_minor),
        match.rule.version,
        match.public_id,
    ]
