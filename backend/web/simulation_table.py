"""What every campaign would get, as a table for spreadsheets."""

import csv
import io
from collections.abc import Sequence

from django.utils.translation import gettext as _

from backend.web import formats
from backend.web.matches_csv import BYTE_ORDER_MARK, plain
from backend.web.simulation_words import Column


def simulation_table(columns: Sequence[Column], currency: str) -> str:
    """One line for each rule and campaign, written as the reader's spreadsheet expects it."""
    german = formats.locale().language == "de"
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    lines = csv.writer(text, delimiter=";" if german else ",")
    lines.writerow(_head())
    for column in columns:
        for one, bounds in column.rows:
            sums = (one.goal_minor, one.crowd_minor, one.match_minor, one.missing_minor, one.low_minor, one.high_minor)
            money = [_sum(amount, currency, comma=german) for amount in sums]
            places = [one.rank, one.rank_best, one.rank_worst]
            lines.writerow(
                [plain(column.label), plain(one.name), one.pledges, one.backers, *money, currency, *places, bounds]
            )
    return text.getvalue()


def _sum(amount_minor: int, currency: str, *, comma: bool) -> str:
    text = f"{formats.major(amount_minor, currency):f}"
    return text.replace(".", ",") if comma else text


def _head() -> list[str]:
    return [
        _("Rule"),
        _("Campaign"),
        _("Pledges"),
        _("Backers"),
        _("Goal"),
        _("Raised"),
        _("Match"),
        _("Due and not there"),
        _("Least of all orders"),
        _("Most of all orders"),
        _("Currency"),
        _("Place"),
        _("Best place"),
        _("Worst place"),
        _("What bound it"),
    ]
