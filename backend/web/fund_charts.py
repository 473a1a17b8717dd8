"""The money of a fund over time, as the picture and the table of one chart."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.web import formats
from backend.web.charts import Chart, Series

PARTS = ("paid", "approved", "reserved", "free")


def waterline_chart(days: Sequence[Any], currency: str) -> Chart:
    """One row a day: paid in = paid out + approved + reserved + free, and what was given back, if anything was."""
    series = [
        Series(_("Paid out"), "paid"),
        Series(_("Approved"), "approved"),
        Series(_("Reserved"), "reserved"),
        Series(_("Free"), "free"),
    ]
    parts = list(PARTS)
    if any(row.waterline.returned for row in days):
        series.append(Series(_("Given back to sponsors"), "one"))
        parts.append("returned")
    return Chart(
        kind="area",
        title=_("The money of the fund, day by day"),
        first_column=_("Day"),
        series=series,
        rows=[(formats.day_month(row.day), [getattr(row.waterline, part) for part in parts]) for row in days],
        currency=currency,
        note=_("At the end of each day. The parts of a day add up to what sponsors had paid in until then."),
    )


def forecast_sentence(forecast: Any, today: date) -> str:
    """When the money may run out, with what is not known about it."""
    if forecast is None:
        return _("There is too little past to say when the money runs out.")
    if forecast.low_days == 0:
        return _("The money has run out.")
    past = ngettext("the last %(n)s day", "the last %(n)s days", forecast.based_on_days) % {"n": forecast.based_on_days}
    if forecast.low_days is None:
        return _("If the next months are like %(past)s, the money lasts for more than a year.") % {"past": past}
    words = {"past": past, "low": _after(today, forecast.low_days)}
    if forecast.median_days is None:
        return _("If the next months are like %(past)s, the money lasts until %(low)s at least.") % words
    words["median"] = _after(today, forecast.median_days)
    if forecast.high_days is None:
        text = _(
            "If the next weeks are like %(past)s, the money runs out about %(median)s, hardly before %(low)s;"
            " it may last for more than a year."
        )
        return text % words
    words["high"] = _after(today, forecast.high_days)
    text = _(
        "If the next weeks are like %(past)s, the money runs out about %(median)s;"
        " in four of five cases between %(low)s and %(high)s."
    )
    return text % words


def _after(today: date, days: int) -> str:
    return formats.short_day(today + timedelta(days=days))
