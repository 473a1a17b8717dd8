"""The pictures of a sprint for its organisers, each with its table."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_time
from django.utils.translation import gettext as _

from backend.web import formats
from backend.web.charts import Chart, Series
from programmes.selectors.dashboard import Dashboard, Step


def step_label(at: datetime, unit: str, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    day = formats.day_month(local)
    return f"{day} {format_time(local, 'HH:mm', locale=formats.locale())}" if unit == "hour" else day


def first_column(unit: str) -> str:
    return {"hour": _("Hour"), "day": _("Day")}.get(unit, _("Week from"))


Rows = list[tuple[str, list[int]]]


def _over_time(seen: Dashboard, zone: ZoneInfo, values: Callable[[Step], list[int]]) -> Rows:
    return [(step_label(step.at, seen.unit, zone), values(step)) for step in seen.steps]


def registrations_chart(seen: Dashboard, zone: ZoneInfo) -> Chart:
    series = [Series(_("With a place"), "one"), Series(_("Waiting"), "two")]
    capacity = [] if seen.capacity is None else [seen.capacity]
    if capacity:
        series.append(Series(_("Places"), "goal"))
    return Chart(
        kind="lines",
        title=_("Registrations"),
        first_column=first_column(seen.unit),
        series=series,
        rows=_over_time(seen, zone, lambda step: [step.registered, step.waiting, *capacity]),
        note=_("By when people registered, as they stand now; who has cancelled is left out."),
    )


def without_team_chart(seen: Dashboard, zone: ZoneInfo) -> Chart:
    return Chart(
        kind="lines",
        title=_("People without a team"),
        first_column=first_column(seen.unit),
        series=[Series(_("Without a team"), "two")],
        rows=_over_time(seen, zone, lambda step: [step.without_team]),
        note=_("Who had a place at that time and was in no team."),
    )


def hand_ins_chart(seen: Dashboard, zone: ZoneInfo) -> Chart:
    return Chart(
        kind="lines",
        title=_("Solutions handed in"),
        first_column=first_column(seen.unit),
        series=[Series(_("Handed in"), "one"), Series(_("Teams now"), "goal")],
        rows=_over_time(seen, zone, lambda step: [step.handed_in, seen.teams]),
        note=_("Each solution counts from its first hand-in on."),
    )


def skills_chart(seen: Dashboard, _zone: ZoneInfo) -> Chart:
    return Chart(
        kind="bars",
        title=_("Skills wanted and offered"),
        first_column=_("Skill"),
        series=[Series(_("Wanted by teams"), "two"), Series(_("Offered by people without a team"), "one")],
        rows=[(skill.name, [skill.wanted, skill.offered]) for skill in seen.skills],
        note=_("Places in open roles beside what people without a team say they can do; the most wanted first."),
        horizontal=True,
    )


def sizes_chart(seen: Dashboard, _zone: ZoneInfo) -> Chart:
    return Chart(
        kind="bars",
        title=_("Teams by size"),
        first_column=_("People in the team"),
        series=[Series(_("Teams"), "one")],
        rows=[(formats.number(size.people), [size.teams]) for size in seen.sizes],
        note=_("A team may have %(most)s people at most; a team of one looks for others.")
        % {"most": seen.team_size_max},
    )


CHARTS: Final[Mapping[str, Callable[[Dashboard, ZoneInfo], Chart]]] = {
    "registrations": registrations_chart,
    "without-team": without_team_chart,
    "teams": sizes_chart,
    "skills": skills_chart,
    "hand-ins": hand_ins_chart,
}
"""By the name in the address of their tables, in the order of the page."""
