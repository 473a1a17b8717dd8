"""When people rated, as a picture with its table."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from backend.web.charts import Chart, Series
from backend.web.live_charts import first_column, step_label
from programmes.domain.timeline import floor, steps, unit_for


def hours_chart(hours: Sequence[tuple[datetime, int]], zone: ZoneInfo) -> Chart:
    """`hours`: at least one, in order. Hours that lie far apart are told in days or weeks."""
    begin, end = hours[0][0], hours[-1][0]
    unit = unit_for(begin, end)
    counts: Counter[datetime] = Counter()
    for hour, count in hours:
        counts[floor(hour, unit, zone)] += count
    return Chart(
        kind="lines",
        title=_("When people rated"),
        first_column=first_column(unit),
        series=[Series(_("Ratings"), "one")],
        rows=[(step_label(at, unit, zone), [counts[at]]) for at in steps(begin, end, unit, zone)],
        note=_("Somebody who rates again counts at the last time."),
    )
