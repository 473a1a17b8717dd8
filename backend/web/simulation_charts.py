"""The pictures of a simulation, each with the table that it is drawn from."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from backend.web import formats
from backend.web.charts import Chart, Colour, Series
from backend.web.simulation_words import Column

COLOURS: tuple[Colour, ...] = ("one", "two", "three", "four")
SHOWN = 12


def free_chart(columns: Sequence[Column], currency: str) -> Chart:
    """What is left in the pool at the end of each day, a line for each rule."""
    days = columns[0].outcome.free
    left = [[one.free_minor for one in column.outcome.free] for column in columns]
    rows = [
        (formats.day_month(date.fromisoformat(day.day)), list(values)) for day, *values in zip(days, *left, strict=True)
    ]
    return Chart(
        kind="lines",
        title=_("What is left in the fund, day by day"),
        first_column=_("Day"),
        series=[Series(column.letter, colour) for column, colour in zip(columns, COLOURS, strict=False)],
        rows=rows,
        currency=currency,
        note=_("At the end of each day, in the order in which the pledges came."),
    )


def shares_chart(columns: Sequence[Column], currency: str) -> Chart:
    """Who would get what: a bar for each campaign and rule, those first that get most under the first rule."""
    order = sorted(columns[0].outcome.campaigns, key=lambda one: (one.rank, one.name))[:SHOWN]
    found = [{one.name: one.match_minor for one in column.outcome.campaigns} for column in columns]
    return Chart(
        kind="bars",
        title=_("Who would get what"),
        first_column=_("Campaign"),
        series=[Series(column.letter, colour) for column, colour in zip(columns, COLOURS, strict=False)],
        rows=[(one.name, [names[one.name] for names in found]) for one in order],
        currency=currency,
        horizontal=True,
        note=_("The %(n)s campaigns that get most under rule A.") % {"n": len(order)}
        if len(order) < len(columns[0].outcome.campaigns)
        else "",
    )


def order_chart(column: Column, currency: str) -> Chart:
    """What a campaign gets in every order, and what depends on it; those first for which most depends on it."""
    moved = [one for one in column.outcome.campaigns if one.low_minor != one.high_minor]
    moved.sort(key=lambda one: (one.low_minor - one.high_minor, one.name))
    return Chart(
        kind="stacked",
        title=_("Rule %(rule)s: how much being first matters") % {"rule": column.letter},
        first_column=_("Campaign"),
        series=[Series(_("Sure in every order"), "fund"), Series(_("Depends on the order"), "reserved")],
        rows=[(one.name, [one.low_minor, one.high_minor - one.low_minor]) for one in moved[:SHOWN]],
        currency=currency,
        horizontal=True,
        note=_("Out of %(n)s orders of the same pledges.") % {"n": column.outcome.orders + 1},
    )
